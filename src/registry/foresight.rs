//! What the rules will lack before long.
//!
//! Pure, over the rules in memory. The schedule warns of it, health shows it, the doctor reports it.

use std::collections::BTreeSet;
use std::fmt;

use jiff::Timestamp;

use super::Rulebook;
use crate::law;

/// A year that a calendar in use lacks. Its [`Display`](fmt::Display) says what to do.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct MissingYear {
    /// The calendar.
    pub calendar: String,
    /// The year.
    pub year: i16,
}

impl fmt::Display for MissingYear {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let MissingYear { calendar, year } = self;
        write!(
            out,
            "the calendar {calendar} does not know {year}: add it with its decrees to calendars/{calendar}.yaml, or dates in {year} cannot be computed"
        )
    }
}

impl Rulebook {
    /// The years that calendars of the workflows in use lack: the one it is, and from 1 December in the
    /// calendar's zone the next one.
    pub fn missing_years(&self, now: Timestamp) -> Vec<MissingYear> {
        let workflows = self.names().into_iter().filter_map(|name| self.newest(&name));
        let names: BTreeSet<String> = workflows.map(|rules| rules.definition.calendar.clone()).collect();
        let calendars = names.into_iter().filter_map(|name| self.calendar(&name));
        let missing = calendars.filter_map(|calendar| {
            let today = law::day_of(now, &calendar);
            Some(MissingYear { calendar: calendar.name().to_owned(), year: calendar.missing_on(today)? })
        });
        missing.collect()
    }
}
