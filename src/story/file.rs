//! The story file: what is given, what happens when, what is expected.
//!
//! Pure data, as the author wrote it. `read` reads and checks it, `play` plays it, `judge` compares.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::law::calendar::Entry;
use crate::law::{Names as Cited, Span};
use crate::texts::Language;
use crate::workflow::Outcome;

/// A story.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Story {
    /// Its name.
    pub story: String,
    /// What it tells, as a sentence.
    pub title: String,
    /// The workflow that it follows.
    pub workflow: String,
    /// The day to whose end it is played; without it, to its last moment.
    #[serde(default)]
    pub until: Option<Date>,
    /// What remains disputed.
    #[serde(default)]
    pub notes: Vec<String>,
    /// Given this.
    #[serde(default)]
    pub given: Given,
    /// What happened, in the order of time.
    pub moments: Vec<Moment>,
}

/// What a story takes for granted.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Given {
    /// What every filing states unless it says otherwise. Its appellant gives the appeal its name.
    #[serde(default)]
    pub filing: Option<Filing>,
    /// Offices besides those of the sample ladder, or in place of them, by code.
    #[serde(default)]
    pub offices: BTreeMap<String, GivenOffice>,
    /// Organisations besides those of the samples, or in place of them, by code.
    #[serde(default)]
    pub organisations: BTreeMap<String, GivenOrganisation>,
}

/// An office that a story needs.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct GivenOffice {
    /// Its name; without it, its code.
    #[serde(default)]
    pub name: Option<String>,
    /// What it is on the ladder.
    pub kind: String,
    /// The place that it serves.
    #[serde(default)]
    pub place: String,
    /// The code of the office above it.
    #[serde(default)]
    pub above: Option<String>,
    /// The language in which it is written to; English without it.
    #[serde(default)]
    pub language: Option<Language>,
    /// Its time zone, an IANA name; without it, that of the calendar.
    #[serde(default)]
    pub zone: Option<String>,
}

/// An organisation that a story needs.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct GivenOrganisation {
    /// Its name; without it, its code.
    #[serde(default)]
    pub name: Option<String>,
    /// The language in which it is written to; English without it.
    #[serde(default)]
    pub language: Option<Language>,
}

/// A moment: somebody does something (one of `file`, `act`, `sign`, `confirm-silence`, `note`), the calendar changes
/// (`calendar`), or time has simply passed.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Moment {
    /// When, in the calendar's zone: `2021-01-27 10:00`. All that fell due by then has been dealt with.
    #[schemars(example = "2021-01-27 10:00")]
    pub at: DateTime,
    /// The appeal, by the name that the story gives it; without it, that of the given filing.
    #[serde(default)]
    pub appeal: Option<String>,
    /// Where the fact is known from.
    #[serde(default)]
    pub source: Option<String>,
    /// The program was down since the moment before and looks only now.
    #[serde(default)]
    pub after_outage: bool,
    /// The filing that begins the appeal.
    #[serde(default)]
    pub file: Option<Filing>,
    /// The action.
    #[serde(default)]
    pub act: Option<String>,
    /// The code of the office that acts; without it the organisation does.
    #[serde(default)]
    pub by: Option<String>,
    /// The person of that office, where it matters who it is.
    #[serde(default)]
    pub person: Option<String>,
    /// What the action states.
    #[serde(default)]
    pub stated: BTreeMap<String, String>,
    /// The parts that are annulled, for an annulment in part.
    #[serde(default)]
    pub parts: Vec<String>,
    /// The ground, for an action that stops the clock.
    #[serde(default)]
    pub ground: Option<String>,
    /// The time added, for an action that extends; without it the most that is allowed.
    #[serde(default)]
    pub extend_by: Option<Span>,
    /// The proposed action that gets its second signature.
    #[serde(default)]
    pub sign: Option<String>,
    /// Why it is not signed, or taken back.
    #[serde(default)]
    pub unsigned_because: Option<String>,
    /// That an office was silent is confirmed.
    #[serde(default)]
    pub confirm_silence: bool,
    /// A fact to be noted.
    #[serde(default)]
    pub note: Option<String>,
    /// A change of the calendar that comes into force.
    #[serde(default)]
    pub calendar: Option<CalendarChange>,
    /// What is to be seen after it.
    #[serde(default)]
    pub expect: Option<Expected>,
}

/// How the calendar in force from now on differs from that of the file; `{}` for not at all. So a story can begin
/// before a decree and see it come.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CalendarChange {
    /// Days that are marked in the file by their date and are ordinary days here.
    #[serde(default)]
    pub without: Vec<Date>,
    /// Days that are marked here besides, written as in a calendar's file.
    #[serde(default)]
    pub with: Vec<Entry>,
    /// The acts that they rest on besides those of the file.
    #[serde(default)]
    pub acts: BTreeMap<String, Cited>,
    /// A promised date moves to an earlier day, too.
    #[serde(default)]
    pub allow_earlier: bool,
}

