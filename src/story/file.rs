//! The story file.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::source::{self, Problems};

/// A story.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Story {
    /// Its name.
    pub story: String,
    /// What it tells.
    pub title: String,
    /// The workflow that it follows.
    pub workflow: String,
    /// The day to whose end it is played.
    #[schemars(with = "String")]
    pub until: Date,
    /// What remains disputed.
    #[serde(default)]
    pub notes: Vec<String>,
    /// What people did, in order.
    pub moments: Vec<Moment>,
}

/// Something that somebody did; exactly one of `file`, `act`, `note`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Moment {
    /// When, in the calendar's zone: `2021-01-27 10:00`.
    #[schemars(with = "String")]
    pub at: DateTime,
    /// The appeal, by the name that the story gives it.
    pub appeal: String,
    /// Where the fact is known from.
    pub source: String,
    /// The filing that begins the appeal.
    #[serde(default)]
    pub file: Option<Filing>,
    /// The action.
    #[serde(default)]
    pub act: Option<String>,
    /// The office that acts; without it the organisation.
    #[serde(default)]
    pub by: Option<String>,
    /// What the action states.
    #[serde(default)]
    pub stated: BTreeMap<String, String>,
    /// A fact to be noted.
    #[serde(default)]
    pub note: Option<String>,
}

/// A filing.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Filing {
    /// The organisation, if it is not called as the appeal is.
    #[serde(default)]
    pub appellant: Option<String>,
    /// The party that it is handed to.
    pub with: String,
    /// The office whose decision is appealed.
    pub issuer: String,
    /// The day of the decision.
    #[schemars(with = "String")]
    pub decided_on: Date,
    /// The day of service.
    #[schemars(with = "String")]
    pub served_on: Date,
    /// The article.
    #[serde(default)]
    pub article: Option<String>,
    /// The fine, in tenge.
    #[serde(default)]
    pub fine: Option<i64>,
    /// The suspension.
    #[serde(default)]
    pub suspended: Option<Suspended>,
    /// What else is stated.
    #[serde(default)]
    pub stated: BTreeMap<String, String>,
}

/// A suspension.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Suspended {
    /// Its first day.
    #[schemars(with = "String")]
    pub from: Date,
    /// Its last day.
    #[schemars(with = "String")]
    pub until: Date,
}

/// Reads a story file.
///
/// # Errors
/// Every problem of the file, with line and column.
pub fn read(file: &str, text: &str) -> Result<Story, Problems> {
    let source = source::read::<Story>(file, text)?;
    let mut problems = Vec::new();
    let mut before: Option<DateTime> = None;
    for (place, moment) in source.value.moments.iter().enumerate() {
        let place = place.to_string();
        let done = [moment.file.is_some(), moment.act.is_some(), moment.note.is_some()];
        if done.iter().filter(|done| **done).count() != 1 {
            let problem = source.problem(&["moments", &place], "a moment is one of file, act or note");
            problems.push(problem.help("write exactly one of them"));
        }
        if before.is_some_and(|before| moment.at < before) {
            let problem =
                source.problem(&["moments", &place, "at"], "this moment comes before the one above it");
            problems.push(problem.help("put the moments in the order of time"));
        }
        before = Some(moment.at);
    }
    if problems.is_empty() { Ok(source.value) } else { Err(source.into_problems(problems)) }
}
