//! The text of a file: its lines, and problems placed in them.

use std::ops::Range;

use super::Problem;

/// The longest file that is read, in bytes (1 MiB).
pub const LONGEST_FILE: usize = 1 << 20;

/// A file's name and text, with the byte at which each line starts.
#[derive(Debug)]
pub(super) struct Text {
    pub file: String,
    pub body: String,
    lines: Vec<usize>,
    /// How many characters stand before each block of [`BLOCK`] bytes, so that a column far in a long line costs no more
    /// than one near its start.
    blocks: Vec<usize>,
}

/// The bytes between two counts of characters.
const BLOCK: usize = 1024;

impl Text {
    /// Keeps the text as given, so that byte offsets are those of the file; a byte-order mark is not part of
    /// the first line.
    pub fn new(file: &str, body: &str) -> Self {
        let first = if body.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let breaks = body.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        let counted = body.as_bytes().chunks(BLOCK).scan(0, |before, block| {
            let here = *before;
            *before += characters(block);
            Some(here)
        });
        Self {
            file: file.to_owned(),
            blocks: counted.collect(),
            lines: std::iter::once(first).chain(breaks).collect(),
            body: body.to_owned(),
        }
    }

    /// The number of the line (from 1) in which a byte stands.
    pub fn line_of(&self, byte: usize) -> usize {
        self.lines.partition_point(|start| *start <= byte).max(1)
    }

    /// The bytes of a line (from 1) without its line break; nothing when there is no such line.
    pub fn line(&self, number: usize) -> Option<Range<usize>> {
        let start = *self.lines.get(number.checked_sub(1)?)?;
        let end = self.lines.get(number).map_or(self.body.len(), |next| next - 1);
        let line = &self.body[start..end];
        Some(start..start + line.strip_suffix('\r').unwrap_or(line).len())
    }

    /// A problem at these bytes, or as many of them as stand in the first of their lines.
    pub fn problem(&self, span: Range<usize>, message: impl Into<String>) -> Problem {
        let number = self.line_of(span.start);
        let line = self.line(number).unwrap_or(0..0);
        let start = self.body.floor_char_boundary(span.start.clamp(line.start, line.end));
        let end = self.body.ceil_char_boundary(span.end.clamp(start, line.end));
        let end = start + self.body[start..end].trim_end().len();
        Problem {
            file: self.file.clone(),
            line: number,
            column: self.characters_before(start) - self.characters_before(line.start) + 1,
            span: start..end,
            message: message.into(),
            help: None,
        }
    }

    /// How many characters begin before a byte.
    fn characters_before(&self, byte: usize) -> usize {
        let block = (byte / BLOCK).min(self.blocks.len().saturating_sub(1));
        let counted = self.blocks.get(block).copied().unwrap_or_default();
        counted + characters(&self.body.as_bytes()[block * BLOCK..byte])
    }

    /// The first character that no file may hold: one that would not be seen (control characters), ends the
    /// reading early (NUL), or makes a line read otherwise than it is written (turning the direction of writing).
    pub fn forbidden(&self) -> Option<(Range<usize>, char)> {
        let unseen = |at: usize, c: char| match c {
            '\n' | '\t' | '\u{85}' => false,
            '\r' => !self.body[at + 1..].starts_with('\n'),
            '\u{feff}' => at > 0,
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
            _ => c.is_control(),
        };
        let (at, c) = self.body.char_indices().find(|(at, c)| unseen(*at, *c))?;
        Some((at..at + c.len_utf8(), c))
    }
}

/// How many characters begin in these bytes of a text.
fn characters(bytes: &[u8]) -> usize {
    // Every byte but the first of a character begins with the bits 10.
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}
