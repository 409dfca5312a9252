//! Letters that quote what nobody states.
//!
//! `letter::Templates` proves that a letter names only facts and prints none that can be missing. What a
//! party has `stated` is a fact for each thing that is asked, and only the workflow knows what is asked, and on
//! which occasions a letter is written.

use std::collections::{BTreeMap, BTreeSet};

use super::fault::{Fault, FaultKind};
use crate::workflow::{Definition, LettersTo};

/// The faults of letters that quote an answer which the workflow never asks for; and as warnings those whose
/// answer is asked, but on none of the occasions on which the letter is written, so that it is never printed.
///
/// `letters` are the texts by file name, `<letter>.<language>.txt`.
pub fn unasked(definition: &Definition, letters: &BTreeMap<String, String>) -> (Vec<Fault>, Vec<Fault>) {
    let (here, anywhere) = (asked_here(definition), asked_anywhere(definition));
    let mut quoted: BTreeMap<(&str, String), Vec<&str>> = BTreeMap::new();
    for (file, text) in letters {
        let letter = file.split('.').next().unwrap_or(file);
        for name in answers(text) {
            quoted.entry((letter, name)).or_default().push(file);
        }
    }
    let (mut faults, mut warnings) = (Vec::new(), Vec::new());
    for ((letter, name), files) in quoted {
        let Some(asked) = here.get(letter).filter(|asked| !asked.contains(&name)) else { continue };
        let known = if asked.is_empty() { "nothing".to_owned() } else { joined(asked) };
        let fault = |message: String, help: String| Fault {
            kind: FaultKind::LetterField,
            place: vec!["letters".to_owned(), letter.to_owned()],
            at_key: true,
            message,
            help: Some(help),
            path: Vec::new(),
        };
        let files = files.join(", ");
        if anywhere.contains(&name) {
            let message = format!(
                "`stated.{name}` in {files} is never printed: it is not asked when `{letter}` is written"
            );
            warnings.push(fault(message, format!("asked then is {known}")));
        } else {
            let message = format!("{files}: `stated.{name}` is asked nowhere");
            faults.push(fault(message, format!("the workflow asks for {}", joined(&anywhere))));
        }
    }
    (faults, warnings)
}

fn joined(names: &BTreeSet<String>) -> String {
    names.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
}

fn asked_anywhere(definition: &Definition) -> BTreeSet<String> {
    let actions = definition.actions.values().flat_map(|action| action.asks.keys());
    definition.filing.asks.keys().chain(actions).cloned().collect()
}

/// For each letter what is asked on any occasion on which it is written.
fn asked_here(definition: &Definition) -> BTreeMap<&str, BTreeSet<String>> {
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
fn answers(text: &str) -> BTreeSet<String> {
    let tags = text.split('{').skip(1).map(|rest| rest.split('}').next().unwrap_or(rest));
    let names = tags.flat_map(|tag| tag.split("stated.").skip(1));
    names
        .map(|rest| rest.chars().take_while(|char| char.is_ascii_alphanumeric() || *char == '_').collect())
        .collect()
}
