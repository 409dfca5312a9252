//! The world the tests live in.

// Each test file takes what it needs of the world and leaves the rest.
#![allow(dead_code)]
// A helper that fails is a failed test, and says where.
#![allow(clippy::unwrap_used)]

pub mod appeals;
pub mod cluster;
pub mod program;
pub mod tools;
