//! The particulars of events: how an appeal was filed, where it arrived, what a deadline follows from.
//!
//! Pure data, as lasting as the journal in which it is stored. Made by `decide`, taken over by `evolve`.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::state::DecisionAppealed;
use crate::law::{Basis, Change};
use crate::texts::Language;
use crate::workflow::Outcome;

/// Another calendar, or another rule, counted with in the place of an old one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recount {
    /// The digest of the calendar that gave the date until now.
    pub before: String,
    /// The digest of the one that is counted with now.
    pub after: String,
    /// The days between that offices work by one and not by the other, each with its act.
    pub because: Vec<Change>,
    /// The version of the workflow whose rule is counted by now, where that and not a calendar is the cause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
}

/// An appeal that moved to a newer version of its workflow.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Migrated {
    /// The digest of the version that it was pinned to.
    pub before: String,
    /// The number of that version.
    pub version_before: u32,
    /// The digest of the version that it is pinned to now.
    pub after: String,
    /// The number of that version.
    pub version: u32,
    /// The offices of parties that only the new version knows.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub parties: BTreeMap<String, String>,
    /// What became of each deadline; a date that moved, began or was kept as promised follows in an entry of its own.
    pub passages: Vec<Passage>,
}

/// A deadline on its way from one version of a workflow to another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Passage {
    /// The track.
    pub track: String,
    /// The limit.
    pub limit: String,
    /// What became of it.
    pub became: Became,
    /// The last lawful day as it was; none where the limit did not run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<Date>,
    /// The last lawful day as it is; none where the limit runs no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// Of a date that was kept: its rule and its reminders, where the new version has others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Box<Due>>,
}

/// What became of a deadline under a newer version of the workflow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Became {
    /// The same date: the rule is the same, or gives the same day.
    Kept,
    /// Another date, by the rule of the new version.
    Recomputed,
    /// The same date, because the new rule would have brought a promised one forward.
    PromiseKept,
    /// A limit that only the new version has runs from now on.
    Begun,
    /// The new version has no such limit.
    Cancelled,
}

/// How an appeal was filed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Filed {
    /// The number by which everybody names the appeal.
    pub reference: String,
    /// The digest of the workflow that it is pinned to.
    pub workflow: String,
    /// The track that decides it.
    pub legal_track: String,
    /// The organisation that appeals.
    pub appellant: String,
    /// The language of the proceedings.
    pub language: Language,
    /// The party that it was handed to.
    pub with: String,
    /// The decision appealed.
    pub decision: DecisionAppealed,
    /// The day of filing where the workflow's calendar holds.
    pub filed_on: Date,
    /// The last day on which filing was in time.
    pub time_ended_on: Date,
    /// Whether it came after that day.
    pub late: bool,
    /// The office of each party that is an office.
    pub parties: BTreeMap<String, String>,
    /// The issuing office and those above it, upwards.
    pub ladder: Vec<String>,
    /// What else was stated.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub stated: BTreeMap<String, String>,
    /// The choices among it, on which times may hang.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub chosen: BTreeMap<String, String>,
    /// The article under which it moves to restore the time that it missed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moves_to_restore: Option<String>,
}

/// A silence that the law took for a decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Deemed {
    /// The track.
    pub track: String,
    /// The step.
    pub step: String,
    /// The limit.
    pub limit: String,
    /// The party that was silent.
    pub by: String,
    /// Its office, if it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<String>,
    /// The last lawful day.
    pub due_on: Date,
    /// The decision.
    pub decision: Outcome,
    /// The article that says so.
    pub article: String,
}

/// A track reaching a step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Arrival {
    /// The track.
    pub track: String,
    /// The step.
    pub step: String,
    /// The day on which it counts as reached.
    pub on: Date,
    /// What brought it here.
    pub why: Why,
    /// The party that must act now; none at a step that ends the track.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<String>,
    /// Its office, if it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<String>,
    /// How many rungs this step has been climbed.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub rung: u32,
    /// The deadlines that run.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub due: Vec<Due>,
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// What brought a track to a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// The filing.
    Filing,
    /// An action.
    Action,
    /// Silence.
    Silence,
}

/// A deadline with all that it follows from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Due {
    /// The limit.
    pub limit: String,
    /// The last lawful day.
    pub on: Date,
    /// The first instant after it.
    pub at: Timestamp,
    /// Whether a day that is only estimated plays a part.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub estimated: bool,
    /// What it was computed from.
    pub basis: Basis,
    /// When the holder is reminded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remind: Vec<Timestamp>,
    /// When it is reminded again after the deadline, should the appeal still stand at the step.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remind_after: Vec<Timestamp>,
    /// Whether the time runs on while the clock of the step stands.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub runs_on: bool,
}
