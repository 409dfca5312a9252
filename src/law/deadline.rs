//! When a term ends: the one function that computes a date.
//!
//! A [`Basis`] is everything a date is computed from. It is stored in the event that starts or changes a
//! term, so that the date can be computed again, and it always is computed from the origin: a pause or
//! an extension is added to the basis, never to an earlier result. Called by `appeal` (to set and move
//! deadlines), by `workflow` (to prove the worst case) and by `doctor` (to check).

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, de};

use super::calendar::Calendar;
use super::count;
use super::rule::Rule;
use super::span::Span;

/// Everything a date is computed from.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Hash, Debug)]
#[serde(deny_unknown_fields)]
pub struct Basis {
    /// What the law says of the term.
    pub rule: Rule,
    /// The day (for hours: the instant) of the event that starts it. That day itself is not counted.
    pub from: Start,
    /// When the clock stood still. Pauses may overlap; a day counts once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pauses: Vec<Pause>,
    /// By how much the term was extended.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extensions: Vec<Extension>,
    /// The version of the calendar that the date was computed with.
    pub calendar: String,
}

impl Basis {
    /// A term that starts with an event on a day or at an instant.
    pub fn new(rule: Rule, from: impl Into<Start>, calendar: &Calendar) -> Basis {
        let calendar = calendar.version().to_owned();
        Basis { rule, from: from.into(), pauses: Vec::new(), extensions: Vec::new(), calendar }
    }

    /// Whether the clock stood still on this day.
    pub fn is_paused(&self, day: Date) -> bool {
        self.pauses.iter().any(|pause| pause.covers(day))
    }
}

/// What a term is counted from.
///
/// In JSON a date (`2021-01-27`) or an instant (`2021-01-27T08:07:00Z`).
#[derive(Serialize, Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[serde(untagged)]
pub enum Start {
    /// A day, in the office's zone.
    Day(Date),
    /// An instant: a term in hours runs from it; any other term from the day it lies in.
    Instant(Timestamp),
}

impl<'de> Deserialize<'de> for Start {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Start, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        // A date parses from the front of an instant, so the two are told apart here.
        let read = match text.contains('T') {
            true => text.parse().map(Start::Instant),
            false => text.parse().map(Start::Day),
        };
        read.map_err(de::Error::custom)
    }
}

impl From<Date> for Start {
    fn from(day: Date) -> Start {
        Start::Day(day)
    }
}

impl From<Timestamp> for Start {
    fn from(instant: Timestamp) -> Start {
        Start::Instant(instant)
    }
}

/// A time in which the clock stood still.
#[derive(Serialize, Deserialize, Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[serde(deny_unknown_fields)]
pub struct Pause {
    /// The day of the event that stopped the clock. It still counts.
    pub from: Date,
    /// The day of the event that started it again: the last day that does not count. `None` while the clock
    /// stands still.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
}

impl Pause {
    /// Whether the clock stood still on this day. As with every term, the day of the event is not counted,
    /// so a pause from P to R covers the days after P up to and including R.
    pub fn covers(self, day: Date) -> bool {
        self.from < day && self.to.is_none_or(|to| day <= to)
    }
}

/// A lengthening of the term.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Hash, Debug)]
#[serde(deny_unknown_fields)]
pub struct Extension {
    /// By how much.
    pub span: Span,
    /// The article that allows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
}

/// When a term ends.
#[derive(Serialize, Deserialize, Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Deadline {
    /// The last lawful day, in the office's zone.
    pub due_on: Date,
    /// The first instant after it: who acts before this instant is in time.
    pub due_at: Timestamp,
    /// The date hangs on a day of the calendar that may still change.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub estimated: bool,
}

/// Why a date is not known.
#[derive(thiserror::Error, Clone, PartialEq, Eq, Debug)]
pub enum Unknown {
    /// The count leads to a year that the calendar does not know.
    #[error(
        "the calendar {calendar} knows the years {from} to {to}, not {year}: \
         add {year} with its decrees to workflows/calendars/{name}.yaml"
    )]
    Year {
        /// The first year that was asked for and is missing.
        year: i16,
        /// The version of the calendar.
        calendar: String,
        /// The name of the calendar.
        name: String,
        /// Its first known year.
        from: i16,
        /// Its last known year.
        to: i16,
    },
    /// The clock stands still, so the term has no end yet.
    #[error("the clock has stood still since {since}: the date is known when it runs again")]
    Stopped {
        /// The day of the event that stopped it.
        since: Date,
    },
}

/// When the term of `basis` ends.
///
/// Counting begins the day after the event (KOAP 739, APPC 76(2)). Working days are counted one by one;
/// calendar days and sutki too, and a last day that is not a working day moves as the rule says. Months
/// and years lead to the same date or the last day of a shorter month. Hours are elapsed time; where they
/// end on a day that moves, the term lasts to the end of the day it moves to. A day on
/// which the clock stood still is not counted; months and years are lengthened by as many days. A last
/// day never moves onto a day on which the clock stood still. Extensions in the rule's own unit
/// are added up with it before anything is rolled; others are counted on, in order, from the
/// unrolled end.
///
/// `calendar` is the one that `basis.calendar` names, or the one that the date is to be moved to.
///
/// ```
/// # use redress::law::*;
/// # use jiff::civil::{date, time};
/// # let names = || Names { en: "x".into(), ru: "x".into(), kk: "x".into() };
/// # let hours = calendar::OfficeHours { opens: time(9, 0, 0, 0), closes: time(18, 30, 0, 0), lunch: None };
/// # let file = CalendarFile { name: "kz".into(), title: names(), zone: "Asia/Almaty".into(), hours,
/// #     week: calendar::Week::FiveDay, rest: None, known: calendar::Known { from: 2021, to: 2021 },
/// #     acts: Default::default(), holidays_move: None, entries: vec![] };
/// # let calendar = Calendar::new(file, "0123456789ab").unwrap();
/// // A complaint received on 27 January 2021 is due on a Saturday, so on Monday 8 February.
/// let rule = Rule::of("10 sutki".parse().unwrap()).under("KOAP 826-3(1)");
/// let basis = Basis::new(rule, date(2021, 1, 27), &calendar);
/// let due = deadline(&basis, &calendar).unwrap();
/// assert_eq!(due.due_on, date(2021, 2, 8));
/// assert_eq!(due.due_at.to_string(), "2021-02-08T18:00:00Z"); // midnight in Almaty
/// ```
///
/// # Errors
/// [`Unknown::Year`] if any day from the start to the end lies outside the calendar's known years;
/// [`Unknown::Stopped`] if a pause without end stands before the end.
pub fn deadline(basis: &Basis, calendar: &Calendar) -> Result<Deadline, Unknown> {
    count::count(basis, calendar, &mut count::Unheard)
}
