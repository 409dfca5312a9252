//! The workflow file as its author writes it: one type per block, nothing interpreted yet.
//!
//! These types are the format. `source` reads a YAML file into them and derives the published JSON
//! Schema from them; `compile` turns them into a `Definition` or says everything that does not hold
//! together. They know no other room but `law`, whose spans and rolls they quote, and `texts`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::definition::{Anchor, FieldKind, Late, Nature, NewTime, Notice, Outcome};
use crate::law::{Reading, Roll, Span};
use crate::texts::{Language, Texts};

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
    /// The act of law that it follows.
    pub law: String,
    /// The calendar that counts its days, by name.
    pub calendar: String,
    /// The languages in which every text and letter must exist.
    pub languages: Vec<Language>,
    /// Who takes part, and how each is found.
    pub parties: BTreeMap<String, PartyFile>,
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

/// How an appeal is filed.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FilingFile {
    /// The party that files.
    pub by: String,
    /// The step at which the appeal starts, by the party it is handed to.
    pub with: BTreeMap<String, String>,
    /// The time the law gives for filing.
    pub time: TimeFile,
    /// Whether a late appeal is accepted and flagged, or refused.
    pub late: Late,
    /// What the filing must or may state beyond the decision appealed.
    #[serde(default)]
    pub asks: BTreeMap<String, FieldFile>,
    /// The article under which filing in time stays the execution of the decision, if it does.
    #[serde(default)]
    pub stays_execution: Option<String>,
    /// The letters that acknowledge it.
    #[serde(default)]
    pub letters: LettersTo,
}

/// A span of time that the law gives, and how it is counted.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TimeFile {
    /// The amount and unit: `10 sutki`, `20 working days`, `3 months`.
    pub within: Span,
    /// The day after which counting begins.
    #[serde(default)]
    pub from: Anchor,
    /// Whether 24-hour days are counted on the calendar or on working days.
    #[serde(default)]
    pub sutki: Option<Reading>,
    /// Where the last day goes when it is not a working day.
    #[serde(default)]
    pub roll: Option<Roll>,
    /// The article that gives the time; a service target may have none.
    #[serde(default)]
    pub article: Option<String>,
    /// Whether the law or the service itself sets the time.
    #[serde(default)]
    pub nature: Nature,
}

/// A track: one line of steps.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TrackFile {
    /// What the track is called for people.
    pub title: Texts,
    /// Whether this track decides the appeal; exactly one does.
    #[serde(default)]
    pub decides: bool,
    /// For a side track: the action that opens it, and the step where it begins.
    #[serde(default)]
    pub opens: BTreeMap<String, String>,
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
    /// Reminders before and after.
    #[serde(default)]
    pub remind: Vec<ReminderFile>,
    /// What it means when nobody acted in time.
    pub on_silence: SilenceFile,
}

/// A reminder of a deadline.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ReminderFile {
    /// How long before the last day.
    pub before: Span,
    /// Who is reminded with which letter.
    pub letters: LettersTo,
}

/// What silence means at a limit; exactly one of `escalate`, `climb`, `lapse`, `chase`.
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

/// An action: what a party may do.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ActionFile {
    /// What the action is called for people; a verb.
    pub title: Texts,
    /// The parties that may do it.
    pub by: Vec<String>,
    /// The step it leads to; without one the appeal stays where it is.
    #[serde(default)]
    pub to: Option<String>,
    /// The article that allows it.
    #[serde(default)]
    pub article: Option<String>,
    /// The decision it takes.
    #[serde(default)]
    pub decision: Option<Outcome>,
    /// The parties that may never do it, whatever else they are.
    #[serde(default)]
    pub barred: Vec<String>,
    /// How often it may be done in one appeal.
    #[serde(default)]
    pub at_most: Option<u32>,
    /// What the party must or may state.
    #[serde(default)]
    pub asks: BTreeMap<String, FieldFile>,
    /// The limit it lengthens, and by how much at most.
    #[serde(default)]
    pub extends: Option<ExtensionFile>,
    /// It stops the clock of the step.
    #[serde(default)]
    pub stops_clock: Option<PauseFile>,
    /// It starts the clock again.
    #[serde(default)]
    pub restarts_clock: bool,
    /// The letters it causes.
    #[serde(default)]
    pub letters: LettersTo,
}

/// Lengthening a limit.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ExtensionFile {
    /// The limit, by name.
    pub limit: String,
    /// The most that may be added each time.
    pub by: Span,
}

/// Stopping the clock.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PauseFile {
    /// The longest it may stand; then it runs again by itself.
    pub at_most: Span,
    /// The grounds the law allows; one must be named.
    pub grounds: BTreeMap<String, Texts>,
    /// The letters written when it runs again by itself.
    #[serde(default)]
    pub letters: LettersTo,
}

/// Something that a filing or an action must or may state.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FieldFile {
    /// What is asked, for people.
    pub title: Texts,
    /// What kind of answer is expected.
    #[serde(default)]
    pub kind: FieldKind,
    /// Whether it may be left out.
    #[serde(default)]
    pub optional: bool,
    /// The answers to choose from, for `kind: choice`.
    #[serde(default)]
    pub choices: Vec<String>,
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
    /// Where it starts.
    pub from: PromiseFrom,
    /// Where it ends.
    pub to: PromiseTo,
    /// The longest it may take.
    pub within: Span,
}

/// Where a promise starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PromiseFrom {
    /// The day of filing.
    Filing,
}

/// Where a promise ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PromiseTo {
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
}
