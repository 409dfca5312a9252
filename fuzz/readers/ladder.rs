//! The CSV of offices, organisations and people: the same bytes as each of them.

use redress::ladder::{self, Faults, Ladder};

use super::rules;

pub fn read(bytes: &[u8]) {
    let stored = &rules::cast().ladder;
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    for known in [&Ladder::default(), stored] {
        if let Some(offices) = taken(ladder::offices(text, known)) {
            let ladder = Ladder::new(known.iter().cloned().chain(offices));
            for office in ladder.iter() {
                assert!(ladder.path(&office.code).len() <= ladder.iter().count());
            }
        }
    }
    taken(ladder::organisations(text));
    taken(ladder::people(text));
}

fn taken<T>(read: Result<Vec<T>, Faults>) -> Option<Vec<T>> {
    let faults = match read {
        Ok(rows) => return Some(rows),
        Err(faults) => faults,
    };
    assert!(!faults.0.is_empty(), "refused without a reason");
    assert!(faults.0.is_sorted_by_key(|fault| fault.line));
    assert!(!faults.to_string().is_empty());
    None
}
