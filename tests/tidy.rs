//! The house kept tidy: the layers and bans of ARCHITECTURE.md, read from the sources themselves.
//!
//! Whatever is not allowed in the tables of `tidy/house.rs` is refused, with its file and line. To open a new way
//! between two rooms, say so there and in ARCHITECTURE.md.

#![allow(clippy::unwrap_used, reason = "a source that cannot be read is a failed test")]

#[path = "tidy/house.rs"]
mod house;
#[path = "tidy/source.rs"]
mod source;
#[path = "tidy/texts.rs"]
mod texts;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use house::{BANS, CRATES, PURE, PURE_BANS, ROOMS};
use source::Source;

/// The names of all tracked files, and of those about to be.
fn tracked() -> Vec<String> {
    let listed = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let names = String::from_utf8(listed.stdout).unwrap();
    let names: Vec<String> =
        names.lines().filter(|name| root().join(name).is_file()).map(str::to_owned).collect();
    assert!(names.len() > 100, "git lists the files of this checkout");
    names
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn text_of(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).unwrap()
}

/// The sources of the program itself; its tests may look anywhere.
fn program() -> Vec<Source> {
    let names = tracked().into_iter().filter(|name| name.starts_with("src/") && name.ends_with(".rs"));
    let mut sources: Vec<Source> = names.map(|name| Source::read(&name, &text_of(&name))).collect();
    let of_tests: Vec<String> = sources.iter().flat_map(Source::files_of_tests).collect();
    sources.retain(|source| !of_tests.contains(&source.name));
    sources
}

/// Fails with every finding at once.
fn assert_tidy(findings: impl IntoIterator<Item = String>) {
    let findings: Vec<String> = findings.into_iter().collect();
    assert!(findings.is_empty(), "\n{}\n", findings.join("\n"));
}

#[test]
fn each_room_knows_only_the_rooms_below_it() {
    assert_tidy(program().iter().flat_map(|source| source.wrong_doors(ROOMS)));
}

#[test]
fn the_rooms_lie_in_layers_without_a_way_round() {
    let mut below = BTreeSet::new();
    for (room, known) in ROOMS {
        let above: Vec<_> = known.iter().filter(|known| !below.contains(*known)).collect();
        assert!(above.is_empty(), "{room} stands below {above:?} and may not know them");
        below.insert(room);
    }
}

#[test]
fn every_room_is_in_the_table_and_in_architecture_md() {
    let architecture = text_of("ARCHITECTURE.md");
    let rooms = Source::read("src/lib.rs", &text_of("src/lib.rs")).modules();
    assert!(rooms.len() > 10, "{rooms:?}");
    assert_tidy(texts::unnamed(&rooms, &architecture));
    let in_table: BTreeSet<&str> = ROOMS.iter().map(|(room, _)| *room).collect();
    let there_are: BTreeSet<&str> = rooms.iter().map(String::as_str).collect();
    assert_eq!(in_table, there_are);
}

#[test]
fn each_library_is_known_only_where_it_belongs() {
    assert_tidy(program().iter().flat_map(|source| source.wrong_libraries(CRATES)));
}

#[test]
fn every_library_of_the_program_has_its_place_in_the_table() {
    let listed: BTreeSet<String> = CRATES.iter().map(|(library, _)| (*library).to_owned()).collect();
    assert_eq!(texts::dependencies(&text_of("Cargo.toml")), listed);
}

#[test]
fn time_environment_and_sql_are_touched_in_one_room_each() {
    assert_tidy(program().iter().flat_map(|source| source.banned(BANS)));
}

#[test]
fn the_pure_rooms_neither_wait_nor_log_nor_touch_the_world() {
    let pure = program().into_iter().filter(|source| PURE.contains(&source.room.as_str()));
    assert_tidy(pure.flat_map(|source| source.banned(PURE_BANS)));
}

#[test]
fn every_module_begins_with_what_it_is() {
    let sources = tracked().into_iter().filter(|name| name.ends_with(".rs"));
    assert_tidy(sources.filter_map(|name| texts::undocumented(&name, &text_of(&name))));
}

#[test]
fn no_file_is_longer_than_four_hundred_lines() {
    let sources = tracked().into_iter().filter(|name| name.ends_with(".rs") || name.ends_with(".sh"));
    assert_tidy(sources.filter_map(|name| texts::too_long(&name, &text_of(&name), house::LONG)));
}

#[test]
fn every_name_says_what_it_names() {
    let names = tracked();
    assert_tidy(names.iter().filter_map(|name| texts::vague_path(name)));
    let sources = names.iter().filter(|name| name.ends_with(".rs"));
    assert_tidy(sources.flat_map(|name| Source::read(name, &text_of(name)).vague_names()));
}

#[test]
fn no_tracked_file_names_a_machine_or_a_registry() {
    let names = tracked().into_iter().filter(|name| name != "Cargo.lock");
    // What is not text names nothing.
    let texts = names.filter_map(|name| Some((std::fs::read_to_string(root().join(&name)).ok()?, name)));
    assert_tidy(texts.flat_map(|(text, name)| texts::foreign_places(&name, &text)));
}

#[test]
fn architecture_md_is_under_two_hundred_lines() {
    assert!(text_of("ARCHITECTURE.md").lines().count() < 200);
}
