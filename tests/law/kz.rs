//! The calendar of Kazakhstan as published, for the tests of legal time.

use std::sync::LazyLock;

use jiff::civil::Date;
use redress::law::{Basis, Calendar, CalendarFile, Deadline, Roll, Rule, deadline};
use redress::source;

pub const DIGEST: &str = "0123456789abcdef";

/// The file, read anew.
pub fn file() -> CalendarFile {
    let text = include_str!("../../workflows/calendars/kz.yaml");
    match source::read("workflows/calendars/kz.yaml", text) {
        Ok(source) => source.value,
        Err(problems) => panic!("{problems}"),
    }
}

/// The calendar, built once.
pub fn calendar() -> &'static Calendar {
    static KZ: LazyLock<Calendar> = LazyLock::new(|| match Calendar::new(file(), DIGEST) {
        Ok(calendar) => calendar,
        Err(faults) => panic!("{faults:#?}"),
    });
    &KZ
}

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// A rule counted in the usual way.
pub fn rule(span: &str) -> Rule {
    Rule::of(span.parse().unwrap())
}

/// The same without moving off a day of rest.
pub fn unrolled(span: &str) -> Rule {
    Rule { roll: Roll::None, ..rule(span) }
}

pub fn basis(rule: Rule, from: &str) -> Basis {
    Basis::new(rule, day(from), calendar())
}

pub fn due(basis: &Basis) -> Deadline {
    deadline(basis, calendar()).unwrap()
}

pub fn due_on(rule: Rule, from: &str) -> Date {
    due(&basis(rule, from)).due_on
}
