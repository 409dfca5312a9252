//! An appeal as it stands: the sum of its journal.
//!
//! Pure data. Only `evolve` makes it from events; the store keeps it as a cache beside the journal, and
//! `doctor` folds the journal again and compares.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::command::{Act, Actor};
use super::notices::NoticeOf;
use super::particulars::Due;
use super::wishes::Wished;
use crate::law::Basis;
use crate::texts::Language;
use crate::workflow::{Outcome, StayUntil};

/// An appeal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Appeal {
    /// The number by which everybody names it.
    pub reference: String,
    /// The digest of the workflow that it is pinned to.
    pub workflow: String,
    /// The organisation that appeals.
    pub appellant: String,
    /// The language of the proceedings.
    pub language: Language,
    /// The decision appealed.
    pub decision: DecisionAppealed,
    /// The day of filing.
    pub filed_on: Date,
    /// Whether it was filed late.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub late: bool,
    /// The office of each party that is one.
    pub parties: BTreeMap<String, String>,
    /// The issuing office and those above it, upwards.
    pub ladder: Vec<String>,
    /// The name of the track that decides; a forum that swallows it takes that over.
    pub legal_track: String,
    /// Where each open track stands.
    pub tracks: BTreeMap<String, Standing>,
    /// How often each action was done.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub used: BTreeMap<String, u32>,
    /// The day on which each action was done last.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub last_done: BTreeMap<String, Date>,
    /// The choices that the filing made, on which times may hang.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub chosen: BTreeMap<String, String>,
    /// The article under which a missed time was restored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_restored: Option<String>,
    /// The stay of execution, while there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stay: Option<Stay>,
    /// The decision taken on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided: Option<(Outcome, Date)>,
    /// Whether nobody took that decision and the law read it into silence.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deemed: bool,
    /// The parts of the decision appealed that were annulled, where not all of it was.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub annulled_parts: Vec<String>,
    /// The day on which the part that suspends was annulled, where it was annulled alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lifted_on: Option<Date>,
    /// The legal notices that could not be delivered and wait to be served by other means.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unserved: Vec<Unserved>,
    /// The day on which whoever must act was last reminded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reminded_on: Option<Date>,
    /// What offices asked for in remarks that is still open.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wishes: Vec<Wished>,
    /// How and when it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<(Outcome, Date)>,
}

/// A legal notice that waits to be served by other means.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Unserved {
    /// The notice.
    #[serde(flatten)]
    pub notice: NoticeOf,
    /// The office whose task it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<String>,
    /// Since which day.
    pub since: Date,
}

impl Appeal {
    /// Whether it is still open.
    pub fn is_open(&self) -> bool {
        self.closed.is_none()
    }

    /// The version of the calendar of a track's deadlines, which names the zone of the office that holds it.
    pub(super) fn zone_version(&self, track: &str) -> Option<&str> {
        let running = self.tracks.get(track)?.running.first()?;
        Some(&running.basis.calendar)
    }

    /// The day on which the suspension ended or will end: by annulment, or when its own time is over.
    pub fn suspension_ended_on(&self) -> Option<Date> {
        let suspension = self.decision.suspension.as_ref()?;
        let annulled = self.decided.filter(|(outcome, _)| outcome.lifts()).map(|(_, day)| day);
        let lifted = [annulled, self.lifted_on, Some(suspension.until)];
        lifted.into_iter().flatten().min()
    }

    /// The harm clock: the days the organisation has been suspended by the end of `today`, the first
    /// day counted and the day of the lifting not. No pause stops it.
    pub fn days_suspended(&self, today: Date) -> Option<i32> {
        let from = self.decision.suspension.as_ref()?.from;
        let end = self.suspension_ended_on()?.min(crate::law::next_day(today));
        Some(crate::law::days_between(from, end).max(0))
    }
}

