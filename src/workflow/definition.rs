//! A workflow that holds together: the file's blocks with every name resolved and every rule complete.
//!
//! Made by `compile` alone, so whoever holds a `Definition` may rely on it: every step, party, action
//! and letter it names exists, every step that does not end has a holder and a limit, exactly one track
//! decides. Read by the appeal core, the letters, the proof and the pages; it never changes.

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::law::{Rule, Span};
use crate::texts::{Language, Texts};

/// Which letter goes to which party, in the order in which they are written.
pub type LettersTo = Vec<(String, String)>;

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
    /// The act of law it follows.
    pub law: String,
    /// The calendar's name.
    pub calendar: String,
    /// The languages in which everything exists.
    pub languages: Vec<Language>,
    /// The parties.
    pub parties: BTreeMap<String, Party>,
    /// The rules of filing.
    pub filing: Filing,
    /// The name of the track that decides.
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

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Outcome::Unchanged => "left unchanged",
            Outcome::Changed => "changed",
            Outcome::Annulled => "annulled",
            Outcome::AnnulledInPart => "annulled in part",
            Outcome::AnnulledWithNewAct => "annulled with a new decision",
            Outcome::SentBack => "sent back",
            Outcome::LeftWithoutConsideration => "left without consideration",
            Outcome::Withdrawn => "withdrawn",
            Outcome::InForce => "in force",
            Outcome::Unanswered => "never answered",
        })
    }
}

impl Outcome {
    /// Whether this decision lifts the suspension.
    pub fn lifts(self) -> bool {
        matches!(self, Outcome::Annulled)
    }
}

impl Definition {
    /// The step of a track, by name.
    pub fn step(&self, track: &str, step: &str) -> Option<&Step> {
        self.tracks.get(track)?.steps.get(step)
    }

    /// The names of the actions lawful at a step, those open at any time included.
    pub fn allowed<'a>(&'a self, step: &'a Step) -> impl Iterator<Item = &'a str> {
        step.allows.iter().chain(&self.anytime).map(String::as_str)
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

/// In the letters of a silence, the party that was silent.
pub const SILENT: &str = "silent";
/// In the letters of a silence, the office that has the appeal now.
pub const NEXT: &str = "next";

/// In the letters of a date that moved, the party that must act by it.
pub const HOLDER: &str = "holder";

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

/// The rules of filing.
#[derive(Debug, Clone)]
pub struct Filing {
    /// The party that files.
    pub by: String,
    /// The first step, by the party the appeal is handed to.
    pub with: BTreeMap<String, String>,
    /// The time for filing.
    pub time: Time,
    /// What lateness means.
    pub late: Late,
    /// What must or may be stated.
    pub asks: BTreeMap<String, Field>,
    /// The article under which filing in time stays execution.
    pub stays_execution: Option<String>,
    /// The letters of acknowledgement.
    pub letters: LettersTo,
}

/// A time that is given: how it is counted and from where.
#[derive(Debug, Clone)]
pub struct Time {
    /// The rule of counting.
    pub rule: Rule,
    /// The day after which counting begins.
    pub from: Anchor,
    /// Whether the law or the service sets it.
    pub nature: Nature,
}

/// A track.
#[derive(Debug, Clone)]
pub struct Track {
    /// The title for people.
    pub title: Texts,
    /// For a side track: the first step, by the action that opens it.
    pub opens: BTreeMap<String, String>,
    /// The steps.
    pub steps: BTreeMap<String, Step>,
}

/// A step.
#[derive(Debug, Clone)]
pub struct Step {
    /// The title for people.
    pub title: Texts,
    /// What the step is: somebody's turn, or the end.
    pub turn: Turn,
    /// The letters written on arrival.
    pub letters: LettersTo,
    /// The actions lawful here.
    pub allows: Vec<String>,
}

impl Step {
    /// The party that must act here, unless the track ends.
    pub fn holder(&self) -> Option<&str> {
        match &self.turn {
            Turn::Held { holder, .. } => Some(holder),
            Turn::End(_) => None,
        }
    }

    /// The limits that run here.
    pub fn limits(&self) -> impl Iterator<Item = (&str, &Limit)> {
        let limits = match &self.turn {
            Turn::Held { limits, .. } => Some(limits),
            Turn::End(_) => None,
        };
        limits.into_iter().flatten().map(|(name, limit)| (name.as_str(), limit))
    }
}

/// What a step asks for.
#[derive(Debug, Clone)]
pub enum Turn {
    /// A party must act within limits; there is at least one.
    Held {
        /// The party.
        holder: String,
        /// The limits by name.
        limits: BTreeMap<String, Limit>,
    },
    /// The track ends here.
    End(End),
}

/// How a track ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// With the outcome of the decision taken before.
    AsDecided,
    /// With this outcome.
    Outcome(Outcome),
    /// A side track ends, without an outcome.
    Done,
}

/// A limit of a step.
#[derive(Debug, Clone)]
pub struct Limit {
    /// The time given.
    pub time: Time,
    /// The reminders, farthest from the deadline first.
    pub remind: Vec<Reminder>,
    /// What silence means.
    pub silence: Silence,
    /// Who is told of the silence.
    pub letters: LettersTo,
}

/// A reminder.
#[derive(Debug, Clone)]
pub struct Reminder {
    /// How long before the last day.
    pub before: Span,
    /// Who is reminded with what.
    pub letters: LettersTo,
}

/// What silence at a limit means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Silence {
    /// On to the holder of another step, by the office's fault.
    Escalate(String),
    /// Up one rung at the same step, at most so often, then on to a step.
    Climb {
        /// How many rungs at most.
        rungs: u32,
        /// The step after the last.
        then: String,
    },
    /// On to a step, because the party let its own time pass.
    Lapse(String),
    /// Remind again, within a bound.
    Chase {
        /// The time between reminders.
        every: Span,
        /// How often at most.
        at_most: u32,
        /// The step after the last.
        then: String,
    },
}

