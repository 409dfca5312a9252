//! The seal: a hash chain over each appeal's journal.
//!
//! Pure. Every entry's hash covers the one before it, so nothing can be changed, removed from the middle
//! or put in between unseen. The registry chains new entries, letters quote the head, `doctor` and a
//! verifier walk the chain again.
//!
//! What is hashed is the canonical encoding of an entry: one JSON object without white space, its keys in
//! alphabetical order at every level, instants in UTC as RFC 3339 with at most microseconds, numbers
//! whole. It is what RFC 8785 gives for such values, so any language can check it.

mod canonical;

use sha2::{Digest, Sha256};

use crate::appeal::Entry;
pub use canonical::canonical;

/// A SHA-256 hash.
pub type Hash = [u8; 32];

/// The hash before the first entry.
pub const GENESIS: Hash = [0; 32];

/// An entry ready to be stored: its parts in canonical JSON and its link in the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// The actor.
    pub actor: String,
    /// The event.
    pub event: String,
    /// The hash of this entry and all before it.
    pub hash: Hash,
}

/// Seals an entry of the appeal with this reference behind the hash of the entry before it.
pub fn seal(reference: &str, before: &Hash, entry: &Entry) -> Sealed {
    let actor = canonical(&entry.actor);
    let event = canonical(&entry.event);
    let text = format!(
        r#"{{"actor":{actor},"before":"{}","event":{event},"legal_at":"{}","recorded_at":"{}","reference":{},"seq":{},"v":1}}"#,
        hex(before),
        entry.legal_at,
        entry.recorded_at,
        canonical(&reference),
        entry.seq,
    );
    Sealed { actor, event, hash: Sha256::digest(text.as_bytes()).into() }
}

/// Where a chain is broken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// An entry is missing or stands in the wrong place.
    #[error("entry {expected} is missing; the next one found is {found}")]
    Gap {
        /// The number expected.
        expected: i32,
        /// The number found.
        found: i32,
    },
    /// An entry is not what was sealed.
    #[error("entry {seq} was changed after it was sealed")]
    Changed {
        /// Its number.
        seq: i32,
    },
}

/// Walks a journal with its stored hashes and answers with the head of the chain.
pub fn verify<'a>(
    reference: &str,
    journal: impl IntoIterator<Item = (&'a Entry, &'a [u8])>,
) -> Result<Hash, Broken> {
    let mut head = GENESIS;
    for (expected, (entry, stored)) in (1..).zip(journal) {
        if entry.seq != expected {
            return Err(Broken::Gap { expected, found: entry.seq });
        }
        head = seal(reference, &head, entry).hash;
        if head != *stored {
            return Err(Broken::Changed { seq: entry.seq });
        }
    }
    Ok(head)
}

/// Bytes in hexadecimal, lower case.
pub fn hex(bytes: &[u8]) -> String {
    hex::encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::appeal::{Actor, Event};

    fn journal() -> Vec<(Entry, Hash)> {
        let mut head = GENESIS;
        let text = |seq| format!("fact {seq}");
        (1..=4)
            .map(|seq| {
                let at = jiff::Timestamp::from_microsecond(1_611_648_000_000_000 + i64::from(seq)).unwrap();
                let event = Event::Noted { text: text(seq), source: None, wish: None };
                let entry = Entry { seq, legal_at: at, recorded_at: at, actor: Actor::Clerk, event };
                head = seal("R-1", &head, &entry).hash;
                (entry, head)
            })
            .collect()
    }

    fn check(journal: &[(Entry, Hash)]) -> Result<Hash, Broken> {
        verify("R-1", journal.iter().map(|(entry, hash)| (entry, hash.as_slice())))
    }

    #[test]
    fn an_untouched_journal_verifies_to_its_head() {
        let journal = journal();
        assert_eq!(check(&journal), Ok(journal[3].1));
    }

    #[test]
    fn a_changed_word_breaks_the_chain_where_it_stands() {
        let mut journal = journal();
        journal[1].0.event = Event::Noted { text: "another fact".to_owned(), source: None, wish: None };
        assert_eq!(check(&journal), Err(Broken::Changed { seq: 2 }));
    }

    #[test]
    fn a_removed_entry_is_missed() {
        let mut journal = journal();
        journal.remove(1);
        assert_eq!(check(&journal), Err(Broken::Gap { expected: 2, found: 3 }));
    }

    #[test]
    fn a_journal_of_one_appeal_does_not_verify_as_anothers() {
        let journal = journal();
        let answer = verify("R-2", journal.iter().map(|(entry, hash)| (entry, hash.as_slice())));
        assert_eq!(answer, Err(Broken::Changed { seq: 1 }));
    }

    #[test]
    fn the_canonical_encoding_is_what_any_other_language_would_write() {
        let (entry, hash) = &journal()[0];
        let text = format!(
            r#"{{"actor":"clerk","before":"{}","event":{{"event":"noted","text":"fact 1"}},"legal_at":"2021-01-26T08:00:00.000001Z","recorded_at":"2021-01-26T08:00:00.000001Z","reference":"R-1","seq":1,"v":1}}"#,
            "0".repeat(64)
        );
        assert_eq!(entry.seq, 1);
        assert_eq!(*hash, Hash::from(Sha256::digest(text.as_bytes())));
    }
}
