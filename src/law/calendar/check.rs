//! Faults of a calendar file that can be seen without looking at any day.

use jiff::civil::Weekday;

use super::file::{CalendarFile, Entry, Kind, Lunch};
use super::{Fault, Names};
use crate::law::zone;
use crate::source::nearest;

/// The longest run of years a calendar may claim to know.
const MOST_YEARS: i16 = 200;

/// The last year a calendar may know. Dates end with 9999, and every count must come upon an unknown day before.
const LAST_YEAR: i16 = 9990;

/// Entries are looked at as long as so many faults are not found: each is told with the nearest right name, which costs.
const MOST_FAULTS: usize = 100;

pub(super) fn faults(file: &CalendarFile) -> Vec<Fault> {
    let mut faults = Vec::new();
    check_head(file, &mut faults);
    check_week(file, &mut faults);
    for (index, entry) in file.entries.iter().enumerate() {
        if faults.len() < MOST_FAULTS {
            check_entry(entry, index, file, &mut faults);
        }
    }
    faults
}

/// Whether the known years can be laid out at all.
pub(super) fn years_make_sense(file: &CalendarFile) -> bool {
    let known = file.known;
    let can_be_counted = |year| (1..=LAST_YEAR).contains(&year);
    can_be_counted(known.from)
        && can_be_counted(known.to)
        && known.from <= known.to
        && known.to - known.from < MOST_YEARS
}

pub(super) fn fault(path: &[&str], message: impl Into<String>, help: impl Into<Option<String>>) -> Fault {
    Fault { path: path.iter().map(ToString::to_string).collect(), message: message.into(), help: help.into() }
}

fn check_head(file: &CalendarFile, faults: &mut Vec<Fault>) {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if file.name.is_empty() || !file.name.chars().all(plain) {
        let help = "use lower-case letters, digits and hyphens, such as `kz`".to_owned();
        faults.push(fault(&["name"], format!("`{}` is not a name for a calendar", file.name), help));
    }
    check_names(&file.title, &["title"], faults);
    if zone::named(&file.zone).is_none() {
        let help = match zone::nearest(&file.zone) {
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None => "write an IANA name such as `Asia/Almaty`".to_owned(),
        };
        faults.push(fault(&["zone"], format!("there is no time zone `{}`", file.zone), help));
    }
    if !years_make_sense(file) {
        let message = format!("the years {} to {} cannot be known", file.known.from, file.known.to);
        let help = format!("the first year comes before the last, with at most {MOST_YEARS} years between");
        faults.push(fault(&["known"], message, help));
    }
    for (act, names) in &file.acts {
        check_names(names, &["acts", act], faults);
    }
    if let Some(act) = &file.holidays_move {
        check_act(act, file, &["holidays-move"], faults);
    }
}

fn check_week(file: &CalendarFile, faults: &mut Vec<Fault>) {
    if file.rest.is_some() {
        let days = file.rest_days();
        let every_day_rests = Weekday::Monday.cycle_forward().take(7).all(|day| days.contains(&day));
        if every_day_rests {
            let help = "leave at least one weekday to work on".to_owned();
            faults.push(fault(&["rest"], "every day of the week is a day of rest", help));
        }
    }
    let hours = file.hours;
    if hours.opens >= hours.closes {
        faults.push(fault(&["hours", "closes"], "the office closes before it opens", None));
    }
    if let Some(Lunch { from, to }) = hours.lunch
        && !(hours.opens <= from && from < to && to <= hours.closes)
    {
        let help = "lunch begins before it ends, both while the office is open".to_owned();
        faults.push(fault(&["hours", "lunch"], "lunch lies outside the office hours", help));
    }
}

fn check_entry(entry: &Entry, index: usize, file: &CalendarFile, faults: &mut Vec<Fault>) {
    let index = index.to_string();
    let at = |field: &'static str| ["entries", index.as_str(), field];
    check_names(&entry.name, &at("name"), faults);
    check_act(&entry.decree, file, &at("decree"), faults);
    if entry.on.is_empty() == entry.every.is_empty() {
        let help = "write `on` with dates, or `every` with days of the year".to_owned();
        faults.push(fault(&at("on"), "an entry has either dates or days of every year", help));
    }
    if entry.years.is_some() && entry.every.is_empty() {
        faults.push(fault(&at("years"), "`years` limits `every`, and there is none", None));
    }
    if entry.years.is_some_and(|years| years.from.zip(years.to).is_some_and(|(from, to)| from > to)) {
        faults.push(fault(&at("years"), "the first year comes after the last", None));
    }
    let decreed = !matches!(entry.kind, Kind::Holiday | Kind::HolidayNotMoved);
    if decreed && !entry.every.is_empty() {
        let help = "write the dates under `on`".to_owned();
        faults.push(fault(&at("every"), "only a holiday comes every year", help));
    }
    match (entry.kind, entry.instead_of) {
        (Kind::MovedDayOff, None) => {
            let help = "add `instead-of` with the day of rest that is worked".to_owned();
            faults.push(fault(&at("instead-of"), "a moved day off is taken from another day", help));
        }
        (Kind::MovedDayOff, Some(_)) if entry.on.len() > 1 => {
            let help = "write one entry for each exchange".to_owned();
            faults.push(fault(&at("on"), "a day off moves to one day", help));
        }
        (Kind::MovedDayOff, Some(_)) | (_, None) => {}
        (_, Some(_)) => {
            faults.push(fault(&at("instead-of"), "only a `moved-day-off` stands in for another day", None));
        }
    }
}

fn check_act(act: &str, file: &CalendarFile, path: &[&str], faults: &mut Vec<Fault>) {
    if !file.acts.contains_key(act) {
        let help = match nearest(act, file.acts.keys().map(String::as_str)) {
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None => "list the act under `acts`, so that a date can be explained by it".to_owned(),
        };
        faults.push(fault(path, format!("no act is called `{act}` in this file"), help));
    }
}

fn check_names(names: &Names, path: &[&str], faults: &mut Vec<Fault>) {
    for (language, name) in [("en", &names.en), ("ru", &names.ru), ("kk", &names.kk)] {
        if name.trim().is_empty() {
            let path = [path, &[language]].concat();
            faults.push(fault(&path, "the name is empty", "each name is needed in en, ru and kk".to_owned()));
        }
    }
}
