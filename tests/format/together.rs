//! Faults of shape and of names in one file: all are told at once, and nothing that only follows from them.

use std::collections::BTreeMap;

use redress::source::Problems;
use redress::workflow;

const COMPLAINT: &str = include_str!("../procedure/complaint.yaml");

/// What is said of the small workflow after these changes.
fn told(changes: &[[&str; 2]]) -> Problems {
    let text = changes.iter().fold(COMPLAINT.to_owned(), |text, [before, after]| {
        assert!(text.contains(before), "`{before}` is not in the file");
        text.replacen(before, after, 1)
    });
    let letters = BTreeMap::from([("note.en.txt".to_owned(), "Subject: a\n\nb\n".to_owned())]);
    workflow::read("complaint.yaml", &text, &letters).unwrap_err()
}

#[track_caller]
fn assert_alone(changes: &[[&str; 2]], messages: &[&str]) {
    let problems = told(changes);
    let told: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
    let fits =
        told.len() == messages.len() && told.iter().zip(messages).all(|(one, part)| one.contains(part));
    assert!(fits, "{problems}");
}

#[test]
fn faults_of_shape_and_of_names_are_told_together() {
    let problems = told(&[
        ["version: 1", "version: one"],
        ["found: above issuer}", "found: above isuer}"],
        ["where: {found-by: tax-audit}", "where: {found-by: tax-audits}"],
        [
            "holder: issuer\n        limits:\n          forward",
            "holder: isuer\n        limits:\n          forward",
        ],
        ["within: 3 working days, article: Act 4", "within: 3 workdays, article: Act 4"],
        ["runs-on: true", "run-on: true"],
        ["on-silence: {stay: decide", "on-silence: {stay: decid"],
        ["          - announce\n", "          - anounce\n          - announce\n"],
        ["on-silence: {lapse: shut}", "on-silence: {lapse: shutt}"],
        ["withdrawn: {title: {en: Withdrawn}, ends: withdrawn}", "withdrawn: {ends: withdrew}"],
    ]);
    insta::assert_snapshot!(problems);
}

#[test]
fn what_a_broken_part_may_have_named_is_not_missed() {
    // The steps are no map, so none of them can be looked up.
    let start = COMPLAINT.find("    steps:\n      with-issuer").unwrap();
    let end = COMPLAINT.find("  court: # opening it").unwrap();
    assert_alone(&[[&COMPLAINT[start..end], "    steps: soon\n\n"]], &["expected a map, found `soon`"]);
    assert_alone(&[["    decides: true", "    decide: true"]], &["unknown key `decide`"]);
    assert_alone(&[["    decides: true", "    decides: perhaps"]], &["expected"]);
    assert_alone(
        &[["        allows: [resubmit, satisfy]", "        allow: [resubmit, satisfy]"]],
        &["`allow`"],
    );
    assert_alone(&[["restores-time: true", "restore-time: true"]], &["`restore-time`"]);
    assert_alone(&[[", per: supplement}", ", pr: supplement}"]], &["`pr`"]);
    assert_alone(&[["languages: [en]", "languages: English"]], &["found `English`"]);
    assert_alone(&[["  deemed: {wait-for-person", "  demed: {wait-for-person"]], &["`demed`"]);
}

#[test]
fn a_part_given_twice_or_under_no_name_is_told_without_what_it_held() {
    let twice =
        ["\nfiling:\n", "\nparties: {stranger: {title: {en: a stranger}, found: appellant}}\n\nfiling:\n"];
    let holder = ["holder: court\n", "holder: curt\n"];
    assert_alone(&[twice], &["the key `parties` is given twice"]);
    assert_alone(&[twice, ["to: decision", "to: decison"]], &["given twice", "unknown value `decison-or"]);
    assert_alone(
        &[holder, ["to: decision", "to: decison"]],
        &["no party `curt`", "unknown value `decison-or"],
    );
}

#[test]
fn a_file_of_faults_alone_is_read_to_its_end() {
    let faults: String = (0..5_000).map(|number| format!("  letter-{number}: {{notice: none}}\n")).collect();
    let at = COMPLAINT.find("\nletters:\n").unwrap() + "\nletters:\n".len();
    let text = format!("{}{faults}{}", &COMPLAINT[..at], &COMPLAINT[at..]);
    let problems = workflow::read("complaint.yaml", &text, &BTreeMap::new()).unwrap_err();
    assert!(problems.to_string().ends_with("and 4900 more"), "{problems}");
}
