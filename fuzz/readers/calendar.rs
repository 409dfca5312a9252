//! Calendar files: written out and read again, and counted with to both ends of what they know.

use jiff::civil::{Date, date};
use redress::law::{
    self, AfterHours, Basis, Calendar, Extension, Pause, Reading, Roll, Rule, Span, deadline, explain,
    read_calendar,
};

use super::told::told;

pub fn read(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match read_calendar("fuzzed.yaml", text) {
        Ok(calendar) => {
            written_and_read_again(&calendar);
            counted_with(&calendar);
        }
        Err(problems) => told(text, &problems),
    }
}

fn written_and_read_again(calendar: &Calendar) {
    let yaml = calendar.file().to_yaml();
    let again = read_calendar("fuzzed.yaml", &yaml).unwrap_or_else(|problems| panic!("{yaml}\n{problems}"));
    assert_eq!(again.file(), calendar.file());
}

fn counted_with(calendar: &Calendar) {
    let known = calendar.known();
    let edges = [
        date(*known.start(), 1, 1),
        date(2021, 12, 29),
        Date::new(*known.end(), 12, 27).unwrap_or(Date::MAX),
        Date::MIN,
        Date::MAX,
    ];
    let spans = [
        "1 working day",
        "20 working days",
        "10 sutki",
        "3 months",
        "1 year",
        "25 hours",
        "4294967295 working days",
    ];
    for from in edges {
        for span in spans {
            let span: Span = span.parse().unwrap_or_else(|fault| panic!("{fault}"));
            counted(span, from, calendar);
            let _ = (law::after(from, span, calendar), law::before(from, span, calendar));
        }
        let _ = law::roll(from, Roll::Previous, calendar);
        let _ = law::registered_on(law::opening(from, calendar), calendar, AfterHours::NextWorkingDay);
        let _ = law::working_days_left(from, date(2022, 1, 10), calendar);
    }
    assert!(calendar.marked_days().all(|day| known.contains(&day.on.year())));
}

fn counted(span: Span, from: Date, calendar: &Calendar) {
    let rule = Rule { reading: Reading::Working, ..Rule::of(span) };
    let mut basis = Basis::new(rule, from, calendar);
    agreed(&basis, calendar);
    basis.pauses.push(Pause { from, to: Some(law::shift(from, 4)) });
    basis.extensions.push(Extension { span, article: None });
    agreed(&basis, calendar);
}

/// A date and its explanation are of one mind, also where there is no date.
fn agreed(basis: &Basis, calendar: &Calendar) {
    match (deadline(basis, calendar), explain(basis, calendar)) {
        (Ok(deadline), Ok(explained)) => {
            assert!(explained.lines.iter().any(|line| line.day.on == deadline.due_on), "{basis:?}");
            assert!(!explained.rows().is_empty());
        }
        (Err(_), _) => {}
        (Ok(_), Err(unknown)) => panic!("{basis:?} has a date and no explanation: {unknown}"),
    }
}
