//! The instants that a cron expression names in a zone.
//!
//! Pure. The expression is read by the `cron` crate and walked on the wall clock, without a zone; jiff, with
//! the bundled zone data, says which instants those are. This file alone knows chrono, which that crate asks
//! for. Only the schedule calls it.

use std::str::FromStr;

use chrono::{DateTime as Chrono, Utc};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone};
use thiserror::Error;

use crate::law::zone;

/// Why times could not be read.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum TimesFault {
    /// The expression is wrong.
    #[error(
        "`{expression}` is not a schedule: {why}. Write second, minute, hour, day, month and weekday by name, such as `0 30 8 * * Mon`"
    )]
    Expression {
        /// What was written.
        expression: String,
        /// What is wrong.
        why: String,
    },
    /// There is no such zone.
    #[error("there is no time zone `{0}`; write its name in the IANA database, such as `Asia/Almaty`")]
    Zone(String),
}

/// A cron expression in a zone.
#[derive(Debug, Clone)]
pub struct Times {
    expression: cron::Schedule,
    zone: TimeZone,
}

impl Times {
    /// Reads an expression of six fields: second, minute, hour, day of the month, month, weekday.
    ///
    /// Weekdays are written by name: the crate numbers them from Sunday as 1, cron from Sunday as 0, so a
    /// number is refused rather than misread.
    ///
    /// # Errors
    /// An expression or a zone that cannot be read.
    pub fn new(expression: &str, zone: &str) -> Result<Times, TimesFault> {
        let wrong = |why: String| TimesFault::Expression { expression: expression.to_owned(), why };
        let fields: Vec<&str> = expression.split_whitespace().collect();
        let [.., weekday] = fields.as_slice() else { return Err(wrong("it is empty".to_owned())) };
        if fields.len() != 6 {
            return Err(wrong(format!("it has {} fields instead of six", fields.len())));
        }
        if weekday.contains(|letter: char| letter.is_ascii_digit()) {
            return Err(wrong("a weekday is written by name".to_owned()));
        }
        let expression = cron::Schedule::from_str(expression).map_err(|fault| wrong(fault.to_string()))?;
        let zone = zone::named(zone).ok_or_else(|| TimesFault::Zone(zone.to_owned()))?;
        Ok(Times { expression, zone })
    }

    /// The first instant after this one; none beyond the year 2100, where the expressions end.
    ///
    /// A time that the clocks skip happens at the first instant after the gap, one that they show twice
    /// happens the first time.
    pub fn after(&self, instant: Timestamp) -> Option<Timestamp> {
        let from = on_the_wall(self.zone.to_datetime(instant));
        self.expression.after(&from).map(|wall| self.instant(wall)).find(|next| *next > instant)
    }

    /// The last instant that is not after this one.
    pub fn latest_by(&self, instant: Timestamp) -> Option<Timestamp> {
        // A clock that was put back shows less than it showed before, by a day at most where a country
        // crosses the date line. Times from there on back are looked at until one has come.
        let from = instant.saturating_add(jiff::SignedDuration::from_hours(25)).unwrap_or(Timestamp::MAX);
        let from = on_the_wall(self.zone.to_datetime(from));
        self.expression.after(&from).rev().map(|wall| self.instant(wall)).find(|last| *last <= instant)
    }

    fn instant(&self, wall: Chrono<Utc>) -> Timestamp {
        let wall = off_the_wall(wall);
        let found = match self.zone.to_ambiguous_timestamp(wall).offset() {
            AmbiguousOffset::Unambiguous { offset } => offset.to_timestamp(wall),
            // `before` is the offset that held until the clocks were put back: the first time round.
            AmbiguousOffset::Fold { before, .. } => before.to_timestamp(wall),
            // Read with the offset after the gap, the time lies before it; the gap's end is the next change.
            AmbiguousOffset::Gap { after, .. } => after
                .to_timestamp(wall)
                .map(|ahead| self.zone.following(ahead).next().map_or(ahead, |change| change.timestamp())),
        };
        // Expressions end with the year 2100, far within what an instant can hold.
        found.unwrap_or(Timestamp::MAX)
    }
}

/// The wall clock as the crate takes it: its numbers, in a zone that has no changes.
fn on_the_wall(wall: DateTime) -> Chrono<Utc> {
    let seconds = TimeZone::UTC.to_timestamp(wall).map_or(i64::from(i32::MAX), |numbers| numbers.as_second());
    Chrono::from_timestamp(seconds, 0).unwrap_or_default()
}

