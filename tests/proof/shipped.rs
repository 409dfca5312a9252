//! What is shipped holds together, and its worst cases are known to the day.

use redress::law;
use redress::registry::WorkflowFiles;
use redress::shipped;
use redress::workflow::proof::{FaultKind, Proof, Until, prove, unasked};
use redress::workflow::{self, Definition};

fn proved(name: &str) -> (Definition, Proof) {
    let rules = shipped::rules();
    let is_it = |files: &WorkflowFiles| files.file == format!("{name}.yaml");
    let files = rules.workflows.into_iter().find(is_it).unwrap();
    let definition = workflow::read(&files.file, &files.text, &files.letters)
        .unwrap_or_else(|problems| panic!("{problems}"));
    let wanted = format!("calendars/{}.yaml", definition.calendar);
    let (file, text) = rules.calendars.into_iter().find(|(file, _)| *file == wanted).unwrap();
    let calendar = law::read_calendar(&file, &text).unwrap_or_else(|problems| panic!("{problems}"));
    let proof = prove(&definition, &calendar);
    assert!(proof.faults.is_empty(), "{:#?}", proof.faults);
    assert!(unasked(&definition, &files.letters).0.is_empty());
    let over = proof.warnings.iter().filter(|warning| warning.kind == FaultKind::PassedOver);
    let over: Vec<String> = over.map(|warning| warning.place.join(".")).collect();
    assert_eq!(over, [] as [&str; 0], "{proof}");
    (definition, proof)
}

/// The promise as it is made, and the shortest that is kept, in working days.
fn promise(name: &str) -> (u32, u32) {
    let (_, proof) = proved(name);
    let [promised] = proof.promises.as_slice() else { panic!("{:#?}", proof.promises) };
    (promised.within.amount, promised.enough.unwrap().amount)
}

#[test]
fn the_suspension_of_an_ngo_holds_together() {
    let (definition, proof) = proved("kz-koap-suspension");
    let digest = proof.calendar.as_str();
    let told = proof.to_string().replace(digest, "kz").replace(&proof.states.to_string(), "so many");
    insta::assert_snapshot!(told);
    // The promise is the worst case and not a day more.
    let answer = proof.worst.iter().find(|worst| worst.until == Until::Answer).unwrap();
    assert_eq!(definition.promises[0].within.amount, answer.in_working_days.working_days);
}

#[test]
fn a_complaint_is_answered_within_51_working_days() {
    assert_eq!(promise("kz-appc-complaint"), (70, 51));
}

#[test]
fn an_appeal_against_a_tax_audit_is_answered_within_600_working_days() {
    assert_eq!(promise("kz-tax-audit-appeal"), (660, 600));
}

#[test]
fn a_review_of_the_charity_commission_is_answered_within_518_working_days() {
    assert_eq!(promise("uk-charity-commission"), (518, 518));
}

#[test]
fn a_revision_under_the_fcra_is_answered_within_402_working_days() {
    assert_eq!(promise("in-fcra"), (402, 402));
}
