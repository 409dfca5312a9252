//! redress: an appeals engine.

pub mod source;
