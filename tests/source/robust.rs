//! Whatever the text: no panic, every problem inside the file, and every problem can be drawn.

use proptest::prelude::*;
use redress::source::read;

use crate::fixture::{Rules, SOUND};

fn holds(text: &str) {
    let Err(problems) = read::<Rules>("rules.yaml", text) else { return };
    assert!(!problems.is_empty());
    for problem in &problems {
        let before = text.get(..problem.span.start).expect("starts between characters of the file");
        assert!(text.get(problem.span.clone()).is_some_and(|underlined| !underlined.contains('\n')));
        assert_eq!(problem.line, before.matches('\n').count() + 1);
        let line = before.rsplit('\n').next().unwrap_or_default().trim_start_matches('\u{feff}');
        assert_eq!(problem.column, line.chars().count() + 1);
    }
    assert!(problems.render(true).contains("rules.yaml"));
}

/// Pieces that mean something in YAML, to put where they do harm.
const PIECES: [&str; 24] = [
    ":", ": ", "- ", "\n", "\r\n", "  ", "\t", "[", "]", "{", "}", "'", "\"", "|\n", ">", "#", "&a ", "*a",
    "!t ", "---\n", "? ", "<<: ", "%", "ә",
];

proptest! {
    #[test]
    fn no_text_makes_reading_panic(text in any::<String>()) {
        holds(&text);
    }

    #[test]
    fn no_text_of_yaml_pieces_makes_reading_panic(
        pieces in prop::collection::vec(prop_oneof![prop::sample::select(&PIECES[..]), Just("name"), Just("steps")], 0..40),
    ) {
        holds(&pieces.concat());
    }

    #[test]
    fn no_change_to_a_sound_file_makes_reading_panic(
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0..4_usize, prop::sample::select(&PIECES[..])), 1..5),
    ) {
        let mut text: Vec<char> = SOUND.chars().collect();
        for (place, removed, piece) in changes {
            let start = place.index(text.len());
            let end = (start + removed).min(text.len());
            text.splice(start..end, piece.chars());
        }
        holds(&text.into_iter().collect::<String>());
    }
}
