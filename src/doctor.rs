//! The doctor: folds every journal again, walks its chain, and compares with the rows.
//!
//! It reads only. The terminal's `redress doctor` and the tests call it; what it finds is for the operator.

use std::collections::BTreeMap;
use std::fmt;

use crate::appeal::{self, Appeal, Entry};
use crate::registry::{Registry, shown};
use crate::seal;
use crate::store::examination::{self, Line, Row};
use crate::store::{self, StoreFault};

/// What was found.
#[derive(Debug, Default)]
pub struct Findings {
    /// How many appeals were examined.
    pub appeals: usize,
    /// How many entries.
    pub entries: usize,
    /// Each fault.
    pub faults: Vec<Fault>,
}

/// A fault that was found. Its [`Display`](fmt::Display) tells all of it, for who may see everything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The appeal that it concerns.
    pub reference: Option<String>,
    /// What is wrong and what to do; nothing of what the appeal says.
    pub what: String,
    /// How the program met it, which may repeat what is written there.
    pub how: Option<String>,
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(reference) = &self.reference {
            write!(out, "{reference}: ")?;
        }
        write!(out, "{}", self.what)?;
        self.how.iter().try_for_each(|how| write!(out, ": {how}"))
    }
}

fn fault(what: impl Into<String>) -> Fault {
    Fault { reference: None, what: what.into(), how: None }
}

/// How many appeals are examined at a time.
const AT_A_TIME: i64 = 500;

/// Examines every appeal; `progress` is told after each part how many were done.
pub async fn examine(registry: &Registry, mut progress: impl FnMut(u64)) -> Result<Findings, StoreFault> {
    let mut findings = Findings::default();
    let store = registry.store();
    let mut after = 0;
    loop {
        let rows = examination::rows(store, after, AT_A_TIME).await?;
        let Some(last) = rows.last() else { break };
        after = last.id;
        let keys: Vec<i64> = rows.iter().map(|row| row.id).collect();
        let mut journals: BTreeMap<i64, Vec<Line>> = BTreeMap::new();
        for line in examination::lines(store, &keys).await? {
            findings.entries += 1;
            journals.entry(line.appeal).or_default().push(line);
        }
        for row in &rows {
            let journal = journals.remove(&row.id).unwrap_or_default();
            let faults = examine_one(registry, row, &journal);
            let of_row = |fault| Fault { reference: Some(row.reference.clone()), ..fault };
            findings.faults.extend(faults.into_iter().map(of_row));
        }
        findings.appeals += rows.len();
        progress(rows.len() as u64);
    }
    for orphan in store::journal::orphans(store).await? {
        findings.faults.push(fault(format!(
            "the journal has entries of an appeal {orphan} that has no row: it was deleted by hand"
        )));
    }
    Ok(findings)
}

fn examine_one(registry: &Registry, row: &Row, journal: &[Line]) -> Vec<Fault> {
    let mut faults = Vec::new();
    if let Some(how) = &row.fault {
        let what = "it could not be carried on; mend the cause, then `redress doctor --retry`";
        faults.push(Fault { how: Some(how.clone()), ..fault(what) });
    }
    match read(journal) {
        Err(unreadable) => faults.push(unreadable),
        Ok(entries) => {
            faults.extend(chain(row, &entries).map(fault));
            faults.extend(journal.iter().filter_map(misfiled).map(fault));
            faults.extend(compare(registry, row, &entries).map(fault));
        }
    }
    match &row.appeal {
        Err(how) => {
            faults.push(Fault { how: Some(how.clone()), ..fault("the state in its row cannot be read") })
        }
        Ok(appeal) => {
            faults.extend(columns(row, appeal).into_iter().map(fault));
            faults.extend(standing(row, appeal).into_iter().map(fault));
            faults.extend(unknown_steps(registry, appeal).into_iter().map(fault));
        }
    }
    faults
}

/// The entries with their hashes, or the first that is no entry at all.
fn read(journal: &[Line]) -> Result<Vec<(&Entry, &[u8])>, Fault> {
    let entries = journal.iter().map(|line| match &line.entry {
        Ok(entry) => Ok((entry, line.hash.as_slice())),
        Err(how) => {
            let what = format!("entry {} cannot be read, so it was changed", line.seq);
            Err(Fault { how: Some(how.clone()), ..fault(what) })
        }
    });
    entries.collect()
}

