//! Whether a PDF can be opened: one that asks for a password, or is broken, is no use to whoever must read it.

use lopdf::{Document, LoadOptions};

/// Why a PDF is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PdfFault {
    /// It opens with a password only.
    Locked,
    /// It cannot be read, or has no pages.
    Broken,
}

/// The most that one part of a PDF may unpack to, in bytes. Parts that say what is where hold hundreds of objects, or a
/// few bytes for each; what is read from a byte takes up to sixty, so that more would be too much for the process.
const UNPACKED: usize = 8 << 20;

/// Looks into a PDF.
pub(super) fn check(bytes: &[u8]) -> Result<(), PdfFault> {
    let options = LoadOptions { max_decompressed_size: Some(UNPACKED), ..LoadOptions::default() };
    let document = Document::load_mem_with_options(bytes, options).map_err(|fault| match fault {
        lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_) => PdfFault::Locked,
        _ => PdfFault::Broken,
    })?;
    // A document that only its owner may change opens for everybody, and was opened.
    if document.is_encrypted() && !document.was_encrypted() {
        return Err(PdfFault::Locked);
    }
    if document.page_iter().next().is_none() {
        return Err(PdfFault::Broken);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter::{Paper, paper};
    use crate::texts::Language;

    #[test]
    fn a_whole_pdf_is_taken_and_a_broken_one_is_not() {
        let whole = paper(&Paper {
            number: "R-1/1",
            written_on: jiff::civil::date(2021, 1, 27),
            language: Language::En,
            subject: "A decision",
            body: "It stands.",
            entry: 1,
            entry_hash: "00",
            documents: &[],
            site: None,
        })
        .unwrap();
        assert_eq!(check(&whole), Ok(()));
        assert_eq!(check(b"%PDF-1.7\nnothing more"), Err(PdfFault::Broken));
        assert_eq!(check(&whole[..whole.len() / 3]), Err(PdfFault::Broken));
    }
}
