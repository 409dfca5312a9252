//! Filling a plain-text letter to 72 columns.
//!
//! Blank lines part paragraphs; the lines of a paragraph are joined and filled again, so that a letter
//! file can give each sentence a line of its own. Kept apart are list items (`- `), quoted lines (`> `) and
//! blocks in which every line is `Key: value`. Columns are display columns.

use std::collections::HashMap;

use memchr::memmem;
use textwrap::core::{Word, break_words, display_width};

/// The width of a letter in columns, so that a quoted reply still fits 80.
pub(super) const WIDTH: usize = 72;

/// Paragraphs as they were filled: in a storm of deadlines most letters share most of theirs.
#[derive(Debug, Default)]
pub struct Filled(HashMap<String, String>);

/// How many are kept before starting afresh.
const MOST_FILLED: usize = 2000;

impl Filled {
    /// The text with every paragraph filled, one blank line between paragraphs, and a line break at the end.
    pub(super) fn fill(&mut self, text: &str) -> String {
        let mut page = String::with_capacity(text.len() + text.len() / 16);
        for part in parts(text) {
            let known = self.0.get(part).map(String::as_str);
            let before = page.len();
            if before > 0 {
                page.push('\n');
            }
            let start = page.len();
            match known {
                Some(filled) => page.push_str(filled),
                None => fill_part(part, &mut page),
            }
            if page.len() == start {
                page.truncate(before);
            } else if known.is_none() {
                self.keep(part, &page[start..]);
            }
        }
        page
    }

    fn keep(&mut self, part: &str, filled: &str) {
        if self.0.len() >= MOST_FILLED {
            self.0.clear();
        }
        self.0.insert(part.to_owned(), filled.to_owned());
    }
}

/// The parts of a text between empty lines.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let ends = memmem::find_iter(text.as_bytes(), "\n\n").chain([text.len()]);
    let mut start = 0;
    ends.filter_map(move |end| {
        let part = &text[start..end];
        start = text.len().min(end + 2);
        (!part.is_empty()).then_some(part)
    })
}

/// Fills a part of a text, in which a blank line may still hide as one of spaces.
fn fill_part(text: &str, page: &mut String) {
    let start = page.len();
    let mut block: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim).chain([""]) {
        if !line.is_empty() {
            block.push(line);
        } else if !block.is_empty() {
            if page.len() > start {
                page.push('\n');
            }
            write_block(&block, page);
            block.clear();
        }
    }
}

fn write_block(block: &[&str], page: &mut String) {
    let keyed = block.len() > 1 && block.iter().all(|line| is_keyed(line));
    let mut paragraph: Option<Paragraph> = None;
    for line in block {
        match &mut paragraph {
            Some(open) if !keyed && !open.quoted() && !line.starts_with("- ") && !line.starts_with('>') => {
                open.add(line, page);
            }
            _ => {
                end_line(page, paragraph.is_some());
                paragraph = Some(Paragraph::begin(line, keyed, page));
            }
        }
    }
    end_line(page, paragraph.is_some());
}

fn end_line(page: &mut String, begun: bool) {
    if begun {
        page.truncate(page.trim_end_matches(' ').len());
        page.push('\n');
    }
}

/// Whether a line is of the form `Key: value`, with a short key that holds no sentence.
pub(super) fn is_keyed(line: &str) -> bool {
    let colon = line.bytes().take(80).position(|byte| byte == b':');
    colon.is_some_and(|at| line[at..].starts_with(": ") && !line[..at].contains(['.', '!', '?', '>']))
}

/// A paragraph as it is written: each word goes to the page at once, on the line if it has room and else on
/// the next. A piece is a word, or several between which a line must not end; the last one is remembered,
/// because a word bound to it may take it along to the next line.
struct Paragraph {
    first: &'static str,
    rest: &'static str,
    /// Columns that words may take on the line being written, and on every line.
    room: usize,
    least_room: usize,
    /// Where on the page the last piece begins, the columns before it on its line, and its own.
    piece_at: usize,
    before: usize,
    width: usize,
}

impl Paragraph {
    fn begin(line: &str, keyed: bool, page: &mut String) -> Paragraph {
        let (first, rest, line) = match line.split_at_checked(2) {
            Some(("- ", item)) => ("- ", "  ", item),
            _ if line.starts_with('>') => ("> ", "> ", &line[1..]),
            _ if keyed => ("", "  ", line),
            _ => ("", "", line),
        };
        page.push_str(first);
        let (room, piece_at) = (WIDTH - first.len(), page.len());
        let least_room = room.min(WIDTH - rest.len());
        let mut paragraph = Paragraph { first, rest, room, least_room, piece_at, before: 0, width: 0 };
        paragraph.add(line, page);
        paragraph
    }

