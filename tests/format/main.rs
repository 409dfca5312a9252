//! The format of workflow files: what it refuses, its published schema, and the workflows shipped in it.

mod faults;
mod schema;
mod shipped;
