//! Our dates against those that other people's libraries compute: `tests/oracle/make_dates.py` writes them.
//!
//! There is no known difference. Should one come up, it is a fault of ours or is named here with its reason.

use crate::kz::{calendar, day, due};
use jiff::civil::{Date, Weekday};
use redress::law::{Basis, Pause, Reading, Roll, Rule, shift};
use serde::Deserialize;

#[derive(Deserialize)]
struct DayRow {
    date: Date,
    working: u8,
}

#[derive(Deserialize, Debug)]
struct TermRow {
    start: Date,
    span: String,
    reading: Reading,
    roll: Roll,
    pauses: String,
    due_on: Date,
}

impl TermRow {
    fn basis(&self) -> Basis {
        let rule = Rule { reading: self.reading, roll: self.roll, ..Rule::of(self.span.parse().unwrap()) };
        let pauses = self.pauses.split_whitespace().map(|pause| {
            let (from, to) = pause.split_once('/').unwrap();
            Pause { from: day(from), to: Some(day(to)) }
        });
        Basis { pauses: pauses.collect(), ..Basis::new(rule, self.start, calendar()) }
    }
}

fn rows<T: for<'de> Deserialize<'de>>(csv: &str) -> Vec<T> {
    csv::Reader::from_reader(csv.as_bytes()).deserialize().collect::<Result<_, _>>().unwrap()
}

#[test]
fn every_day_of_eight_years_is_worked_or_not_as_the_holidays_package_says() {
    let exceptions: Vec<DayRow> = rows(include_str!("../oracle/kz_days.csv"));
    let mut on = day("2020-01-01");
    let mut compared = 0;
    while on <= day("2027-12-31") {
        let weekend = matches!(on.weekday(), Weekday::Saturday | Weekday::Sunday);
        let expected = exceptions.iter().find(|row| row.date == on).map_or(!weekend, |row| row.working == 1);
        assert_eq!(calendar().is_working(on).unwrap(), expected, "{on}");
        on = shift(on, 1);
        compared += 1;
    }
    assert_eq!(compared, 2922);
}

#[test]
fn terms_end_where_numpy_and_dateutil_say() {
    let terms: Vec<TermRow> = rows(include_str!("../oracle/kz_dates.csv"));
    assert!(terms.len() >= 4000, "only {} rows", terms.len());
    for term in &terms {
        assert_eq!(due(&term.basis()).due_on, term.due_on, "{term:?}");
    }
}