/// Whether the chain is whole, and ends where the row says.
fn chain(row: &Row, entries: &[(&Entry, &[u8])]) -> Option<String> {
    match seal::verify(&row.reference, entries.iter().copied()) {
        Err(broken) => Some(format!("the chain is broken: {broken}")),
        Ok(head) if head != *row.head => Some(match entries.len().try_into() {
            Ok(found) if row.seq > found => {
                format!("the journal was cut short: it has {found} entries and should have {}", row.seq)
            }
            _ => "the row does not name the head of its chain".to_owned(),
        }),
        Ok(_) => None,
    }
}

/// Whether an entry is found under another kind than its own.
fn misfiled(line: &Line) -> Option<String> {
    let entry = line.entry.as_ref().ok().filter(|entry| entry.event.kind() != line.kind)?;
    Some(format!("entry {} is kept as `{}` and is `{}`", line.seq, line.kind, entry.event.kind()))
}

/// Whether the row says what the journal says when it is folded again.
fn compare(registry: &Registry, row: &Row, entries: &[(&Entry, &[u8])]) -> Option<String> {
    match fold(registry, row, entries) {
        None => Some(
            "its workflow or calendar is not loaded, or its journal does not begin with a filing".to_owned(),
        ),
        Some(folded) if row.appeal.as_ref().is_ok_and(|appeal| *appeal != folded) => {
            Some("the row does not say what the journal says".to_owned())
        }
        Some(_) => None,
    }
}

fn fold(registry: &Registry, row: &Row, entries: &[(&Entry, &[u8])]) -> Option<Appeal> {
    let rules = registry.rulebook().by_digest(&row.workflow)?;
    let calendar = registry.rulebook().calendar(&rules.definition.calendar)?;
    entries.iter().fold(None, |appeal, (entry, _)| appeal::evolve(appeal, entry, &calendar))
}

/// The columns by which the row is found and listed that are not what its state asks for.
fn columns(row: &Row, appeal: &Appeal) -> Vec<String> {
    let shown = shown(appeal);
    let checks = [
        ("reference", row.reference == appeal.reference),
        ("workflow", row.workflow == appeal.workflow),
        ("appellant", row.appellant == appeal.appellant),
        ("issuer", row.issuer == appeal.decision.issuer),
        ("step", row.step == shown.step),
        ("holder", row.holder == shown.holder),
        ("due_on", row.due_on == shown.due_on),
        ("closed", row.closed != appeal.is_open()),
    ];
    let wrong = checks.iter().filter(|(_, right)| !right);
    let wake = (row.wake_at != shown.wake_at).then(|| match (row.wake_at, shown.wake_at) {
        (None, _) => "it has no wake time and would never be looked at".to_owned(),
        (Some(_), None) => "it is closed and would still be woken".to_owned(),
        (Some(at), Some(right)) => format!("its wake time is {at} and should be {right}"),
    });
    wrong.map(|(name, _)| format!("`{name}` in its row is not what its state says")).chain(wake).collect()
}

/// Steps and limits of an open appeal that the version of its workflow does not have.
fn unknown_steps(registry: &Registry, appeal: &Appeal) -> Vec<String> {
    let Some(rules) = registry.rulebook().by_digest(&appeal.workflow) else { return Vec::new() };
    let (definition, mut faults) = (&rules.definition, Vec::new());
    for (track, at) in &appeal.tracks {
        if definition.step(track, &at.step).and_then(|step| step.holder()) != Some(at.holder.as_str()) {
            faults.push(format!(
                "it stands at {track}/{} with the {}, which its workflow does not know",
                at.step, at.holder
            ));
        }
        let unknown = |limit: &&str| definition.limit(track, &at.step, limit).is_none();
        let limits = at.running.iter().map(|running| running.limit.as_str()).filter(unknown);
        faults.extend(limits.map(|limit| {
            format!("`{limit}` runs at {track}/{}, and its workflow has no such limit there", at.step)
        }));
    }
    faults
}

/// Whether an open appeal has somebody who must act, by a day.
fn standing(row: &Row, appeal: &Appeal) -> Vec<String> {
    if !appeal.is_open() {
        return Vec::new();
    }
    let legal = appeal.tracks.get(&appeal.legal_track);
    let deadline = legal.is_some_and(|standing| standing.stopped.is_some() || !standing.running.is_empty());
    let checks = [
        (!deadline, "it is open and has no deadline"),
        (row.holder.is_none(), "it is open and nobody must act"),
    ];
    checks.iter().filter(|(wrong, _)| *wrong).map(|(_, what)| (*what).to_owned()).collect()
}
