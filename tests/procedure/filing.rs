//! Filing: time, lateness and its remedies, the stay that it brings.

use redress::appeal::{Event, Refusal};
use redress::workflow::StayUntil;

use super::case::{COMPLAINT, Case, act, day, filing, stating};

#[test]
fn a_breach_found_by_a_tax_audit_gives_thirty_days_instead_of_ten() {
    let mut case = Case::new();
    let refused = case.file("2021-02-10 10:00", filing()).unwrap_err();
    assert!(
        matches!(refused, Refusal::TooLate { ended_on, .. } if ended_on == day("2021-01-25")),
        "{refused}"
    );
    let events = case.file("2021-02-10 10:00", stating(&[("found-by", "tax-audit")])).unwrap();
    let Event::Filed(filed) = &events[0] else { panic!("{events:?}") };
    assert!(!filed.late);
    assert_eq!(filed.time_ended_on, day("2021-02-15"));
}

#[test]
fn a_late_filing_is_refused_with_the_article_that_could_restore_its_time() {
    let refused = Case::new().file("2021-02-10 10:00", filing()).unwrap_err().to_string();
    assert!(
        refused.contains("2021-01-25") && refused.contains("Act 2") && refused.contains("`why-late`"),
        "{refused}"
    );
}

#[test]
fn a_motion_to_restore_lets_a_late_filing_in_but_not_to_a_decision() {
    let mut case = late_with_motion();
    let Event::Filed(filed) = &case.journal[0].event else { panic!() };
    assert_eq!((filed.late, filed.moves_to_restore.as_deref()), (true, Some("Act 2")));
    assert_eq!(case.told("filed"), ["ECHO", "DGD-ALMATY"], "the reviewer is told of the motion");
    assert!(case.appeal().stay.is_none(), "what comes late stays nothing");
    let refused = case.act("2021-02-11 10:00", "DGD-ALMATY", act("annul")).unwrap_err();
    assert_eq!(refused, Refusal::TimeNotRestored { article: "Act 2".to_owned() });
    case.does("2021-02-11 10:00", "DGD-ALMATY", "leave-out");
}

#[test]
fn a_restored_time_opens_the_decision_and_stays_execution() {
    let mut case = late_with_motion();
    case.does("2021-02-11 10:00", "DGD-ALMATY", "restore");
    assert_eq!(case.appeal().stay.as_ref().map(|stay| stay.since), Some(day("2021-02-11")));
    case.does("2021-02-12 10:00", "DGD-ALMATY", "annul");
}

#[test]
fn a_time_that_was_not_missed_cannot_be_restored() {
    let refused = Case::filed().act("2021-01-20 10:00", "DGD-ALMATY", act("restore")).unwrap_err();
    assert_eq!(refused, Refusal::NothingToRestore);
}

#[test]
fn a_motion_to_restore_has_a_time_of_its_own() {
    let well = |on: &str| stating(&[("why-late", "The director was ill."), ("well-again", on)]);
    let refused = Case::new().file("2021-02-16 10:00", well("2021-02-01")).unwrap_err();
    let Refusal::TooLateToRestore { motion_until, .. } = refused else { panic!("{refused}") };
    assert_eq!(motion_until, day("2021-02-15"));
    Case::new().file("2021-02-16 10:00", well("2021-02-02")).unwrap();
    let refused = Case::new().file("2021-02-16 10:00", stating(&[("why-late", "Ill.")])).unwrap_err();
    assert!(matches!(refused, Refusal::Missing { ref field, .. } if field == "well-again"), "{refused}");
}

#[test]
fn where_late_filing_is_accepted_it_is_flagged_and_may_be_decided() {
    let mut case = Case::under(&COMPLAINT.replace("late: refuse", "late: accept"));
    case.file("2021-02-10 10:00", filing()).unwrap();
    assert!(case.appeal().late);
    case.does("2021-02-11 10:00", "DGD-ALMATY", "annul");
}

#[test]
fn filing_in_time_stays_execution_until_the_decision() {
    let mut case = Case::filed();
    let stay = case.appeal().stay.clone().unwrap();
    assert_eq!((stay.article.as_str(), stay.ends_with), ("Act 3", StayUntil::Decision));
    case.does("2021-01-20 10:00", "DGD-ALMATY", "announce");
    assert!(case.appeal().stay.is_some());
    case.does("2021-01-25 10:00", "DGD-ALMATY", "dismiss");
    assert!(case.appeal().stay.is_none());
}

#[test]
fn immediate_execution_is_not_stayed_by_filing() {
    let mut case = Case::new();
    case.file("2021-01-19 10:00", stating(&[("execution", "immediate")])).unwrap();
    assert!(case.appeal().stay.is_none());
}

#[test]
fn a_choice_or_an_amount_that_is_none_is_refused_with_what_is_one() {
    let refused = |pairs| Case::new().file("2021-01-19 10:00", stating(pairs)).unwrap_err().to_string();
    assert!(refused(&[("found-by", "rumour")]).contains("desk-check, tax-audit"));
    assert!(refused(&[("amount", "-5")]).contains("400 or 1166800.50"));
    for amount in ["400", "1166800.50"] {
        Case::new().file("2021-01-19 10:00", stating(&[("amount", amount)])).unwrap();
    }
}

#[test]
fn the_issuer_may_put_its_decision_right_before_it_passes_the_complaint_up() {
    let mut case = Case::new();
    let with_issuer = redress::appeal::File { with: "issuer".to_owned(), ..filing() };
    case.file("2021-01-19 10:00", with_issuer).unwrap();
    assert_eq!(
        (case.step("complaint"), case.due("complaint", "forward")),
        (Some("with-issuer"), day("2021-01-22"))
    );
    case.does("2021-01-20 10:00", "UGD-ALMATY", "satisfy");
    assert_eq!(case.appeal().closed.unwrap().0.to_string(), "annulled");
}

#[test]
fn a_time_may_hang_on_whom_the_appeal_was_handed_to() {
    let text = COMPLAINT.replace(
        "{where: {found-by: tax-audit}, within: 30 calendar days",
        "{where: {with: issuer}, within: 1 month",
    );
    let ended = |with: &str| {
        let mut case = Case::under(&text);
        let file = redress::appeal::File { with: with.to_owned(), ..filing() };
        case.file("2021-01-19 10:00", file).unwrap();
        let Event::Filed(filed) = &case.journal[0].event else { panic!() };
        filed.time_ended_on
    };
    assert_eq!((ended("superior"), ended("issuer")), (day("2021-01-25"), day("2021-02-15")));
}

#[test]
fn a_filing_after_the_hour_at_which_its_time_ends_is_late() {
    let text = COMPLAINT
        .replace(
            "from: service\n    article: Act 1(1)",
            "from: decision\n    ends: close-of-business\n    article: Act 1(1)",
        )
        .replace("late: refuse", "late: accept");
    let late = |at: &str| {
        let mut case = Case::under(&text);
        case.file(at, filing()).unwrap();
        case.appeal().late
    };
    assert!(!late("2021-01-25 18:29") && late("2021-01-25 18:30"));
}

fn late_with_motion() -> Case {
    let mut case = Case::new();
    let motion = stating(&[("why-late", "The director was ill."), ("well-again", "2021-02-05")]);
    case.file("2021-02-10 10:00", motion).unwrap();
    case
}
