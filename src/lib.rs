//! redress: an appeals engine.
//!
//! It carries an appeal, step by step, to whoever must act next, counts the time the law gives them,
//! writes to everyone concerned, and passes the appeal up when an office stays silent. ARCHITECTURE.md
//! tells which room does what and which may know which.

pub mod appeal;
pub mod chronicle;
pub mod cli;
pub mod clock;
pub mod cluster;
pub mod config;
pub mod daemon;
pub mod doctor;
pub mod ladder;
pub mod law;
pub mod letter;
pub mod mail;
pub mod registry;
pub mod seal;
pub mod shipped;
pub mod source;
pub mod store;
pub mod story;
pub mod texts;
pub mod web;
pub mod workflow;
