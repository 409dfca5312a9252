//! The published schemas are those of the types that files are read into.

use redress::story::{Story, simulate::Behaviour};
use redress::{law, source, workflow};
use serde_json::Value;

fn assert_published(schema: &Value, published: &str, command: &str) {
    let published: Value = serde_json::from_str(published).unwrap();
    assert!(*schema == published, "the format has changed: run `cargo run -- {command}`");
}

#[test]
fn the_published_schema_of_workflows_is_that_of_their_types() {
    let published = include_str!("../../workflows/schema.json");
    assert_published(&workflow::schema(), published, "workflow schema > workflows/schema.json");
}

#[test]
fn the_published_schema_of_calendars_is_that_of_their_types() {
    let published = include_str!("../../workflows/calendars/schema.json");
    let command = "workflow schema calendar > workflows/calendars/schema.json";
    assert_published(&source::schema::<law::CalendarFile>(), published, command);
}

#[test]
fn the_published_schema_of_stories_is_that_of_their_types() {
    let published = include_str!("../../workflows/stories/schema.json");
    let command = "workflow schema story > workflows/stories/schema.json";
    assert_published(&source::schema::<Story>(), published, command);
}

#[test]
fn the_published_schema_of_behaviours_is_that_of_their_types() {
    let published = include_str!("../../workflows/behaviours/schema.json");
    let command = "workflow schema behaviour > workflows/behaviours/schema.json";
    assert_published(&source::schema::<Behaviour>(), published, command);
}
