//! The states of the legal track in time, and what leads from one to the next.
//!
//! Plain data; `course` makes them.

use super::days::At;
use crate::law::Span;

/// Where the legal track stands in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum State {
    /// It has just reached a step.
    Arrived(Arrived),
    /// It has been at a step, and the clock was touched.
    Staying(Staying),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Arrived {
    pub configuration: u32,
    pub past: Past,
    /// From when the arrival counts.
    pub since: At,
    /// The time by the clock on the wall, never before `since`.
    pub wall: At,
    /// The last day of the time whose silence led here, where a limit counts from it.
    pub expired: Option<u32>,
    /// Whether it is known by its configuration and day alone.
    pub plain: bool,
}

/// What came before the step, as far as something ahead asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) struct Past {
    /// The day of filing, where a limit ahead counts from it.
    pub filed: Option<u32>,
    /// The number of the days on which actions were done that others wait for; 0 where none matters.
    pub done: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Staying {
    pub configuration: u32,
    pub past: Past,
    /// The number of its terms, one for each limit.
    pub terms: u32,
    pub stopped: Option<Stopped>,
    pub wall: At,
}

/// A clock that stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Stopped {
    pub at: At,
    /// The last day on which it may stand.
    pub until: u32,
}

/// Something that can happen next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Next {
    pub happens: Happens,
    /// When it counts as having happened.
    pub at: At,
    /// The day of the first decision or of the next remedy, if this brings one.
    pub answered: Option<u32>,
    /// The day on which this ends the appeal.
    pub ended: Option<u32>,
    /// The step that it leads to.
    pub to: Option<usize>,
    /// What stands then; none at the end, or beyond the calendar.
    pub then: Option<State>,
}

/// What happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Happens {
    Acted(usize),
    Silent {
        limit: usize,
        due: u32,
        climbed: bool,
    },
    Stopped {
        act: usize,
        until: u32,
    },
    Restarted {
        act: Option<usize>,
    },
    Extended {
        act: usize,
        limit: usize,
        by: Span,
    },
    /// The calendar ends before this can be dated.
    Unknown,
}

/// A day that no calendar knows: later than all.
pub(super) const BEYOND: u32 = u32::MAX;

/// The calendar does not reach so far: whatever follows may come later than any day it knows.
pub(super) fn unknown() -> Next {
    let at = At { day: BEYOND, second: 0 };
    Next { happens: Happens::Unknown, at, answered: Some(BEYOND), ended: Some(BEYOND), to: None, then: None }
}
