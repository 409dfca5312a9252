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
use super::notices::{Message, NoticeOf, Served};
use super::particulars::{Arrival, Deemed, Due, Filed, Migrated, Passage, Recount};
use super::state::{Proposal, Stay, Unconfirmed};
use super::wishes::Wish;
use crate::law::Span;
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
        /// The parts it annulled, where it annulled in part.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        parts: Vec<String>,
        /// Whether the part that suspends is among them.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        lifts: bool,
    },
    /// An action was proposed and waits for its second signature.
    Proposed {
        /// The track.
        track: String,
        /// The step.
        step: String,
        /// The proposal.
        proposal: Box<Proposal>,
    },
    /// It was signed; what it brings about follows.
    Signed {
        /// The track.
        track: String,
        /// The action.
        action: String,
    },
    /// It was not signed, and nothing came of it.
    Unsigned {
        /// The track.
        track: String,
        /// The action.
        action: String,
        /// Why the signature was refused or the proposal taken back; without a reason its time was over.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// The law took a silence for a decision.
    Deemed(Box<Deemed>),
    /// A silence recorded late is a decision only when a person has confirmed it.
    ConfirmationAsked {
        /// The track.
        track: String,
        /// The step.
        step: String,
        /// What is asked of whom.
        unconfirmed: Unconfirmed,
    },
    /// A missed time was restored.
    TimeRestored {
        /// The article.
        article: String,
    },
    /// Execution of the decision appealed was stayed.
    ExecutionStayed {
        /// The stay.
        stay: Stay,
    },
    /// The stay ended.
    StayEnded {
        /// Whether its longest time was over.
        by_itself: bool,
        /// The action that brought it; none where filing did.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by_action: Option<String>,
    },
    /// A forum swallowed others, which ended with their limits.
    ForumTaken {
        /// The track that goes on.
        track: String,
        /// The tracks that ended.
        ended: Vec<String>,
        /// Whether it decides the appeal from now on.
        decides: bool,
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
        /// Whether this reminds of a deadline that has passed, beside any chase.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        after: bool,
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
    /// The calendar or the workflow changed, and by the new one a deadline falls on another day.
    Rescheduled {
        /// The track.
        track: String,
        /// The last lawful day as it was; none where a new version of the workflow has a limit that it had not.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<Date>,
        /// The deadline as it is now, with its reminders.
        due: Box<Due>,
        /// Which calendar took the place of which, and the days that differ.
        recount: Recount,
    },
    /// The calendar or the workflow changed and would have brought a deadline forward, but the date had been promised:
    /// it stays.
    PromiseKept {
        /// The track.
        track: String,
        /// The limit.
        limit: String,
        /// The last lawful day, as promised.
        due_on: Date,
        /// The day by the new calendar or rule.
        would_be: Date,
        /// Which calendar took the place of which, and the days that differ.
        recount: Recount,
    },
    /// The appeal moved to a newer version of its workflow.
    Migrated(Box<Migrated>),
    /// A fact was noted that moves nothing.
    Noted {
        /// The fact.
        text: String,
        /// Where it is known from.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        source: Option<String>,
        /// What it asks for, or ends.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        wish: Option<Wish>,
    },
    /// A legal notice could not be delivered; an office has the task to reach the recipient.
    Undelivered {
        /// The notice.
        #[serde(flatten)]
        notice: NoticeOf,
        /// What the mail server said.
        why: String,
        /// The office that has the task; none where there is no other than the recipient.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        office: Option<String>,
    },
    /// Such a notice was served by other means.
    Served(Served),
    /// A participant sent a message.
    MessageReceived(Message),
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
            Event::Proposed { .. } => "proposed",
            Event::Signed { .. } => "signed",
            Event::Unsigned { .. } => "unsigned",
            Event::Deemed(_) => "deemed",
            Event::ConfirmationAsked { .. } => "confirmation-asked",
            Event::TimeRestored { .. } => "time-restored",
            Event::ExecutionStayed { .. } => "execution-stayed",
            Event::StayEnded { .. } => "stay-ended",
            Event::ForumTaken { .. } => "forum-taken",
            Event::DeadlineMissed { .. } => "deadline-missed",
            Event::Escalated { .. } => "escalated",
            Event::Reminded { .. } => "reminded",
            Event::ClockStopped { .. } => "clock-stopped",
            Event::ClockRestarted { .. } => "clock-restarted",
            Event::Extended { .. } => "extended",
            Event::Rescheduled { .. } => "rescheduled",
            Event::PromiseKept { .. } => "promise-kept",
            Event::Migrated(_) => "migrated",
            Event::Noted { .. } => "noted",
            Event::Undelivered { .. } => "undelivered",
            Event::Served(_) => "served",
            Event::MessageReceived(_) => "message-received",
            Event::TrackEnded { .. } => "track-ended",
            Event::Closed { .. } => "closed",
        }
    }

    /// The track that it concerns; none for what concerns the appeal as a whole.
    pub fn track(&self) -> Option<&str> {
        match self {
            Event::Arrived(arrival) => Some(&arrival.track),
            Event::Acted { track, .. }
            | Event::Proposed { track, .. }
            | Event::Signed { track, .. }
            | Event::Unsigned { track, .. }
            | Event::ConfirmationAsked { track, .. }
            | Event::ForumTaken { track, .. }
            | Event::DeadlineMissed { track, .. }
            | Event::Escalated { track, .. }
            | Event::Reminded { track, .. }
            | Event::ClockStopped { track, .. }
            | Event::ClockRestarted { track, .. }
            | Event::Extended { track, .. }
            | Event::Rescheduled { track, .. }
            | Event::PromiseKept { track, .. }
            | Event::TrackEnded { track } => Some(track),
            Event::Deemed(deemed) => Some(&deemed.track),
            Event::Filed(_)
            | Event::TimeRestored { .. }
            | Event::ExecutionStayed { .. }
            | Event::StayEnded { .. }
            | Event::Migrated(_)
            | Event::Noted { .. }
            | Event::Undelivered { .. }
            | Event::Served(_)
            | Event::MessageReceived(_)
            | Event::Closed { .. } => None,
        }
    }

    /// The deadlines that it sets, each with its track.
    pub fn dues(&self) -> Vec<(&str, &Due)> {
        if let Event::Migrated(migrated) = self {
            fn set(passage: &Passage) -> Option<(&str, &Due)> {
                Some((&passage.track, passage.due.as_deref()?))
            }
            return migrated.passages.iter().filter_map(set).collect();
        }
        let dues = match self {
            Event::Arrived(Arrival { due, .. }) | Event::ClockRestarted { due, .. } => due.as_slice(),
            Event::Extended { due, .. } | Event::Rescheduled { due, .. } => std::slice::from_ref(&**due),
            _ => &[],
        };
        let track = self.track().unwrap_or_default();
        dues.iter().map(|due| (track, due)).collect()
    }
}
