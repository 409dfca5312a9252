//! One day of the calendar and why it is what it is: the line of every explanation.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::law::language::Names;

/// A day with its reason.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
pub struct Day {
    /// The date.
    pub on: Date,
    /// What kind of day it is.
    pub kind: DayKind,
    /// What it is called, unless it is ordinary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Names>,
    /// The act that makes it so, unless it is ordinary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decree: Option<Names>,
    /// The day it stands in for: the holiday on a day of rest, or the other half of an exchange.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead_of: Option<Date>,
    /// What the calendar says of this day may still change.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub estimated: bool,
}

/// The kinds of days.
#[derive(Serialize, Deserialize, Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[serde(rename_all = "kebab-case")]
pub enum DayKind {
    /// An ordinary working day.
    Working,
    /// A weekday of rest.
    Rest,
    /// A holiday.
    Holiday,
    /// The day off for a holiday that fell on a day of rest.
    HolidayMoved,
    /// A day off that a decree moved here.
    DayOffMoved,
    /// A day of rest that a decree made a working day.
    WorkingWeekend,
    /// A working day that lost its day off to a decree.
    WorkingInstead,
    /// Offices are closed for once.
    Closure,
}

impl DayKind {
    /// Whether offices work on such a day.
    pub fn is_working(self) -> bool {
        matches!(self, DayKind::Working | DayKind::WorkingWeekend | DayKind::WorkingInstead)
    }
}

impl Day {
    /// Whether offices work on this day.
    pub fn is_working(&self) -> bool {
        self.kind.is_working()
    }
}
