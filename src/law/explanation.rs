//! Why a term ends when it does: every day that the count came to, and what it made of it.
//!
//! The data behind "How was this date calculated?" on a page, in a letter and in the API. It is made
//! by the count itself, so its last line is the due day. `telling` turns it into plain text.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::calendar::{Calendar, Day};
use super::count::{self, Witness};
use super::deadline::{Basis, Deadline, Unknown};
use super::zone;

/// How a date came about, or why there is none yet.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
pub struct Explanation {
    /// What it was computed from.
    pub basis: Basis,
    /// What came of it.
    pub outcome: Outcome,
    /// Day by day, from the day after the event to the last day (or to the day on which the clock stopped).
    pub lines: Vec<Line>,
    /// The version of the calendar it was computed with.
    pub calendar: String,
    /// The zone in which its days begin and end.
    pub zone: String,
    /// The release of the time zone database.
    pub tz: String,
}

/// What a count comes to.
#[derive(Serialize, Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum Outcome {
    /// A date.
    Due(Deadline),
    /// The clock stands still.
    Stopped {
        /// The day of the event that stopped it.
        since: Date,
    },
}

/// A day and what the count made of it.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// The day and its reason.
    pub day: Day,
    /// What the count made of it.
    pub treatment: Treatment,
}

/// What a count makes of a day.
#[derive(Serialize, Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum Treatment {
    /// It counts.
    Counted {
        /// As the how many-th day of the term.
        ordinal: u32,
    },
    /// It is not a working day and does not count.
    Skipped,
    /// The clock stood still.
    Stopped,
    /// A term in months or years leads here.
    Reached {
        /// From this day.
        from: Date,
        /// After so many months.
        months: u32,
    },
    /// A day in place of one on which the clock stood still.
    Regained {
        /// The how many-th.
        ordinal: u32,
    },
    /// A term in hours ran on this day.
    Ran {
        /// For so many minutes.
        minutes: i64,
    },
    /// The last day cannot be this one: it is not a working day.
    Passed,
    /// The last day moved here.
    Moved,
}

/// Why the term of `basis` ends when it does. A term whose clock stands still is explained up to there.
///
/// # Errors
/// [`Unknown::Year`], as for [`deadline()`](super::deadline()).
pub fn explain(basis: &Basis, calendar: &Calendar) -> Result<Explanation, Unknown> {
    let mut lines = Lines { calendar, lines: Vec::new() };
    let outcome = match count::count(basis, calendar, &mut lines) {
        Ok(deadline) => Outcome::Due(deadline),
        Err(Unknown::Stopped { since }) => Outcome::Stopped { since },
        Err(unknown) => return Err(unknown),
    };
    Ok(Explanation {
        basis: basis.clone(),
        outcome,
        lines: lines.lines,
        calendar: calendar.version().to_owned(),
        zone: calendar.zone().iana_name().unwrap_or("UTC").to_owned(),
        tz: zone::tz_version().to_owned(),
    })
}

struct Lines<'c> {
    calendar: &'c Calendar,
    lines: Vec<Line>,
}

impl Witness for Lines<'_> {
    fn sees(&mut self, on: Date, treatment: Treatment) {
        // The count has looked every day up before it tells of it, so none is unknown here.
        if let Ok(day) = self.calendar.day(on) {
            self.lines.push(Line { day, treatment });
        }
    }
}

impl Explanation {
    /// The date, if there is one yet.
    pub fn deadline(&self) -> Option<Deadline> {
        match self.outcome {
            Outcome::Due(deadline) => Some(deadline),
            Outcome::Stopped { .. } => None,
        }
    }

    /// The day on which the term ends by its own count, before it moves off a day of rest.
    pub fn unrolled(&self) -> Option<&Line> {
        self.lines.iter().rev().find(|line| {
            matches!(
                line.treatment,
                Treatment::Counted { .. }
                    | Treatment::Reached { .. }
                    | Treatment::Regained { .. }
                    | Treatment::Ran { .. }
            )
        })
    }

    /// Whether the last day moved off a day that is not a working day.
    pub fn is_rolled(&self) -> bool {
        self.lines.last().is_some_and(|line| line.treatment == Treatment::Moved)
    }
}