/// A filing. What is left out is as the given filing says.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Filing {
    /// The organisation, if it is not called as the appeal is.
    #[serde(default)]
    pub appellant: Option<String>,
    /// The party that it is handed to.
    #[serde(default)]
    pub with: Option<String>,
    /// The office whose decision is appealed.
    #[serde(default)]
    pub issuer: Option<String>,
    /// The number of the decision.
    #[serde(default)]
    pub number: Option<String>,
    /// The day of the decision.
    #[serde(default)]
    pub decided_on: Option<Date>,
    /// The day of service; without it, the day of the decision.
    #[serde(default)]
    pub served_on: Option<Date>,
    /// The day on which it was sent.
    #[serde(default)]
    pub sent_on: Option<Date>,
    /// The day on which it was published.
    #[serde(default)]
    pub published_on: Option<Date>,
    /// The day on which the appellant learned of it.
    #[serde(default)]
    pub learned_on: Option<Date>,
    /// The article.
    #[serde(default)]
    pub article: Option<String>,
    /// The fine, in tenge.
    #[serde(default)]
    pub fine: Option<i64>,
    /// The suspension.
    #[serde(default)]
    pub suspended: Option<Suspended>,
    /// The parts of the decision that are appealed; without any, all of it.
    #[serde(default)]
    pub parts: Vec<String>,
    /// The officials who took the decision.
    #[serde(default)]
    pub taken_by: Vec<String>,
    /// The language of the proceedings; Russian without it.
    #[serde(default)]
    pub language: Option<Language>,
    /// What else is stated.
    #[serde(default)]
    pub stated: BTreeMap<String, String>,
}

/// A suspension.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Suspended {
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub until: Date,
}

/// What is to be seen of the moment's appeal. What is left out is not looked at.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Expected {
    /// Where the legal track stands.
    #[serde(default)]
    pub step: Option<String>,
    /// The code of the office or organisation that must act.
    #[serde(default)]
    pub holder: Option<String>,
    /// The last lawful day of the nearest deadline of the legal track.
    #[serde(default)]
    pub due: Option<Date>,
    /// Words that the English explanation of that date contains.
    #[serde(default)]
    pub because: Option<String>,
    /// The day on which the stopped clock starts again by itself.
    #[serde(default)]
    pub stopped_until: Option<Date>,
    /// The last day for the second signature under a proposed action.
    #[serde(default)]
    pub sign_by: Option<Date>,
    /// The last day to confirm that an office was silent.
    #[serde(default)]
    pub confirm_by: Option<Date>,
    /// Whether execution of the decision appealed is stayed.
    #[serde(default)]
    pub stayed: Option<bool>,
    /// The decision on the appeal, taken or deemed.
    #[serde(default)]
    pub decided: Option<Outcome>,
    /// Where side tracks stand; a track that is not open stands at `none`.
    #[serde(default)]
    pub beside: BTreeMap<String, Beside>,
    /// Every letter written since the appeal's moment before: the recipient's code, and the letter or letters.
    #[serde(default)]
    pub letters: Option<BTreeMap<String, Names>>,
    /// The offices or organisations that let a deadline pass since then, in order.
    #[serde(default)]
    pub missed: Option<Names>,
    /// The kind of refusal with which the deed was answered.
    #[serde(default)]
    pub refused: Option<String>,
    /// Words that the refusal contains.
    #[serde(default)]
    pub saying: Option<String>,
    /// How the appeal has ended.
    #[serde(default)]
    pub closed: Option<Outcome>,
    /// Whether it was filed late.
    #[serde(default)]
    pub late: Option<bool>,
    /// The last day on which filing was in time.
    #[serde(default)]
    pub time_ended_on: Option<Date>,
    /// The harm clock: for how many days the organisation has been suspended.
    #[serde(default)]
    pub days_suspended: Option<i32>,
}

/// Where a side track stands.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Beside {
    /// The step, or `none`.
    pub step: String,
    /// The code of the office that must act.
    #[serde(default)]
    pub holder: Option<String>,
    /// The last lawful day of its nearest deadline.
    #[serde(default)]
    pub due: Option<Date>,
}

/// One name or several.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Names {
    /// One.
    One(String),
    /// Several.
    Several(Vec<String>),
}

impl Names {
    /// The names.
    pub fn as_slice(&self) -> &[String] {
        match self {
            Names::One(name) => std::slice::from_ref(name),
            Names::Several(names) => names,
        }
    }
}

impl Story {
    /// The name of a moment's appeal; empty where the author left it out and nothing is given.
    pub fn appeal_of<'a>(&'a self, moment: &'a Moment) -> &'a str {
        let given = || self.given.filing.as_ref()?.appellant.as_deref();
        moment.appeal.as_deref().or_else(given).unwrap_or_default()
    }
}
