//! The rules of procedure, told on a small workflow and the pure core: no database, no daemon, no mail.

// A helper that fails is a failed test, and says where.
#![allow(clippy::unwrap_used)]

mod calendars;
#[allow(dead_code, reason = "the tests of the shipped workflows use the rest")]
mod case;
mod clocks;
mod decisions;
mod filing;
mod forums;
mod options;
mod silence;
mod versions;
