//! What holds of every deadline, whatever the term.

use crate::kz::{calendar, day, file};
use jiff::civil::Date;
use proptest::prelude::*;
use redress::law::calendar::{Entry, Kind};
use redress::law::{
    Basis, Calendar, Deadline, Ends, Extension, Pause, Reading, Roll, Row, Rule, Span, Treatment, Unit,
    changes, days_between, deadline, explain, roll, shift,
};

/// Starts that leave room for a roll back before, and for any generated term before the calendar ends.
fn start() -> impl Strategy<Value = Date> {
    (10..1300).prop_map(|n| shift(day("2020-01-01"), n))
}

fn span() -> impl Strategy<Value = Span> {
    let units = prop_oneof![
        (1..40u32).prop_map(|n| (n, Unit::WorkingDays)),
        (1..60u32).prop_map(|n| (n, Unit::CalendarDays)),
        (1..40u32).prop_map(|n| (n, Unit::Sutki)),
        (1..200u32).prop_map(|n| (n, Unit::Hours)),
        (1..7u32).prop_map(|n| (n, Unit::Months)),
        Just((1, Unit::Years)),
    ];
    units.prop_map(|(amount, unit)| Span { amount, unit })
}

fn rule() -> impl Strategy<Value = Rule> {
    let reading = prop_oneof![Just(Reading::Calendar), Just(Reading::Working)];
    let roll = prop_oneof![Just(Roll::None), Just(Roll::Next), Just(Roll::Previous)];
    let ends = prop_oneof![Just(Ends::EndOfDay), Just(Ends::CloseOfBusiness)];
    (span(), reading, roll, ends).prop_map(|(span, reading, roll, ends)| Rule {
        reading,
        roll,
        ends,
        ..Rule::of(span)
    })
}

/// Pauses that begin so many days after the start.
fn pauses() -> impl Strategy<Value = Vec<(i32, i32)>> {
    prop::collection::vec((0..50i32, 0..20i32), 0..3)
}

fn extensions() -> impl Strategy<Value = Vec<Extension>> {
    prop::collection::vec(span().prop_map(|span| Extension { span, article: None }), 0..3)
}

fn laid(pauses: &[(i32, i32)], start: Date) -> Vec<Pause> {
    let lay = |(after, days): &(i32, i32)| {
        let from = shift(start, *after);
        Pause { from, to: Some(shift(from, *days)) }
    };
    pauses.iter().map(lay).collect()
}

fn basis(rule: &Rule, start: Date, pauses: Vec<Pause>, extensions: Vec<Extension>) -> Basis {
    Basis { pauses, extensions, ..Basis::new(rule.clone(), start, calendar()) }
}

/// Whether one deadline is no earlier than another: by its instant, or by its day where hours are counted. A
/// term in hours that moves off a Sunday lasts until Monday midnight, one that ends on Monday until its hour.
fn no_earlier(later: &Basis, earlier: &Basis) -> bool {
    let hours = |basis: &Basis| {
        let spans = basis.extensions.iter().map(|extension| extension.span).chain([basis.rule.span]);
        spans.into_iter().any(|span| span.unit == Unit::Hours)
    };
    let by_day = hours(later) || hours(earlier);
    let (later, earlier) = (due(later), due(earlier));
    earlier.due_on <= later.due_on && (by_day || earlier.due_at <= later.due_at)
}

