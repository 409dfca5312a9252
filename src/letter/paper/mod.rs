//! A letter on paper: a PDF that archives keep and screen readers read (PDF/A-2a, PDF/UA-1).
//!
//! Pure. Made from the stored letter and nothing else, so that it has the same bytes each time. It bears a
//! number, its date, page numbers, the hashes of its text and of the journal's entry it follows from, and a QR
//! code by which anyone comes to the page that verifies them. The terminal and the pages ask for it.

mod check;
mod face;
mod page;

use jiff::civil::Date;
use thiserror::Error;

use crate::letter::{Block, blocks};
use crate::texts::Language;
pub use check::text_hash;
use face::{Face, Weight};
use page::{Line, Pages, Role};

/// Why a letter could not be put on paper: a fault of the program.
#[derive(Debug, Error)]
#[error("the letter could not be put on paper: {0}")]
pub struct PaperFault(String);

/// A document of the case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The name of its file.
    pub name: String,
    /// The SHA-256 of its content, in hexadecimal.
    pub digest: String,
}

/// What is put on paper.
#[derive(Debug, Clone, Copy)]
pub struct Paper<'a> {
    /// The number of the letter, such as `R-7KQ4-XWPM-C2VF/17`.
    pub number: &'a str,
    /// The day on which it was written.
    pub written_on: Date,
    /// The language.
    pub language: Language,
    /// The subject.
    pub subject: &'a str,
    /// The body as it is stored.
    pub body: &'a str,
    /// The number of the entry that caused it.
    pub entry: i32,
    /// The hash of that entry, in hexadecimal.
    pub entry_hash: &'a str,
    /// The documents that the case had when it was written.
    pub documents: &'a [Document],
    /// Where the pages are that verify it, such as `https://appeals.example.kz`.
    pub site: Option<&'a str>,
}

/// The width of a page's text, in points.
const WIDTH: f32 = 460.0;
/// The size of text, and the step from line to line.
const TEXT: (f32, f32) = (10.5, 15.0);
/// The same for the subject.
const HEADING: (f32, f32) = (15.0, 20.0);
/// The same for what belongs to checking.
const SMALL: (f32, f32) = (8.5, 12.0);

/// The PDF.
///
/// # Errors
/// None that a letter can cause: whatever its text holds can be shown.
pub fn paper(paper: &Paper) -> Result<Vec<u8>, PaperFault> {
    let (regular, bold) = (Face::new(Weight::Regular)?, Face::new(Weight::Bold)?);
    let mut pages = Pages::new(regular, bold);
    pages.paragraph(Role::Heading, Weight::Bold, HEADING, 0.0, paper.subject);
    pages.space(8.0);
    for block in blocks(paper.body) {
        match block {
            Block::Paragraph(text) => pages.paragraph(Role::Text, Weight::Regular, TEXT, 0.0, &text),
            Block::Keys(pairs) => {
                for (key, value) in pairs {
                    pages.paragraph(Role::Text, Weight::Regular, TEXT, 0.0, &format!("{key}: {value}"));
                }
            }
            Block::List(items) => {
                for item in items {
                    pages.paragraph(Role::Text, Weight::Regular, TEXT, 12.0, &format!("- {item}"));
                }
            }
            Block::Quote(lines) => {
                for line in lines {
                    pages.paragraph(Role::Quote, Weight::Regular, TEXT, 18.0, &line);
                }
            }
        }
        pages.space(7.0);
    }
    check::write(&mut pages, paper)?;
    pages.finish(paper)
}

/// Lines of text no wider than there is room, broken between words, and within one only where it is wider alone.
fn wrap(face: &Face, size: f32, room: f32, text: &str) -> Vec<String> {
    let text = face.printable(text);
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in words(&text) {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if face.width(&longer, size) <= room {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for character in word.chars() {
            if !line.is_empty()
                && face.width(&line, size) + face.width(character.encode_utf8(&mut [0; 4]), size) > room
            {
                lines.push(std::mem::take(&mut line));
            }
            line.push(character);
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// The words of a text; a number and the word behind it are one, so that no line ends inside `8 February` or `2021 г.`.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut numbered = false;
    for word in text.split_whitespace() {
        match words.last_mut().filter(|_| numbered && word.starts_with(char::is_alphabetic)) {
            Some(number) => {
                number.push(' ');
                number.push_str(word);
                numbered = false;
            }
            None => {
                words.push(word.to_owned());
                numbered = word.len() <= 4 && word.chars().all(|char| char.is_ascii_digit());
            }
        }
    }
    words
}

impl Pages {
    /// Adds a paragraph, `indent` points from the edge.
    fn paragraph(&mut self, role: Role, weight: Weight, size: (f32, f32), indent: f32, text: &str) {
        let lines = wrap(self.face(weight), size.0, WIDTH - indent, text);
        let lines = lines.into_iter().map(|text| Line { text, weight, size: size.0, step: size.1, indent });
        self.add(role, lines.collect());
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sample<'a>(subject: &'a str, body: &'a str) -> Paper<'a> {
        Paper {
            number: "R-7KQ4-XWPM-C2VF/17",
            written_on: jiff::civil::date(2021, 1, 27),
            language: Language::Kk,
            subject,
            body,
            entry: 3,
            documents: &[],
            entry_hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            site: Some("https://appeals.example.kz"),
        }
    }

    #[test]
    fn the_same_letter_makes_the_same_bytes() {
        let make = || paper(&sample("[R-1] Шағым", "Күні: б\nКімге: а\n\nӘ ғ қ ң ө ұ ү һ і.\n")).unwrap();
        let (one, two) = (make(), make());
        assert!(one.starts_with(b"%PDF-1.7"));
        assert_eq!(one, two);
    }

    #[test]
    fn no_line_ends_inside_a_date() {
        let pieces = words("не позднее 8 февраля 2021 г. по 2021 жылғы 27 қаңтар № 147, 3");
        assert_eq!(
            pieces,
            ["не", "позднее", "8 февраля", "2021 г.", "по", "2021 жылғы", "27 қаңтар", "№", "147,", "3"]
        );
    }

    #[test]
    fn a_line_is_never_wider_than_its_room() {
        let face = Face::new(Weight::Regular).unwrap();
        let long = format!("{} {}", "word ".repeat(50), "ы".repeat(300));
        for line in wrap(&face, 10.5, 200.0, &long) {
            assert!(face.width(&line, 10.5) <= 200.0, "{line}");
        }
    }

    #[test]
    fn a_letter_without_a_subject_or_with_odd_characters_can_be_put_on_paper() {
        for odd in [
            "",
            " ",
            "\n",
            "\0",
            "\u{feff}",
            "\u{fffe}",
            "\u{ad}",
            "\u{e000}",
            "\u{f8ff}",
            "\u{10fffd}",
            "\u{202e}",
        ] {
            let made = paper(&sample(odd, &format!("{odd}\n\n> {odd}\n\n- {odd}\n")));
            assert!(made.is_ok(), "{odd:?} {made:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn whatever_a_letter_says_can_be_put_on_paper(text in "\\PC{0,200}", lines in 0_usize..120) {
            let body = format!("> {text}\n\n{}", "A line.\n\n".repeat(lines));
            let subject = format!("[R-1] {text}");
            prop_assert!(paper(&sample(&subject, &body)).is_ok());
        }
    }
}
