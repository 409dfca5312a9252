//! The world the tests live in.

// Each test file takes what it needs of the world and leaves the rest.
#![allow(dead_code)]

pub mod appeals;
pub mod cluster;
