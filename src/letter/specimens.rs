//! Letters as their readers get them, kept as snapshots so that a change of words is seen and reviewed.
//!
//! Every letter of every shipped workflow is here with every fact that it could name, so that each of its sentences
//! is seen; then letters of the case of January 2021 as they were. Those of whole cases of the other workflows are in
//! `tests/shipped`.

use super::{Facts, lint, samples};
use crate::texts::Language;

/// The letter in all languages, one under the other.
fn specimen(letter: &str, facts: fn(Language) -> Facts) -> String {
    let koap = lint::Letters::of("kz-koap-suspension");
    let texts = [Language::En, Language::Ru, Language::Kk].map(|language| {
        let text = koap
            .templates
            .compose(letter, language, facts(language), &mut crate::letter::Filled::default())
            .expect("composes");
        format!("Subject: {}\n\n{}", text.subject, text.body)
    });
    texts.join("\n========================================================================\n\n")
}

#[test]
fn every_letter_of_every_workflow_in_each_of_its_languages() {
    for letters in lint::all() {
        for language in &letters.definition.languages {
            let filled = &mut crate::letter::Filled::default();
            let asked = letters.asked();
            let specimen = |letter: &str| {
                let facts = samples::full(*language, asked.iter().copied());
                let text = letters.templates.compose(letter, *language, facts, filled).expect("composes");
                format!("{}\n{letter}\n\nSubject: {}\n\n{}", "=".repeat(72), text.subject, text.body)
            };
            let specimens: Vec<String> = letters.templates.letters().into_iter().map(specimen).collect();
            insta::assert_snapshot!(format!("{}.{language}", letters.definition.name), specimens.join("\n"));
        }
    }
}

#[test]
fn a_complaint_received_in_time() {
    insta::assert_snapshot!(specimen("received", samples::received));
}

#[test]
fn a_complaint_received_late() {
    insta::assert_snapshot!(specimen("received", samples::received_late));
}

#[test]
fn a_complaint_that_moved_up() {
    insta::assert_snapshot!(specimen("escalated", samples::escalated));
}

#[test]
fn a_complaint_passed_to_the_committee() {
    insta::assert_snapshot!(specimen("passed-to-you", samples::passed_to_you));
}

#[test]
fn a_date_that_a_new_calendar_moved() {
    insta::assert_snapshot!(specimen("date-moved", |language| samples::full(language, [])));
}

#[test]
fn a_decision_left_unchanged() {
    insta::assert_snapshot!(specimen("decision", samples::decision));
}

#[test]
fn an_annulment_to_be_confirmed() {
    insta::assert_snapshot!(specimen("annulled-confirm", samples::annulled_confirm));
}
