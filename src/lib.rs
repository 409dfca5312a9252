//! redress: an appeals engine.
pub mod letter;
pub mod texts;
