//! Story files: played in memory by the shipped rules, and judged.

use redress::story::{self, StoryFault};

use super::rules;
use super::told::told;

pub fn read(bytes: &[u8]) {
    let (rulebook, cast) = (rules::rulebook(), rules::cast());
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let source = match story::read_with("fuzzed.yaml", text, rulebook, cast) {
        Ok(source) => source,
        Err(problems) => return told(text, &problems),
    };
    match story::play_in_memory(&source, rulebook, cast) {
        Ok(played) if played.failures.is_empty() => {}
        Ok(played) => told(text, &story::problems(&source, &played)),
        Err(StoryFault::Problems(problems)) => told(text, &problems),
        Err(fault) => assert!(!fault.to_string().is_empty()),
    }
}
