//! The store: the only SQL of the house.

pub mod admin;
