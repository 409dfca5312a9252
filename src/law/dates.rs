//! The other date arithmetic of the law: registration, reminders, days left, days suspended.
//!
//! Nobody outside `law` adds days to a date, so what other rooms need of it is here. None of these
//! functions computes when a term ends; that is [`deadline()`](super::deadline()).

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::calendar::Calendar;
use super::deadline::Unknown;
use super::rule::Roll;
use super::span::{Span, Unit};

/// What becomes of a document that arrives when the office is closed.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
#[serde(rename_all = "kebab-case")]
pub enum AfterHours {
    /// It is registered on the next working day (APPC 64(3)).
    #[default]
    NextWorkingDay,
    /// It is registered on the day it arrives, whatever the hour and the day.
    SameDay,
}

/// The day on which a document received at this instant is registered.
///
/// Under [`AfterHours::NextWorkingDay`] that is the same day before the office closes, also before it
/// opens; from the closing time on, and on a day of rest, it is the next working day (APPC 64(3)).
///
/// # Errors
/// [`Unknown::Year`] if the day lies outside the calendar's known years.
pub fn registered_on(
    received: Timestamp,
    calendar: &Calendar,
    after_hours: AfterHours,
) -> Result<Date, Unknown> {
    let local = calendar.zone().to_datetime(received);
    let (day, time) = (local.date(), local.time());
    match after_hours {
        AfterHours::SameDay => calendar.is_working(day).map(|_| day),
        AfterHours::NextWorkingDay if time < calendar.hours().closes => roll(day, Roll::Next, calendar),
        AfterHours::NextWorkingDay => roll(next_day(day), Roll::Next, calendar),
    }
}

/// The day, in the calendar's zone, in which this instant lies.
pub fn day_of(instant: Timestamp, calendar: &Calendar) -> Date {
    calendar.zone().to_datetime(instant).date()
}

/// The first instant of this day in the calendar's zone. Beyond the year 9999 it is the last of all instants.
pub fn start_of_day(day: Date, calendar: &Calendar) -> Timestamp {
    calendar.zone().to_timestamp(day.to_datetime(Time::midnight())).unwrap_or(Timestamp::MAX)
}

/// Days from `a` to `b`: negative if `b` comes first. Counts every day, as the harm of a suspension does.
pub fn days_between(a: Date, b: Date) -> i32 {
    a.until(b).map_or(0, |span| span.get_days())
}

/// The day so many days later (or, if negative, earlier), of whatever kind. Stops at the years -9999 and 9999.
pub fn shift(day: Date, days: i32) -> Date {
    let far = if days < 0 { Date::MIN } else { Date::MAX };
    jiff::Span::new().try_days(days).map_or(far, |span| day.saturating_add(span))
}

/// The day after.
pub fn next_day(day: Date) -> Date {
    shift(day, 1)
}

/// The working day nearest to a day in the direction of `roll`; the day itself if it is one, or if `roll` is
/// [`Roll::None`].
///
/// # Errors
/// [`Unknown::Year`] if the way leads outside the calendar's known years.
pub fn roll(day: Date, roll: Roll, calendar: &Calendar) -> Result<Date, Unknown> {
    let step = match roll {
        Roll::None => return Ok(day),
        Roll::Next => 1,
        Roll::Previous => -1,
    };
    let mut day = day;
    while !calendar.is_working(day)? {
        day = shift(day, step);
    }
    Ok(day)
}

/// Working days left after `today` until and including the last day. Zero on the last day itself; afterwards
/// negative, the working days by which the office is late.
///
/// # Errors
/// [`Unknown::Year`] if a day between lies outside the calendar's known years.
pub fn working_days_left(today: Date, due_on: Date, calendar: &Calendar) -> Result<i32, Unknown> {
    let (first, last, sign) = if today <= due_on { (today, due_on, 1) } else { (due_on, today, -1) };
    let (mut day, mut left) = (first, 0);
    while day < last {
        day = next_day(day);
        left += i32::from(calendar.is_working(day)?);
    }
    Ok(sign * left)
}

/// The day that lies a span before another, as in "remind 2 working days before". Sutki are calendar days,
/// and hours as many days as they begin; nothing is rolled.
///
/// # Errors
/// [`Unknown::Year`] if working days lead outside the calendar's known years.
pub fn before(due_on: Date, span: Span, calendar: &Calendar) -> Result<Date, Unknown> {
    apart(due_on, span, -1, calendar)
}

/// The day that lies a span after another, as in "remind 3 working days after". As [`before`] otherwise.
///
/// # Errors
/// [`Unknown::Year`] if working days lead outside the calendar's known years.
pub fn after(due_on: Date, span: Span, calendar: &Calendar) -> Result<Date, Unknown> {
    apart(due_on, span, 1, calendar)
}

fn apart(day: Date, span: Span, sign: i32, calendar: &Calendar) -> Result<Date, Unknown> {
    let signed = |amount: u32| sign * i32::try_from(amount).unwrap_or(i32::MAX);
    match span.unit {
        Unit::WorkingDays => working_days_apart(day, span.amount, sign, calendar),
        Unit::CalendarDays | Unit::Sutki => Ok(shift(day, signed(span.amount))),
        Unit::Hours => Ok(shift(day, signed(span.amount.div_ceil(24)))),
        Unit::Months => Ok(shift_months(day, signed(span.amount))),
        Unit::Years => Ok(shift_months(day, signed(span.amount.saturating_mul(12)))),
    }
}

fn shift_months(day: Date, months: i32) -> Date {
    let far = if months < 0 { Date::MIN } else { Date::MAX };
    jiff::Span::new().try_months(months).map_or(far, |span| day.saturating_add(span))
}

fn working_days_apart(day: Date, amount: u32, step: i32, calendar: &Calendar) -> Result<Date, Unknown> {
    let (mut day, mut counted) = (day, 0);
    while counted < amount {
        day = shift(day, step);
        counted += u32::from(calendar.is_working(day)?);
    }
    Ok(day)
}