/// The decision that is appealed, as its papers state it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct DecisionAppealed {
    /// The office that took it.
    pub issuer: String,
    /// Its number, where the papers have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The day it was taken.
    pub decided_on: Date,
    /// The day it was served.
    pub served_on: Date,
    /// The day it was sent, where a time counts from sending.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent_on: Option<Date>,
    /// The day it was published, where a time counts from publication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published_on: Option<Date>,
    /// The day the appellant learned of it, where a time counts from knowledge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub learned_on: Option<Date>,
    /// The article it is based on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    /// The fine, in tenge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fine: Option<i64>,
    /// The suspension, if it suspends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspension: Option<Suspension>,
    /// The parts of it that are appealed, by the workflow's names; none named means all of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<String>,
    /// The officials who took it; none of them may decide on the appeal.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taken_by: Vec<String>,
}

/// A stay of execution.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stay {
    /// The article.
    pub article: String,
    /// Its first day.
    pub since: Date,
    /// What ends it.
    pub ends_with: StayUntil,
    /// Its last day, if it has one, and the first instant after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<(Date, Timestamp)>,
    /// The action that brought it; none where filing did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_action: Option<String>,
}

/// A suspension of activity. Its end is what the papers say, never computed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Suspension {
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub until: Date,
}

/// Where a track stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// The step.
    pub step: String,
    /// The party that must act.
    pub holder: String,
    /// Its office, if it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<String>,
    /// The day on which the step was reached.
    pub since: Date,
    /// How many rungs it has been climbed.
    #[serde(default)]
    pub rung: u32,
    /// The limits that run.
    pub running: Vec<Running>,
    /// Set while the clock stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stopped: Option<Stopped>,
    /// An action that waits for its second signature.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposal: Option<Box<Proposal>>,
    /// A deemed decision that waits for a person to confirm the silence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unconfirmed: Option<Unconfirmed>,
}

impl Standing {
    /// The limit that asks for something next: the nearest that still runs, or else the first that was missed.
    pub fn nearest(&self) -> Option<&Running> {
        let running = self.running.iter().filter(|running| running.is_running());
        running.min_by_key(|running| running.at).or_else(|| self.running.iter().min_by_key(|one| one.at))
    }
}

/// A limit that runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Running {
    /// The limit's name.
    pub limit: String,
    /// The last lawful day.
    pub on: Date,
    /// The first instant after it.
    pub at: Timestamp,
    /// What it was computed from.
    pub basis: Basis,
    /// The reminders still to come.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remind: Vec<Timestamp>,
    /// The reminders still to come after it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remind_after: Vec<Timestamp>,
    /// Whether it runs on while the clock stands.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub runs_on: bool,
    /// Set when it has passed and the appeal still stands at the step.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub missed: bool,
    /// After a miss that is chased: how often, and when next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chased: Option<(u32, Timestamp)>,
    /// The digest of a calendar that would have brought the date forward, had it not been promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<String>,
}

impl Running {
    /// Whether the time still runs: it has not passed.
    pub fn is_running(&self) -> bool {
        !self.missed && self.chased.is_none()
    }
}

impl From<&Due> for Running {
    fn from(due: &Due) -> Self {
        let Due { limit, on, at, basis, remind, remind_after, runs_on, .. } = due.clone();
        let (missed, chased, kept) = (false, None, None);
        Running { limit, on, at, basis, remind, remind_after, runs_on, missed, chased, kept }
    }
}

/// A clock that stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stopped {
    /// The ground in law.
    pub ground: String,
    /// The day it was stopped.
    pub since: Date,
    /// The day on which it starts again by itself at the latest.
    pub until: Date,
    /// The first instant after that day.
    pub until_at: Timestamp,
}

/// An action that waits for its second signature.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Proposal {
    /// The action as it was proposed.
    pub act: Act,
    /// The party that proposed it.
    pub by: String,
    /// The person or office that did.
    pub proposer: Actor,
    /// The party that signs; none where another person of the same office does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signatory: Option<String>,
    /// The last day for the signature.
    pub until: Date,
    /// The first instant after that day.
    pub until_at: Timestamp,
}

/// A deemed decision that waits for a person to confirm the silence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Unconfirmed {
    /// The limit at which nobody answered.
    pub limit: String,
    /// The instant from which the silence counts in law.
    pub legal_at: Timestamp,
    /// The party that must confirm.
    pub by: String,
    /// The last day for it; then the law takes its course.
    pub until: Date,
    /// The first instant after that day.
    pub until_at: Timestamp,
}
