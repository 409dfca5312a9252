//! Letters that quote what nobody is asked for.
//!
//! `letter::Templates` proves that a letter names only facts and prints none that can be missing. What a
//! party has `stated` is a fact for each thing that is asked, and only the workflow knows what is asked on
//! the occasions on which a letter is written.

use std::collections::{BTreeMap, BTreeSet};

use super::fault::{Fault, FaultKind};
use crate::workflow::{Definition, LettersTo};

/// The faults of letters that quote an answer which no occasion of theirs asks for. `letters` are the texts by
/// file name, `<letter>.<language>.txt`.
pub fn unasked(definition: &Definition, letters: &BTreeMap<String, String>) -> Vec<Fault> {
    let asked = asked(definition);
    let mut faults = Vec::new();
    for (file, text) in letters {
        let letter = file.split('.').next().unwrap_or(file);
        let Some(asked) = asked.get(letter) else { continue };
        for name in quoted(text).difference(asked) {
            let known = if asked.is_empty() { "nothing".to_owned() } else { asked.iter().cloned().collect::<Vec<_>>().join(", ") };
            faults.push(Fault {
                kind: FaultKind::LetterField,
                place: vec!["letters".to_owned(), letter.to_owned()],
                at_key: true,
                message: format!("{file} quotes `stated.{name}`, which is asked on no occasion of this letter"),
                help: Some(format!("asked is: {known}")),
                path: Vec::new(),
            });
        }
    }
    faults
}

/// For each letter what is asked on any occasion on which it is written.
fn asked(definition: &Definition) -> BTreeMap<&str, BTreeSet<String>> {
    let mut asked: BTreeMap<&str, BTreeSet<String>> =
        definition.letters.keys().map(|letter| (letter.as_str(), BTreeSet::new())).collect();
    let mut ask = |letters: &LettersTo, names: Vec<&String>| {
        for (_, letter) in letters {
            if let Some(known) = asked.get_mut(letter.as_str()) {
                known.extend(names.iter().map(|name| (*name).clone()));
            }
        }
    };
    ask(&definition.filing.letters, definition.filing.asks.keys().collect());
    for action in definition.actions.values() {
        ask(&action.letters, action.asks.keys().collect());
    }
    asked
}

/// The names after `stated.` inside the tags of a text.
fn quoted(text: &str) -> BTreeSet<String> {
    let tags = text.split('{').skip(1).map(|rest| rest.split('}').next().unwrap_or(rest));
    let names = tags.flat_map(|tag| tag.split("stated.").skip(1));
    names.map(|rest| rest.chars().take_while(|char| char.is_ascii_alphanumeric() || *char == '_').collect()).collect()
}
