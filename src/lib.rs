//! redress: an appeals engine.

pub mod law;
