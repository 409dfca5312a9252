//! The working calendar of one jurisdiction, ready to count with.
//!
//! Built once from a [`CalendarFile`], with every fault of the file told at once, then shared: a clone
//! is an `Arc`. Whether a day is worked is one bit, so counting is cheap; the reason is kept beside it
//! for [`Calendar::day`]. Called by all of `law`, by the workflow proof, and by whoever loads
//! calendars. It promises never to guess: a day outside its known years is [`Unknown`].

mod almanac;
mod change;
mod check;
mod day;
mod file;
mod resolve;
mod write;

use std::fmt;
use std::ops::RangeInclusive;
use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;

pub use almanac::Almanac;
pub use change::{Change, changes};
pub use day::{Day, DayKind};
pub use file::{
    CalendarFile, Entry, Kind, Known, Lunch, MonthDay, NotAMonthDay, OfficeHours, RestDay, Week, Years,
};
use resolve::{Mark, Resolved};

use super::deadline::Unknown;
use super::language::Names;
use super::zone;

/// A fault of a calendar file, for its author.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// Where in the file, from the outside in: `entries`, `12`, `on`, `0`.
    pub path: Vec<String>,
    /// What is wrong.
    pub message: String,
    /// What to write instead, if that is known.
    pub help: Option<String>,
}

/// A working calendar in the time zone of one office. Cheap to clone.
#[derive(Clone)]
pub struct Calendar {
    shared: Arc<Shared>,
    zone: TimeZone,
    version: Arc<str>,
}

struct Shared {
    file: CalendarFile,
    digest: String,
    resolved: Resolved,
}

/// The two facts about a day that counting needs.
#[derive(Clone, Copy)]
pub(super) struct Look {
    pub working: bool,
    pub estimated: bool,
}

impl Calendar {
    /// Builds the calendar from its file. `digest` is the file's content digest in hexadecimal; its first
    /// twelve digits name the version that dates are computed with.
    ///
    /// # Errors
    /// Every fault of the file, in the order of the file.
    pub fn new(file: CalendarFile, digest: &str) -> Result<Calendar, Vec<Fault>> {
        let mut faults = check::faults(&file);
        let resolved = resolve::resolve(&file, &mut faults);
        let zone = zone::named(&file.zone).unwrap_or(TimeZone::UTC); // an unknown zone is among the faults
        if !faults.is_empty() {
            return Err(faults);
        }
        let version = format!("{}@{}", file.name, digest.get(..12).unwrap_or(digest)).into();
        Ok(Calendar { shared: Arc::new(Shared { file, digest: digest.to_owned(), resolved }), zone, version })
    }

    /// The faults of a file that can be seen without looking at any day.
    pub(in crate::law) fn faults(file: &CalendarFile) -> Vec<Fault> {
        check::faults(file)
    }

    /// The same days in the zone of another office of the jurisdiction. Costs no more than a clone.
    ///
    /// The version then also names the zone (`kz@0123456789ab Asia/Aqtobe`), because an end of day is
    /// another instant there; [`Calendar::pinned`] reads it back.
    pub fn in_zone(&self, zone: TimeZone) -> Calendar {
        let version = match zone.iana_name() {
            Some(name) if name != self.shared.file.zone => format!("{} {name}", self.short_version()).into(),
            _ => self.short_version().into(),
        };
        Calendar { shared: Arc::clone(&self.shared), zone, version }
    }

    /// This calendar in the zone that a stored version names; `None` if the version is of another
    /// calendar, of other contents, or in a zone that the bundled database lacks.
    pub fn pinned(&self, version: &str) -> Option<Calendar> {
        match version.split_once(' ') {
            None if version == self.short_version() => {
                Some(self.in_zone(zone::named(&self.shared.file.zone)?))
            }
            Some((contents, zone)) if contents == self.short_version() => {
                Some(self.in_zone(zone::named(zone)?))
            }
            _ => None,
        }
    }

