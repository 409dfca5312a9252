//! Parties, and how the office of each is found.
//!
//! Pure; part of `compile`.

use std::collections::{BTreeMap, BTreeSet};

use super::names::Check;
use crate::workflow::definition::Party;
use crate::workflow::file::WorkflowFile;
use crate::workflow::found;

pub(super) fn parties(file: &WorkflowFile, check: &mut Check) -> BTreeMap<String, Party> {
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
