//! A small world for proofs: a calendar of one year with crowded holidays, three offices, one organisation.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::civil::Date;
use redress::ladder::{Ladder, Office, Organisation};
use redress::law::{self, Calendar};
use redress::texts::{Language, Texts};
use redress::workflow::{self, Definition};

/// The organisation that appeals.
pub const APPELLANT: &str = "NGO";

/// One year. Holidays stand in clusters, one weekend is worked, one Friday is off in its place.
pub fn calendar() -> &'static Calendar {
    static SMALL: LazyLock<Calendar> = LazyLock::new(|| {
        law::read_calendar("small.yaml", include_str!("small.yaml"))
            .unwrap_or_else(|problems| panic!("{problems}"))
    });
    &SMALL
}

/// The published calendar of Kazakhstan.
pub fn kz() -> &'static Calendar {
    static KZ: LazyLock<Calendar> = LazyLock::new(|| {
        let text = include_str!("../../workflows/calendars/kz.yaml");
        law::read_calendar("kz.yaml", text).unwrap_or_else(|problems| panic!("{problems}"))
    });
    &KZ
}

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// The issuer, A above it, B above A, and two more above for climbing.
pub fn ladder() -> Ladder {
    let offices = ["I", "A", "B", "C", "D"];
    let office = |(place, code): (usize, &&str)| Office {
        code: (*code).to_owned(),
        name: name(code),
        kind: "office".to_owned(),
        place: "Almaty".to_owned(),
        above: offices.get(place + 1).map(|above| (*above).to_owned()),
        email: format!("{code}@gov.example"),
        language: Language::En,
        zone: None,
    };
    Ladder::new(offices.iter().enumerate().map(office))
}

pub fn organisation() -> Organisation {
    Organisation {
        code: APPELLANT.to_owned(),
        name: name(APPELLANT),
        bin: None,
        email: "ngo@ngo.example".to_owned(),
        language: Language::En,
    }
}

fn name(code: &str) -> Texts {
    Texts { en: code.to_owned(), ru: None, kk: None }
}

/// A workflow from the part of its file that matters: filing, tracks, actions and what follows.
pub fn workflow(body: &str) -> Definition {
    let text = file(body);
    workflow::read("small.yaml", &text, &BTreeMap::new())
        .unwrap_or_else(|problems| panic!("{problems}\n{text}"))
}

/// The whole file.
pub fn file(body: &str) -> String {
    format!("{HEAD}{body}")
}

const HEAD: &str = "\
workflow: small
version: 1
title: {en: Small}
law: none
calendar: small
languages: [en]
parties:
  ngo: {title: {en: organisation}, found: appellant}
  issuer: {title: {en: issuer}, found: issuer}
  a: {title: {en: a}, found: office A}
  b: {title: {en: b}, found: office B}
letters: {}
";
