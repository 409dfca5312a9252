//! The shipped workflows by their own dates, each reckoned by hand from the law, through the pure core.

// A helper that fails is a failed test, and says where.
#![allow(clippy::unwrap_used)]

#[allow(dead_code, reason = "the tests of the procedure use the rest")]
#[path = "../procedure/case.rs"]
mod case;

mod appc;
mod fcra;
mod tax_audit;
mod uk_charity;

use std::collections::BTreeMap;
use std::fmt::Write;

use redress::appeal::{Act, DecisionAppealed, File};
use redress::texts::Language;

use case::Case;

/// An appeal in English, handed to a party against a decision of an office.
fn filing(workflow: &str, appellant: &str, with: &str, decision: DecisionAppealed) -> File {
    File {
        workflow: workflow.to_owned(),
        appellant: appellant.to_owned(),
        with: with.to_owned(),
        language: Language::En,
        decision,
        stated: BTreeMap::new(),
    }
}

/// The same in Russian.
fn in_russian(file: File) -> File {
    File { language: Language::Ru, ..file }
}

/// A decision of an office, decided and served on one day.
fn decided(issuer: &str, on: &str) -> DecisionAppealed {
    let (decided_on, served_on) = (case::day(on), case::day(on));
    DecisionAppealed { issuer: issuer.to_owned(), decided_on, served_on, ..DecisionAppealed::default() }
}

/// The same filing with answers to questions.
fn stating(file: File, pairs: &[(&str, &str)]) -> File {
    File { stated: answers(pairs), ..file }
}

/// An action with answers to questions.
fn saying(action: &str, pairs: &[(&str, &str)]) -> Act {
    Act { stated: answers(pairs), ..case::act(action) }
}

fn answers(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

/// Every letter written in a case, as their readers got them.
fn post(case: &Case) -> String {
    let mut post = String::new();
    for letter in &case.letters {
        let rule = "=".repeat(72);
        let kind = if letter.legal { "legal notice" } else { "courtesy" };
        let (name, to, language) = (&letter.name, &letter.recipient, letter.language);
        let head = format!("{rule}\n{name} to {to} in {language}, {kind}\nSubject: {}", letter.subject);
        write!(post, "{head}\n\n{}\n", letter.body).unwrap();
    }
    post
}
