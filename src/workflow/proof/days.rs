//! The days of a calendar, numbered, so that a moment is two small numbers and not a date in a zone.
//!
//! Nothing is counted here: dates and instants come from `law`, once for each day of the known years.

use jiff::Timestamp;
use jiff::civil::Date;

use super::term::Kind;
use crate::law::{self, Calendar};

/// A moment: a day by its number, and a second of that day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct At {
    pub day: u32,
    pub second: u32,
}

/// All days that a calendar knows.
#[derive(Debug)]
pub(super) struct Days {
    first: Date,
    /// The first instant of each day and of the one after the last, in seconds.
    starts: Vec<i64>,
    /// The working days up to and including each day.
    working: Vec<u32>,
    opens: u32,
    closes: u32,
}

impl Days {
    pub fn of(calendar: &Calendar) -> Days {
        let known = calendar.known();
        let first = Date::new(*known.start(), 1, 1).unwrap_or(Date::MIN);
        let (mut starts, mut working, mut count) = (Vec::new(), Vec::new(), 0);
        let mut day = first;
        while known.contains(&day.year()) {
            starts.push(law::start_of_day(day, calendar).as_second());
            count += u32::from(calendar.is_working(day).unwrap_or(false));
            working.push(count);
            day = law::next_day(day);
        }
        starts.push(law::start_of_day(day, calendar).as_second());
        let second = |time: jiff::civil::Time| {
            (i32::from(time.hour()) * 3600 + i32::from(time.minute()) * 60 + i32::from(time.second()))
                .unsigned_abs()
        };
        let hours = calendar.hours();
        Days { first, starts, working, opens: second(hours.opens), closes: second(hours.closes) }
    }

    /// How many days are known.
    pub fn count(&self) -> u32 {
        self.working.len() as u32
    }

    pub fn date(&self, day: u32) -> Date {
        law::shift(self.first, day.cast_signed())
    }

    /// The number of a date; none outside the known years, but for the day after them.
    pub fn number(&self, date: Date) -> Option<u32> {
        let number = u32::try_from(law::days_between(self.first, date)).ok()?;
        (number <= self.count()).then_some(number)
    }

    /// The instant of a moment.
    pub fn instant(&self, at: At) -> Timestamp {
        let second = self.starts[at.day as usize] + i64::from(at.second);
        Timestamp::from_second(second).unwrap_or(Timestamp::MAX)
    }

    /// The moment of an instant; none outside the known years, but for their very end.
    pub fn moment(&self, instant: Timestamp) -> Option<At> {
        let second = instant.as_second();
        let day = self.starts.partition_point(|start| *start <= second).checked_sub(1)?;
        let at = At { day: day as u32, second: (second - self.starts[day]) as u32 };
        (at.day < self.count() || at.second == 0).then_some(at)
    }

    /// When offices open on a day.
    pub fn opening(&self, day: u32) -> At {
        At { day, second: self.opens }
    }

    /// The last second before offices close on a day.
    pub fn before_closing(&self, day: u32) -> At {
        At { day, second: self.closes.saturating_sub(1) }
    }

    /// The last second of a day.
    pub fn last_second(&self, day: u32) -> At {
        let day_after = self.starts[day as usize + 1];
        At { day, second: (day_after - self.starts[day as usize] - 1) as u32 }
    }

    /// The second before a moment.
    pub fn just_before(&self, at: At) -> At {
        match (at.second, at.day) {
            (0, 0) => at,
            (0, day) => self.last_second(day - 1),
            (second, day) => At { day, second: second - 1 },
        }
    }

    /// The days of a sort after one day up to and including another: working days, or all.
    pub fn between(&self, kind: Kind, from: u32, to: u32) -> u32 {
        match kind {
            Kind::WorkingDays => self.working_between(from, to),
            _ => to.saturating_sub(from),
        }
    }

    /// The working days after one day up to and including another; none if that is earlier.
    pub fn working_between(&self, from: u32, to: u32) -> u32 {
        self.working[to as usize].saturating_sub(self.working[from as usize])
    }
}

/// The first moment after a day.
pub(super) fn end_of(day: u32) -> At {
    At { day: day + 1, second: 0 }
}
