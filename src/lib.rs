//! redress: an appeals engine.

pub mod cluster;
pub mod store;
