//! The digest that names a workflow for ever: SHA-256 over its file and all its letters.
//!
//! Pure. Two workflows with the same digest are the same to the letter; the store keeps each once.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

/// The digest, in hexadecimal, of a workflow file and its letters by file name.
///
/// Every part is preceded by its length, so that no two different sets of files can look the same.
pub fn digest(text: &str, letters: &BTreeMap<String, String>) -> String {
    let mut hash = Sha256::new();
    let mut part = |part: &str| {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    };
    part(text);
    for (name, letter) in letters {
        part(name);
        part(letter);
    }
    hex::encode(hash.finalize())
}
