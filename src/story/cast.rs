//! The people of a story: the sample offices and organisations, with those that the story gives besides.
//!
//! Pure. In memory they are looked up here; a live story stores them first.

use std::collections::BTreeMap;

use super::file::Given;
use crate::ladder::{self, Ladder, Office, Organisation};
use crate::shipped;
use crate::texts::{Language, Texts};

/// Offices and organisations.
#[derive(Debug, Clone)]
pub struct Cast {
    /// The offices.
    pub ladder: Ladder,
    /// The organisations, by code.
    pub organisations: BTreeMap<String, Organisation>,
}

impl Cast {
    /// The samples inside the program, of every country that a shipped workflow is of.
    ///
    /// # Panics
    /// Never: a test reads the samples.
    pub fn samples() -> Cast {
        let sample = |name: String| shipped::text(&name).expect("the samples are shipped");
        let offices = ["", "-uk", "-in"].map(|country| {
            let csv = sample(format!("samples/offices{country}.csv"));
            ladder::offices(csv, &Ladder::default()).expect("the sample offices are right")
        });
        let organisations = ["", "-uk", "-in"].map(|country| {
            let csv = sample(format!("samples/organisations{country}.csv"));
            ladder::organisations(csv).expect("the sample organisations are right")
        });
        let organisations = organisations.into_iter().flatten();
        Cast {
            ladder: Ladder::new(offices.into_iter().flatten()),
            organisations: organisations.map(|one| (one.code.clone(), one)).collect(),
        }
    }

    /// The same with those that a story gives.
    pub fn with(&self, given: &Given) -> Cast {
        let mut cast = self.clone();
        if !given.offices.is_empty() {
            let offices = given.offices.iter().map(|(code, office)| Office {
                code: code.clone(),
                name: named(office.name.as_ref(), code),
                kind: office.kind.clone(),
                place: office.place.clone(),
                above: office.above.clone(),
                email: address(code),
                language: office.language.unwrap_or(Language::En),
                zone: office.zone.clone(),
            });
            cast.ladder = Ladder::new(self.ladder.iter().cloned().chain(offices));
        }
        for (code, one) in &given.organisations {
            let organisation = Organisation {
                code: code.clone(),
                name: named(one.name.as_ref(), code),
                bin: None,
                email: address(code),
                language: one.language.unwrap_or(Language::En),
            };
            cast.organisations.insert(code.clone(), organisation);
        }
        cast
    }

    /// The codes of all.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        let organisations = self.organisations.keys().map(String::as_str);
        self.ladder.iter().map(|office| office.code.as_str()).chain(organisations)
    }
}

fn named(name: Option<&String>, code: &str) -> Texts {
    Texts { en: name.unwrap_or(&code.to_owned()).clone(), ru: None, kk: None }
}

/// An address under the domain that is reserved for examples (RFC 2606).
fn address(code: &str) -> String {
    format!("{}@story.example", code.to_lowercase())
}
