//! What happened: the events of an appeal's journal.
//!
//! Pure data. An event is a fact in the past tense, holds all that its consequences need, and never
//! changes. Deadlines carry the basis they were computed from, so that each can be explained and
//! checked again for ever.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::command::Actor;
use super::state::DecisionAppealed;
use crate::law::{Basis, Change, Span};
use crate::texts::Language;
use crate::workflow::Outcome;

/// An event with its place in the journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Its number in the appeal's journal, from 1.
    pub seq: i32,
    /// The instant from which it counts in law.
    pub legal_at: Timestamp,
    /// The instant at which it was written down.
    pub recorded_at: Timestamp,
    /// Who caused it.
    pub actor: Actor,
    /// What happened.
    pub event: Event,
}

/// Something that happened to an appeal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// The appeal was filed.
    Filed(Box<Filed>),
    /// A track reached a step.
    Arrived(Arrival),
    /// A party did something.
    Acted {
        /// The track it was done on; an action open at any time names the legal track.
        track: String,
        /// The action.
        action: String,
        /// The party that did it.
        by: String,
        /// What it stated.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        stated: BTreeMap<String, String>,
        /// The decision it took.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        decision: Option<Outcome>,
    },
    /// A deadline passed and nobody had acted.
    DeadlineMissed {
        /// The track.
        track: String,
        /// The step.
        step: String,
        /// The limit.
        limit: String,
        /// The party that was silent.
        by: String,
        /// Its office, if it is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        office: Option<String>,
        /// The last lawful day.
        due_on: Date,
        /// When the holder is chased first, if the workflow chases.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        chase_at: Option<Timestamp>,
    },
    /// The appeal passed to a higher office because of that silence.
    Escalated {
        /// The track.
        track: String,
        /// The office that was silent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<String>,
        /// The office that has it now.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<String>,
    },
    /// The holder was reminded.
    Reminded {
        /// The track.
        track: String,
        /// The step.
        step: String,
        /// The limit.
        limit: String,
        /// The last lawful day.
        due_on: Date,
        /// The reminder's own instant.
        at: Timestamp,
        /// How often already after the deadline; zero before it.
        chase: u32,
        /// When the holder is chased next, or the patience ends.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next_at: Option<Timestamp>,
    },
    /// The clock was stopped.
    ClockStopped {
        /// The track.
        track: String,
        /// The ground in law.
        ground: String,
        /// The day on which it starts again by itself at the latest.
        until: Date,
        /// The first instant after that day.
        until_at: Timestamp,
    },
    /// The clock runs again.
    ClockRestarted {
        /// The track.
        track: String,
        /// Whether nobody restarted it and the longest pause was over.
        by_itself: bool,
        /// The deadlines as they are now.
        due: Vec<Due>,
    },
    /// A limit was lengthened.
    Extended {
        /// The track.
        track: String,
        /// By how much.
        by: Span,
        /// The deadline as it is now.
        due: Box<Due>,
    },
    /// The calendar changed, and by the new one a deadline falls on another day.
    Rescheduled {
        /// The track.
        track: String,
        /// The last lawful day as it was.
        was: Date,
        /// The deadline as it is now, with its reminders.
        due: Box<Due>,
        /// Which calendar took the place of which, and the days that differ.
        recount: Recount,
    },
    /// The calendar changed and would have brought a deadline forward, but the date had been promised: it stays.
    PromiseKept {
        /// The track.
        track: String,
        /// The limit.
        limit: String,
        /// The last lawful day, as promised.
        due_on: Date,
        /// The day by the new calendar.
        would_be: Date,
        /// Which calendar took the place of which, and the days that differ.
        recount: Recount,
    },
    /// A fact was noted that moves nothing.
    Noted {
        /// The fact.
        text: String,
        /// Where it is known from.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        source: Option<String>,
    },
    /// A side track ended.
    TrackEnded {
        /// The track.
        track: String,
    },
    /// The appeal ended.
    Closed {
        /// How.
        outcome: Outcome,
    },
}

impl Event {
    /// The name of an event's kind, as the journal's column shows it.
    pub fn kind(&self) -> &'static str {
        match self {
            Event::Filed(_) => "filed",
            Event::Arrived(_) => "arrived",
            Event::Acted { .. } => "acted",
            Event::DeadlineMissed { .. } => "deadline-missed",
            Event::Escalated { .. } => "escalated",
            Event::Reminded { .. } => "reminded",
            Event::ClockStopped { .. } => "clock-stopped",
            Event::ClockRestarted { .. } => "clock-restarted",
            Event::Extended { .. } => "extended",
            Event::Rescheduled { .. } => "rescheduled",
            Event::PromiseKept { .. } => "promise-kept",
            Event::Noted { .. } => "noted",
            Event::TrackEnded { .. } => "track-ended",
            Event::Closed { .. } => "closed",
        }
    }
}

impl Event {
    /// The track that it concerns; none for what concerns the appeal as a whole.
    pub fn track(&self) -> Option<&str> {
        match self {
            Event::Arrived(arrival) => Some(&arrival.track),
            Event::Acted { track, .. }
            | Event::DeadlineMissed { track, .. }
            | Event::Escalated { track, .. }
            | Event::Reminded { track, .. }
            | Event::ClockStopped { track, .. }
            | Event::ClockRestarted { track, .. }
            | Event::Extended { track, .. }
            | Event::Rescheduled { track, .. }
            | Event::PromiseKept { track, .. }
            | Event::TrackEnded { track } => Some(track),
            Event::Filed(_) | Event::Noted { .. } | Event::Closed { .. } => None,
        }
    }

    /// The deadlines that it sets, each with its track.
    pub fn dues(&self) -> Vec<(&str, &Due)> {
        let dues = match self {
            Event::Arrived(Arrival { due, .. }) | Event::ClockRestarted { due, .. } => due.as_slice(),
            Event::Extended { due, .. } | Event::Rescheduled { due, .. } => std::slice::from_ref(&**due),
            _ => &[],
        };
        let track = self.track().unwrap_or_default();
        dues.iter().map(|due| (track, due)).collect()
    }
}

/// A new calendar counted with in the place of an old one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recount {
    /// The digest of the calendar that gave the date until now.
    pub before: String,
    /// The digest of the one that is counted with now.
    pub after: String,
    /// The days between that offices work by one and not by the other, each with its act.
    pub because: Vec<Change>,
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
}