fn off_the_wall(wall: Chrono<Utc>) -> DateTime {
    let numbers = Timestamp::from_second(wall.timestamp()).unwrap_or(Timestamp::MAX);
    TimeZone::UTC.to_datetime(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The next instants after one, all written as RFC 3339 with an offset.
    fn next(expression: &str, zone: &str, after: &str, count: usize) -> Vec<String> {
        let times = Times::new(expression, zone).unwrap();
        let mut instant: Timestamp = after.parse().unwrap();
        let mut found = Vec::new();
        for _ in 0..count {
            instant = times.after(instant).unwrap();
            let zoned = instant.to_zoned(zone::named(zone).unwrap());
            found.push(zoned.strftime("%Y-%m-%d %H:%M %:z").to_string());
        }
        found
    }

    #[test]
    fn times_are_those_of_the_zone_on_every_kind_of_day() {
        let table: [(&str, &str, &str, &[&str]); 9] = [
            // Plain days.
            (
                "0 30 8 * * Mon",
                "Asia/Almaty",
                "2021-01-26T00:00:00+06:00",
                &["2021-02-01 08:30 +06:00", "2021-02-08 08:30 +06:00"],
            ),
            (
                "0 0 9 1 * *",
                "Asia/Almaty",
                "2020-12-01T09:00:00+06:00",
                &["2021-01-01 09:00 +06:00", "2021-02-01 09:00 +06:00"],
            ),
            ("0 0 0 29 2 *", "UTC", "2021-01-01T00:00:00Z", &["2024-02-29 00:00 +00:00"]),
            // Almaty put its clocks back for good at midnight before 1 March 2024: 23:00 to 24:00 came twice.
            (
                "0 30 23 * * *",
                "Asia/Almaty",
                "2024-02-28T23:30:00+06:00",
                &["2024-02-29 23:30 +06:00", "2024-03-01 23:30 +05:00"],
            ),
            (
                "0 0 9 * * *",
                "Asia/Almaty",
                "2024-02-29T00:00:00+06:00",
                &["2024-02-29 09:00 +06:00", "2024-03-01 09:00 +05:00"],
            ),
            // London skips 01:00 to 02:00 on 28 March 2021 ...
            (
                "0 30 1 * * *",
                "Europe/London",
                "2021-03-27T12:00:00Z",
                &["2021-03-28 02:00 +01:00", "2021-03-29 01:30 +01:00"],
            ),
            // ... where several times that are skipped are one.
            (
                "0 0/20 1 * * *",
                "Europe/London",
                "2021-03-28T00:00:00Z",
                &["2021-03-28 02:00 +01:00", "2021-03-29 01:00 +01:00"],
            ),
            // ... and has 01:00 to 02:00 twice on 31 October.
            (
                "0 30 1 * * *",
                "Europe/London",
                "2021-10-30T12:00:00+01:00",
                &["2021-10-31 01:30 +01:00", "2021-11-01 01:30 +00:00"],
            ),
            // Samoa had no 30 December 2011.
            (
                "0 0 9 30 12 *",
                "Pacific/Apia",
                "2011-12-01T00:00:00Z",
                &["2011-12-31 00:00 +14:00", "2012-12-30 09:00 +14:00"],
            ),
        ];
        for (expression, zone, after, expected) in table {
            assert_eq!(
                next(expression, zone, after, expected.len()),
                expected,
                "{expression} in {zone} after {after}"
            );
        }
    }

    #[test]
    fn the_second_time_round_a_fold_brings_nothing() {
        assert_eq!(
            next("0 30 1 * * *", "Europe/London", "2021-10-31T00:59:00Z", 1),
            ["2021-11-01 01:30 +00:00"]
        );
    }

    #[test]
    fn the_latest_time_by_an_instant_is_the_one_after_which_it_is_next() {
        let table = [
            ("0 30 8 * * Mon", "Asia/Almaty", "2021-01-26T00:00:00+06:00"),
            ("0 30 1 * * *", "Europe/London", "2021-03-28T01:00:00Z"),
            ("0 30 1 * * *", "Europe/London", "2021-10-31T01:10:00Z"),
            ("0 30 23 * * *", "Asia/Almaty", "2024-02-29T18:10:00Z"),
            ("0 0/20 * * * *", "Pacific/Apia", "2011-12-30T10:00:00Z"),
        ];
        for (expression, zone, instant) in table {
            let times = Times::new(expression, zone).unwrap();
            let instant: Timestamp = instant.parse().unwrap();
            let latest = times.latest_by(instant).unwrap();
            assert!(latest <= instant, "{expression} in {zone}: {latest}");
            assert!(
                times.after(latest).unwrap() > instant,
                "{expression} in {zone}: {latest} is not the latest"
            );
        }
    }

    #[test]
    fn what_cannot_be_read_is_answered_with_how_to_write_it() {
        for expression in ["", "30 8 * * Mon", "0 30 8 * * 1", "0 61 8 * * *", "0 30 8 * * Mandag"] {
            let fault = Times::new(expression, "UTC").unwrap_err().to_string();
            assert!(fault.contains("`0 30 8 * * Mon`"), "{fault}");
        }
        assert_eq!(
            Times::new("0 30 8 * * *", "Asia/Alma").unwrap_err(),
            TimesFault::Zone("Asia/Alma".into())
        );
    }
}
