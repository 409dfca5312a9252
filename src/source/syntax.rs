//! What the YAML parser means, said to someone who has never heard of a scanner.

use super::{Problem, text::Text};

pub(super) const ALIAS: &str = "a reference to another part of the file (`*name`)";
pub(super) const ALIAS_HELP: &str = "write the part out, so that each place can be read by itself";

/// Words in the parser's message, what we say instead, and what helps.
const PLAIN_WORDS: [(&str, &str, &str); 10] = [
    (
        "unexpected end of stream",
        "this quotation mark is never closed",
        "close it, or put the text on lines of its own after `|`",
    ),
    (
        "trailing content",
        "text after a closing quotation mark",
        "write a quotation mark inside a text twice (`''`) or as `\\\"`",
    ),
    ("values are not allowed", "a second `:` in one line", "put a text that holds `: ` in quotes"),
    ("unknown anchor", ALIAS, ALIAS_HELP),
    ("',' or ']'", "a list in `[ ]` is not closed before this", "expected `,` or `]`"),
    ("',' or '}'", "a map in `{ }` is not closed before this", "expected `,` or `}`"),
    ("expected key", "this line does not fit the map it stands in", "indent it like the keys above it"),
    ("'-' indicator", "this line does not fit the list it stands in", "indent it like the `-` above it"),
    ("simple key expect", "a line without `:`", "write `key: value`"),
    ("tab", "a tab where only spaces may stand", "indent with spaces"),
];

/// The parser's fault at a byte, in plain words where we have them.
pub(super) fn explained(text: &Text, at: usize, fault: &str) -> Problem {
    match PLAIN_WORDS.iter().find(|(words, ..)| fault.contains(words)) {
        Some((_, message, help)) => text.problem(at..at + 1, *message).help(*help),
        None => text.problem(at..at + 1, fault),
    }
}