fn due(basis: &Basis) -> Deadline {
    deadline(basis, calendar()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn a_later_start_never_ends_earlier(
        rule in rule(), start in start(), later in 0..40i32, pauses in pauses(), extensions in extensions(),
    ) {
        let second = shift(start, later);
        // A clock that has not started cannot be stopped: pauses begin after both starts. (Were a month
        // to start inside a pause, a shorter month could make up for fewer days lost.)
        let one_kind = extensions.is_empty();
        let pauses = if one_kind { laid(&pauses, second) } else { Vec::new() };
        let first = basis(&rule, start, pauses.clone(), extensions.clone());
        let second = basis(&rule, second, pauses, extensions);
        prop_assert!(no_earlier(&second, &first));
    }

    #[test]
    fn a_pause_never_shortens_a_term(
        rule in rule(), start in start(), pauses in pauses(), another in (0..50i32, 0..20i32),
    ) {
        let before = laid(&pauses, start);
        let after = [before.clone(), laid(&[another], start)].concat();
        let (before, after) = (basis(&rule, start, before, vec![]), basis(&rule, start, after, vec![]));
        prop_assert!(no_earlier(&after, &before));
    }

    #[test]
    fn an_extension_never_shortens_a_term(
        rule in rule(), start in start(), pauses in pauses(), extensions in extensions(), another in span(),
    ) {
        let pauses = if extensions.is_empty() { laid(&pauses, start) } else { Vec::new() };
        let mut longer = extensions.clone();
        longer.push(Extension { span: another, article: None });
        let before = basis(&rule, start, pauses.clone(), extensions);
        let after = basis(&rule, start, pauses, longer);
        prop_assert!(no_earlier(&after, &before));
    }

    #[test]
    fn the_last_line_of_an_explanation_is_the_last_day(
        rule in rule(), start in start(), pauses in pauses(), extensions in extensions(),
    ) {
        let basis = basis(&rule, start, laid(&pauses, start), extensions);
        let explanation = explain(&basis, calendar()).unwrap();
        prop_assert_eq!(explanation.deadline(), Some(due(&basis)));
        prop_assert_eq!(explanation.lines.last().unwrap().day.on, due(&basis).due_on);
        // Every day is told at most once, but for those that a month passes over and a roll comes back to.
        let told = explanation.lines.iter().filter(|line| !matches!(line.treatment, Treatment::Passed | Treatment::Moved));
        let told: Vec<_> = told.map(|line| line.day.on).collect();
        prop_assert!(told.is_sorted());
    }

    #[test]
    fn a_stopped_day_is_never_the_last_and_never_counted(
        rule in rule().prop_filter("may move back into a pause", |rule| rule.roll != Roll::Previous),
        start in start(), pauses in pauses(),
    ) {
        let basis = basis(&rule, start, laid(&pauses, start), vec![]);
        prop_assert!(!basis.is_paused(due(&basis).due_on));
        for line in explain(&basis, calendar()).unwrap().lines {
            let stopped = line.treatment == Treatment::Stopped;
            let reached = matches!(line.treatment, Treatment::Reached { .. });
            prop_assert!(reached || stopped == basis.is_paused(line.day.on));
        }
    }

    #[test]
    fn a_roll_never_lands_on_a_day_of_rest_and_never_goes_the_wrong_way(
        rule in rule(), start in start(), pauses in pauses(), extensions in extensions(),
    ) {
        let pauses = laid(&pauses, start);
        let end = |roll| due(&basis(&Rule { roll, ..rule.clone() }, start, pauses.clone(), extensions.clone()));
        let (previous, unrolled, next) = (end(Roll::Previous), end(Roll::None), end(Roll::Next));
        prop_assert!(calendar().is_working(next.due_on).unwrap());
        prop_assert!(calendar().is_working(previous.due_on).unwrap());
        prop_assert!(previous.due_on <= unrolled.due_on && unrolled.due_on <= next.due_on);
    }

    #[test]
    fn the_order_in_which_pauses_and_extensions_came_does_not_matter(
        rule in rule(), start in start(), pauses in pauses(), extension in span(),
    ) {
        let mut paused_first = basis(&rule, start, vec![], vec![]);
        let mut extended_first = paused_first.clone();
        let extension = Extension { span: extension, article: None };
        paused_first.pauses.extend(laid(&pauses, start));
        paused_first.extensions.push(extension.clone());
        extended_first.extensions.push(extension);
        extended_first.pauses.extend(laid(&pauses, start).into_iter().rev());
        prop_assert_eq!(due(&paused_first), due(&extended_first));
    }

    #[test]
    fn a_day_term_is_over_at_the_first_instant_after_its_last_day(
        rule in rule().prop_filter("hours end at an hour", |rule| rule.span.unit != Unit::Hours),
        start in start(),
    ) {
        let rule = Rule { ends: Ends::EndOfDay, ..rule };
        let due = due(&basis(&rule, start, vec![], vec![]));
        let local = calendar().zone().to_datetime(due.due_at);
        prop_assert_eq!(local.date(), shift(due.due_on, 1));
        prop_assert_eq!(local.time(), jiff::civil::Time::midnight());
    }

    #[test]
    fn a_basis_is_read_back_from_json_the_same(
        rule in rule(), start in start(), pauses in pauses(), extensions in extensions(),
    ) {
        let basis = basis(&rule, start, laid(&pauses, start), extensions);
        let json = serde_json::to_string(&basis).unwrap();
        prop_assert_eq!(serde_json::from_str::<Basis>(&json).unwrap(), basis);
    }

    #[test]
    fn a_folded_explanation_tells_of_every_day_once(
        rule in rule(), start in start(), pauses in pauses(), extensions in extensions(),
    ) {
        let explanation = explain(&basis(&rule, start, laid(&pauses, start), extensions), calendar()).unwrap();
        let days = |row: &Row| match row {
            Row::Day(_) => 1,
            Row::Run(run) => days_between(run.from, run.to) + 1,
        };
        let told: i32 = explanation.rows().iter().map(days).sum();
        prop_assert_eq!(usize::try_from(told).unwrap(), explanation.lines.len());
    }

    #[test]
    fn no_text_makes_the_reader_of_feeds_panic(lines in "(BEGIN:VEVENT|END:VEVENT|DTSTART:2026[0-9]{4}|DTEND:\\PC{0,9}|SUMMARY:\\PC{0,9}|\\PC{0,12}|[\r\n ]){0,20}") {
        let _ = redress::law::Feed::read(&format!("BEGIN:VCALENDAR\n{lines}\nEND:VCALENDAR\n"));
    }

    #[test]
    fn no_text_makes_the_reader_of_spans_panic(text in "\\PC{0,30}") {
        let _ = text.parse::<Span>();
    }
}

proptest! {
    // A calendar is built for each case, which takes longer than all else here.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(150) })]

    #[test]
    fn one_more_day_off_never_brings_a_date_forward(
        rule in rule().prop_filter("may move back onto an earlier day", |rule| rule.roll != Roll::Previous),
        start in start(), pauses in pauses(), closed in 0..90i32,
    ) {
        let basis = basis(&rule, start, laid(&pauses, start), vec![]);
        let closed = roll(shift(start, closed), Roll::Next, calendar()).unwrap();
        let mut file = file();
        let entry = file.entries[0].clone();
        file.entries.push(Entry { on: vec![closed], every: vec![], kind: Kind::Closure, ..entry });
        let changed = Calendar::new(file, "fedcba9876543210").unwrap();
        let (before, after) = (due(&basis), deadline(&basis, &changed).unwrap());
        prop_assert!(before.due_on <= after.due_on && before.due_at <= after.due_at);
        // What differs between the two calendars is the reason, so without a reason the date stays.
        let differ = changes(calendar(), &changed, start, after.due_on);
        prop_assert!(before == after || differ.iter().any(|change| change.is.on == closed));
    }
}
