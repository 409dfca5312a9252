//! The ordinary administrative complaint, by the APPC.

use redress::appeal::{DecisionAppealed, Event, File, Refusal};
use redress::workflow::Outcome;

use crate::case::{Case, act, day};
use crate::{decided, filing, in_russian, post, saying, stating};

/// A refusal learned of on 30 November 2021, complained of by ECHO.
fn complaint() -> File {
    let decision =
        DecisionAppealed { learned_on: Some(day("2021-11-30")), ..decided("UGD-ALMATY", "2021-11-30") };
    stating(
        in_russian(filing("kz-appc-complaint", "ECHO", "issuer", decision)),
        &[("reasons", "The refusal names no ground.")],
    )
}

fn case() -> Case {
    Case::shipped("kz-appc-complaint", "", "ECHO")
}

/// Filed on Friday 10 December 2021 with the office complained of.
fn filed() -> Case {
    let mut case = case();
    case.file("2021-12-10 10:00", complaint()).unwrap();
    case
}

/// Passed up on Monday 13 December 2021.
fn reviewed() -> Case {
    let mut case = filed();
    case.does("2021-12-13 10:00", "UGD-ALMATY", "forward");
    case
}

fn time_ended(pairs: &[(&str, &str)]) -> (String, bool) {
    let mut case = case();
    let known = [("reasons", "x")];
    let file = stating(complaint(), &[&known, pairs].concat());
    let events = case.file("2022-03-01 10:00", file).unwrap();
    let Event::Filed(filed) = &events[0] else { panic!("{events:?}") };
    (filed.time_ended_on.to_string(), filed.late)
}

#[test]
fn three_months_from_30_november_end_on_the_last_day_of_february() {
    assert_eq!(time_ended(&[]), ("2022-02-28".to_owned(), true));
}

#[test]
fn an_act_that_does_not_say_how_to_appeal_gives_six_months() {
    assert_eq!(time_ended(&[("appeal-instructions", "absent")]), ("2022-05-30".to_owned(), false));
}

#[test]
fn the_office_has_three_working_days_to_satisfy_the_complaint_or_pass_it_up() {
    let mut case = filed();
    assert_eq!(case.due("complaint", "forward"), day("2021-12-15"));
    case.act("2021-12-14 10:00", "UGD-ALMATY", saying("satisfy", &[("reasons", "Granted.")])).unwrap();
    assert_eq!(case.appeal().closed.unwrap().0, Outcome::Annulled);
}

#[test]
fn an_office_that_keeps_the_complaint_loses_it_to_the_superior_body() {
    let mut case = filed();
    case.live_until("2021-12-16 00:00");
    assert_eq!(case.step("complaint"), Some("review"));
    assert_eq!(case.told("deadline-missed"), ["ECHO", "UGD-ALMATY"]);
    assert_eq!(
        case.due("complaint", "decide"),
        day("2022-01-20"),
        "registered on Monday 20 December, after the holidays"
    );
}

#[test]
fn twenty_working_days_from_registration_on_13_december_2021_end_on_17_january() {
    assert_eq!(reviewed().due("complaint", "decide"), day("2022-01-17"));
}

#[test]
fn a_complaint_that_arrives_after_hours_is_registered_on_the_next_working_day() {
    let mut case = filed();
    case.does("2021-12-13 18:31", "UGD-ALMATY", "forward");
    assert_eq!(case.due("complaint", "decide"), day("2022-01-18"));
}

#[test]
fn a_deemed_refusal_opens_the_court_for_a_month_from_the_expiry() {
    let mut case = reviewed();
    case.live_until("2022-01-18 00:00");
    assert_eq!(case.step("complaint"), Some("refused"));
    assert_eq!(case.due("complaint", "court"), day("2022-02-17"));
    case.does("2022-02-17 10:00", "ECHO", "go-to-court");
    assert_eq!(case.due("complaint", "judge"), day("2022-05-17"));
}

#[test]
fn no_decision_against_the_organisation_before_three_working_days_have_passed() {
    let mut case = reviewed();
    let dismiss = saying("dismiss", &[("reasons", "No ground.")]);
    let refused = case.act("2021-12-20 10:00", "DGD-ALMATY", dismiss.clone()).unwrap_err();
    assert!(matches!(refused, Refusal::NotYet { .. }), "{refused}");
    case.act("2021-12-20 10:00", "DGD-ALMATY", saying("announce", &[("intended", "Dismiss.")])).unwrap();
    assert_eq!(case.due("hearing", "object"), day("2021-12-22"));
    assert!(case.act("2021-12-22 10:00", "DGD-ALMATY", dismiss.clone()).is_err());
    case.act("2021-12-23 10:00", "DGD-ALMATY", dismiss).unwrap();
    assert_eq!(case.due("complaint", "court"), day("2022-01-24"), "23 January 2022 is a Sunday");
}

#[test]
fn filing_stays_execution_unless_the_act_itself_says_otherwise() {
    assert_eq!(filed().appeal().stay.as_ref().unwrap().article, "APPC 96");
    let mut case = case();
    let file = stating(complaint(), &[("reasons", "x"), ("immediate-execution", "stated")]);
    case.file("2021-12-10 10:00", file).unwrap();
    assert!(case.appeal().stay.is_none());
}

#[test]
fn whoever_is_sent_back_a_complaint_has_fifteen_working_days() {
    let mut case = reviewed();
    case.act("2021-12-20 10:00", "DGD-ALMATY", saying("send-back", &[("faults", "No hearing.")])).unwrap();
    assert_eq!(case.due("complaint", "decide-anew"), day("2022-01-13"));
    assert!(case.act("2022-01-05 10:00", "DGD-ALMATY", act("annul")).is_err(), "it is not there any more");
}

#[test]
fn the_letters_of_a_complaint_that_nobody_answers() {
    let mut case = filed();
    case.live_until("2022-01-21 00:00");
    case.act("2022-01-24 10:00", "ECHO", act("go-to-court")).unwrap();
    insta::assert_snapshot!(post(&case));
}
