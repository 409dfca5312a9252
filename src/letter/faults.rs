//! What can be wrong with a letter file, and with asking for a letter.

use crate::texts::Language;

/// A fault in a letter file, for its author. `Templates::new` reports all of them together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error("{file}:{line}: {message}")]
pub struct TemplateFault {
    /// The file, as `<workflow>/<letter>.<language>.txt`.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong, and what to write instead.
    pub message: String,
}

/// Why a letter could not be composed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ComposeFault {
    /// The workflow has no such letter file.
    #[error(
        "there is no letter `{workflow}/{letter}.{language}.txt`: write it, or name another in the workflow"
    )]
    NoSuchLetter {
        /// The workflow.
        workflow: String,
        /// The letter asked for.
        letter: String,
        /// The language asked for.
        language: Language,
    },
    /// The template failed on these facts; in practice, a text so long that the fuel ran out.
    #[error("`{workflow}/{letter}.{language}.txt` cannot be composed from these facts: {message}")]
    Broken {
        /// The workflow.
        workflow: String,
        /// The letter asked for.
        letter: String,
        /// The language asked for.
        language: Language,
        /// What the template engine says.
        message: String,
    },
}
