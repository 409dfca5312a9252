//! A workflow that holds together: the file's blocks with every name resolved and every rule complete.
//!
//! Made by `compile` alone, so whoever holds a `Definition` may rely on it: every step, party, action
//! and letter it names exists, every step that does not end has a holder and a limit, exactly one track
//! decides from the start. Read by the appeal core, the letters, the proof and the pages; it never changes.

mod action;
mod filing;
mod track;
mod words;

use std::collections::BTreeMap;

pub use action::{Action, Clock, NotBefore, Second, Signatory};
pub use filing::{Field, Filing, OtherTime, Restoration, StayRule, Time};
pub use track::{End, Limit, Reminder, Silence, Step, Track, Turn};
pub use words::{Anchor, FieldKind, Late, Nature, NewTime, Notice, Outcome, StayUntil};

use crate::law::Span;
use crate::texts::{Language, Texts};

/// Which letter goes to which party, in the order in which they are written.
pub type LettersTo = Vec<(String, String)>;

/// In the letters of a silence, the party that was silent.
pub const SILENT: &str = "silent";
/// In the letters of a silence, the office that has the appeal now.
pub const NEXT: &str = "next";
/// In the letters of a date that moved, the party that must act by it.
pub const HOLDER: &str = "holder";
/// Where a track `opens` and where a promise starts: the filing.
pub const FILING: &str = "filing";
/// Among the choices of a filing, the party that it was handed to.
pub const WITH: &str = "with";
/// The signatory who is another person of the same office.
pub const ANOTHER_OFFICIAL: &str = "another-official";

/// A workflow, complete and immutable; its digest covers the file and all its letters.
#[derive(Debug, Clone)]
pub struct Definition {
    /// The name, such as `kz-koap-suspension`.
    pub name: String,
    /// The version the author gave it.
    pub version: u32,
    /// SHA-256 over the file and its letters, in hexadecimal.
    pub digest: String,
    /// The title for people.
    pub title: Texts,
    /// The act of law it follows. One that is called the same everywhere stands under English.
    pub law: Texts,
    /// How each language writes the acts that articles cite.
    pub acts: BTreeMap<String, Texts>,
    /// The calendar's name.
    pub calendar: String,
    /// The languages in which everything exists.
    pub languages: Vec<Language>,
    /// The parties.
    pub parties: BTreeMap<String, Party>,
    /// The parts of a decision that can be annulled alone.
    pub parts: BTreeMap<String, Part>,
    /// The rules of filing.
    pub filing: Filing,
    /// The name of the track that decides from the start; a forum that swallows it takes that over.
    pub legal_track: String,
    /// All tracks.
    pub tracks: BTreeMap<String, Track>,
    /// All actions.
    pub actions: BTreeMap<String, Action>,
    /// Actions open at every step.
    pub anytime: Vec<String>,
    /// The notice of each letter.
    pub letters: BTreeMap<String, Notice>,
    /// Who is told that a change of the calendar has moved a date.
    pub date_moved: LettersTo,
    /// Promises about duration.
    pub promises: Vec<Promise>,
    /// The outage policy.
    pub after_outage: Outage,
}

impl Definition {
    /// The step of a track, by name.
    pub fn step(&self, track: &str, step: &str) -> Option<&Step> {
        self.tracks.get(track)?.steps.get(step)
    }

    /// A limit of a step, by name.
    pub fn limit(&self, track: &str, step: &str, limit: &str) -> Option<&Limit> {
        match &self.step(track, step)?.turn {
            Turn::Held { limits, .. } => limits.get(limit),
            Turn::End(_) => None,
        }
    }

    /// The names of the actions lawful at a step, those open at any time included.
    pub fn allowed<'a>(&'a self, step: &'a Step) -> impl Iterator<Item = &'a str> {
        step.allows.iter().chain(&self.anytime).map(String::as_str)
    }

    /// An article as a language cites it: `KoAP 826-3(1)` is `КоАП 826-3(1)` in Russian.
    pub fn cite(&self, article: &str, language: Language) -> String {
        self.acts
            .iter()
            .fold(article.to_owned(), |cited, (act, name)| cited.replace(act.as_str(), name.get(language)))
    }

    /// Whether a track may decide the appeal: the legal track, and every forum that may swallow it.
    pub fn decides(&self, track: &str) -> bool {
        self.tracks.get(track).is_some_and(|track| track.decides)
    }
}

/// A party.
#[derive(Debug, Clone)]
pub struct Party {
    /// The title for people.
    pub title: Texts,
    /// How its office is found.
    pub found: Found,
}

/// How the office behind a party is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// It is the appellant, who is no office.
    Appellant,
    /// It is the office whose decision is appealed.
    Issuer,
    /// The nearest office above another party's, of a kind if one is named.
    Above(String, Option<String>),
    /// An office of a kind at the same place as another party's.
    Beside(String, String),
    /// The office with this code.
    Office(String),
}

/// A part of a decision.
#[derive(Debug, Clone)]
pub struct Part {
    /// The title for people.
    pub title: Texts,
    /// Whether it is the suspension.
    pub suspends: bool,
}

/// A promise about duration.
#[derive(Debug, Clone)]
pub struct Promise {
    /// What is promised.
    pub title: Texts,
    /// Where it starts.
    pub from: PromiseStart,
    /// Where it ends.
    pub to: PromiseEnd,
    /// The longest it may take.
    pub within: Span,
}

/// Where a promise starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PromiseStart {
    /// At filing.
    Filing,
    /// At every arrival at this step of a track.
    Step {
        /// The track.
        track: String,
        /// The step.
        step: String,
    },
}

/// Where a promise ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PromiseEnd {
    /// With a decision, taken or deemed.
    Decision,
    /// Where the next remedy is open.
    NextRemedy,
    /// With whichever of the two comes first.
    DecisionOrNextRemedy,
    /// With the appeal.
    End,
}

/// The outage policy.
#[derive(Debug, Clone, Default)]
pub struct Outage {
    /// From when the next holder's time is counted.
    pub next_time: NewTime,
    /// The person who must confirm a deemed decision recorded late; without one it takes effect at once.
    pub deemed: Option<Confirmation>,
}

/// The confirmation of a silence that nobody saw on its day.
#[derive(Debug, Clone)]
pub struct Confirmation {
    /// The party that confirms.
    pub by: String,
    /// Its time; then the law takes its course.
    pub within: Span,
    /// The letters that ask for it.
    pub letters: LettersTo,
}
