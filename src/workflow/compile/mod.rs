//! From the file as written to a definition that holds together, or every problem it has.
//!
//! Pure. Called when workflows are loaded, checked and tested. Names are resolved here once, so that the
//! core never meets a step or a party that does not exist.

mod actions;
mod filing;
mod limits;
mod names;
mod parties;
mod promises;
mod tracks;

use std::collections::{BTreeMap, BTreeSet};

use self::names::Check;
use super::definition::{Definition, Notice, Part};
use super::digest;
use super::file::{LawFile, WorkflowFile};
use crate::source::{self, Problems};
use crate::texts::{Language, Texts};

/// Reads a workflow file with its letters, which are named `<letter>.<language>.txt`.
///
/// Errors: every problem of the file, each with its line and column. Names are looked up in a file whose shape
/// is at fault, too; what may only seem wrong because of that is not told.
pub fn read(file: &str, text: &str, letters: &BTreeMap<String, String>) -> Result<Definition, Problems> {
    let (source, mut problems) = source::read_on::<WorkflowFile>(file, text);
    let Some(source) = source else { return Err(problems) };
    let mut check = Check::new(file, &source);
    let definition = compile(&source.value, &mut check, digest(text, letters));
    check.letters_exist(letters);
    problems.extend(source.into_problems(check.into_problems()));
    if problems.is_empty() { Ok(definition) } else { Err(problems) }
}

/// What a workflow file says about letters that it shares, for whoever gathers its texts; nothing if it
/// shares none or cannot be read at all.
pub fn shared_letters(file: &str, text: &str) -> Option<SharedLetters> {
    let file = source::read_on::<WorkflowFile>(file, text).0?.value;
    let names = file.letters.into_keys().collect();
    Some(SharedLetters { folder: file.letters_from?, names, languages: file.languages })
}

/// The letters that a workflow may take from a folder that several share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedLetters {
    /// The folder, beside the workflows' own.
    pub folder: String,
    names: BTreeSet<String>,
    languages: Vec<Language>,
}

impl SharedLetters {
    /// Whether the workflow takes a file of the folder: a letter that it knows or the frame of all, in a
    /// language that it writes. What else lies there is not its concern.
    pub fn contains(&self, file: &str) -> bool {
        let mut parts = file.split('.');
        let (name, language) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        (name == FRAME || self.names.contains(name))
            && self.languages.iter().any(|one| one.code() == language)
    }
}

/// The name of the text around every letter.
const FRAME: &str = "frame";

fn compile(file: &WorkflowFile, check: &mut Check, digest: String) -> Definition {
    check.stem(&file.workflow);
    check.texts(&["title"], &file.title);
    if file.languages.is_empty() {
        check.wrong(&["languages"], "nobody could be written to").help("name at least one: `[en]`");
    }
    for (act, names) in &file.acts {
        check.texts(&["acts", act], names);
    }
    let legal_track = tracks::legal_track(file, check);
    Definition {
        name: file.workflow.clone(),
        version: file.version,
        digest,
        title: file.title.clone(),
        law: law(file, check),
        acts: file.acts.clone(),
        calendar: file.calendar.clone(),
        languages: file.languages.clone(),
        parties: parties::parties(file, check),
        parts: parts(file, check),
        filing: filing::filing(file, check, &legal_track),
        tracks: tracks::tracks(file, check, &legal_track),
        actions: actions::actions(file, check, &legal_track),
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
        promises: promises::promises(file, check, &legal_track),
        after_outage: promises::after_outage(file, check),
        legal_track,
    }
}

/// The act of law in English, and in each further language that calls it otherwise.
fn law(file: &WorkflowFile, check: &mut Check) -> Texts {
    match &file.law {
        LawFile::Everywhere(name) => Texts { en: name.clone(), ru: None, kk: None },
        LawFile::Each(names) => {
            check.texts(&["law"], names);
            names.clone()
        }
    }
}

fn parts(file: &WorkflowFile, check: &mut Check) -> BTreeMap<String, Part> {
    for (name, part) in &file.parts {
        check.texts(&["parts", name, "title"], &part.title);
    }
    let mut suspending = file.parts.iter().filter(|(_, part)| part.suspends).map(|(name, _)| name);
    if let (Some(first), Some(other)) = (suspending.next(), suspending.next()) {
        check.wrong_key(&["parts", other], format!("`{first}` is the suspension already; only one part is"));
    }
    let part = |part: &super::file::PartFile| Part { title: part.title.clone(), suspends: part.suspends };
    file.parts.iter().map(|(name, body)| (name.clone(), part(body))).collect()
}

fn anytime(file: &WorkflowFile, check: &mut Check) -> Vec<String> {
    for (place, action) in file.anytime.iter().enumerate() {
        check.action(&["anytime", &place.to_string()], action);
    }
    file.anytime.clone()
}

/// The languages that a text lacks.
fn missing(texts: &Texts, languages: &[Language]) -> Vec<&'static str> {
    let lacks = |language: &&Language| texts.exact(**language).is_none_or(|text| text.trim().is_empty());
    languages.iter().filter(lacks).map(|language| language.code()).collect()
}

/// A path with one key more.
fn at<'a>(path: &[&'a str], key: &'a str) -> Vec<&'a str> {
    path.iter().copied().chain([key]).collect()
}
