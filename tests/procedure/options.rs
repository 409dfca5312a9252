//! What somebody may do today, and why not the rest.

use redress::appeal::{Act, Choice, Options, Refusal};

use super::case::{Case, act};

fn lawful(options: &Options) -> Vec<&str> {
    let free = options.actions.iter().filter(|choice| choice.refusal.is_none());
    free.map(|choice| choice.action.as_str()).collect()
}

fn choice<'o>(options: &'o Options, action: &str) -> &'o Choice {
    options.actions.iter().find(|choice| choice.action == action).expect("it is listed")
}

/// Tries every action as it would be taken and compares with what was offered.
fn offers_what_is_lawful(case: &Case, at: &str, who: &str) {
    for choice in case.options(at, who).actions {
        let parts = if choice.action == "annul-in-part" { vec!["fine".to_owned()] } else { vec![] };
        let ground = Some("query".to_owned()).filter(|_| choice.action == "stop-clock");
        let act = Act { parts, ground, ..act(&choice.action) };
        let tried = case.again().act(at, who, act);
        assert_eq!(choice.refusal, tried.err(), "{} by {who} at {at}", choice.action);
    }
}

#[test]
fn what_is_offered_is_what_is_done_and_what_is_refused_has_the_same_reason() {
    let mut case = Case::filed();
    for who in ["ECHO", "DGD-ALMATY", "Aigul of DGD-ALMATY", "UGD-ALMATY", "KGD", "COURT-ALMATY"] {
        offers_what_is_lawful(&case, "2021-01-20 10:00", who);
    }
    case.does("2021-01-20 10:00", "DGD-ALMATY", "announce");
    case.does("2021-01-20 10:00", "ECHO", "ask-relief");
    case.does("2021-01-20 11:00", "Aigul of DGD-ALMATY", "annul-large");
    for who in ["ECHO", "DGD-ALMATY", "Aigul of DGD-ALMATY", "COURT-ALMATY"] {
        offers_what_is_lawful(&case, "2021-01-21 10:00", who);
        offers_what_is_lawful(&case, "2021-01-28 10:00", who);
    }
}

#[test]
fn each_side_is_offered_its_own_and_told_why_not_the_rest() {
    let case = Case::filed();
    let ours = case.options("2021-01-20 10:00", "Aigul of DGD-ALMATY");
    assert!(lawful(&ours).contains(&"annul") && !lawful(&ours).contains(&"withdraw"), "{ours:?}");
    assert!(matches!(choice(&ours, "dismiss").refusal, Some(Refusal::NotYet { .. })));
    assert!(matches!(choice(&ours, "restore").refusal, Some(Refusal::NothingToRestore)));
    assert!(matches!(choice(&ours, "extend-for-supplement").refusal, Some(Refusal::NotEarned { .. })));
    assert!(matches!(choice(&ours, "restart-clock").refusal, Some(Refusal::ClockState { stopped: false })));
    assert!(matches!(choice(&ours, "withdraw").refusal, Some(Refusal::NotYours { .. })));
    let theirs = case.options("2021-01-20 10:00", "ECHO");
    assert!(lawful(&theirs).contains(&"withdraw") && !lawful(&theirs).contains(&"annul"));
}

#[test]
fn whoever_proposed_may_take_back_but_not_sign_and_the_other_may_sign() {
    let mut case = Case::filed();
    case.does("2021-01-20 10:00", "Aigul of DGD-ALMATY", "send-back");
    let own = case.options("2021-01-20 11:00", "Aigul of DGD-ALMATY");
    let [own] = own.signatures.as_slice() else { panic!("{own:?}") };
    assert!(matches!(own.sign, Some(Refusal::MayNotSign { .. })));
    assert_eq!(own.refuse, None);
    let other = case.options("2021-01-20 11:00", "Bolat of DGD-ALMATY");
    assert_eq!((&other.signatures[0].sign, &other.signatures[0].refuse), (&None, &None));
    assert!(matches!(choice(&other, "annul-large").refusal, Some(Refusal::AwaitsSignature { .. })));
}

#[test]
fn an_appeal_that_has_ended_offers_nothing() {
    let mut case = Case::filed();
    case.does("2021-01-20 10:00", "ECHO", "withdraw");
    assert_eq!(case.options("2021-01-20 11:00", "ECHO"), Options::default());
}
