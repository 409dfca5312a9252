//! The appeal against audit results, by the Tax Code of 2025.

use redress::appeal::{Act, File, Refusal};
use redress::workflow::Outcome;

use crate::case::{Case, act, day};
use crate::{decided, filing, in_russian, post, saying, stating};

/// A notification served on Monday 2 February 2026.
fn appeal(pairs: &[(&str, &str)]) -> File {
    let file = filing("kz-tax-audit-appeal", "ECHO", "ministry", decided("UGD-ALMATY", "2026-02-02"));
    stating(in_russian(file), &[&[("reasons", "The grant is no income.")], pairs].concat())
}

fn case() -> Case {
    Case::shipped("kz-tax-audit-appeal", "", "ECHO")
}

/// Filed on Tuesday 10 March 2026.
fn filed(pairs: &[(&str, &str)]) -> Case {
    let mut case = case();
    case.file("2026-03-10 10:00", appeal(pairs)).unwrap();
    case
}

const REASONS: &[(&str, &str)] = &[("reasons", "Proved.")];

#[test]
fn thirty_working_days_from_2_february_2026_skip_the_day_off_for_8_march() {
    let mut case = case();
    case.file("2026-03-17 23:59", appeal(&[])).unwrap();
    assert!(!case.appeal().late);
    let refused = self::case().file("2026-03-18 09:00", appeal(&[])).unwrap_err().to_string();
    assert!(refused.contains("2026-03-17") && refused.contains("Tax Code 192(2)"), "{refused}");
}

#[test]
fn incapacity_gives_ten_working_days_from_its_end_and_the_ministry_restores_the_time() {
    let ill = |until| appeal(&[("incapacity", "The head was in hospital."), ("capable-again", until)]);
    let refused = case().file("2026-03-18 09:00", ill("2026-03-02")).unwrap_err();
    assert!(matches!(refused, Refusal::TooLateToRestore { .. }), "{refused}");
    let mut case = case();
    case.file("2026-03-18 09:00", ill("2026-03-05")).unwrap();
    let refused = case.act("2026-03-19 10:00", "MF", saying("annul", REASONS)).unwrap_err();
    assert!(matches!(refused, Refusal::TimeNotRestored { .. }), "{refused}");
    case.does("2026-03-19 10:00", "MF", "restore");
    assert_eq!(case.appeal().stay.as_ref().unwrap().article, "Tax Code 191(3)");
    case.act("2026-03-20 10:00", "MF", saying("annul", REASONS)).unwrap();
}

#[test]
fn the_ministry_has_thirty_working_days_and_forty_five_for_a_monitored_payer() {
    assert_eq!(filed(&[]).due("appeal", "decide"), day("2026-04-24"), "over Nauryz");
    let monitored = filed(&[("monitored", "under-monitoring")]);
    assert_eq!(monitored.due("appeal", "decide"), day("2026-05-20"), "over the holidays of May");
}

#[test]
fn who_is_not_refused_within_ten_working_days_is_considered() {
    let mut case = filed(&[]);
    assert_eq!(case.due("appeal", "admit"), day("2026-03-27"));
    case.live_until("2026-03-28 00:00");
    assert_eq!(case.step("appeal"), Some("review"));
    assert_eq!(case.told("deadline-missed"), ["ECHO"]);
}

#[test]
fn each_supplement_adds_fifteen_working_days_and_further_study_up_to_ninety() {
    let mut case = filed(&[]);
    let refused = case.act("2026-03-11 10:00", "MF", act("extend-for-supplement")).unwrap_err();
    assert!(matches!(refused, Refusal::NotEarned { .. }), "{refused}");
    case.act("2026-03-11 10:00", "ECHO", saying("supplement", &[("supplement", "A bank statement.")]))
        .unwrap();
    case.does("2026-03-12 10:00", "MF", "extend-for-supplement");
    assert_eq!(case.due("appeal", "decide"), day("2026-05-20"));
    case.act("2026-03-12 10:00", "MF", saying("extend", REASONS)).unwrap();
    assert!(case.act("2026-03-12 10:00", "MF", saying("extend", REASONS)).is_err(), "once");
}

#[test]
fn a_thematic_audit_stops_the_clock_until_fifteen_working_days_after_its_act() {
    let mut case = filed(&[]);
    let stop = Act {
        ground: Some("thematic-audit".to_owned()),
        ..saying("stop-clock", &[("question", "The audit.")])
    };
    case.act("2026-03-31 10:00", "MF", stop).unwrap();
    case.act("2026-06-01 10:00", "MF", saying("record-audit-act", &[("act", "No. 7")])).unwrap();
    let early = case.act("2026-06-19 10:00", "MF", act("restart-after-audit")).unwrap_err();
    assert!(early.to_string().contains("2026-06-22"), "{early}");
    case.does("2026-06-22 10:00", "MF", "restart-after-audit");
    assert_eq!(case.due("appeal", "decide"), day("2026-07-17"), "18 of 30 days were left on 31 March");
}

#[test]
fn silence_is_deemed_a_refusal_and_the_court_is_open_for_a_month() {
    let mut case = filed(&[]);
    case.live_until("2026-04-25 00:00");
    assert_eq!((case.step("appeal"), case.appeal().deemed), (Some("refused"), true));
    assert_eq!(case.due("appeal", "court"), day("2026-05-25"), "24 May 2026 is a Sunday");
}

#[test]
fn an_annulment_in_part_asks_the_auditing_body_for_a_new_notification() {
    let mut case = filed(&[]);
    let annul = Act { parts: vec!["interest".to_owned()], ..saying("annul-in-part", REASONS) };
    case.act("2026-04-01 10:00", "MF", annul).unwrap();
    assert_eq!((case.step("appeal"), case.step("new-notification")), (Some("decided"), Some("to-issue")));
    case.act("2026-04-03 10:00", "UGD-ALMATY", saying("issue-notification", &[("number", "No. 8")])).unwrap();
    assert_eq!(case.step("new-notification"), None);
}

#[test]
fn going_to_court_stays_the_notification_again_until_the_judgment() {
    let mut case = filed(&[]);
    case.act("2026-04-01 10:00", "MF", saying("leave-unchanged", REASONS)).unwrap();
    assert!(case.appeal().stay.is_none());
    case.does("2026-04-30 10:00", "ECHO", "go-to-court");
    assert!(case.appeal().stay.is_some());
    case.act("2026-06-30 10:00", "COURT-ADM-ALMATY", saying("court-annuls", REASONS)).unwrap();
    assert_eq!(case.appeal().closed.unwrap().0, Outcome::Annulled);
}

#[test]
fn the_letters_of_an_appeal_that_is_granted_in_part() {
    let mut case = filed(&[]);
    case.live_until("2026-03-28 00:00");
    let annul = Act { parts: vec!["interest".to_owned()], ..saying("annul-in-part", REASONS) };
    case.act("2026-04-01 10:00", "MF", annul).unwrap();
    case.act("2026-04-03 10:00", "UGD-ALMATY", saying("issue-notification", &[("number", "No. 8")])).unwrap();
    case.live_until("2026-05-05 00:00");
    insta::assert_snapshot!(post(&case));
}
