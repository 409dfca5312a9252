//! A year as twelve months: what each day is, told by a letter or a pattern and never by colour alone.

use jiff::civil::{Date, Weekday};

use crate::law::{Calendar, Day, DayKind};
use crate::web::page::Page;

/// A month.
pub(super) struct Month {
    pub title: String,
    /// Weeks of seven days, from Monday; nothing outside of the month.
    pub weeks: Vec<Vec<Option<Cell>>>,
}

/// A day in the grid.
pub(super) struct Cell {
    pub day: i8,
    /// The class by which it is drawn.
    pub class: &'static str,
    /// The letter beside the number, and what it stands for; none for an ordinary day.
    pub mark: Option<(String, String)>,
    /// Where the list below names it.
    pub anchor: String,
}

/// A day that differs from its weekday.
pub(super) struct Marked {
    pub anchor: String,
    pub day: String,
    pub mark: String,
    pub class: &'static str,
    pub what: String,
    pub act: Option<String>,
    pub estimated: bool,
}

/// The class of a kind of day, with the names of the words for its letter and its meaning.
fn drawn(kind: DayKind) -> (&'static str, Option<(&'static str, &'static str)>) {
    match kind {
        DayKind::Working => ("", None),
        DayKind::Rest => ("rest", None),
        DayKind::Holiday => ("holiday", Some(("house-mark-holiday", "house-kind-holiday"))),
        DayKind::HolidayMoved | DayKind::DayOffMoved => {
            ("moved", Some(("house-mark-moved", "house-kind-moved")))
        }
        DayKind::WorkingWeekend | DayKind::WorkingInstead => {
            ("worked", Some(("house-mark-worked", "house-kind-worked")))
        }
        DayKind::Closure => ("closed", Some(("house-mark-closed", "house-kind-closed"))),
    }
}

fn anchor(on: Date) -> String {
    format!("day-{on}")
}

/// The months of a year that the calendar knows.
pub(super) fn months(calendar: &Calendar, year: i16, page: &Page) -> Vec<Month> {
    (1..=12).filter_map(|month| self::month(calendar, Date::new(year, month, 1).ok()?, page)).collect()
}

fn month(calendar: &Calendar, first: Date, page: &Page) -> Option<Month> {
    let before = first.weekday().to_monday_zero_offset().unsigned_abs();
    let mut cells: Vec<Option<Cell>> = (0..before).map(|_| None).collect();
    for day in 1..=first.days_in_month() {
        let on = Date::new(first.year(), first.month(), day).ok()?;
        cells.push(Some(cell(&calendar.day(on).ok()?, page)));
    }
    while !cells.len().is_multiple_of(7) {
        cells.push(None);
    }
    let mut weeks = Vec::new();
    let mut cells = cells.into_iter().peekable();
    while cells.peek().is_some() {
        weeks.push(cells.by_ref().take(7).collect());
    }
    Some(Month { title: page.say(&format!("house-month-{}", first.month())), weeks })
}

fn cell(day: &Day, page: &Page) -> Cell {
    let (class, mark) = drawn(day.kind);
    Cell {
        day: day.on.day(),
        class,
        mark: mark.map(|(letter, meaning)| (page.say(letter), page.say(meaning))),
        anchor: anchor(day.on),
    }
}

/// The days of a year that differ from their weekday, each with its act.
pub(super) fn marked(calendar: &Calendar, year: i16, page: &Page) -> Vec<Marked> {
    let language = page.language;
    let days = calendar.marked_days().filter(|day| day.on.year() == year);
    let marked = days.filter_map(|day| {
        let (class, mark) = drawn(day.kind);
        let (letter, meaning) = mark?;
        Some(Marked {
            anchor: anchor(day.on),
            day: language.date_with_weekday(day.on),
            mark: page.say(letter),
            class,
            what: day.reason(language).unwrap_or_else(|| page.say(meaning)),
            act: day.decree.as_ref().map(|act| act.get(language).to_owned()),
            estimated: day.estimated,
        })
    });
    marked.collect()
}

/// The days of the week from Monday: short, and in full.
pub(super) fn weekdays(page: &Page) -> Vec<(String, &'static str)> {
    let days = (1..=7).filter_map(|number| Weekday::from_monday_one_offset(number).ok());
    let named = days.map(|day| {
        let short = page.say(&format!("house-weekday-{}", day.to_monday_one_offset()));
        (short, page.language.weekday(day))
    });
    named.collect()
}
