//! What the YAML parser means, said to someone who has never heard of a scanner.

pub(super) const ALIAS: &str = "references to another part of the file (`*name`) are not allowed";
pub(super) const ALIAS_HELP: &str = "write the part out, so that each place can be read by itself";
pub(super) const TOO_DEEP: &str = "too many lists and maps inside each other";
pub(super) const TOO_DEEP_HELP: &str = "at most 64 levels are read";
const UNCLOSED: &str = "this text in quotes is not closed";
const UNCLOSED_HELP: &str = "close it, or put the text on lines of its own after `|`";
const UNEVEN: &str = "this line is not indented like its neighbours";
const UNEVEN_HELP: &str = "indent it like the lines it belongs to";

/// Words in the parser's message, what we say instead, and what helps.
const PLAIN_WORDS: [(&str, &str, &str); 17] = [
    ("quoted scalar, found unexpected", UNCLOSED, UNCLOSED_HELP),
    ("in quoted scalar", UNCLOSED, UNCLOSED_HELP),
    (
        "trailing content",
        "text after a closing quotation mark",
        "write a quotation mark inside a text twice (`''`) or as `\\\"`",
    ),
    ("values are not allowed", "a second `:` in one line", "put a text that holds `: ` in quotes"),
    ("unknown anchor", ALIAS, ALIAS_HELP),
    ("',' or ']'", "a list in `[ ]` is not closed before this", "expected `,` or `]`"),
    ("',' or '}'", "a map in `{ }` is not closed before this", "expected `,` or `}`"),
    ("expected key", UNEVEN, UNEVEN_HELP),
    ("'-' indicator", UNEVEN, UNEVEN_HELP),
    ("node content", "a value is missing here", "write it, or close the list or map"),
    ("recursion limit", TOO_DEEP, TOO_DEEP_HELP),
    ("simple key expect", "a line without `:`", "write `key: value`"),
    ("unexpected character", "no text begins with this character", "put the text in quotes"),
    (
        "illegal placement",
        "a list or map in brackets is not closed before this",
        "expected `,` or the closing bracket",
    ),
    ("entries are not allowed", "a list cannot begin here", "begin each `- ` on a line of its own"),
    ("unknown escape", "an unknown `\\` sign in double quotes", "write `\\\\`, or use single quotes"),
    ("tab", "a tab where only spaces may stand", "indent with spaces"),
];

/// The parser's message in plain words where we have them, and what helps.
pub(super) fn explained(fault: &str) -> (&str, Option<String>) {
    match PLAIN_WORDS.iter().find(|(words, ..)| fault.contains(words)) {
        Some((_, message, help)) => (message, Some((*help).to_owned())),
        None => (fault, None),
    }
}
