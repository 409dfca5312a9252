//! redress: an appeals engine.

pub mod cluster;
pub mod law;
pub mod source;
pub mod store;
