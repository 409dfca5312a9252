//! What fuzzing has found and kept, read again by the same readers: a fault of one of them shows without a fuzzer.

#![allow(clippy::unwrap_used, reason = "an input that cannot be opened is a failed test")]

#[path = "../fuzz/readers/mod.rs"]
mod readers;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// What an unoptimised program may take for one input on a busy machine. What hangs takes for ever.
const LONGEST: Duration = Duration::from_secs(20);

fn folder(sort: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz").join(sort)
}

fn inputs(sort: &str, reader: &str) -> Vec<PathBuf> {
    let Ok(files) = fs::read_dir(folder(sort).join(reader)) else { return Vec::new() };
    files.map(|file| file.unwrap().path()).collect()
}

/// Gives a reader all that was kept for it, and names each input on which it fails.
fn read_again(name: &str) {
    let (_, reader) = readers::ALL.iter().find(|(known, _)| *known == name).unwrap();
    let kept = inputs("corpus", name);
    assert!(!kept.is_empty(), "nothing is kept for {name}");
    let failing = kept.into_iter().chain(inputs("found", name)).filter(|input| {
        let bytes = fs::read(input).unwrap();
        let began = Instant::now();
        let read = catch_unwind(AssertUnwindSafe(|| reader(&bytes)));
        read.is_err() || began.elapsed() > LONGEST
    });
    let failing: Vec<_> = failing.collect();
    assert!(failing.is_empty(), "{name} fails on {failing:#?}");
}

#[test]
fn behaviours_that_were_found_are_read() {
    read_again("behaviour");
}

#[test]
fn calendars_that_were_found_are_read() {
    read_again("calendar");
}

#[test]
fn feeds_that_were_found_are_read() {
    read_again("feed");
}

#[test]
fn forms_that_were_found_are_read() {
    read_again("form");
}

#[test]
fn ladders_that_were_found_are_read() {
    read_again("ladder");
}

#[test]
fn letters_that_were_found_are_read() {
    read_again("letter");
}

#[test]
fn mail_that_was_found_is_read() {
    read_again("mail");
}

#[test]
fn papers_that_were_found_are_looked_into() {
    read_again("paper");
}

#[test]
fn sheets_that_were_found_are_written() {
    read_again("sheet");
}

#[test]
fn stories_that_were_found_are_read() {
    read_again("story");
}

#[test]
fn workflows_that_were_found_are_read() {
    read_again("workflow");
}

#[test]
fn every_reader_has_a_folder_and_a_dictionary_and_every_folder_a_reader() {
    let names: Vec<&str> = readers::ALL.iter().map(|(name, _)| *name).collect();
    for sort in ["corpus", "found", "dictionaries"] {
        // Nothing may have been found yet.
        for file in fs::read_dir(folder(sort)).into_iter().flatten() {
            let name = file.unwrap().file_name().into_string().unwrap();
            assert!(names.contains(&name.as_str()), "there is no reader for fuzz/{sort}/{name}");
        }
    }
    assert!(names.iter().all(|name| folder("dictionaries").join(name).is_file()));
}
