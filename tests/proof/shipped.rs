//! What is shipped holds together, and its worst cases are known to the day.

use std::collections::BTreeMap;

use redress::shipped;
use redress::workflow::proof::{Until, prove, unasked};
use redress::workflow::{self, Definition};

use crate::world::kz;

fn suspension() -> (Definition, BTreeMap<String, String>) {
    let files =
        shipped::rules().workflows.into_iter().find(|files| files.file == "kz-koap-suspension.yaml").unwrap();
    let definition = workflow::read(&files.file, &files.text, &files.letters)
        .unwrap_or_else(|problems| panic!("{problems}"));
    (definition, files.letters)
}

#[test]
fn the_suspension_of_an_ngo_holds_together() {
    let (definition, letters) = suspension();
    let proof = prove(&definition, kz());
    assert!(proof.faults.is_empty() && unasked(&definition, &letters).0.is_empty(), "{:#?}", proof.faults);
    let digest = proof.calendar.as_str();
    let told = proof.to_string().replace(digest, "kz").replace(&proof.states.to_string(), "so many");
    insta::assert_snapshot!(told);
    // The promise is the worst case and not a day more.
    let answer = proof.worst.iter().find(|worst| worst.until == Until::Answer).unwrap();
    assert_eq!(definition.promises[0].within.amount, answer.in_working_days.working_days);
}
