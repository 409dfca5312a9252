//! What comes in at the registry's door, and what goes out.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::appeal::{Deed, Refusal};
use crate::seal;

/// A command for one appeal, under a key of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Submission {
    /// The key: whoever sends the command again after a lost answer sends it under the same one.
    pub key: String,
    /// The appeal's reference; none for a filing.
    pub reference: Option<String>,
    /// Who does what.
    pub deed: Deed,
}

impl Submission {
    /// SHA-256 over all that is asked, to tell a repetition from another request under the same key.
    pub(super) fn fingerprint(&self) -> Vec<u8> {
        Sha256::digest(seal::canonical(&(&self.reference, &self.deed)).as_bytes()).to_vec()
    }
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The appeal.
    pub reference: String,
    /// The numbers of the first and last entry that this wrote in the journal.
    pub entries: (i32, i32),
    /// The head of the appeal's chain after it, in hexadecimal.
    pub head: String,
}

/// The answer to a command.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// It was done.
    Done(Receipt),
    /// It was refused, and nothing happened.
    Refused(Refusal),
    /// The program could not do it; an operator must look.
    Faulty(String),
}
