//! The block of an action, with what it does to clocks, execution and time.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::{FieldFile, LettersTo, StayFile};
use crate::law::Span;
use crate::texts::Texts;
use crate::workflow::definition::Outcome;

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
    /// The decision it takes. `annulled-in-part` asks which parts.
    #[serde(default)]
    pub decision: Option<Outcome>,
    /// The parties that may never do it, whatever else they are.
    #[serde(default)]
    pub barred: Vec<String>,
    /// How often it may be done in one appeal.
    #[serde(default)]
    pub at_most: Option<u32>,
    /// It is lawful only so long after another action was done.
    #[serde(default)]
    pub not_before: Option<NotBeforeFile>,
    /// It is only proposed, and takes effect when another person has signed it.
    #[serde(default)]
    pub second_signature: Option<SignatureFile>,
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
    /// It stays the execution of the decision appealed.
    #[serde(default)]
    pub stays_execution: Option<StayFile>,
    /// It ends a stay of execution.
    #[serde(default)]
    pub lifts_stay: bool,
    /// It restores the time that was missed in filing.
    #[serde(default)]
    pub restores_time: bool,
    /// The letters it causes.
    #[serde(default)]
    pub letters: LettersTo,
}

/// An action that must have been done before.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct NotBeforeFile {
    /// The time that must lie between: lawful from the day that lies so long after.
    #[serde(default)]
    pub wait: Option<Span>,
    /// The action.
    pub after: String,
    /// The article that demands it.
    #[serde(default)]
    pub article: Option<String>,
}

/// A second signature.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SignatureFile {
    /// The party that signs, or `another-official` of the same office.
    pub by: String,
    /// The time for it; then the proposal lapses.
    pub within: Span,
    /// The article that demands it.
    #[serde(default)]
    pub article: Option<String>,
    /// The letters written when it is proposed.
    #[serde(default)]
    pub letters: LettersTo,
    /// The letters written when nobody signed in time or the signature was refused.
    #[serde(default)]
    pub unsigned: LettersTo,
}

/// Lengthening a limit.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ExtensionFile {
    /// The limit, by name.
    pub limit: String,
    /// The most that may be added each time.
    pub by: Span,
    /// The action that gives the allowance: each time it is done, one extension more is lawful.
    #[serde(default)]
    pub per: Option<String>,
    /// The most that may be added in all, in the same unit.
    #[serde(default)]
    pub in_all: Option<Span>,
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
