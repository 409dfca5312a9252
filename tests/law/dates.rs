//! Registration, reminders, days left: date arithmetic that is not a deadline.

use crate::kz::{calendar, day};
use jiff::Timestamp;
use redress::law::{
    AfterHours, Roll, after, before, day_of, days_between, registered_on, roll, shift, start_of_day,
    working_days_left, zone,
};

fn instant(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// The registration of a document received at this local time in Almaty (+06 in 2021).
fn registered(local: &str) -> String {
    let received = instant(&format!("{local}:00+06:00"));
    registered_on(received, calendar(), AfterHours::NextWorkingDay).unwrap().to_string()
}

#[test]
fn a_document_received_in_office_hours_is_registered_the_same_day() {
    assert_eq!(registered("2021-07-02T07:30"), "2021-07-02", "before the office opens");
    assert_eq!(registered("2021-07-02T13:15"), "2021-07-02", "at lunch");
    assert_eq!(registered("2021-07-02T18:29"), "2021-07-02");
}

#[test]
fn a_document_received_after_hours_or_on_a_day_of_rest_is_registered_the_next_working_day() {
    assert_eq!(registered("2021-07-02T18:30"), "2021-07-03", "the Saturday works");
    assert_eq!(
        registered("2021-07-03T20:00"),
        "2021-07-07",
        "over Sunday, the moved day off and Capital Day"
    );
    assert_eq!(registered("2021-07-04T10:00"), "2021-07-07");
}

#[test]
fn where_the_law_asks_only_for_the_day_of_sending_the_day_stands() {
    let sunday_night = instant("2021-07-04T23:59:00+06:00");
    assert_eq!(registered_on(sunday_night, calendar(), AfterHours::SameDay).unwrap(), day("2021-07-04"));
}

#[test]
fn a_document_is_registered_by_the_clock_of_the_office() {
    let aqtobe = calendar().in_zone(zone::named("Asia/Aqtobe").unwrap());
    let received = instant("2021-02-05T13:00:00Z"); // 19:00 in Almaty, 18:00 in Aqtobe
    assert_eq!(registered_on(received, calendar(), AfterHours::default()).unwrap(), day("2021-02-08"));
    assert_eq!(registered_on(received, &aqtobe, AfterHours::default()).unwrap(), day("2021-02-05"));
}

#[test]
fn a_day_begins_and_ends_in_the_office_s_zone() {
    assert_eq!(day_of(instant("2021-01-26T18:00:00Z"), calendar()), day("2021-01-27"));
    assert_eq!(day_of(instant("2021-01-26T17:59:59Z"), calendar()), day("2021-01-26"));
    assert_eq!(start_of_day(day("2021-01-27"), calendar()), instant("2021-01-26T18:00:00Z"));
    let hours =
        |on| start_of_day(shift(day(on), 1), calendar()).duration_since(start_of_day(day(on), calendar()));
    assert_eq!(hours("2024-02-28").as_hours(), 24);
    assert_eq!(hours("2024-02-29").as_hours(), 25);
    assert_eq!(hours("2024-03-01").as_hours(), 24);
}

#[test]
fn a_reminder_goes_out_working_days_before_and_after_the_last_day() {
    let span = |text: &str| text.parse().unwrap();
    let due = day("2021-07-08");
    assert_eq!(before(due, span("2 working days"), calendar()).unwrap(), day("2021-07-03"));
    assert_eq!(before(due, span("2 calendar days"), calendar()).unwrap(), day("2021-07-06"));
    assert_eq!(before(due, span("1 month"), calendar()).unwrap(), day("2021-06-08"));
    assert_eq!(before(due, span("36 hours"), calendar()).unwrap(), day("2021-07-06"));
    assert_eq!(after(day("2021-07-02"), span("2 working days"), calendar()).unwrap(), day("2021-07-07"));
    assert_eq!(after(due, span("1 year"), calendar()).unwrap(), day("2022-07-08"));
    assert!(after(day("2027-12-30"), span("2 working days"), calendar()).is_err());
    assert_eq!(after(due, span("4000000000 months"), calendar()).unwrap(), jiff::civil::Date::MAX);
    assert_eq!(before(due, span("4000000000 sutki"), calendar()).unwrap(), jiff::civil::Date::MIN);
}

#[test]
fn working_days_left_are_zero_on_the_last_day_and_negative_after_it() {
    let left = |today| working_days_left(day(today), day("2021-07-08"), calendar()).unwrap();
    assert_eq!(left("2021-07-02"), 3);
    assert_eq!(left("2021-07-03"), 2);
    assert_eq!(left("2021-07-06"), 2);
    assert_eq!(left("2021-07-08"), 0);
    assert_eq!(left("2021-07-09"), -1);
    assert_eq!(left("2021-07-11"), -1, "a weekend makes nobody later");
    assert_eq!(left("2021-07-12"), -2);
}

#[test]
fn days_between_count_every_day() {
    // ECHO: suspended on 15 January, annulled on 3 February 2021.
    assert_eq!(days_between(day("2021-01-15"), day("2021-02-03")), 19);
    assert_eq!(days_between(day("2021-02-03"), day("2021-01-15")), -19);
    assert_eq!(days_between(day("2020-01-15"), day("2021-01-15")), 366);
}

#[test]
fn a_day_rolls_to_the_nearest_working_day_in_the_given_direction() {
    let sunday = day("2021-07-04");
    assert_eq!(roll(sunday, Roll::None, calendar()).unwrap(), sunday);
    assert_eq!(roll(sunday, Roll::Next, calendar()).unwrap(), day("2021-07-07"));
    assert_eq!(roll(sunday, Roll::Previous, calendar()).unwrap(), day("2021-07-03"));
    assert_eq!(roll(day("2021-07-02"), Roll::Next, calendar()).unwrap(), day("2021-07-02"));
    assert!(roll(day("2019-01-01"), Roll::Previous, calendar()).is_err());
}
