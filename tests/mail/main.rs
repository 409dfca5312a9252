//! Letters on their way: to a real mail server, to a hostile one, and back.

#![allow(clippy::unwrap_used)]

#[path = "../world/mod.rs"]
mod world;

mod back;
mod bulletins;
mod courtesy;
mod daemon;
mod held;
mod hostile;
mod hostility;
mod paper;
mod python;
mod real;
