//! Every reader of what comes from outside, each with what is done at once with what it has read.
//!
//! `fuzz/main.rs` feeds them what a fuzzer thinks of, `tests/fuzzed.rs` what was found and kept. Whatever the bytes,
//! a reader answers, with what it read or with faults that can be told, soon and in little memory; a panic is a fault
//! of redress. What was read is used: proved, drawn, counted with, played, written out and read again.

mod behaviour;
mod calendar;
mod feed;
mod form;
mod ladder;
mod letter;
mod mail;
mod paper;
mod rules;
mod sheet;
mod story;
mod told;
mod workflow;

/// A reader with its use.
pub type Reader = fn(&[u8]);

/// All of them, by the names of their folders under `fuzz/corpus` and `fuzz/found`.
pub const ALL: &[(&str, Reader)] = &[
    ("behaviour", behaviour::read),
    ("calendar", calendar::read),
    ("feed", feed::read),
    ("form", form::read),
    ("ladder", ladder::read),
    ("letter", letter::read),
    ("mail", mail::read),
    ("paper", paper::read),
    ("sheet", sheet::read),
    ("story", story::read),
    ("workflow", workflow::read),
];
