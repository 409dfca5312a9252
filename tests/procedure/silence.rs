//! Silence: deemed decisions and their confirmation, records without consequence, reminders after the day.

use redress::appeal::{Act, Event, Refusal};
use redress::workflow::Outcome;

use super::case::{COMPLAINT, Case, act, day, instant};

/// Twenty working days from 19 January 2021.
const LAST_DAY: &str = "2021-02-16";

#[test]
fn a_silent_office_is_deemed_to_have_refused_the_day_after_its_last() {
    let mut case = Case::filed();
    assert_eq!(case.due("complaint", "decide"), day(LAST_DAY));
    case.live_until("2021-02-16 23:59");
    assert_eq!(case.step("complaint"), Some("review"));
    case.live_until("2021-02-17 00:00");
    assert_eq!(case.step("complaint"), Some("refused"));
    assert_eq!(
        (case.appeal().decided, case.appeal().deemed),
        (Some((Outcome::Unchanged, day("2021-02-17"))), true)
    );
    assert!(case.appeal().stay.is_none(), "a deemed decision is one");
    assert_eq!(case.told("deemed"), ["ECHO", "DGD-ALMATY"]);
    assert_eq!(case.told("deadline-missed"), [] as [&str; 0], "nobody is told twice");
    assert_eq!(case.due("complaint", "court"), day("2021-03-17"));
}

#[test]
fn a_deemed_refusal_found_after_an_outage_waits_for_a_person() {
    let mut case = Case::filed();
    case.look("2021-03-01 09:00");
    assert_eq!(case.step("complaint"), Some("review"));
    assert!(case.appeal().decided.is_none());
    assert_eq!(case.told("confirmation-asked"), ["KGD"]);
    let refused = case.confirm_silence("2021-03-02 10:00", "DGD-ALMATY").unwrap_err();
    assert!(matches!(refused, Refusal::NotYours { .. }), "{refused}");
    case.confirm_silence("2021-03-02 10:00", "KGD").unwrap();
    assert_eq!(
        case.appeal().decided,
        Some((Outcome::Unchanged, day("2021-02-17"))),
        "it counts from its legal day"
    );
    assert_eq!(case.due("complaint", "court"), day("2021-04-02"), "the appellant has the full month");
    assert_eq!(case.confirm_silence("2021-03-02 11:00", "KGD"), Err(Refusal::NothingToConfirm));
}

#[test]
fn a_time_that_ends_with_the_restart_of_a_clock_stopped_on_its_last_day_asks_nobody() {
    let stopped = || {
        let mut case = Case::filed();
        let stop = Act { ground: Some("query".to_owned()), ..act("stop-clock") };
        case.act("2021-02-16 10:00", "DGD-ALMATY", stop).unwrap();
        case
    };
    let mut case = stopped();
    case.does("2021-03-01 10:00", "DGD-ALMATY", "restart-clock");
    case.live_until("2021-03-01 10:00");
    assert_eq!(case.step("complaint"), Some("refused"));
    assert!(!case.kinds().contains(&"confirmation-asked"), "nobody was away");

    let mut case = stopped();
    case.live_until("2021-03-19 00:00");
    assert_eq!(case.step("complaint"), Some("refused"), "the thirty days of the pause ran out");
    assert!(!case.kinds().contains(&"confirmation-asked"), "nor then");

    let mut case = stopped();
    case.look("2021-03-23 09:00");
    assert_eq!(case.step("complaint"), Some("review"), "nobody looked when the pause ran out");
    assert_eq!(case.told("confirmation-asked"), ["KGD"]);
}

#[test]
fn an_answer_given_during_the_outage_goes_before_the_deemed_refusal() {
    let mut case = Case::filed();
    case.look("2021-03-01 09:00");
    case.does("2021-03-02 10:00", "DGD-ALMATY", "annul");
    case.live_until("2021-12-01 00:00");
    assert_eq!(case.appeal().closed.map(|(outcome, _)| outcome), Some(Outcome::Annulled));
    assert!(!case.kinds().contains(&"deemed"));
}

