//! The FCRA: a suspension that ends by itself, a cancellation with sixty days for the High Court.
//!
//! The suspension is that of the Commonwealth Human Rights Initiative of 7 June 2021.

use redress::appeal::{DecisionAppealed, Event, File, Suspension};
use redress::workflow::Outcome;

use crate::case::{Case, act, day};
use crate::{decided, filing, post, saying, stating};

fn suspended() -> File {
    let suspension = Suspension { from: day("2021-06-07"), until: day("2021-12-04") };
    let decision = DecisionAppealed { suspension: Some(suspension), ..decided("MHA-FCRA", "2021-06-07") };
    application(decision, "suspension", "none-lies")
}

/// An order of Monday 18 April 2022, served a week later.
fn cancelled() -> File {
    let decision = DecisionAppealed { served_on: day("2022-04-25"), ..decided("MHA-FCRA", "2022-04-18") };
    application(decision, "cancellation", "open")
}

fn application(decision: DecisionAppealed, order: &str, right: &str) -> File {
    let file = filing("in-fcra", "CHRI", "government", decision);
    stating(file, &[("order", order), ("reasons", "No inquiry was held."), ("right-of-appeal", right)])
}

fn case() -> Case {
    Case::shipped("in-fcra", "-in", "CHRI")
}

fn of_the_suspension() -> Case {
    let mut case = case();
    case.file("2021-07-01 10:00", suspended()).unwrap();
    case
}

const REASONS: &[(&str, &str)] = &[("reasons", "Reasons.")];

#[test]
fn revision_is_open_for_a_year_and_later_only_for_sufficient_cause() {
    let mut case = case();
    let events = case.file("2022-06-07 10:00", suspended()).unwrap();
    let Event::Filed(filed) = &events[0] else { panic!("{events:?}") };
    assert_eq!((filed.time_ended_on, filed.late), (day("2022-06-07"), false));
    let refused = self::case().file("2022-06-08 10:00", suspended()).unwrap_err().to_string();
    assert!(refused.contains("FCRA 32(3)"), "{refused}");
    let mut late = suspended();
    late.stated.insert("why-late".to_owned(), "The order was never handed over.".to_owned());
    let mut case = self::case();
    case.file("2022-06-08 10:00", late).unwrap();
    assert!(case.act("2022-06-20 10:00", "MHA", saying("set-aside", REASONS)).is_err());
    case.does("2022-06-20 10:00", "MHA", "admit-late");
    case.act("2022-06-21 10:00", "MHA", saying("set-aside", REASONS)).unwrap();
}

#[test]
fn a_suspension_of_7_june_2021_ends_by_itself_after_saturday_4_december() {
    let mut case = of_the_suspension();
    assert_eq!(case.due("suspension", "last"), day("2021-12-04"), "a longest time moves to no Monday");
    case.live_until("2021-12-05 00:00");
    assert_eq!(case.step("suspension"), None);
    assert!(case.step("revision").is_some(), "the application goes on");
}

#[test]
fn a_suspension_is_prolonged_once_by_one_hundred_and_eighty_days() {
    let mut case = of_the_suspension();
    case.act("2021-12-02 10:00", "MHA-FCRA", saying("prolong", REASONS)).unwrap();
    assert_eq!(case.due("suspension", "last"), day("2022-06-02"));
    assert!(case.act("2022-05-30 10:00", "MHA-FCRA", saying("prolong", REASONS)).is_err());
}

#[test]
fn sixty_days_run_from_the_date_of_a_cancellation_and_not_from_its_service() {
    let mut case = case();
    case.file("2022-05-02 10:00", cancelled()).unwrap();
    assert_eq!((case.due("door", "appeal"), case.step("suspension")), (day("2022-06-17"), None));
    case.live_until("2022-06-18 00:00");
    assert!(case.act("2022-06-18 10:00", "CHRI", act("appeal-to-high-court")).is_err());
    case.does("2022-06-18 10:00", "CHRI", "go-by-writ");
    assert_eq!((case.step("high-court"), case.step("revision")), (Some("before-court"), None));
}

#[test]
fn against_a_suspension_no_appeal_lies_and_a_writ_does() {
    let mut case = of_the_suspension();
    assert_eq!(case.step("door"), None);
    assert!(case.act("2021-07-02 10:00", "CHRI", act("appeal-to-high-court")).is_err());
    case.does("2021-07-02 10:00", "CHRI", "go-by-writ");
    assert_eq!(case.step("suspension"), Some("running"), "going to court does not end it");
    case.does("2021-07-05 10:00", "HC-DELHI", "stay-order");
    case.act("2021-10-01 10:00", "HC-DELHI", saying("quash", REASONS)).unwrap();
    assert_eq!(case.appeal().closed.unwrap().0, Outcome::Annulled);
}

#[test]
fn silence_means_nothing_and_is_chased_until_the_high_court_is_named() {
    let mut case = of_the_suspension();
    assert_eq!(case.due("revision", "decide"), day("2021-09-29"));
    case.live_until("2022-02-01 00:00");
    assert_eq!((case.step("revision"), case.appeal().decided), (Some("unanswered"), None));
    case.act("2022-02-01 10:00", "MHA", saying("set-aside", REASONS)).unwrap();
    assert_eq!(case.appeal().closed.unwrap().0, Outcome::Annulled);
}

#[test]
fn the_letters_of_a_suspension_that_runs_out() {
    let mut case = of_the_suspension();
    case.does("2021-07-05 10:00", "MHA", "call-for-record");
    case.act("2021-09-01 10:00", "MHA", saying("reject", REASONS)).unwrap();
    case.live_until("2021-12-05 00:00");
    insta::assert_snapshot!(post(&case));
}
