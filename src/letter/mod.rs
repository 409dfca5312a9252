//! Letters: facts become a subject and a body in the recipient's language.
//!
//! Pure. [`Facts`] is all that a letter may say about an appeal, already in words; [`Templates`] holds a
//! workflow's letter files, proven when they are read. The workflow reader makes `Templates` once, the registry composes with
//! them in the transaction of the event, and previews compose with the same function. Whatever the facts
//! contain, a subject is one line and no line of a body that names a fact can be forged by another fact.

mod account;
mod blocks;
pub mod bulletin;
mod digest;
mod facts;
mod faults;
mod html;
mod layout;
mod occasion;
mod paper;
mod print;
mod proof;
pub mod sentences;
mod tags;
mod templates;
mod truth;
mod words;

pub use account::Words;
pub use blocks::{Block, blocks};
pub use digest::digest;
pub use facts::Facts;
pub use faults::{ComposeFault, TemplateFault};
pub use html::html;
pub use layout::Filled;
pub use occasion::{Occasion, Written, count, moves, write};
pub use paper::{Document, Paper, PaperFault, paper, text_hash};
pub use templates::{Templates, Text};
pub use truth::outdated;

#[cfg(test)]
mod lint;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod specimens;
