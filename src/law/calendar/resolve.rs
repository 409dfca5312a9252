//! From entries to days: what each day of the known years is.
//!
//! Weekdays first, holidays over them, days off given for holidays on days of rest next, and decrees
//! last, because a decree may undo any of these: in 2020 the day off for Victory Day, Monday 11 May, was
//! itself moved to Friday 8 May. A decree that changes nothing is a fault: it is a wrong date.

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};

use super::check::{fault, years_make_sense};
use super::day::DayKind;
use super::file::{CalendarFile, Entry, Kind};
use super::{Fault, Look};

/// Every day of the known years.
pub(super) struct Resolved {
    first_year: i16,
    years: Vec<YearMap>,
    /// The days that an entry touches.
    pub marks: BTreeMap<Date, Mark>,
}

/// One bit for each day of a year.
#[derive(Clone, Copy, Default)]
struct YearMap {
    working: [u64; 6],
    estimated: [u64; 6],
}

/// What an entry makes of a day.
pub(super) struct Mark {
    pub kind: DayKind,
    pub entry: usize,
    pub instead_of: Option<Date>,
}

impl Resolved {
    pub(super) fn look(&self, on: Date) -> Option<Look> {
        let year = self.years.get(usize::try_from(on.year().checked_sub(self.first_year)?).ok()?)?;
        let (word, bit) = place(on);
        let has = |map: &[u64; 6]| map[word] >> bit & 1 == 1;
        Some(Look { working: has(&year.working), estimated: has(&year.estimated) })
    }
}

fn place(on: Date) -> (usize, u32) {
    let day = u32::from(on.day_of_year().unsigned_abs()) - 1;
    ((day / 64) as usize, day % 64)
}

pub(super) fn resolve(file: &CalendarFile, faults: &mut Vec<Fault>) -> Resolved {
    let mut days = Days { file, faults, rest: file.rest_days(), marks: BTreeMap::new() };
    if years_make_sense(file) {
        days.place_holidays();
        days.give_days_off_for_holidays_on_days_of_rest();
        days.place_decrees();
    }
    days.into_resolved()
}

/// The days as far as they are resolved.
struct Days<'f> {
    file: &'f CalendarFile,
    faults: &'f mut Vec<Fault>,
    rest: Vec<Weekday>,
    marks: BTreeMap<Date, Mark>,
}

