//! A type with every kind of part that files have, and short ways to read it.

use std::collections::{BTreeMap, BTreeSet};

use redress::source::{Problems, Source, read};
use schemars::JsonSchema;
use serde::{Deserialize, de::DeserializeOwned};

#[derive(Debug, Deserialize, JsonSchema, PartialEq)]
pub struct Rules {
    pub name: String,
    pub version: u32,
    pub draft: Option<bool>,
    pub note: Option<String>,
    pub share: Option<f64>,
    #[serde(default)]
    pub languages: BTreeSet<Language>,
    #[serde(default)]
    pub steps: BTreeMap<String, Step>,
}

#[derive(Debug, Deserialize, JsonSchema, PartialEq)]
pub struct Step {
    pub holder: String,
    pub limit: Span,
    pub silence: Silence,
    #[serde(default)]
    pub reminders: Vec<Span>,
    pub only_if: Option<Condition>,
    pub yearly: Option<BTreeMap<u16, Span>>,
}

#[derive(Debug, Deserialize, JsonSchema, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Kazakh
    Kk,
    /// Russian
    Ru,
    En,
}

#[derive(Debug, Deserialize, JsonSchema, PartialEq)]
#[serde(rename_all = "lowercase")]
pub enum Silence {
    Remind,
    Close,
    Escalate { to: String },
    Deemed(Outcome),
}

#[derive(Debug, Deserialize, JsonSchema, PartialEq)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    Refused,
    Accepted,
}

#[derive(Debug, Deserialize, JsonSchema, PartialEq)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Condition {
    Always,
    Late { days: u8 },
    All { of: Vec<Condition> },
}

/// Written "10 working days"; its schema is that of any text.
#[derive(Debug, Deserialize, JsonSchema, PartialEq)]
#[serde(try_from = "String")]
#[schemars(with = "String")]
pub struct Span(pub u32);

impl TryFrom<String> for Span {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let days = text.strip_suffix(" working days").and_then(|days| days.parse().ok());
        days.map(Span).ok_or_else(|| format!("`{text}` is not a span of time"))
    }
}

pub fn reads<T: DeserializeOwned + JsonSchema>(text: &str) -> Source<T> {
    read("rules.yaml", text).unwrap_or_else(|problems| panic!("{problems}"))
}

pub fn fails<T: DeserializeOwned + JsonSchema>(text: &str) -> Problems {
    read::<T>("rules.yaml", text).err().expect("the file has faults")
}

/// The faults of a file, one a line: place, message, help.
pub fn faults<T: DeserializeOwned + JsonSchema>(text: &str) -> String {
    let told = |problem: &redress::source::Problem| {
        let help = problem.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
        format!("{}:{} {}{help}", problem.line, problem.column, problem.message)
    };
    fails::<T>(text).iter().map(told).collect::<Vec<_>>().join("\n")
}

/// Holds the faults of a `Rules` file to what is expected, one a line.
#[track_caller]
pub fn check(text: &str, expected: &[&str]) {
    assert_eq!(faults::<Rules>(text), expected.join("\n"), "in:\n{text}");
}

/// The same for what stands in the one step of an otherwise sound file, on line 4 and on.
#[track_caller]
pub fn check_step(lines: &[&str], expected: &[&str]) {
    check(&format!("name: a\nversion: 1\nsteps: {{ b: {{\n {}\n }} }}", lines.join(",\n ")), expected);
}

/// A sound file that uses everything.
pub const SOUND: &str = "\
# Жалоба на приостановление
name: Жалоба
version: 3
draft: false
note: >-
  в вышестоящий
  орган
share: 0.5
languages: [kk, ru]
steps:
  intake:
    holder: district
    limit: 5 working days
    silence: { escalate: { to: review } }
    reminders: [1 working days, 4 working days]
  review:
    holder: 'city'
    limit: \"10 working days\"
    silence:
      deemed: refused
    only_if:
      kind: all
      of:
        - kind: always
        - { kind: late, days: 3 }
    yearly: { 2021: 7 working days }
";
