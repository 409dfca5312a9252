//! The workflow file as its author writes it: one type per block, nothing interpreted yet.
//!
//! These types are the format. `source` reads a YAML file into them and derives the published JSON
//! Schema from them; `compile` turns them into a `Definition` or says everything that does not hold
//! together. They know no other room but `law`, whose spans and rolls they quote, and `texts`.

mod action;
mod filing;
mod time;
mod track;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::definition::{NewTime, Notice};
use crate::law::Span;
use crate::texts::{Language, Texts};

pub use action::{ActionFile, ExtensionFile, NotBeforeFile, PauseFile, SignatureFile};
pub use filing::{FieldFile, FilingFile, RestorationFile, StayFile};
pub use time::{AlternativeFile, TimeFile};
pub use track::{
    ChaseFile, ClimbFile, DeemedFile, EndFile, LimitFile, ReminderFile, SilenceFile, StepFile, TrackFile,
};

/// The name of an act of law.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum LawFile {
    /// As it is called in every language.
    Everywhere(String),
    /// As each language calls it.
    Each(Texts),
}

/// Which letter goes to which party: `applicant: receipt`.
pub type LettersTo = BTreeMap<String, String>;

/// A workflow: how one kind of appeal moves from filing to its end.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct WorkflowFile {
    /// The workflow's name; the file is called `<name>.yaml`.
    pub workflow: String,
    /// Raised by one with every change after the first appeal has used the file.
    pub version: u32,
    /// What the workflow is called for people.
    pub title: Texts,
    /// The act of law that it follows, by its name in each language, or by the one name that it has everywhere.
    pub law: LawFile,
    /// How each language writes the acts that articles cite: `KoAP: {en: KoAP, ru: КоАП, kk: ӘҚБтК}`.
    #[serde(default)]
    pub acts: BTreeMap<String, Texts>,
    /// The calendar that counts its days, by name.
    pub calendar: String,
    /// The languages in which every text and letter must exist.
    pub languages: Vec<Language>,
    /// Who takes part, and how each is found.
    pub parties: BTreeMap<String, PartyFile>,
    /// The parts of a decision that can be annulled one without the other.
    #[serde(default)]
    pub parts: BTreeMap<String, PartFile>,
    /// How an appeal is filed.
    pub filing: FilingFile,
    /// The tracks: one legal track that decides, and side tracks beside it.
    pub tracks: BTreeMap<String, TrackFile>,
    /// Every action of every step.
    pub actions: BTreeMap<String, ActionFile>,
    /// The actions that are open at every step until the appeal ends.
    #[serde(default)]
    pub anytime: Vec<String>,
    /// Every letter, and whether it is a legal notice or a courtesy.
    pub letters: BTreeMap<String, LetterFile>,
    /// The folder of letters that several workflows share; a letter of the workflow's own goes before it.
    #[serde(default)]
    pub letters_from: Option<String>,
    /// Who is told when a change of the calendar moves a date.
    #[serde(default)]
    pub when_calendar_changes: CalendarChangeFile,
    /// What the workflow promises about its duration; the proof checks it.
    #[serde(default)]
    pub promises: Vec<PromiseFile>,
    /// What happens to deadlines that passed while the program was down.
    #[serde(default)]
    pub after_outage: OutageFile,
}

/// A party and the way its office is found for a given appeal.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PartyFile {
    /// What the party is called for people.
    pub title: Texts,
    /// `appellant`, `issuer`, `above <party>`, `beside <party>` (same place) or `office <CODE>`.
    pub found: String,
    /// The kind of office to look for, with `above` and `beside`.
    #[serde(default)]
    pub kind: Option<String>,
}

/// A part of a decision, such as its fine or its suspension.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PartFile {
    /// What the part is called for people.
    pub title: Texts,
    /// Whether this part is the suspension: annulling it ends the harm.
    #[serde(default)]
    pub suspends: bool,
}

/// A letter.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LetterFile {
    /// Whether the law requires it or it is a courtesy.
    pub notice: Notice,
}

/// What happens when a change of the calendar moves a date.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CalendarChangeFile {
    /// Who is told: a party, or `holder` for the one that must act by the date.
    #[serde(default)]
    pub letters: LettersTo,
}

/// A promise about duration.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PromiseFile {
    /// What is promised, for people.
    pub title: Texts,
    /// Where it starts: `filing`, or the name of a step, whose every arrival starts it.
    pub from: String,
    /// Where it ends.
    pub to: PromiseTo,
    /// The longest it may take.
    pub within: Span,
}

/// Where a promise ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PromiseTo {
    /// A decision, deemed or taken.
    Decision,
    /// A step at which the next remedy is open.
    NextRemedy,
    /// A decision, or the opening of the next remedy.
    DecisionOrNextRemedy,
    /// The end of the appeal.
    End,
}

/// What happens to deadlines that passed while the program was down.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct OutageFile {
    /// From when the time of the next holder is counted.
    #[serde(default)]
    pub next_time: NewTime,
    /// What becomes of a decision that silence is deemed to be; said wherever the workflow has one.
    #[serde(default)]
    pub deemed: Option<DeemedLateFile>,
}

/// What becomes of a deemed decision that the program was not there to see.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub enum DeemedLateFile {
    /// It takes effect as if nothing had been down.
    AtOnce,
    /// A person looks first whether the office did answer; it takes effect when they confirm the silence.
    #[serde(rename_all = "kebab-case")]
    WaitForPerson {
        /// The party that must confirm.
        confirmed_by: String,
        /// The time it has; then the law takes its course without it.
        within: Span,
        /// The letters that ask for it.
        #[serde(default)]
        letters: LettersTo,
    },
}
