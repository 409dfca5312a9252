//! The Charity Commission: a review that stops no clock, and the Tribunal.

use redress::appeal::{DecisionAppealed, Event, File};
use redress::workflow::Outcome;

use crate::case::{Case, act, day};
use crate::{decided, filing, post, saying, stating};

/// An order sent on Monday 27 March 2023 and received the next day.
fn challenge(with: &str) -> File {
    let decision = DecisionAppealed {
        sent_on: Some(day("2023-03-27")),
        served_on: day("2023-03-28"),
        ..decided("CC", "2023-03-24")
    };
    let file = filing("uk-charity-commission", "EXAMPLE-TRUST", with, decision);
    stating(file, &[("grounds", "No misconduct was found."), ("outcome-sought", "Quash the order.")])
}

fn case() -> Case {
    Case::shipped("uk-charity-commission", "-uk", "EXAMPLE-TRUST")
}

/// A review asked for on Monday 3 April 2023.
fn under_review() -> Case {
    let mut case = case();
    case.file("2023-04-03 10:00", challenge("issuer")).unwrap();
    case
}

const REASONS: &[(&str, &str)] = &[("reasons", "Reasons.")];
const GROUNDS: &[(&str, &str)] = &[("grounds-of-appeal", "An error of law.")];

#[test]
fn forty_two_days_that_end_on_the_coronation_end_the_day_after_at_five() {
    let lateness = |at: &str| {
        let mut case = case();
        let file =
            stating(challenge("tribunal"), &[("grounds", "x"), ("outcome-sought", "y"), ("why-late", "z")]);
        let events = case.file(at, file).unwrap();
        let Event::Filed(filed) = &events[0] else { panic!("{events:?}") };
        (filed.time_ended_on, filed.late)
    };
    assert_eq!(lateness("2023-05-09 16:59"), (day("2023-05-09"), false));
    assert_eq!(lateness("2023-05-09 17:00"), (day("2023-05-09"), true));
}

#[test]
fn a_review_may_be_asked_for_within_three_months() {
    let mut case = case();
    case.file("2023-06-27 10:00", challenge("issuer")).unwrap();
    assert!(!case.appeal().late);
    assert!(self::case().file("2023-06-28 10:00", challenge("issuer")).is_err());
}

#[test]
fn the_clock_of_the_tribunal_runs_beside_the_review_and_not_beside_an_appeal() {
    let case = under_review();
    assert_eq!(
        (case.due("challenge", "answer"), case.due("door", "appeal")),
        (day("2023-07-03"), day("2023-05-09"))
    );
    let mut direct = self::case();
    direct.file("2023-04-03 10:00", challenge("tribunal")).unwrap();
    assert_eq!((direct.step("challenge"), direct.step("door")), (Some("lodged"), None));
}

#[test]
fn the_answer_to_a_review_starts_no_new_forty_two_days() {
    let mut case = under_review();
    case.live_until("2023-05-15 10:00");
    assert_eq!(case.step("door"), None);
    case.act("2023-05-15 10:00", "CC", saying("uphold", REASONS)).unwrap();
    let refused =
        case.act("2023-05-16 10:00", "EXAMPLE-TRUST", saying("go-to-tribunal", GROUNDS)).unwrap_err();
    assert!(refused.to_string().contains("appeal-late"), "{refused}");
    let late = [GROUNDS, &[("why-late", "The review was pending.")]].concat();
    case.act("2023-05-16 10:00", "EXAMPLE-TRUST", saying("appeal-late", &late)).unwrap();
    assert_eq!((case.step("tribunal"), case.step("challenge")), (Some("late-notice"), None));
    case.does("2023-05-30 10:00", "FTT", "give-time");
    assert_eq!(case.step("tribunal"), Some("response"));
}

#[test]
fn the_commission_has_twenty_eight_days_to_respond_and_the_appeal_does_not_wait() {
    let mut case = under_review();
    case.act("2023-05-02 10:00", "EXAMPLE-TRUST", saying("go-to-tribunal", GROUNDS)).unwrap();
    assert_eq!(
        (case.step("challenge"), case.step("door")),
        (None, None),
        "the Tribunal takes the matter over"
    );
    assert_eq!(case.due("tribunal", "respond"), day("2023-05-30"));
    case.live_until("2023-05-30 16:59");
    assert_eq!(case.step("tribunal"), Some("response"));
    case.live_until("2023-05-30 17:00");
    assert_eq!(case.step("tribunal"), Some("hearing"));
}

#[test]
fn permission_to_appeal_is_asked_within_twenty_eight_days_and_then_within_a_month() {
    let mut case = under_review();
    case.act("2023-05-02 10:00", "EXAMPLE-TRUST", saying("go-to-tribunal", GROUNDS)).unwrap();
    case.act("2023-05-20 10:00", "CC", saying("respond", &[("response", "The order was right.")])).unwrap();
    case.act("2023-07-03 10:00", "FTT", saying("dismiss", REASONS)).unwrap();
    assert_eq!(case.due("tribunal", "permission"), day("2023-07-31"));
    case.act("2023-07-31 16:00", "EXAMPLE-TRUST", saying("ask-permission", &[("errors", "One.")])).unwrap();
    case.act("2023-08-10 10:00", "FTT", saying("refuse-permission", REASONS)).unwrap();
    assert_eq!(case.due("tribunal", "renew"), day("2023-09-11"), "10 September 2023 is a Sunday");
    case.live_until("2023-09-11 17:00");
    assert_eq!(case.appeal().closed.unwrap().0, Outcome::Unchanged);
}

#[test]
fn a_stay_is_asked_for_beside_the_appeal_and_ends_with_the_decision() {
    let mut case = under_review();
    case.act("2023-05-02 10:00", "EXAMPLE-TRUST", saying("go-to-tribunal", GROUNDS)).unwrap();
    assert!(case.appeal().stay.is_none(), "an appeal stays nothing");
    case.act("2023-05-03 10:00", "EXAMPLE-TRUST", saying("ask-stay", &[("grounds-of-stay", "Harm.")]))
        .unwrap();
    assert_eq!(case.due("stay", "decide"), day("2023-05-18"), "8 May was a bank holiday");
    case.does("2023-05-10 10:00", "FTT", "grant-stay");
    assert!(case.appeal().stay.is_some());
    case.does("2023-05-30 16:00", "EXAMPLE-TRUST", "withdraw-appeal");
    assert_eq!(case.appeal().closed.unwrap().0, Outcome::Withdrawn);
}

#[test]
fn who_took_the_decision_does_not_review_it() {
    let mut file = challenge("issuer");
    file.decision.taken_by = vec!["Smith".to_owned()];
    let mut case = case();
    case.file("2023-04-03 10:00", file).unwrap();
    assert!(case.act("2023-04-20 10:00", "Smith of CC", saying("uphold", REASONS)).is_err());
    case.act("2023-04-20 10:00", "Jones of CC", saying("withdraw-decision", REASONS)).unwrap();
    assert!(
        case.act("2023-04-21 10:00", "EXAMPLE-TRUST", act("go-to-tribunal")).is_err(),
        "nothing is left to appeal"
    );
}

#[test]
fn the_letters_of_a_review_that_ends_before_the_tribunal() {
    let mut case = under_review();
    case.live_until("2023-05-02 10:00");
    case.act("2023-05-02 10:00", "EXAMPLE-TRUST", saying("go-to-tribunal", GROUNDS)).unwrap();
    case.live_until("2023-05-30 17:00");
    case.act("2023-07-03 10:00", "FTT", saying("quash", REASONS)).unwrap();
    insta::assert_snapshot!(post(&case));
}
