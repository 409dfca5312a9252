//! The blocks of a filing: what it states, its time and remedies, the stay it brings.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::{LettersTo, TimeFile};
use crate::law::Span;
use crate::texts::Texts;
use crate::workflow::definition::{FieldKind, Late, StayUntil};

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
    /// How a missed time is restored, where the law allows it.
    #[serde(default)]
    pub restoration: Option<RestorationFile>,
    /// What the filing must or may state beyond the decision appealed.
    #[serde(default)]
    pub asks: BTreeMap<String, FieldFile>,
    /// Filing in time stays the execution of the decision.
    #[serde(default)]
    pub stays_execution: Option<StayFile>,
    /// The letters that acknowledge it.
    #[serde(default)]
    pub letters: LettersTo,
}

/// Restoring a missed time. An action with `restores-time: true` grants it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RestorationFile {
    /// The article that allows it.
    pub article: String,
    /// The question of the filing whose answer is the motion; without an answer nothing is asked for.
    pub motion: String,
    /// The question of the filing that gives the day on which the obstacle ended, where a time runs from it.
    #[serde(default)]
    pub from: Option<String>,
    /// The time for the motion from that day.
    #[serde(default)]
    pub within: Option<Span>,
    /// The letters written when a late filing brings the motion.
    #[serde(default)]
    pub letters: LettersTo,
}

/// A stay of execution.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct StayFile {
    /// The article under which execution is stayed.
    pub article: String,
    /// What ends it: the next decision, or the end of the appeal.
    #[serde(default)]
    pub until: StayUntil,
    /// The longest it lasts.
    #[serde(default)]
    pub at_most: Option<Span>,
    /// The choices of the filing that exclude it: `immediate-execution: ordered`.
    #[serde(default)]
    pub except: BTreeMap<String, String>,
    /// The letters written when its longest time is over.
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
    /// The answers to choose from with their words for people, for `kind: choice`.
    #[serde(default)]
    pub choices: BTreeMap<String, Texts>,
    /// Whether a date may lie in the future, as that of a hearing does.
    #[serde(default)]
    pub may_lie_ahead: bool,
}
