//! When a term ends: the vectors of the calendar's dossier, the days of January 2021, pauses, extensions,
//! hours, zones and the edges of what is known.

use crate::kz::{basis, calendar, day, due, due_on, rule, unrolled};
use jiff::Timestamp;
use redress::law::{Basis, Ends, Extension, Pause, Reading, Roll, Rule, Start, Unknown, deadline, zone};

fn pause(from: &str, to: &str) -> Pause {
    Pause { from: day(from), to: Some(day(to)) }
}

fn extension(span: &str) -> Extension {
    Extension { span: span.parse().unwrap(), article: None }
}

fn instant(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn terms_over_moved_days_off_working_saturdays_and_holidays_end_where_the_dossier_says() {
    let vectors = [
        ("20 working days", "2021-12-13", "2022-01-17"),
        ("20 working days", "2024-04-29", "2024-05-30"), // Saturday 4 May 2024 works
        ("30 working days", "2022-02-25", "2022-04-14"), // Saturday 5 March 2022 works
        ("15 working days", "2025-12-29", "2026-01-22"),
        ("3 working days", "2021-07-02", "2021-07-08"), // Saturday 3 July 2021 works
        ("3 working days", "2025-01-01", "2025-01-08"), // Sunday 5 January 2025 works
        ("3 working days", "2020-05-07", "2020-05-13"), // Monday 11 May 2020 works
        ("20 working days", "2022-10-03", "2022-11-01"), // Saturday 22 October 2022 works
        ("10 calendar days", "2021-12-07", "2021-12-20"),
        ("10 calendar days", "2024-04-24", "2024-05-04"), // a working Saturday: no roll
        ("30 calendar days", "2021-02-19", "2021-03-25"), // over Nauryz
        ("3 months", "2021-07-31", "2021-11-01"),         // no 31 October... then a Sunday
        ("3 months", "2021-11-30", "2022-02-28"),
        ("3 months", "2022-05-30", "2022-08-31"), // Constitution Day
        ("1 month", "2024-11-16", "2024-12-17"),  // Independence Day
    ];
    for (span, from, expected) in vectors {
        assert_eq!(due_on(rule(span), from), day(expected), "{span} from {from}");
    }
}

#[test]
fn the_same_terms_end_on_the_day_of_rest_itself_without_a_roll() {
    assert_eq!(due_on(unrolled("10 calendar days"), "2021-12-07"), day("2021-12-17"));
    assert_eq!(due_on(unrolled("30 calendar days"), "2021-02-19"), day("2021-03-21"));
    assert_eq!(due_on(unrolled("3 months"), "2021-07-31"), day("2021-10-31"));
}

#[test]
fn a_complaint_received_on_27_january_2021_is_due_on_8_february() {
    assert_eq!(due_on(unrolled("10 sutki"), "2021-01-27"), day("2021-02-06"));
    assert_eq!(due_on(rule("10 sutki"), "2021-01-27"), day("2021-02-08"));
}

#[test]
fn ten_sutki_from_the_decisions_of_january_2021_depend_on_the_reading() {
    let working = Rule { reading: Reading::Working, ..rule("10 sutki") };
    for (decision, calendar_reading, working_reading) in [
        ("2021-01-15", "2021-01-25", "2021-01-29"), // ECHO
        ("2021-01-18", "2021-01-28", "2021-02-01"), // Erkindik Qanaty
        ("2021-01-25", "2021-02-04", "2021-02-08"), // KIBHR, ILI
    ] {
        assert_eq!(due_on(rule("10 sutki"), decision), day(calendar_reading));
        assert_eq!(due_on(working.clone(), decision), day(working_reading));
    }
}

#[test]
fn three_months_from_15_january_2021_end_on_15_april() {
    assert_eq!(due_on(rule("3 months"), "2021-01-15"), day("2021-04-15"));
    assert_eq!(due_on(unrolled("3 months"), "2021-01-25"), day("2021-04-25"));
}

#[test]
fn a_year_ends_on_the_same_date_and_a_leap_day_on_the_last_of_february() {
    assert_eq!(due_on(unrolled("1 year"), "2021-01-15"), day("2022-01-15"));
    assert_eq!(due_on(unrolled("1 year"), "2024-02-29"), day("2025-02-28"));
    assert_eq!(due_on(unrolled("4 years"), "2020-02-29"), day("2024-02-29"));
}

#[test]
fn a_last_day_can_move_back_to_the_working_day_before() {
    let back = Rule { roll: Roll::Previous, ..rule("10 sutki") };
    assert_eq!(due_on(back.clone(), "2021-01-27"), day("2021-02-05"));
    assert_eq!(due_on(back, "2021-01-15"), day("2021-01-25"));
}

#[test]
fn a_term_is_over_at_midnight_in_almaty_on_either_side_of_the_change_of_zone() {
    let ends = |from| due(&basis(rule("1 working day"), from)).due_at;
    assert_eq!(ends("2024-02-27"), instant("2024-02-28T18:00:00Z")); // +06
    assert_eq!(ends("2024-02-28"), instant("2024-02-29T19:00:00Z")); // the day of 25 hours
    assert_eq!(ends("2024-02-29"), instant("2024-03-01T19:00:00Z")); // +05
}

#[test]
fn hours_are_elapsed_hours_through_the_day_of_25_hours() {
    let from = |instant: Timestamp, span| Basis::new(unrolled(span), instant, calendar());
    let noon = instant("2024-02-29T06:00:00Z"); // 12:00 in Almaty
    let due_after_24 = due(&from(noon, "24 hours"));
    assert_eq!(due_after_24.due_at, instant("2024-03-01T06:00:00Z")); // 11:00 in Almaty
    assert_eq!(due_after_24.due_on, day("2024-03-01"));

    let midnight = instant("2024-02-28T18:00:00Z");
    assert_eq!(due(&from(midnight, "24 hours")).due_on, day("2024-02-29"));
    let due_after_25 = due(&from(midnight, "25 hours"));
    assert_eq!(due_after_25.due_at, instant("2024-02-29T19:00:00Z"));
    assert_eq!(due_after_25.due_on, day("2024-02-29"), "the last moment still belongs to 29 February");
}

#[test]
fn one_sutki_runs_from_midnight_to_midnight_however_long_that_is() {
    let due = due(&basis(rule("1 sutki"), "2024-02-28"));
    assert_eq!(due.due_on, day("2024-02-29"));
    assert_eq!(due.due_at, instant("2024-02-29T19:00:00Z"));
}

#[test]
fn hours_that_end_on_a_day_of_rest_move_to_the_end_of_the_next_working_day() {
    let friday_noon = instant("2021-02-05T06:00:00Z");
    let rolled = Basis::new(rule("24 hours"), friday_noon, calendar());
    assert_eq!(due(&rolled).due_on, day("2021-02-08"));
    assert_eq!(due(&rolled).due_at, instant("2021-02-08T18:00:00Z"));
    let strict = Basis::new(unrolled("24 hours"), friday_noon, calendar());
    assert_eq!(due(&strict).due_at, instant("2021-02-06T06:00:00Z"));
}

#[test]
fn hours_do_not_run_while_the_clock_stands_still() {
    let wednesday_noon = instant("2021-02-03T06:00:00Z");
    let mut stopped = Basis::new(unrolled("24 hours"), wednesday_noon, calendar());
    stopped.pauses = vec![pause("2021-02-03", "2021-02-05")];
    // Twelve hours ran on the 3rd, the other twelve run on the 6th.
    assert_eq!(due(&stopped).due_at, instant("2021-02-06T06:00:00Z"));
}

#[test]
fn a_day_term_from_an_instant_starts_on_the_office_s_own_day() {
    // 20:00 UTC on the 26th is 02:00 on the 27th in Almaty.
    let from = Basis::new(rule("10 sutki"), instant("2021-01-26T20:00:00Z"), calendar());
    assert_eq!(due(&from).due_on, day("2021-02-08"));
}

#[test]
fn another_office_s_day_ends_at_its_own_midnight() {
    let aqtobe = calendar().in_zone(zone::named("Asia/Aqtobe").unwrap());
    let there = deadline(&basis(rule("10 sutki"), "2021-01-27"), &aqtobe).unwrap();
    assert_eq!(there.due_on, day("2021-02-08"));
    assert_eq!(there.due_at, instant("2021-02-08T19:00:00Z"));
}

#[test]
fn a_term_that_ends_at_the_close_of_business_is_over_when_the_office_closes() {
    let rule = Rule { ends: Ends::CloseOfBusiness, ..rule("10 sutki") };
    let due = due(&basis(rule, "2021-01-27"));
    assert_eq!(due.due_on, day("2021-02-08"));
    assert_eq!(due.due_at, instant("2021-02-08T12:30:00Z")); // 18:30 in Almaty
}

#[test]
fn the_days_after_a_pause_begins_up_to_the_day_it_ends_do_not_count() {
    let mut basis = basis(rule("10 working days"), "2021-02-01"); // due 15 February
    assert_eq!(due(&basis).due_on, day("2021-02-15"));
    basis.pauses = vec![pause("2021-02-03", "2021-02-05")]; // the 4th and 5th
    assert_eq!(due(&basis).due_on, day("2021-02-17"));
}

#[test]
fn overlapping_pauses_count_once_and_a_pause_that_ends_the_same_day_stops_nothing() {
    let mut basis = basis(unrolled("10 sutki"), "2021-02-01"); // 11 February
    basis.pauses = vec![pause("2021-02-03", "2021-02-06"), pause("2021-02-05", "2021-02-08")];
    assert_eq!(due(&basis).due_on, day("2021-02-16")); // the 4th to the 8th
    basis.pauses = vec![pause("2021-02-03", "2021-02-03")];
    assert_eq!(due(&basis).due_on, day("2021-02-11"));
}

#[test]
fn months_are_lengthened_by_the_days_on_which_the_clock_stood_still() {
    let mut basis = basis(unrolled("1 month"), "2021-02-01"); // 1 March
    basis.pauses = vec![pause("2021-02-10", "2021-02-15")]; // five days
    assert_eq!(due(&basis).due_on, day("2021-03-06"));
    basis.pauses.push(pause("2021-03-02", "2021-03-04")); // two of the five days that were added
    assert_eq!(due(&basis).due_on, day("2021-03-08"));
}

#[test]
fn a_pause_on_the_day_the_term_would_have_rolled_to_carries_it_on() {
    let mut basis = basis(rule("10 sutki"), "2021-01-27"); // Saturday 6, rolls to Monday 8 February
    basis.pauses = vec![pause("2021-02-06", "2021-02-10")];
    assert_eq!(due(&basis).due_on, day("2021-02-11"));
}

#[test]
fn while_the_clock_stands_still_there_is_no_date() {
    let mut basis = basis(rule("10 sutki"), "2021-01-27");
    basis.pauses = vec![Pause { from: day("2021-02-01"), to: None }];
    assert_eq!(deadline(&basis, calendar()), Err(Unknown::Stopped { since: day("2021-02-01") }));
}

#[test]
fn a_clock_stopped_after_the_last_day_changes_nothing() {
    let mut basis = basis(rule("10 sutki"), "2021-01-27");
    basis.pauses = vec![Pause { from: day("2021-02-08"), to: None }];
    assert_eq!(due(&basis).due_on, day("2021-02-08"));
}

#[test]
fn an_extension_in_the_same_unit_adds_up_before_the_term_is_rolled() {
    let mut basis = basis(rule("10 sutki"), "2021-01-27");
    basis.extensions = vec![extension("10 sutki")];
    // From the origin: 16 February. From the rolled 8 February it would be the 18th.
    assert_eq!(due(&basis).due_on, day("2021-02-16"));
}

#[test]
fn months_and_years_add_up_from_the_origin() {
    let mut basis = basis(unrolled("1 month"), "2021-01-31");
    basis.extensions = vec![extension("1 month")];
    assert_eq!(due(&basis).due_on, day("2021-03-31"), "not 28 March, a month after 28 February");
    basis.extensions = vec![extension("1 year")];
    assert_eq!(due(&basis).due_on, day("2022-02-28"));
}

#[test]
fn an_extension_in_another_unit_is_counted_on_from_the_unrolled_end() {
    let mut basis = basis(rule("10 sutki"), "2021-01-27"); // unrolled: Saturday 6 February
    basis.extensions = vec![extension("3 working days")];
    assert_eq!(due(&basis).due_on, day("2021-02-10"));
    basis.extensions = vec![extension("1 month")];
    assert_eq!(due(&basis).due_on, day("2021-03-09"), "6 March is a Saturday, 8 March a holiday");
    basis.extensions = vec![extension("36 hours")];
    assert_eq!(due(&basis).due_at, instant("2021-02-08T06:00:00Z"), "36 hours after Saturday midnight");
}

#[test]
fn a_day_outside_the_known_years_is_an_error_that_names_the_year_and_the_file() {
    let late = deadline(&basis(rule("20 working days"), "2027-12-20"), calendar()).unwrap_err();
    assert_eq!(
        late.to_string(),
        "the calendar kz@0123456789ab knows the years 2020 to 2027, not 2028: \
         add 2028 with its decrees to workflows/calendars/kz.yaml"
    );
    for (span, from) in [
        ("10 sutki", "2019-12-31"),
        ("4000000000 calendar days", "2021-01-01"),
        ("4000000000 months", "2021-01-01"),
        ("4000000000 years", "2021-01-01"),
        ("4000000000 hours", "2021-01-01"),
        ("10 months", "2027-12-01"),
        ("10 sutki", "9999-12-31"),
    ] {
        let unknown = deadline(&basis(unrolled(span), from), calendar()).unwrap_err();
        assert!(matches!(unknown, Unknown::Year { .. }), "{span} from {from}: {unknown}");
    }
}

#[test]
fn a_date_that_hangs_on_an_estimated_day_says_so() {
    let estimated = |rule, from| due(&basis(rule, from)).estimated;
    assert!(estimated(rule("10 working days"), "2026-05-20"), "counts over Kurban-ait of 27 May 2026");
    assert!(estimated(rule("4 working days"), "2026-05-20"), "Kurban-ait may come on the 26th");
    assert!(!estimated(rule("3 working days"), "2026-05-20"));
    assert!(!estimated(rule("10 working days"), "2025-05-20"));
    assert!(estimated(rule("10 sutki"), "2026-05-17"), "ends on Kurban-ait and rolls");
    assert!(!estimated(rule("20 sutki"), "2026-05-17"), "passes over it, counts it like any other day");
    assert!(!estimated(unrolled("10 sutki"), "2026-05-17"), "ends on it whatever it is");
}

#[test]
fn a_basis_is_stored_small_and_read_back_the_same() {
    let mut stored = basis(rule("10 sutki").under("KOAP 826-3(1)"), "2021-01-27");
    let json = serde_json::to_string(&stored).unwrap();
    assert_eq!(
        json,
        r#"{"rule":{"span":"10 sutki","article":"KOAP 826-3(1)"},"from":"2021-01-27","calendar":"kz@0123456789ab"}"#
    );
    assert_eq!(serde_json::from_str::<Basis>(&json).unwrap(), stored);

    stored.from = Start::Instant(instant("2021-01-27T08:07:00Z"));
    stored.pauses = vec![pause("2021-02-01", "2021-02-03"), Pause { from: day("2021-02-04"), to: None }];
    stored.extensions = vec![extension("10 sutki")];
    let json = serde_json::to_string(&stored).unwrap();
    assert_eq!(serde_json::from_str::<Basis>(&json).unwrap(), stored);
}
