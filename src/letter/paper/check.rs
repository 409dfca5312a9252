//! How to check a letter on paper: its hashes, and a QR code that leads to the page that verifies them.

use qrcodegen::{QrCode, QrCodeEcc};
use sha2::{Digest, Sha256};

use super::face::Weight;
use super::page::{Code, Line, Pages, Role};
use super::{Document, Paper, PaperFault, SMALL};
use crate::seal;
use crate::texts::Language;

/// The side of the QR code, in points: 28 mm.
const SIDE: f32 = 80.0;

/// The SHA-256 of a letter's subject and body, joined by a line break, in hexadecimal.
pub fn text_hash(subject: &str, body: &str) -> String {
    seal::hex(&Sha256::digest(format!("{subject}\n{body}").as_bytes()))
}

/// Writes the last part of the letter.
pub(super) fn write(pages: &mut Pages, paper: &Paper) -> Result<(), PaperFault> {
    let text = text_hash(paper.subject, paper.body);
    let address = match paper.site {
        Some(site) => {
            format!(
                "{}/verify/{}?entry={}&text={text}",
                site.trim_end_matches('/'),
                paper.number,
                paper.entry
            )
        }
        None => format!("redress:{}?entry={}&text={text}", paper.number, paper.entry),
    };
    let [title, number, of_text, of_entry, says] = match paper.language {
        Language::En => [
            "How to check this letter",
            "Number",
            "SHA-256 of the letter's text",
            "Hash of entry",
            "QR code to the page that checks this letter",
        ],
        Language::Ru => [
            "Как проверить это письмо",
            "Номер",
            "SHA-256 текста письма",
            "Хеш записи",
            "QR-код страницы проверки этого письма",
        ],
        Language::Kk => [
            "Бұл хатты қалай тексеруге болады",
            "Нөмірі",
            "Хат мәтінінің SHA-256",
            "Жазбаның хеші",
            "Осы хатты тексеру бетінің QR-коды",
        ],
    };
    let line = |weight, text: &str| {
        let text = text.to_owned();
        Line { text, weight, size: SMALL.0, step: SMALL.1, indent: SIDE + 14.0 }
    };
    let lines = vec![
        line(Weight::Bold, title),
        line(Weight::Regular, &format!("{number}: {}", paper.number)),
        line(Weight::Regular, &format!("{of_text}:")),
        line(Weight::Regular, &text),
        line(Weight::Regular, &format!("{of_entry} {}:", paper.entry)),
        line(Weight::Regular, paper.entry_hash),
    ];
    documents(pages, paper);
    pages.space(6.0);
    pages.beside(code(&address, says)?, lines);
    Ok(())
}

/// The documents of the case and their hashes, which show that none was exchanged since.
fn documents(pages: &mut Pages, paper: &Paper) {
    if paper.documents.is_empty() {
        return;
    }
    let title = match paper.language {
        Language::En => "Documents of the case on the day of this letter, with the SHA-256 of each",
        Language::Ru => "Документы дела на день этого письма и SHA-256 каждого",
        Language::Kk => "Осы хат күніндегі іс құжаттары және әрқайсысының SHA-256 мәні",
    };
    pages.space(6.0);
    pages.paragraph(Role::Text, Weight::Bold, SMALL, 0.0, title);
    for Document { name, digest } in paper.documents {
        pages.paragraph(Role::Text, Weight::Regular, SMALL, 0.0, &format!("{name}: {digest}"));
    }
}

fn code(address: &str, says: &str) -> Result<Code, PaperFault> {
    let qr = QrCode::encode_text(address, QrCodeEcc::Medium)
        .map_err(|why| PaperFault(format!("its address is too long for a QR code: {why}")))?;
    let dark = |row| (0..qr.size()).map(|column| qr.get_module(column, row)).collect();
    Ok(Code { fields: (0..qr.size()).map(dark).collect(), says: says.to_owned(), side: SIDE })
}