#[test]
fn a_confirmation_that_nobody_gives_does_not_hold_the_appeal_for_ever() {
    let mut case = Case::filed();
    case.look("2021-03-01 09:00");
    case.live_until("2021-03-04 23:59");
    assert_eq!(case.step("complaint"), Some("review"));
    case.live_until("2021-03-05 00:00");
    assert_eq!(case.step("complaint"), Some("refused"));
}

#[test]
fn where_the_workflow_says_at_once_an_outage_delays_no_deemed_refusal() {
    let start = COMPLAINT.find("  deemed: {wait-for-person").unwrap();
    let text = format!("{}  deemed: at-once\n", &COMPLAINT[..start]);
    let mut case = Case::under(&text);
    case.file("2021-01-19 10:00", super::case::filing()).unwrap();
    case.look("2021-03-01 09:00");
    assert_eq!(case.step("complaint"), Some("refused"));
}

#[test]
fn a_time_from_expiry_runs_from_the_last_day_that_was_let_pass() {
    let text = COMPLAINT
        .replace("within: 1 month, article: Act 8}", "within: 1 month, from: expiry, article: Act 8}");
    let mut case = Case::under(&text);
    case.file("2021-01-19 10:00", super::case::filing()).unwrap();
    case.live_until("2021-02-17 00:00");
    assert_eq!(
        case.due("complaint", "court"),
        day("2021-03-16"),
        "a month from 16 February, not from the 17th"
    );
    let mut case = Case::under(&text);
    case.file("2021-01-19 10:00", super::case::filing()).unwrap();
    case.does("2021-01-20 10:00", "DGD-ALMATY", "announce");
    case.does("2021-01-25 10:00", "DGD-ALMATY", "dismiss");
    assert_eq!(case.due("complaint", "court"), day("2021-02-25"), "a month from the decision");
}

#[test]
fn a_target_that_is_missed_is_recorded_and_the_appeal_stays_where_it_is() {
    let mut case = Case::filed();
    assert_eq!(case.due("complaint", "acknowledge"), day("2021-01-22"));
    case.live_until("2021-01-23 00:00");
    assert_eq!((case.kinds().pop(), case.step("complaint")), (Some("deadline-missed"), Some("review")));
    assert_eq!(case.told("deadline-missed"), ["DGD-ALMATY"]);
    assert!(case.look("2021-01-23 00:01").is_empty(), "once");
}

#[test]
fn reminders_come_before_the_day_and_after_it() {
    let mut case = Case::filed();
    case.live_until("2021-02-01 00:00");
    let reminded: Vec<_> = case.journal.iter().filter(|entry| entry.event.kind() == "reminded").collect();
    let at: Vec<_> = reminded.iter().map(|entry| entry.legal_at).collect();
    let morning = |day: &str| instant(&format!("{day} 09:00"));
    assert_eq!(at, [morning("2021-01-21"), morning("2021-01-26"), morning("2021-01-28")]);
    assert_eq!(case.told("reminded"), ["ECHO"]);
    assert!(matches!(reminded[1].event, Event::Reminded { after: true, .. }));
}

#[test]
fn reminders_missed_in_an_outage_are_made_good_once() {
    let mut case = Case::filed();
    case.look("2021-02-01 10:00");
    let reminded = case.kinds().iter().filter(|kind| **kind == "reminded").count();
    assert_eq!(reminded, 1);
}

#[test]
fn the_time_for_the_next_remedy_over_the_appeal_is_closed_and_the_decision_in_force() {
    let mut case = Case::filed();
    case.live_until("2021-03-18 00:00");
    assert_eq!(case.appeal().closed, Some((Outcome::InForce, day("2021-03-18"))));
    assert!(case.act("2021-03-18 10:00", "ECHO", act("go-to-court")).is_err());
}
