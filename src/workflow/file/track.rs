//! The blocks of a track: its steps, their limits, and what silence means at each.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::{LettersTo, TimeFile};
use crate::law::Span;
use crate::texts::Texts;
use crate::workflow::definition::Outcome;

/// A track: one line of steps.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TrackFile {
    /// What the track is called for people.
    pub title: Texts,
    /// Whether this track decides the appeal; exactly one does from the start.
    #[serde(default)]
    pub decides: bool,
    /// For any other track: the action that opens it, or `filing`, and the step where it begins.
    #[serde(default)]
    pub opens: BTreeMap<String, String>,
    /// For a track that `filing` opens: the choices without which it stays shut, such as `order: cancellation` or
    /// `with: issuer`, the party that the appeal was handed to.
    #[serde(default, rename = "where")]
    pub stated: BTreeMap<String, String>,
    /// The tracks that end when this one opens, with their limits and letters. A forum that swallows the
    /// track that decides takes the decision over.
    #[serde(default)]
    pub swallows: Vec<String>,
    /// The steps.
    pub steps: BTreeMap<String, StepFile>,
}

/// A step: where a track stands, who must act and by when.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct StepFile {
    /// What the step is called for people.
    pub title: Texts,
    /// The party that must act; a step that ends the track has none.
    #[serde(default)]
    pub holder: Option<String>,
    /// The limits that run here, by name.
    #[serde(default)]
    pub limits: BTreeMap<String, LimitFile>,
    /// The actions that are lawful here.
    #[serde(default)]
    pub allows: Vec<String>,
    /// The letters written on arrival.
    #[serde(default)]
    pub letters: LettersTo,
    /// The article that opens the next remedy to the appellant here, if one is open.
    #[serde(default)]
    pub next_remedy: Option<String>,
    /// The track ends here: `as decided` or an outcome.
    #[serde(default)]
    pub ends: Option<EndFile>,
}

/// How a track ends at a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EndFile {
    /// With the outcome of the decision taken before.
    AsDecided,
    /// The decision was left unchanged because nobody took the next remedy in time.
    InForce,
    /// The appellant withdrew.
    Withdrawn,
    /// It was left without consideration.
    LeftWithoutConsideration,
    /// No office answered at any level.
    Unanswered,
    /// A side track ends and has no outcome of its own.
    Done,
}

/// A limit of a step: its time, its reminders and what silence means.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LimitFile {
    /// The time given.
    pub time: TimeFile,
    /// It runs on while the clock of the step is stopped.
    #[serde(default)]
    pub runs_on: bool,
    /// The article that forbids to extend it; no action may then extend it.
    #[serde(default)]
    pub never_extended: Option<String>,
    /// Reminders before and after.
    #[serde(default)]
    pub remind: Vec<ReminderFile>,
    /// What it means when nobody acted in time.
    pub on_silence: SilenceFile,
}

/// A reminder of a deadline, either before or after it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ReminderFile {
    /// How long before the last day.
    #[serde(default)]
    pub before: Option<Span>,
    /// How long after the last day, while the appeal still stands at the step.
    #[serde(default)]
    pub after: Option<Span>,
    /// Who is reminded with which letter.
    pub letters: LettersTo,
}

/// What silence means at a limit; exactly one of `escalate`, `climb`, `lapse`, `chase`, `deemed`, `close`, `stay`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SilenceFile {
    /// The appeal passes to the holder of this step, by the office's own fault.
    #[serde(default)]
    pub escalate: Option<String>,
    /// The appeal stays at the step and passes to the office above its holder.
    #[serde(default)]
    pub climb: Option<ClimbFile>,
    /// The party let its own time pass; the appeal goes on at this step.
    #[serde(default)]
    pub lapse: Option<String>,
    /// The holder is reminded again and again, within a bound.
    #[serde(default)]
    pub chase: Option<ChaseFile>,
    /// The law takes the silence for a decision.
    #[serde(default)]
    pub deemed: Option<DeemedFile>,
    /// The track ends, with this outcome.
    #[serde(default)]
    pub close: Option<EndFile>,
    /// Nothing but the record of it: the appeal stays at the step until this other limit of it speaks.
    #[serde(default)]
    pub stay: Option<String>,
    /// Who is told: a party, `silent` for the one that was, `next` for the office that has it now.
    #[serde(default)]
    pub letters: LettersTo,
}

/// Climbing the ladder one rung at each silence.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ClimbFile {
    /// How many rungs at most.
    pub rungs: u32,
    /// The step that follows when the last rung was silent too.
    pub then: String,
}

/// Reminding within a bound.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ChaseFile {
    /// The time between two reminders.
    pub every: Span,
    /// How often at most.
    pub at_most: u32,
    /// The step that follows the last one.
    pub then: String,
}

/// Silence that is a decision: deemed refusal or acceptance.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DeemedFile {
    /// The decision: `unchanged` where silence refuses, `annulled` where it grants.
    pub decision: Outcome,
    /// The article that says so.
    pub article: String,
    /// The step that follows.
    pub then: String,
}