impl Days<'_> {
    fn entries(&self, wanted: fn(Kind) -> bool) -> Vec<(usize, Entry)> {
        let here = |entry: &Entry| wanted(entry.kind) && entry.week.is_none_or(|week| week == self.file.week);
        self.file.entries.iter().cloned().enumerate().filter(|(_, entry)| here(entry)).collect()
    }

    fn is_working(&self, on: Date) -> bool {
        match self.marks.get(&on) {
            Some(mark) => mark.kind.is_working(),
            None => !self.rest.contains(&on.weekday()),
        }
    }

    fn mark(&mut self, on: Date, kind: DayKind, entry: usize, instead_of: Option<Date>) {
        self.marks.insert(on, Mark { kind, entry, instead_of });
    }

    fn fault(&mut self, entry: usize, field: &[&str], message: String, help: Option<String>) {
        let index = entry.to_string();
        let path = [&["entries", index.as_str()], field].concat();
        self.faults.push(fault(&path, message, help));
    }

    fn is_known(&mut self, on: Date, entry: usize, field: &[&str]) -> bool {
        let known = self.file.known;
        let inside = (known.from..=known.to).contains(&on.year());
        if !inside {
            let help = "widen `known`, with all entries of the added years, or remove the date";
            let message = format!("{on} lies outside the known years {} to {}", known.from, known.to);
            self.fault(entry, field, message, Some(help.to_owned()));
        }
        inside
    }

    /// Two holidays may share a day, as when Kurban-ait meets a holiday with a fixed date; then the one
    /// with a fixed date gives the name. Two lists of dates that share a day are a mistake.
    fn place_holidays(&mut self) {
        let holidays = self.entries(|kind| matches!(kind, Kind::Holiday | Kind::HolidayNotMoved));
        for (index, entry) in &holidays {
            for year in self.file.known.from..=self.file.known.to {
                let kept = entry.years.is_none_or(|years| years.contains(year));
                for on in entry.every.iter().filter(|_| kept).filter_map(|day| day.in_year(year)) {
                    self.mark(on, DayKind::Holiday, *index, None);
                }
            }
        }
        for (index, entry) in &holidays {
            for (nth, on) in entry.on.iter().enumerate() {
                let field = ["on", &nth.to_string()];
                if !self.is_known(*on, *index, &field) {
                    continue;
                }
                match self.marks.get(on).map(|mark| mark.entry) {
                    Some(other) if !self.file.entries[other].on.is_empty() => {
                        let message = format!("{on} is already a holiday by entry {other}");
                        self.fault(*index, &field, message, None);
                    }
                    Some(_) => {}
                    None => self.mark(*on, DayKind::Holiday, *index, None),
                }
            }
        }
    }

    fn give_days_off_for_holidays_on_days_of_rest(&mut self) {
        if self.file.holidays_move.is_none() {
            return;
        }
        let lost: Vec<(Date, usize)> = self
            .marks
            .iter()
            .filter(|(on, mark)| {
                self.file.entries[mark.entry].kind == Kind::Holiday && self.rest.contains(&on.weekday())
            })
            .map(|(on, mark)| (*on, mark.entry))
            .collect();
        for (holiday, entry) in lost {
            let after = std::iter::successors(Some(holiday), |day| day.tomorrow().ok()).skip(1);
            if let Some(day_off) = after.take(366).find(|day| self.is_working(*day)) {
                self.mark(day_off, DayKind::HolidayMoved, entry, Some(holiday));
            }
        }
    }

    fn place_decrees(&mut self) {
        let decrees = self.entries(|kind| !matches!(kind, Kind::Holiday | Kind::HolidayNotMoved));
        for (index, entry) in &decrees {
            for (nth, on) in entry.on.iter().enumerate() {
                let field = ["on", &nth.to_string()];
                if !self.is_known(*on, *index, &field) {
                    continue;
                }
                match entry.kind {
                    Kind::WorkingWeekend => {
                        self.expect(*on, false, *index, &field);
                        self.mark(*on, DayKind::WorkingWeekend, *index, None);
                    }
                    Kind::MovedDayOff => self.exchange(*on, entry.instead_of, *index, &field),
                    _ => {
                        self.expect(*on, true, *index, &field);
                        self.mark(*on, DayKind::Closure, *index, None);
                    }
                }
            }
        }
    }

    fn exchange(&mut self, on: Date, instead_of: Option<Date>, index: usize, field: &[&str]) {
        let Some(worked) = instead_of.filter(|worked| self.is_known(*worked, index, &["instead-of"])) else {
            return; // a missing `instead-of` is among the faults
        };
        self.expect(on, true, index, field);
        self.expect(worked, false, index, &["instead-of"]);
        self.mark(on, DayKind::DayOffMoved, index, Some(worked));
        self.mark(worked, DayKind::WorkingInstead, index, Some(on));
    }

    fn expect(&mut self, on: Date, working: bool, index: usize, field: &[&str]) {
        if self.is_working(on) != working {
            let (is, help) = if working {
                ("already a day off", "only a working day can become a day off")
            } else {
                ("already a working day", "only a day off can become a working day")
            };
            let message = format!("{on} ({:?}) is {is}", on.weekday());
            self.fault(index, field, message, Some(help.to_owned()));
        }
    }

    fn into_resolved(mut self) -> Resolved {
        let known = self.file.known;
        if !years_make_sense(self.file) {
            return Resolved { first_year: known.from, years: Vec::new(), marks: BTreeMap::new() };
        }
        let mut years = Vec::new();
        for year in known.from..=known.to {
            let mut map = YearMap::default();
            let first = Date::new(year, 1, 1).ok();
            let days = std::iter::successors(first, |day| day.tomorrow().ok());
            for on in days.take_while(|day| day.year() == year) {
                let (word, bit) = place(on);
                map.working[word] |= u64::from(self.is_working(on)) << bit;
                map.estimated[word] |= u64::from(self.is_estimated(on)) << bit;
            }
            years.push(map);
        }
        self.marks.retain(|on, _| (known.from..=known.to).contains(&on.year()));
        Resolved { first_year: known.from, years, marks: self.marks }
    }

    /// An estimated day may come a day earlier or later, so its neighbours are as uncertain as itself.
    /// Kurban-ait of 2024 was announced for Monday 17 June as a day off; on 7 June it became Sunday 16 June.
    fn is_estimated(&self, on: Date) -> bool {
        let marked =
            |day: Date| self.marks.get(&day).is_some_and(|mark| self.file.entries[mark.entry].estimated);
        marked(on) || on.yesterday().is_ok_and(marked) || on.tomorrow().is_ok_and(marked)
    }
}
