//! Filling a plain-text letter to 72 columns.
//!
//! Blank lines part paragraphs; the lines of a paragraph are joined and filled again, so that a letter
//! file can give each sentence a line of its own. Kept apart are list items (`- `), quoted lines (`> `) and
//! blocks in which every line is `Key: value`. Columns are display columns.

use textwrap::core::{Fragment, Word, break_words, display_width};
use textwrap::wrap_algorithms::wrap_first_fit;

/// The width of a letter in columns, so that a quoted reply still fits 80.
pub(super) const WIDTH: usize = 72;

/// The text with every paragraph filled, one blank line between paragraphs, and a line break at the end.
pub(super) fn fill(text: &str) -> String {
    let mut page = String::with_capacity(text.len() + text.len() / 16);
    let mut block: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim).chain([""]) {
        if !line.is_empty() {
            block.push(line);
        } else if !block.is_empty() {
            if !page.is_empty() {
                page.push('\n');
            }
            write_block(&block, &mut page);
            block.clear();
        }
    }
    page
}

fn write_block(block: &[&str], page: &mut String) {
    let keyed = block.len() > 1 && block.iter().all(|line| is_keyed(line));
    let mut paragraph: Option<Paragraph> = None;
    for line in block {
        match &mut paragraph {
            Some(open) if !keyed && !open.quoted() && !line.starts_with("- ") && !line.starts_with('>') => {
                open.add(line);
            }
            _ => {
                if let Some(full) = paragraph.replace(Paragraph::begin(line, keyed)) {
                    full.write(page);
                }
            }
        }
    }
    if let Some(last) = paragraph {
        last.write(page);
    }
}

/// Whether a line is of the form `Key: value`, with a short key that holds no sentence.
pub(super) fn is_keyed(line: &str) -> bool {
    let colon = line.bytes().take(80).position(|byte| byte == b':');
    colon.is_some_and(|at| line[at..].starts_with(": ") && !line[..at].contains(['.', '!', '?', '>']))
}

struct Paragraph<'t> {
    pieces: Vec<Piece<'t>>,
    first: &'static str,
    rest: &'static str,
}

impl<'t> Paragraph<'t> {
    fn begin(line: &'t str, keyed: bool) -> Paragraph<'t> {
        let (first, rest, line) = match line.split_at_checked(2) {
            Some(("- ", item)) => ("- ", "  ", item),
            _ if line.starts_with('>') => ("> ", "> ", &line[1..]),
            _ if keyed => ("", "  ", line),
            _ => ("", "", line),
        };
        let mut paragraph = Paragraph { pieces: Vec::with_capacity(line.len() / 5), first, rest };
        paragraph.add(line);
        paragraph
    }

    fn quoted(&self) -> bool {
        self.first == "> "
    }

    fn add(&mut self, line: &'t str) {
        let room = WIDTH - self.first.len().max(self.rest.len());
        let mut before: Option<Placed> = None;
        for (start, word, width) in words(line) {
            let end = start + word.len();
            match (before, self.pieces.last_mut()) {
                _ if width > room => {
                    let parts = break_words([Word::from(word)], room);
                    self.pieces.extend(
                        parts.iter().map(|part| Piece { text: part.word, width: display_width(part) }),
                    );
                    before = None;
                }
                (Some(Placed { from, to, word: previous }), Some(last))
                    if to + 1 == start && binds(previous, word) && last.width + 1 + width <= room =>
                {
                    *last = Piece { text: &line[from..end], width: last.width + 1 + width };
                    before = Some(Placed { from, to: end, word });
                }
                _ => {
                    self.pieces.push(Piece { text: word, width });
                    before = Some(Placed { from: start, to: end, word });
                }
            }
        }
    }

    fn write(&self, page: &mut String) {
        let room = [self.first, self.rest].map(|indent| (WIDTH - indent.len()) as f64);
        for (index, line) in wrap_first_fit(&self.pieces, &room).into_iter().enumerate() {
            page.push_str(if index == 0 { self.first } else { self.rest });
            for (index, piece) in line.iter().enumerate() {
                if index > 0 {
                    page.push(' ');
                }
                page.push_str(piece.text);
            }
            page.truncate(page.trim_end_matches(' ').len());
            page.push('\n');
        }
    }
}

/// Where in its line the last piece begins and ends, and its last word.
#[derive(Clone, Copy)]
struct Placed<'t> {
    from: usize,
    to: usize,
    word: &'t str,
}

