//! Tracks, their steps, the limits of a step.

use std::collections::BTreeMap;

use super::{LettersTo, Outcome, Time};
use crate::law::Span;
use crate::texts::Texts;

/// A track.
#[derive(Debug, Clone)]
pub struct Track {
    /// The title for people.
    pub title: Texts,
    /// Whether it decides: from the start, or from the day on which it swallowed the track that did.
    pub decides: bool,
    /// For any but the legal track: the first step, by the action that opens it, or by [`FILING`](super::FILING).
    pub opens: BTreeMap<String, String>,
    /// The choices of the filing without which the filing does not open it.
    pub stated: BTreeMap<String, String>,
    /// The tracks that end when this one opens.
    pub swallows: Vec<String>,
    /// The steps.
    pub steps: BTreeMap<String, Step>,
}

/// A step.
#[derive(Debug, Clone)]
pub struct Step {
    /// The title for people.
    pub title: Texts,
    /// What the step is: somebody's turn, or the end.
    pub turn: Turn,
    /// The letters written on arrival.
    pub letters: LettersTo,
    /// The actions lawful here.
    pub allows: Vec<String>,
    /// The article under which the next remedy is open to the appellant here.
    pub next_remedy: Option<String>,
}

impl Step {
    /// The party that must act here, unless the track ends.
    pub fn holder(&self) -> Option<&str> {
        match &self.turn {
            Turn::Held { holder, .. } => Some(holder),
            Turn::End(_) => None,
        }
    }

    /// The limits that run here.
    pub fn limits(&self) -> impl Iterator<Item = (&str, &Limit)> {
        let limits = match &self.turn {
            Turn::Held { limits, .. } => Some(limits),
            Turn::End(_) => None,
        };
        limits.into_iter().flatten().map(|(name, limit)| (name.as_str(), limit))
    }
}

/// What a step asks for.
#[derive(Debug, Clone)]
pub enum Turn {
    /// A party must act within limits; there is at least one.
    Held {
        /// The party.
        holder: String,
        /// The limits by name.
        limits: BTreeMap<String, Limit>,
    },
    /// The track ends here.
    End(End),
}

/// How a track ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// With the outcome of the decision taken before.
    AsDecided,
    /// With this outcome.
    Outcome(Outcome),
    /// A side track ends, without an outcome.
    Done,
}

/// A limit of a step.
#[derive(Debug, Clone)]
pub struct Limit {
    /// The time given.
    pub time: Time,
    /// Whether it runs on while the clock of the step is stopped.
    pub runs_on: bool,
    /// The article that forbids to extend it.
    pub never_extended: Option<String>,
    /// The reminders before the deadline, farthest from it first.
    pub remind: Vec<Reminder>,
    /// The reminders after it, nearest to it first.
    pub remind_after: Vec<Reminder>,
    /// What silence means.
    pub silence: Silence,
    /// Who is told of the silence.
    pub letters: LettersTo,
}

/// A reminder.
#[derive(Debug, Clone)]
pub struct Reminder {
    /// How long before the last day, or after it.
    pub distance: Span,
    /// Who is reminded with what.
    pub letters: LettersTo,
}

/// What silence at a limit means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Silence {
    /// On to the holder of another step, by the office's fault.
    Escalate(String),
    /// Up one rung at the same step, at most so often, then on to a step.
    Climb {
        /// How many rungs at most.
        rungs: u32,
        /// The step after the last.
        then: String,
    },
    /// On to a step, because the party let its own time pass.
    Lapse(String),
    /// Remind again, within a bound.
    Chase {
        /// The time between reminders.
        every: Span,
        /// How often at most.
        at_most: u32,
        /// The step after the last.
        then: String,
    },
    /// The law takes it for a decision.
    Deemed {
        /// The decision.
        decision: Outcome,
        /// The article that says so.
        article: String,
        /// The step that follows.
        then: String,
    },
    /// The track ends.
    Close(End),
    /// Nothing but the record: another limit of the same step, this one, speaks later.
    Stay(String),
}
