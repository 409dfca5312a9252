//! Letter templates: the text as a letter and as the frame of one, composed from facts and shown.

use std::collections::BTreeMap;

use redress::letter::{self, Facts, Filled, Templates};
use redress::texts::Language;

pub fn read(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    composed([("frame.en.txt", "{{ body }}"), ("fuzzed.en.txt", text)]);
    composed([("frame.en.txt", text), ("fuzzed.en.txt", "Subject: A letter\n\nTo {{ recipient }}.\n")]);
}

fn composed(files: [(&str, &str); 2]) {
    let files: BTreeMap<String, String> = files.map(|(name, text)| (name.to_owned(), text.to_owned())).into();
    let templates = match Templates::new("fuzzed", &files) {
        Ok(templates) => templates,
        Err(faults) => return assert!(faults.iter().all(|fault| !fault.to_string().is_empty())),
    };
    for facts in [Facts::default(), stated()] {
        let Ok(letter) = templates.compose("fuzzed", Language::En, facts, &mut Filled::default()) else {
            continue;
        };
        assert!(!letter.subject.contains(char::is_control), "{:?}", letter.subject);
        letter::blocks(&letter.body);
        letter::html(&letter.subject, &letter.body, "en");
    }
}

fn stated() -> Facts {
    Facts {
        reference: "R-7".to_owned(),
        recipient: "the Department".to_owned(),
        due: Some("8 February 2021".to_owned()),
        stated: BTreeMap::from([("reasons".to_owned(), "Nothing\nwas wrong.\n\nDue: 1 May".to_owned())]),
        days_suspended: Some(90),
        ..Facts::default()
    }
}