/// A word, or several of one line between which it must not break.
#[derive(Debug)]
struct Piece<'t> {
    text: &'t str,
    width: usize,
}

impl Fragment for Piece<'_> {
    fn width(&self) -> f64 {
        self.width as f64
    }

    fn whitespace_width(&self) -> f64 {
        1.0
    }

    fn penalty_width(&self) -> f64 {
        0.0
    }
}

/// The words of a line, each with its place in bytes and its width in columns.
fn words(line: &str) -> impl Iterator<Item = (usize, &str, usize)> {
    let mut start = 0;
    std::iter::from_fn(move || {
        while line.as_bytes().get(start) == Some(&b' ') {
            start += 1;
        }
        let (mut length, mut characters, mut plain) = (0, 0, true);
        for byte in line.as_bytes().get(start..)?.iter().take_while(|byte| **byte != b' ') {
            length += 1;
            characters += usize::from(!is_continuation(*byte));
            plain &= is_continuation(*byte) || matches!(byte, ..0x80 | 0xD0..=0xD3);
        }
        let (from, word) = (start, &line[start..start + length]);
        start += length;
        // ASCII and Cyrillic, nearly all of a letter, take a column each; the rest is looked up.
        (length > 0).then(|| (from, word, if plain { characters } else { display_width(word) }))
    })
}

/// Whether a byte of UTF-8 continues a character.
fn is_continuation(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

/// Whether a line must not end between two words: before a dash and `г.`, after `№` and `No.`, between a
/// day and its month (`8 February`), and between an abbreviation and its number (`KoAP 826-3`).
fn binds(before: &str, after: &str) -> bool {
    matches!(after, "—" | "–" | "г." | "г.," | "г.;")
        || matches!(before, "№" | "No.")
        || (1..=2).contains(&before.len()) && before.bytes().all(|byte| byte.is_ascii_digit())
        || after.starts_with(|char: char| char.is_ascii_digit())
            && before.chars().filter(|char| char.is_uppercase()).nth(1).is_some()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_lines_of_a_paragraph_are_joined_and_filled() {
        let text =
            "One sentence here.\nAnother one that is long enough to reach beyond the edge of the line.\n";
        assert_eq!(
            fill(text),
            "One sentence here. Another one that is long enough to reach beyond the\nedge of the line.\n"
        );
    }

    #[test]
    fn blank_lines_never_pile_up() {
        assert_eq!(fill("\n\nOne.\n\n\n \nTwo.\n\n"), "One.\n\nTwo.\n");
    }

    #[test]
    fn key_lines_list_items_and_quotes_keep_their_lines() {
        let text = "Reference: A-1\nDecided on: 25 January 2021\n\nBring:\n- one\n- two\n\n> a\n>\n> b\n";
        assert_eq!(fill(text), text);
    }

    #[test]
    fn a_long_key_line_hangs_and_a_long_quote_stays_quoted() {
        let long = "word ".repeat(20);
        let filled = fill(&format!("Key: {long}\nOther: b\n\n> {long}"));
        let lines: Vec<&str> = filled.lines().collect();
        assert!(lines[1].starts_with("  word"), "{filled}");
        assert!(lines[5].starts_with("> word"), "{filled}");
    }

    #[test]
    fn a_dash_a_year_and_the_number_of_an_article_stay_with_the_word_before_them() {
        let text = format!("{} — тире", "а".repeat(70));
        assert!(fill(&text).lines().all(|line| !line.starts_with('—')));
        let text = format!("{} 2021 г.", "а".repeat(65));
        assert!(fill(&text).ends_with("\n2021 г.\n"));
        let text = format!("{} (KoAP 826-3(1))", "a".repeat(62));
        assert!(fill(&text).ends_with("\n(KoAP 826-3(1))\n"));
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_a_letter(text in "[а-яa-z>:\u{4e00}-\u{4e20} .\n-]{0,400}") {
            for line in fill(&text).lines() {
                prop_assert!(display_width(line) <= WIDTH, "{line}");
            }
        }

        #[test]
        fn every_printed_character_survives(text in "[а-яa-z .\n]{0,400}") {
            let ink = |text: &str| text.chars().filter(|char| !char.is_whitespace()).collect::<String>();
            prop_assert_eq!(ink(&fill(&text)), ink(&text));
        }
    }
}
