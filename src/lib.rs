//! redress: an appeals engine.

pub mod law;
pub mod source;
