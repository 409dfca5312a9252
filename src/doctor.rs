//! The doctor: folds every journal again, walks its chain, and compares with the rows.
//!
//! It reads only. The terminal's `redress doctor` and the tests call it; what it finds is for the operator.

use std::collections::BTreeMap;

use crate::appeal::{self, Appeal};
use crate::registry::Registry;
use crate::seal;
use crate::store::appeal::Listed;
use crate::store::journal::Stored;
use crate::store::{self, StoreFault};

/// What was found.
#[derive(Debug, Default)]
pub struct Findings {
    /// How many appeals were examined.
    pub appeals: usize,
    /// How many entries.
    pub entries: usize,
    /// Each fault, with the appeal it concerns and what to do.
    pub faults: Vec<String>,
}

/// How many appeals are examined at a time.
const AT_A_TIME: i64 = 500;

/// Examines every appeal; `progress` is told after each part how many were done.
pub async fn examine(registry: &Registry, mut progress: impl FnMut(u64)) -> Result<Findings, StoreFault> {
    let mut findings = Findings::default();
    let store = registry.store();
    let mut after = 0;
    loop {
        let rows = store::appeal::list(store, after, AT_A_TIME, false).await?;
        let Some(last) = rows.last() else { break };
        after = last.id;
        let keys: Vec<i64> = rows.iter().map(|row| row.id).collect();
        let mut journals: BTreeMap<i64, Vec<Stored>> = BTreeMap::new();
        for stored in store::journal::of(store, &keys).await? {
            findings.entries += 1;
            journals.entry(stored.appeal).or_default().push(stored);
        }
        for row in &rows {
            let journal = journals.remove(&row.id).unwrap_or_default();
            let faults = examine_one(registry, row, &journal);
            findings
                .faults
                .extend(faults.into_iter().map(|fault| format!("{}: {fault}", row.appeal.reference)));
        }
        findings.appeals += rows.len();
        progress(rows.len() as u64);
    }
    for orphan in store::journal::orphans(store).await? {
        findings.faults.push(format!(
            "the journal has entries of an appeal {orphan} that has no row: it was deleted by hand"
        ));
    }
    Ok(findings)
}

fn examine_one(registry: &Registry, row: &Listed, journal: &[Stored]) -> Vec<String> {
    let mut faults = Vec::new();
    let entries = journal.iter().map(|stored| (&stored.entry, stored.hash.as_slice()));
    match seal::verify(&row.appeal.reference, entries) {
        Err(broken) => faults.push(format!("the chain is broken: {broken}")),
        Ok(head) if head != *row.head => {
            faults.push("the journal was cut short: its last entry is missing".to_owned())
        }
        Ok(_) => {}
    }
    match fold(registry, row, journal) {
        None => faults.push(
            "its workflow or calendar is not loaded, or its journal does not begin with a filing".to_owned(),
        ),
        Some(folded) if folded != row.appeal => {
            faults.push("the row does not say what the journal says".to_owned())
        }
        Some(_) => {}
    }
    if let Some(fault) = &row.fault {
        faults.push(format!(
            "it could not be carried on: {fault}. Mend the cause, then `redress doctor --retry`"
        ));
    }
    if row.appeal.is_open() {
        let legal = row.appeal.tracks.get(&row.appeal.legal_track);
        if legal.is_none_or(|standing| standing.running.is_empty()) {
            faults.push("it is open and has no deadline".to_owned());
        }
        if row.holder.is_none() {
            faults.push("it is open and nobody must act".to_owned());
        }
        if row.wake_at.is_none() || row.wake_at != appeal::wake_at(&row.appeal) {
            faults.push("its wake time is missing or wrong".to_owned());
        }
    } else if row.wake_at.is_some() {
        faults.push("it is closed and would still be woken".to_owned());
    }
    faults
}

fn fold(registry: &Registry, row: &Listed, journal: &[Stored]) -> Option<Appeal> {
    let rules = registry.rulebook().by_digest(&row.appeal.workflow)?;
    let calendar = registry.rulebook().calendar(&rules.definition.calendar)?;
    journal.iter().fold(None, |appeal, stored| appeal::evolve(appeal, &stored.entry, &calendar))
}
