//! Decisions: in part, sent back, under two signatures, and who may not take them.

use redress::appeal::{Act, Event, Refusal};
use redress::workflow::Outcome;

use super::case::{Case, act, day, filing};

fn annul_parts(parts: &[&str]) -> Act {
    Act { parts: parts.iter().map(|part| (*part).to_owned()).collect(), ..act("annul-in-part") }
}

#[test]
fn an_annulment_in_part_names_the_parts_and_ends_the_suspension_with_its_part() {
    let mut case = Case::filed();
    case.act("2021-01-25 10:00", "DGD-ALMATY", annul_parts(&["suspension"])).unwrap();
    let appeal = case.appeal();
    assert_eq!(appeal.decided, Some((Outcome::AnnulledInPart, day("2021-01-25"))));
    assert_eq!(appeal.annulled_parts, ["suspension"]);
    assert_eq!(appeal.days_suspended(day("2021-03-01")), Some(10));
}

#[test]
fn annulling_the_fine_alone_leaves_the_organisation_suspended() {
    let mut case = Case::filed();
    case.act("2021-01-25 10:00", "DGD-ALMATY", annul_parts(&["fine"])).unwrap();
    assert_eq!(case.appeal().days_suspended(day("2021-01-31")), Some(17));
}

#[test]
fn an_annulment_in_part_of_no_part_of_all_or_of_what_was_not_appealed_is_refused() {
    let refused = |case: &mut Case, parts: &[&str]| {
        case.act("2021-01-25 10:00", "DGD-ALMATY", annul_parts(parts)).unwrap_err().to_string()
    };
    let mut case = Case::filed();
    assert!(refused(&mut case, &[]).contains("fine, suspension"));
    assert!(refused(&mut case, &["fines"]).contains("`fines` is no part"));
    assert!(refused(&mut case, &["fine", "suspension"]).contains("annul it in full"));
    let mut case = Case::new();
    let mut fine_alone = filing();
    fine_alone.decision.parts = vec!["fine".to_owned()];
    case.file("2021-01-19 10:00", fine_alone).unwrap();
    assert!(refused(&mut case, &["suspension"]).contains("fine"));
    case.act("2021-01-25 10:00", "DGD-ALMATY", annul_parts(&["fine"])).unwrap();
}

#[test]
fn a_filing_against_a_part_that_the_workflow_does_not_know_is_refused() {
    let mut file = filing();
    file.decision.parts = vec!["fin".to_owned()];
    let refused = Case::new().file("2021-01-19 10:00", file).unwrap_err();
    assert!(refused.to_string().contains("fine, suspension"), "{refused}");
}

#[test]
fn a_complaint_sent_back_once_is_with_the_issuer_again_and_returns_by_itself() {
    let mut case = Case::filed();
    case.does("2021-01-20 10:00", "Aigul of DGD-ALMATY", "send-back");
    case.sign("2021-01-20 11:00", "Bolat of DGD-ALMATY", "send-back", None).unwrap();
    assert_eq!(case.on("complaint").office.as_deref(), Some("UGD-ALMATY"));
    assert_eq!(case.appeal().decided.map(|(outcome, _)| outcome), Some(Outcome::SentBack));
    case.live_until("2021-01-28 00:00");
    assert_eq!(case.step("complaint"), Some("review"), "the issuer's silence brings it back");
    let again = case.act("2021-01-28 10:00", "Aigul of DGD-ALMATY", act("send-back")).unwrap_err();
    assert!(matches!(again, Refusal::UsedUp { times: 1, .. }), "{again}");
}

