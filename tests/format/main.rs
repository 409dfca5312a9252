//! The format of workflow files: what it refuses, its published schema, and the workflows shipped in it.

// A helper that fails is a failed test, and says where.
#![allow(clippy::unwrap_used)]

mod faults;
mod schema;
mod shipped;
mod together;
