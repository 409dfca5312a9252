//! When courtesy mail is sent: not at night, reminders while offices are open, no more than a few a day to one address.
//!
//! Pure. Legal notices know no hours. `post` asks.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use crate::law::{self, Calendar};

/// The habits of this house.
#[derive(Debug, Clone, Copy)]
pub struct Habits {
    /// From when until when courtesy mail waits, in the time of the appeal's calendar.
    pub quiet: Option<Quiet>,
    /// How many courtesy letters one address gets in a day; what is beyond comes in the next morning's digest.
    pub courtesy_a_day: usize,
}

impl Default for Habits {
    /// Quiet from 21:00 to 8:00, and ten courtesy letters a day.
    fn default() -> Habits {
        Habits { quiet: Some(Quiet { from: at_hour(21), until: at_hour(8) }), courtesy_a_day: 10 }
    }
}

/// Quiet hours; they may run over midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quiet {
    /// The first quiet moment.
    pub from: Time,
    /// The first moment after them.
    pub until: Time,
}

impl Quiet {
    /// Reads `21-8` or `21:30-08:00`.
    pub fn read(text: &str) -> Option<Quiet> {
        let (from, until) = text.split_once('-')?;
        let time = |text: &str| {
            let (hour, minute) = text.trim().split_once(':').unwrap_or((text.trim(), "0"));
            Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
        };
        Some(Quiet { from: time(from)?, until: time(until)? })
    }

    fn covers(self, time: Time) -> bool {
        match self.from <= self.until {
            true => (self.from..self.until).contains(&time),
            false => time >= self.from || time < self.until,
        }
    }
}

impl Habits {
    /// Until when courtesy mail waits, if it is quiet now.
    pub fn quiet_until(&self, now: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        let quiet = self.quiet?;
        quiet.covers(zone.to_datetime(now).time()).then(|| next(quiet.until, now, zone))
    }

    /// Until when a reminder of `due_on` waits for offices to open, on the next working day of the calendar; none
    /// while they are open, and none if waiting would bring it no earlier than on that day.
    pub fn closed_until(now: Timestamp, due_on: Date, calendar: &Calendar) -> Option<Timestamp> {
        let wall = calendar.zone().to_datetime(now);
        let (today, hours) = (wall.date(), calendar.hours());
        let works = |day: &Date| calendar.is_working(*day).unwrap_or(true);
        if works(&today) && (hours.opens..hours.closes).contains(&wall.time()) {
            return None;
        }
        let first = if wall.time() < hours.opens { today } else { law::next_day(today) };
        let opens_on = std::iter::successors(Some(first), |day| Some(law::next_day(*day))).find(works)?;
        let in_time = due_on < today || opens_on < due_on;
        in_time.then(|| law::opening(opens_on, calendar))
    }

    /// When the next morning's digest goes out: at the end of the quiet hours, else at eight.
    pub fn digest_at(&self, now: Timestamp, zone: &TimeZone) -> Timestamp {
        next(self.quiet.map_or(at_hour(8), |quiet| quiet.until), now, zone)
    }

    /// The beginning of the day on which courtesy letters are counted.
    pub fn day_began(now: Timestamp, zone: &TimeZone) -> Timestamp {
        let midnight = zone.to_datetime(now).date().to_datetime(Time::midnight());
        zone.to_timestamp(midnight).unwrap_or(now)
    }
}

/// The next instant after `now` at which clocks show this time.
fn next(time: Time, now: Timestamp, zone: &TimeZone) -> Timestamp {
    let today = zone.to_datetime(now).date();
    let instants = [today, law::next_day(today)].map(|day| zone.to_timestamp(day.to_datetime(time)));
    instants.into_iter().flatten().find(|instant| *instant > now).unwrap_or(now)
}

fn at_hour(hour: i8) -> Time {
    Time::constant(hour, 0, 0, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone() -> TimeZone {
        law::zone::named("Asia/Almaty").unwrap()
    }

    fn almaty(text: &str) -> Timestamp {
        zone().to_timestamp(text.parse().unwrap()).unwrap()
    }

    #[test]
    fn courtesy_mail_waits_over_midnight_for_the_end_of_the_quiet_hours() {
        let habits = Habits::default();
        let wait = |text| habits.quiet_until(almaty(text), &zone());
        assert_eq!(wait("2021-01-27T20:59"), None);
        assert_eq!(wait("2021-01-27T21:00"), Some(almaty("2021-01-28T08:00")));
        assert_eq!(wait("2021-01-28T07:59:59"), Some(almaty("2021-01-28T08:00")));
        assert_eq!(wait("2021-01-28T08:00"), None);
    }

    #[test]
    fn a_reminder_waits_for_a_working_day_unless_that_would_be_too_late() {
        let kz = include_str!("../../workflows/calendars/kz.yaml");
        let calendar = law::read_calendar("kz.yaml", kz).unwrap();
        let wait = |now, due_on: &str| Habits::closed_until(almaty(now), due_on.parse().unwrap(), &calendar);
        assert_eq!(wait("2021-07-02T12:00", "2021-07-09"), None, "a Friday");
        assert_eq!(
            wait("2021-07-02T19:00", "2021-07-09"),
            Some(almaty("2021-07-03T09:00")),
            "a working Saturday"
        );
        assert_eq!(
            wait("2021-07-03T19:00", "2021-07-09"),
            Some(almaty("2021-07-07T09:00")),
            "days off until Tuesday"
        );
        assert_eq!(wait("2021-07-03T19:00", "2021-07-07"), None, "it would come on the last day");
        assert_eq!(
            wait("2021-07-03T19:00", "2021-07-02"),
            Some(almaty("2021-07-07T09:00")),
            "what is late can wait"
        );
        assert_eq!(wait("2021-07-07T08:59", "2021-07-09"), Some(almaty("2021-07-07T09:00")));
        assert_eq!(wait("2021-07-07T18:30", "2021-07-09"), Some(almaty("2021-07-08T09:00")));
    }

    #[test]
    fn the_digest_is_always_still_to_come() {
        let digest = |text| Habits::default().digest_at(almaty(text), &zone());
        assert_eq!(digest("2021-01-27T07:59"), almaty("2021-01-27T08:00"));
        assert_eq!(digest("2021-01-27T08:00"), almaty("2021-01-28T08:00"));
    }

    #[test]
    fn quiet_hours_are_read_as_people_write_them() {
        let night = Quiet { from: at_hour(21), until: at_hour(8) };
        assert_eq!(Quiet::read("21-8"), Some(night));
        assert_eq!(Quiet::read("21:00 - 08:00"), Some(night));
        assert_eq!(["", "21", "25-8", "x-y"].map(Quiet::read), [None; 4]);
    }
}