    /// These days in the zone that a stored version names, whatever contents it names. A zone that the
    /// bundled database lacks gives the calendar's own.
    pub fn in_zone_of(&self, version: &str) -> Calendar {
        let named = version.split_once(' ').map_or(self.shared.file.zone.as_str(), |(_, zone)| zone);
        if self.zone.iana_name() == Some(named) {
            return self.clone();
        }
        match zone::named(named).or_else(|| zone::named(&self.shared.file.zone)) {
            Some(zone) => self.in_zone(zone),
            None => self.clone(),
        }
    }

    /// The name that cases refer to: `kz`.
    pub fn name(&self) -> &str {
        &self.shared.file.name
    }

    /// The jurisdiction, in three languages.
    pub fn title(&self) -> &Names {
        &self.shared.file.title
    }

    /// The digest of the file it was built from.
    pub fn digest(&self) -> &str {
        &self.shared.digest
    }

    /// What dates computed with it are stored under: `kz@0123456789ab`, followed by a space and the zone
    /// where the office is not in the calendar's own.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The zone in which its days begin and end.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// When its offices are open on a working day.
    pub fn hours(&self) -> OfficeHours {
        self.shared.file.hours
    }

    /// The years for which it is complete.
    pub fn known(&self) -> RangeInclusive<i16> {
        self.shared.file.known.from..=self.shared.file.known.to
    }

    /// The year whose days should be known on this date and are not: this year, and from 1 December,
    /// when the decrees for the next year have usually come out, the next.
    pub fn missing_on(&self, date: Date) -> Option<i16> {
        let next = (date.month() == 12).then_some(date.year() + 1);
        [Some(date.year()), next].into_iter().flatten().find(|year| !self.known().contains(year))
    }

    /// The file it was built from.
    pub fn file(&self) -> &CalendarFile {
        &self.shared.file
    }

    /// The days of the known years that differ from their weekday, in their order.
    pub fn marked_days(&self) -> impl Iterator<Item = Day> {
        self.shared.resolved.marks.keys().filter_map(|on| self.day(*on).ok())
    }

    /// A day and why it is what it is.
    ///
    /// # Errors
    /// [`Unknown::Year`] if the day lies outside the known years.
    pub fn day(&self, on: Date) -> Result<Day, Unknown> {
        let look = self.look(on).ok_or_else(|| self.unknown(on.year()))?;
        let plain = if look.working { DayKind::Working } else { DayKind::Rest };
        let ordinary =
            Day { on, kind: plain, name: None, decree: None, instead_of: None, estimated: look.estimated };
        Ok(match self.shared.resolved.marks.get(&on) {
            None => ordinary,
            Some(mark) => self.marked(ordinary, mark),
        })
    }

    /// Whether offices work on this day.
    ///
    /// # Errors
    /// [`Unknown::Year`] if the day lies outside the known years.
    pub fn is_working(&self, on: Date) -> Result<bool, Unknown> {
        self.look(on).map(|look| look.working).ok_or_else(|| self.unknown(on.year()))
    }

    pub(super) fn look(&self, on: Date) -> Option<Look> {
        self.shared.resolved.look(on)
    }

    pub(super) fn unknown(&self, year: i16) -> Unknown {
        let Known { from, to } = self.shared.file.known;
        Unknown::Year { year, calendar: self.version().to_owned(), name: self.name().to_owned(), from, to }
    }

    fn marked(&self, ordinary: Day, mark: &Mark) -> Day {
        let file = &self.shared.file;
        let entry = &file.entries[mark.entry];
        let act = match (&file.holidays_move, mark.kind) {
            (Some(act), DayKind::HolidayMoved) => act,
            _ => &entry.decree,
        };
        Day {
            kind: mark.kind,
            name: Some(entry.name.clone()),
            decree: file.acts.get(act).cloned(),
            instead_of: mark.instead_of,
            ..ordinary
        }
    }

    /// The version without a zone: `kz@0123456789ab`.
    pub fn short_version(&self) -> &str {
        self.version.split(' ').next().unwrap_or_default()
    }
}

impl fmt::Debug for Calendar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Calendar({})", self.version)
    }
}