    fn quoted(&self) -> bool {
        self.first == "> "
    }

    fn add(&mut self, line: &str, page: &mut String) {
        let mut previous: Option<(usize, &str)> = None;
        for (start, word, width) in words(line) {
            if width > self.least_room {
                // A link that is broken leads nowhere.
                if word.starts_with("https://") || word.starts_with("http://") {
                    self.place(word, width, page);
                } else {
                    for part in break_words([Word::from(word)], self.least_room) {
                        self.place(part.word, display_width(&part), page);
                    }
                }
                previous = None;
                continue;
            }
            let bound = previous.is_some_and(|(end, before)| end + 1 == start && binds(before, word));
            if bound && self.width + 1 + width <= self.least_room {
                self.extend(word, width, page);
            } else {
                self.place(word, width, page);
            }
            previous = Some((start + word.len(), word));
        }
    }

    /// Writes a piece behind the last one.
    fn place(&mut self, text: &str, width: usize, page: &mut String) {
        let column = if self.width == 0 { 0 } else { self.before + self.width + 1 };
        if column > 0 && column + width > self.room {
            page.push('\n');
            page.push_str(self.rest);
            (self.before, self.room) = (0, WIDTH - self.rest.len());
        } else {
            if column > 0 {
                page.push(' ');
            }
            self.before = column;
        }
        (self.piece_at, self.width) = (page.len(), width);
        page.push_str(text);
    }

    /// Writes a word that must stay on the line of the last piece.
    fn extend(&mut self, word: &str, width: usize, page: &mut String) {
        self.width += 1 + width;
        if self.before > 0 && self.before + self.width > self.room {
            page.replace_range(self.piece_at - 1..self.piece_at, "\n");
            page.insert_str(self.piece_at, self.rest);
            self.piece_at += self.rest.len();
            (self.before, self.room) = (0, WIDTH - self.rest.len());
        }
        page.push(' ');
        page.push_str(word);
    }
}

/// The words of a line, each with its place in bytes and its width in columns.
fn words(line: &str) -> impl Iterator<Item = (usize, &str, usize)> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let bytes = line.as_bytes();
        while bytes.get(start) == Some(&b' ') {
            start += 1;
        }
        let (from, mut columns) = (start, 0);
        while let Some(byte) = bytes.get(start).filter(|byte| **byte != b' ') {
            columns += COLUMNS[usize::from(*byte)];
            start += 1;
        }
        let word = &line[from..start];
        let width = if columns < UNCOMMON { columns } else { display_width(word) };
        (from < start).then_some((from, word, width))
    })
}

/// More columns than any word has.
const UNCOMMON: usize = 1 << 32;

/// The columns that each byte of UTF-8 adds: one for the first of every ASCII and Cyrillic character,
/// which are nearly all of a letter, and none for the second. Other characters are looked up.
static COLUMNS: [usize; 256] = {
    let mut columns = [UNCOMMON; 256];
    let mut byte = 0;
    while byte < 256 {
        match byte {
            0..0x80 | 0xD0..=0xD3 => columns[byte] = 1,
            0x80..0xC0 => columns[byte] = 0,
            _ => {}
        }
        byte += 1;
    }
    columns
};

/// Whether a line must not end between two words: before a dash and `г.`, after `№` and `No.`, between a
/// day and its month (`8 February`), and between an abbreviation and its number (`KoAP 826-3`).
fn binds(before: &str, after: &str) -> bool {
    let number = after.as_bytes().first().is_some_and(u8::is_ascii_digit);
    match before.len() {
        1 | 2 if before.bytes().all(|byte| byte.is_ascii_digit()) => return true,
        3 if matches!(before, "№" | "No.") => return true,
        _ => {}
    }
    number && before.chars().filter(|char| char.is_uppercase()).nth(1).is_some()
        || after.len() <= 4 && matches!(after, "—" | "–" | "г." | "г.," | "г.;")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fill(text: &str) -> String {
        Filled::default().fill(text)
    }

    #[test]
    fn a_paragraph_that_comes_again_is_filled_alike() {
        let (mut filled, text) = (Filled::default(), format!("{}\n\n - one\n \nEnd", "word ".repeat(40)));
        let first = filled.fill(&text);
        assert_eq!(filled.fill(&text), first);
        assert_eq!(filled.fill(&format!("\n\n\n{text}\n\n \n\n")), first);
    }

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
