//! The font of letters on paper: Noto Serif with the Cyrillic and Kazakh letters, inside the program.

use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::MetadataProvider;
use skrifa::instance::{LocationRef, Size};

use super::PaperFault;

/// A weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    Regular,
    Bold,
}

static REGULAR: &[u8] = include_bytes!("../../../assets/fonts/NotoSerif-Regular.ttf");
static BOLD: &[u8] = include_bytes!("../../../assets/fonts/NotoSerif-Bold.ttf");

/// A font with what is needed to measure text in it.
pub(super) struct Face {
    pub font: Font,
    measures: skrifa::FontRef<'static>,
    per_em: f32,
}

impl Face {
    pub fn new(weight: Weight) -> Result<Face, PaperFault> {
        let data = match weight {
            Weight::Regular => REGULAR,
            Weight::Bold => BOLD,
        };
        let broken = || PaperFault("its font cannot be read".to_owned());
        let font = Font::new(data.into(), 0).ok_or_else(broken)?;
        let measures = skrifa::FontRef::new(data).map_err(|_| broken())?;
        let per_em = font.units_per_em();
        Ok(Face { font, measures, per_em })
    }

    /// The text on one line, with every character written by its number that the font has not, or that an archive may not
    /// have as a letter: a mark of byte order, and what means something to its makers alone (PDF/A-2a, 6.2.11.7).
    pub fn printable(&self, text: &str) -> String {
        let characters = self.measures.charmap();
        let mut printable = String::with_capacity(text.len());
        for character in text.chars() {
            match characters.map(character) {
                _ if character.is_whitespace() => printable.push(' '),
                _ if character.is_control() => {}
                Some(_) if !has_no_meaning(character) => printable.push(character),
                _ => printable.push_str(&format!("[U+{:04X}]", u32::from(character))),
            }
        }
        printable
    }

    /// How wide a text is, in points.
    pub fn width(&self, text: &str, size: f32) -> f32 {
        self.glyphs(text).iter().map(|glyph| glyph.x_advance * size).sum()
    }

    /// The glyphs of a text, one for each character: the scripts of letters need no more.
    pub fn glyphs(&self, text: &str) -> Vec<KrillaGlyph> {
        let characters = self.measures.charmap();
        let metrics = self.measures.glyph_metrics(Size::unscaled(), LocationRef::default());
        let glyph = |(at, character): (usize, char)| {
            let id = characters.map(character).unwrap_or_default();
            let advance = metrics.advance_width(id).unwrap_or_default() / self.per_em;
            let range = at..at + character.len_utf8();
            KrillaGlyph::new(GlyphId::new(id.to_u32()), advance, 0.0, 0.0, 0.0, range, None)
        };
        text.char_indices().map(glyph).collect()
    }
}

/// Whether a character is for private use, or none at all.
fn has_no_meaning(character: char) -> bool {
    matches!(character, '\u{E000}'..='\u{F8FF}' | '\u{FEFF}' | '\u{FFFE}' | '\u{F0000}'..)
}
