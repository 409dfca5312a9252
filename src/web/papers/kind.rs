//! What a file is, told by its bytes: its name and what the browser says of it count for nothing.

use std::io::Cursor;

use zip::ZipArchive;

/// A kind of file that is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web) enum Kind {
    Pdf,
    Png,
    Jpeg,
    Docx,
    Odt,
    Text,
}

impl Kind {
    pub const ALL: [Kind; 6] = [Kind::Pdf, Kind::Png, Kind::Jpeg, Kind::Docx, Kind::Odt, Kind::Text];

    /// Its media type.
    pub fn media(self) -> &'static str {
        match self {
            Kind::Pdf => "application/pdf",
            Kind::Png => "image/png",
            Kind::Jpeg => "image/jpeg",
            Kind::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Kind::Odt => "application/vnd.oasis.opendocument.text",
            Kind::Text => "text/plain; charset=utf-8",
        }
    }

    /// The endings of its names, the usual one first.
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Kind::Pdf => &["pdf"],
            Kind::Png => &["png"],
            Kind::Jpeg => &["jpg", "jpeg"],
            Kind::Docx => &["docx"],
            Kind::Odt => &["odt"],
            Kind::Text => &["txt"],
        }
    }
}

/// Why a file is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum KindFault {
    /// There is nothing in it.
    Empty,
    /// It is of no kind that is taken.
    Unknown,
    /// An old or an encrypted document of an office program.
    OldOffice,
    /// A document with a program in it.
    Macros,
    /// Its text is not in UTF-8.
    NotUtf8,
}

/// How far into a file the mark of a PDF may stand (ISO 32000-1, annex H.3.4.1).
const PDF_MARK_WITHIN: usize = 1024;

/// What a file is.
pub(super) fn kind(bytes: &[u8]) -> Result<Kind, KindFault> {
    let start = &bytes[..bytes.len().min(PDF_MARK_WITHIN)];
    match bytes {
        [] => Err(KindFault::Empty),
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Ok(Kind::Png),
        [0xFF, 0xD8, 0xFF, ..] => Ok(Kind::Jpeg),
        [b'P', b'K', 3, 4, ..] => of_zip(bytes),
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, ..] => Err(KindFault::OldOffice),
        _ if start.windows(5).any(|window| window == b"%PDF-") => Ok(Kind::Pdf),
        _ => of_text(bytes),
    }
}

fn of_zip(bytes: &[u8]) -> Result<Kind, KindFault> {
    let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| KindFault::Unknown)?;
    let has = |wanted: &[u8]| archive.file_names_raw().any(|name| name == wanted);
    // The type of an open document stands uncompressed at its very start (ODF 1.2 part 3, 3.3).
    let is_odt = bytes.get(30..).is_some_and(|rest| {
        rest.starts_with(b"mimetypeapplication/vnd.oasis.opendocument.text") && !rest[47..].starts_with(b"-")
    });
    if has(b"word/vbaProject.bin") {
        Err(KindFault::Macros)
    } else if has(b"[Content_Types].xml") && has(b"word/document.xml") {
        Ok(Kind::Docx)
    } else if is_odt && has(b"content.xml") {
        Ok(Kind::Odt)
    } else {
        Err(KindFault::Unknown)
    }
}

fn of_text(bytes: &[u8]) -> Result<Kind, KindFault> {
    let has_controls = bytes.iter().any(|byte| matches!(byte, 0..=8 | 0x0E..=0x1F | 0x7F));
    match std::str::from_utf8(bytes) {
        _ if has_controls => Err(KindFault::Unknown),
        // A page or a drawing could run a program where somebody opens it.
        Ok(text) if text.trim_start_matches('\u{feff}').trim_start().starts_with('<') => {
            Err(KindFault::Unknown)
        }
        Ok(_) => Ok(Kind::Text),
        Err(_) => Err(KindFault::NotUtf8),
    }
}

/// A name that is safe to show and to save: no folders, nothing unprintable, and the ending of its kind.
pub(in crate::web) fn name(given: &str, kind: Kind) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let is_plain = |c: &char| {
        !c.is_control()
            && !matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
            && !matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*')
    };
    let plain: String = last.chars().filter(is_plain).collect();
    let plain = plain.trim_end().trim_start_matches(|c: char| c == '.' || c.is_whitespace());
    let (stem, ending) = plain.rsplit_once('.').unwrap_or((plain, ""));
    let fits = kind.endings().contains(&ending.to_lowercase().as_str());
    let stem: String = if fits { stem } else { plain }.chars().take(100).collect();
    let stem = if stem.trim().is_empty() { "document" } else { stem.trim() };
    let ending = if fits { ending } else { kind.endings()[0] };
    format!("{stem}.{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_told_by_its_bytes() {
        assert_eq!(kind(b"%PDF-1.7\n"), Ok(Kind::Pdf));
        assert_eq!(kind(&[0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, 0]), Ok(Kind::Png));
        assert_eq!(kind(&[0xFF, 0xD8, 0xFF, 0xE0]), Ok(Kind::Jpeg));
        assert_eq!(kind("Шешім".as_bytes()), Ok(Kind::Text));
        assert_eq!(kind(b""), Err(KindFault::Empty));
        assert_eq!(kind(b"MZ\x90\0"), Err(KindFault::Unknown));
        assert_eq!(kind(b"<html><script>"), Err(KindFault::Unknown));
        assert_eq!(kind(&[0xCF, 0xF0, 0xE8]), Err(KindFault::NotUtf8));
        assert_eq!(kind(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]), Err(KindFault::OldOffice));
        assert_eq!(kind(b"PK\x03\x04 broken"), Err(KindFault::Unknown));
    }

    #[test]
    fn a_name_keeps_its_words_and_loses_what_is_dangerous() {
        assert_eq!(name("C:\\papers\\Шешім №5.pdf", Kind::Pdf), "Шешім №5.pdf");
        assert_eq!(name("../../etc/passwd", Kind::Text), "passwd.txt");
        assert_eq!(name("evil\u{202e}fdp.exe", Kind::Pdf), "evilfdp.exe.pdf");
        assert_eq!(name("photo.JPEG", Kind::Jpeg), "photo.JPEG");
        assert_eq!(name("\u{0}..", Kind::Pdf), "document.pdf");
        assert_eq!(name(". .hidden", Kind::Pdf), "hidden.pdf");
        assert_eq!(name(&"x".repeat(500), Kind::Pdf).chars().count(), 104);
    }
}