/// An action.
#[derive(Debug, Clone)]
pub struct Action {
    /// The title for people.
    pub title: Texts,
    /// The parties that may do it.
    pub by: Vec<String>,
    /// The parties whose office may never do it.
    pub barred: Vec<String>,
    /// Where it leads.
    pub to: Option<String>,
    /// The article that allows it.
    pub article: Option<String>,
    /// The decision it takes.
    pub decision: Option<Outcome>,
    /// How often in one appeal.
    pub at_most: Option<u32>,
    /// What must or may be stated.
    pub asks: BTreeMap<String, Field>,
    /// What it does to the clock.
    pub clock: Clock,
    /// The letters it causes.
    pub letters: LettersTo,
}

/// What an action does to the clock of its step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clock {
    /// Nothing.
    Runs,
    /// Adds to a limit, at most so much.
    Extends {
        /// The limit's name.
        limit: String,
        /// The most that may be added.
        by: Span,
    },
    /// Stops it, at most so long, on one of these grounds.
    Stops {
        /// The longest.
        at_most: Span,
        /// The grounds, with their words for people.
        grounds: BTreeMap<String, Texts>,
        /// The letters written when it runs again by itself.
        letters: LettersTo,
    },
    /// Starts it again.
    Restarts,
}

/// Something to be stated.
#[derive(Debug, Clone)]
pub struct Field {
    /// What is asked.
    pub title: Texts,
    /// The kind of answer.
    pub kind: FieldKind,
    /// Whether it may be left out.
    pub optional: bool,
    /// The answers to choose from.
    pub choices: Vec<String>,
}

/// A promise about duration.
#[derive(Debug, Clone)]
pub struct Promise {
    /// What is promised.
    pub title: Texts,
    /// Whether it ends with the appeal rather than with the decision or next remedy.
    pub to_the_end: bool,
    /// The longest it may take from filing.
    pub within: Span,
}

/// The outage policy.
#[derive(Debug, Clone, Copy, Default)]
pub struct Outage {
    /// From when the next holder's time is counted.
    pub next_time: NewTime,
}

/// The day after which a time is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Anchor {
    /// The day the step was reached.
    #[default]
    Entry,
    /// The day the appeal was filed.
    Filing,
    /// The day the decision appealed was served.
    Service,
    /// The day the decision appealed was sent.
    Sending,
    /// The day the decision appealed was published.
    Publication,
    /// The day the appellant learned of it.
    Knowledge,
    /// The day the papers arrived with the holder.
    Receipt,
    /// The day the papers were registered: the next working day when they came after hours.
    Registration,
}

/// Who sets a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Nature {
    /// The law.
    #[default]
    Statutory,
    /// The service, as a target of its own.
    Service,
}

/// What happens to a late appeal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Late {
    /// It is accepted and flagged, and the reviewer examines the lateness.
    Accept,
    /// It is refused, naming the day on which the time ended.
    Refuse,
}

/// How an appeal ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// The decision stands as it was.
    Unchanged,
    /// The decision was changed.
    Changed,
    /// The decision was annulled and the case ended.
    Annulled,
    /// A named part of the decision was annulled.
    AnnulledInPart,
    /// The decision was annulled and a new one issued.
    AnnulledWithNewAct,
    /// The matter was sent back with its faults named.
    SentBack,
    /// The appeal was not considered.
    LeftWithoutConsideration,
    /// The appellant withdrew it.
    Withdrawn,
    /// The next remedy was not taken and the decision is in force.
    InForce,
    /// No office answered.
    Unanswered,
}

/// Whether a letter is required by law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Notice {
    /// The law requires it: it is never withdrawn, digested or delayed.
    Legal,
    /// A service to the reader.
    Courtesy,
}

/// The kind of answer a field expects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FieldKind {
    /// Words.
    #[default]
    Text,
    /// A date, as 2021-01-26.
    Date,
    /// A whole number.
    Number,
    /// One of the choices.
    Choice,
    /// The number or hash of a document.
    Document,
}

/// From when the next holder's time is counted when a deadline is recorded late.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NewTime {
    /// From the day the deadline passed in law.
    #[default]
    FromLegalDay,
    /// From the day the next holder is told.
    FromNotice,
}
