//! Every version of every calendar that a date was ever computed with.
//!
//! A date is stored with the version that gave it, and must be explained and computed again with that
//! version for ever, whatever calendar is in force by then. Filled by whoever loads calendars; asked by
//! `appeal`, by letters and by `redress explain`.

use std::collections::BTreeMap;

use super::Calendar;

/// Calendars by version. Cheap to clone entries out of it.
#[derive(Clone, Debug, Default)]
pub struct Almanac {
    versions: BTreeMap<String, Calendar>,
}

impl Almanac {
    /// Adds a calendar under its version.
    pub fn add(&mut self, calendar: Calendar) {
        self.versions.insert(calendar.short_version().to_owned(), calendar);
    }

    /// Whether a calendar of these contents is here.
    pub fn contains(&self, calendar: &Calendar) -> bool {
        self.versions.contains_key(calendar.short_version())
    }

    /// The calendar that a stored version names, in the zone that it names.
    pub fn version(&self, version: &str) -> Option<Calendar> {
        let contents = version.split(' ').next().unwrap_or_default();
        self.versions.get(contents)?.pinned(version)
    }

    /// All versions, by name and digest.
    pub fn iter(&self) -> impl Iterator<Item = &Calendar> {
        self.versions.values()
    }
}

impl FromIterator<Calendar> for Almanac {
    fn from_iter<I: IntoIterator<Item = Calendar>>(calendars: I) -> Almanac {
        let mut almanac = Almanac::default();
        calendars.into_iter().for_each(|calendar| almanac.add(calendar));
        almanac
    }
}
