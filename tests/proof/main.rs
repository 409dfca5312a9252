//! The proof, held against the appeal core and against workflows that are broken on purpose.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod agreement;
mod brute;
mod expiry;
mod faults;
mod order;
mod random;
mod shipped;
mod thousand;
mod world;