#[test]
fn what_needs_a_second_signature_does_nothing_before_it_is_signed() {
    let mut case = Case::filed();
    case.does("2021-01-20 10:00", "DGD-ALMATY", "annul-large");
    assert_eq!((case.kinds().pop(), case.step("complaint")), (Some("proposed"), Some("review")));
    assert_eq!(case.told("proposed"), ["KGD"]);
    let refused = case.sign("2021-01-20 11:00", "DGD-ALMATY", "annul-large", None).unwrap_err();
    assert!(matches!(refused, Refusal::MayNotSign { .. }), "{refused}");
    case.sign("2021-01-20 11:00", "KGD", "annul-large", None).unwrap();
    assert_eq!(case.appeal().closed.map(|(outcome, _)| outcome), Some(Outcome::Annulled));
    let acted = case.journal.iter().find(|entry| matches!(entry.event, Event::Acted { .. })).unwrap();
    assert_eq!(acted.actor.to_string(), "DGD-ALMATY", "the act is the proposer's");
}

#[test]
fn nobody_signs_their_own_proposal_and_the_office_as_such_signs_none() {
    let mut case = Case::filed();
    let nameless = case.act("2021-01-20 10:00", "DGD-ALMATY", act("send-back")).unwrap_err();
    assert!(matches!(nameless, Refusal::PersonNeeded { .. }), "{nameless}");
    case.does("2021-01-20 10:00", "Aigul of DGD-ALMATY", "send-back");
    for who in ["Aigul of DGD-ALMATY", "DGD-ALMATY", "Bolat of KGD"] {
        let refused = case.sign("2021-01-20 11:00", who, "send-back", None).unwrap_err();
        assert!(matches!(refused, Refusal::MayNotSign { .. }), "{who}: {refused}");
    }
}

#[test]
fn a_proposal_lapses_when_nobody_signs_in_time() {
    let mut case = Case::filed();
    case.does("2021-01-20 10:00", "DGD-ALMATY", "annul-large");
    let second = case.act("2021-01-20 12:00", "DGD-ALMATY", act("annul-large")).unwrap_err();
    assert!(
        matches!(second, Refusal::AwaitsSignature { until, .. } if until == day("2021-01-22")),
        "{second}"
    );
    case.live_until("2021-01-23 00:00");
    assert!(case.on("complaint").proposal.is_none());
    assert_eq!(case.told("unsigned"), ["DGD-ALMATY"]);
    let refused = case.sign("2021-01-23 10:00", "KGD", "annul-large", None).unwrap_err();
    assert!(matches!(refused, Refusal::NothingToSign { .. }), "{refused}");
}

#[test]
fn a_signature_is_refused_with_a_reason_and_a_proposal_taken_back() {
    let mut case = Case::filed();
    case.does("2021-01-20 10:00", "DGD-ALMATY", "annul-large");
    case.sign("2021-01-20 11:00", "KGD", "annul-large", Some("the sum is wrong")).unwrap();
    case.does("2021-01-20 12:00", "DGD-ALMATY", "annul-large");
    case.sign("2021-01-20 13:00", "DGD-ALMATY", "annul-large", Some("we reconsider")).unwrap();
    assert!(case.on("complaint").proposal.is_none());
    assert_eq!(case.step("complaint"), Some("review"));
}

#[test]
fn a_proposal_does_not_stop_the_clock() {
    let mut case = Case::filed();
    case.live_until("2021-02-16 10:00");
    case.does("2021-02-16 11:00", "DGD-ALMATY", "annul-large");
    case.live_until("2021-02-17 00:00");
    assert_eq!(case.step("complaint"), Some("refused"));
    assert!(case.sign("2021-02-17 10:00", "KGD", "annul-large", None).is_err());
}

#[test]
fn an_official_who_took_the_decision_may_not_decide_on_the_appeal() {
    let mut case = Case::new();
    let mut file = filing();
    file.decision.taken_by = vec!["Mukanov".to_owned()];
    case.file("2021-01-19 10:00", file).unwrap();
    let refused = case.act("2021-01-20 10:00", "Mukanov of DGD-ALMATY", act("annul")).unwrap_err();
    assert_eq!(refused, Refusal::TookPart { person: "Mukanov".to_owned() });
    case.does("2021-01-20 10:00", "Aigul of DGD-ALMATY", "annul");
}
