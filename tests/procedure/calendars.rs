//! Calendars: an office with a clock of its own, and a day off that comes while times run.
//!
//! In early 2021 the clocks of Aktobe stood an hour behind those of Almaty, by which the times below are given: half
//! an hour after midnight in Almaty, it is still the day before in Aktobe.

use redress::appeal::{Act, Event, Refusal};

use super::case::{Case, act, day, filing, instant, stating};

const AKTOBE: &str = "Asia/Aqtobe";

/// A complaint with the superior office, which lives by the clock of Aktobe.
fn reviewed_in_aktobe() -> Case {
    let mut case = Case::in_zone("DGD-ALMATY", AKTOBE);
    case.file("2021-01-19 10:00", filing()).unwrap();
    case
}

#[test]
fn a_filing_and_its_stay_count_by_the_clock_of_the_office_that_decided() {
    let mut case = Case::in_zone("UGD-ALMATY", AKTOBE);
    case.file("2021-01-26 00:30", filing()).unwrap();
    assert!(!case.appeal().late, "it is the tenth day");
    assert_eq!(case.appeal().stay.as_ref().unwrap().since, day("2021-01-25"));
}

#[test]
fn a_motion_to_restore_the_time_counts_by_the_clock_of_the_office_that_decided() {
    let ill = || stating(&[("why-late", "ill"), ("well-again", "2021-02-01")]);
    let mut case = Case::in_zone("UGD-ALMATY", AKTOBE);
    case.file("2021-02-16 00:30", ill()).unwrap();
    assert!(case.appeal().late);
    let refused = Case::new().file("2021-02-16 00:30", ill()).unwrap_err();
    assert!(matches!(refused, Refusal::TooLateToRestore { .. }), "{refused}");
}

#[test]
fn a_proposal_is_signed_until_the_day_ends_where_it_was_made() {
    let mut case = reviewed_in_aktobe();
    case.does("2021-01-20 00:30", "DGD-ALMATY", "annul-large");
    let proposal = case.on("complaint").proposal.as_ref().unwrap();
    assert_eq!((proposal.until, proposal.until_at), (day("2021-01-21"), instant("2021-01-22 01:00")));
}

#[test]
fn a_wait_ends_by_the_clock_of_the_office_that_must_wait() {
    let mut case = reviewed_in_aktobe();
    case.does("2021-01-21 00:30", "DGD-ALMATY", "announce");
    let refused = case.act("2021-01-25 00:30", "DGD-ALMATY", act("dismiss")).unwrap_err().to_string();
    assert!(refused.contains("from 2021-01-25 on"), "{refused}");
    case.does("2021-01-25 01:00", "DGD-ALMATY", "dismiss");
}

#[test]
fn a_silence_is_seen_late_by_the_clock_of_the_office_that_was_silent() {
    let mut case = reviewed_in_aktobe();
    case.look("2021-02-18 00:30");
    assert_eq!(case.step("complaint"), Some("refused"), "it is still the 17th");
    let mut case = reviewed_in_aktobe();
    case.look("2021-02-18 01:00");
    let unconfirmed = case.on("complaint").unconfirmed.as_ref().unwrap();
    assert_eq!((unconfirmed.until, unconfirmed.until_at), (day("2021-02-23"), instant("2021-02-24 01:00")));
}

#[test]
fn a_stay_that_a_court_orders_runs_by_the_clock_of_the_court() {
    let mut case = Case::in_zone("COURT-ALMATY", AKTOBE);
    case.file("2021-01-19 10:00", filing()).unwrap();
    case.does("2021-01-20 10:00", "ECHO", "ask-relief");
    case.does("2021-01-22 00:30", "COURT-ALMATY", "grant-relief");
    let stay = case.appeal().stay.as_ref().unwrap();
    assert_eq!(stay.since, day("2021-01-21"));
    assert_eq!(stay.until, Some((day("2021-02-20"), instant("2021-02-21 01:00"))));
}

#[test]
fn a_day_off_moves_a_time_that_runs_on_with_its_reminders_and_leaves_the_one_that_stands() {
    let mut case = Case::filed();
    let stop = Act { ground: Some("query".to_owned()), ..act("stop-clock") };
    case.act("2021-01-20 10:00", "DGD-ALMATY", stop).unwrap();
    let events = case.day_off("2021-01-20 15:00", "2021-01-22");
    let [Event::Rescheduled { was, due, .. }] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!(
        (due.limit.as_str(), *was, due.on),
        ("acknowledge", Some(day("2021-01-22")), day("2021-01-25"))
    );
    assert!(due.runs_on);
    assert_eq!(due.remind, [instant("2021-01-21 09:00")]);
    assert_eq!(due.remind_after, ["2021-01-27 09:00", "2021-01-29 09:00"].map(instant));
    assert_eq!(case.told("rescheduled"), ["ECHO", "DGD-ALMATY"]);
    case.live_until("2021-01-27 09:00");
    assert_eq!(
        case.kinds()[case.kinds().len() - 4..],
        ["rescheduled", "reminded", "deadline-missed", "reminded"]
    );
}

#[test]
fn a_day_off_leaves_a_time_that_has_passed_with_its_reminders() {
    let mut case = Case::filed();
    case.live_until("2021-01-25 00:00");
    let events = case.day_off("2021-01-25 10:00", "2021-01-26");
    let [Event::Rescheduled { due, .. }] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!((due.limit.as_str(), due.on), ("decide", day("2021-02-17")));
    case.live_until("2021-01-26 09:00");
    assert_eq!(case.kinds().pop(), Some("reminded"));
}
