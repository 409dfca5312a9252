//! The instants at which an office's day begins and ends.

use jiff::Timestamp;
use jiff::civil::Date;

use super::calendar::Calendar;
use super::dates::{next_day, start_of_day};

/// The instant at which offices open on a day, in the calendar's zone.
pub fn opening(day: Date, calendar: &Calendar) -> Timestamp {
    let opens = day.to_datetime(calendar.hours().opens);
    calendar.zone().to_timestamp(opens).unwrap_or_else(|_| start_of_day(day, calendar))
}

/// The first instant after a day, in the calendar's zone.
pub fn end_of(day: Date, calendar: &Calendar) -> Timestamp {
    start_of_day(next_day(day), calendar)
}
