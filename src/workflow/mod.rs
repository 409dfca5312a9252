//! Workflows: the rules by which one kind of appeal moves, written by lawyers and proven before they run.
//!
//! Pure. `read` takes the text of a workflow file and of its letters and answers with a `Definition`
//! that holds together, or with every problem of the file at once. A definition is immutable; an appeal
//! is pinned to the digest of the one it was filed under.

mod compile;
mod definition;
mod digest;
pub mod drawing;
pub mod file;
mod found;
pub mod proof;

pub use compile::{SharedLetters, read, shared_letters};
pub use definition::*;
pub use digest::digest;

/// The JSON Schema of workflow files, from the types that they are read into.
pub fn schema() -> serde_json::Value {
    crate::source::schema::<file::WorkflowFile>()
}
