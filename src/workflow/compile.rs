//! From the file as written to a definition that holds together, or every problem it has.
//!
//! Pure. Called when workflows are loaded, checked and tested. Names are resolved here once, so that the
//! core never meets a step or a party that does not exist.

mod actions;
mod names;
mod steps;

use std::collections::{BTreeMap, BTreeSet};

use self::names::Check;
use super::definition::{Definition, Filing, Notice, Outage, Party, Promise};
use super::file::{PromiseTo, WorkflowFile};
use super::{digest, found};
use crate::source::{self, Problems};
use crate::texts::{Language, Texts};

/// Reads a workflow file with its letters, which are named `<letter>.<language>.txt`.
///
/// Errors: every problem of the file, each with its line and column.
pub fn read(file: &str, text: &str, letters: &BTreeMap<String, String>) -> Result<Definition, Problems> {
    let source = source::read::<WorkflowFile>(file, text)?;
    let mut check = Check::new(file, &source);
    let definition = compile(&source.value, &mut check, digest(text, letters));
    check.letters_exist(letters);
    let problems = check.into_problems();
    if problems.is_empty() { Ok(definition) } else { Err(source.into_problems(problems)) }
}

fn compile(file: &WorkflowFile, check: &mut Check, digest: String) -> Definition {
    check.stem(&file.workflow);
    check.texts(&["title"], &file.title);
    let legal_track = legal_track(file, check);
    Definition {
        name: file.workflow.clone(),
        version: file.version,
        digest,
        title: file.title.clone(),
        law: file.law.clone(),
        calendar: file.calendar.clone(),
        languages: file.languages.clone(),
        parties: parties(file, check),
        filing: filing(file, check, &legal_track),
        tracks: steps::tracks(file, check, &legal_track),
        actions: actions::actions(file, check),
        anytime: anytime(file, check),
        letters: file
            .letters
            .iter()
            .map(|(name, letter)| (name.clone(), letter.notice))
            .collect::<BTreeMap<_, Notice>>(),
        date_moved: check.letters_on_date_moved(
            &["when-calendar-changes", "letters"],
            &file.when_calendar_changes.letters,
        ),
        promises: promises(file, check),
        after_outage: Outage { next_time: file.after_outage.next_time },
        legal_track,
    }
}

fn legal_track(file: &WorkflowFile, check: &mut Check) -> String {
    let deciding: Vec<&String> =
        file.tracks.iter().filter(|(_, track)| track.decides).map(|(name, _)| name).collect();
    match deciding.as_slice() {
        [one] => (*one).clone(),
        [] => {
            check
                .wrong(&["tracks"], "no track decides the appeal")
                .help("give the legal track `decides: true`");
            String::new()
        }
        [first, others @ ..] => {
            for other in others {
                check.wrong_key(
                    &["tracks", other],
                    format!("`{first}` decides the appeal already; only one track may"),
                );
            }
            (*first).clone()
        }
    }
}

fn parties(file: &WorkflowFile, check: &mut Check) -> BTreeMap<String, Party> {
    let mut parties = BTreeMap::new();
    for (name, party) in &file.parties {
        check.texts(&["parties", name, "title"], &party.title);
        match found::parse(&party.found, party.kind.as_deref()) {
            Ok(found) => {
                if let Some(other) = found::refers_to(&found) {
                    check.party(&["parties", name, "found"], other);
                }
                parties.insert(name.clone(), Party { title: party.title.clone(), found });
            }
            Err(message) => drop(check.wrong(&["parties", name, "found"], message)),
        }
    }
    for name in parties.keys() {
        if runs_in_a_circle(&parties, name) {
            check
                .wrong_key(&["parties", name], format!("`{name}` is found by way of itself"))
                .help("start from `issuer` or from an office that the file names");
        }
    }
    parties
}

fn runs_in_a_circle(parties: &BTreeMap<String, Party>, start: &str) -> bool {
    let mut seen = BTreeSet::new();
    let mut next = Some(start);
    while let Some(name) = next {
        if !seen.insert(name) {
            return name == start;
        }
        next = parties.get(name).and_then(|party| found::refers_to(&party.found));
    }
    false
}

fn filing(file: &WorkflowFile, check: &mut Check, legal_track: &str) -> Filing {
    let filing = &file.filing;
    check.party(&["filing", "by"], &filing.by);
    for (party, step) in &filing.with {
        check.party_key(&["filing", "with", party], party);
        check.step(&["filing", "with", party], legal_track, step);
    }
    if filing.with.is_empty() {
        check
            .wrong(&["filing", "with"], "nobody takes the appeal")
            .help("name the party that it may be handed to: `reviewer: review`");
    }
    Filing {
        by: filing.by.clone(),
        with: filing.with.clone(),
        time: steps::time(&["filing", "time"], &filing.time, check),
        late: filing.late,
        asks: actions::fields(&["filing"], &filing.asks, check),
        stays_execution: filing.stays_execution.clone(),
        letters: check.letters_to(&["filing", "letters"], &filing.letters),
    }
}

fn anytime(file: &WorkflowFile, check: &mut Check) -> Vec<String> {
    for (place, action) in file.anytime.iter().enumerate() {
        check.action(&["anytime", &place.to_string()], action);
    }
    file.anytime.clone()
}

fn promises(file: &WorkflowFile, check: &mut Check) -> Vec<Promise> {
    let promise = |(place, promise): (usize, &super::file::PromiseFile)| {
        check.texts(&["promises", &place.to_string(), "title"], &promise.title);
        Promise {
            title: promise.title.clone(),
            to_the_end: promise.to == PromiseTo::End,
            within: promise.within,
        }
    };
    file.promises.iter().enumerate().map(promise).collect()
}

/// The languages that a text lacks.
fn missing(texts: &Texts, languages: &[Language]) -> Vec<&'static str> {
    let lacks = |language: &&Language| texts.exact(**language).is_none_or(|text| text.trim().is_empty());
    languages.iter().filter(lacks).map(|language| language.code()).collect()
}
