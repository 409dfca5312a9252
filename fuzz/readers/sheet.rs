//! What is written on paper from texts of others: any text in any place gives a PDF, and one that would be taken.

use jiff::civil::date;
use redress::letter::{self, Document, Paper};
use redress::texts::Language;
use redress::web;

pub fn read(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let (subject, body) = text.split_once('\n').unwrap_or((text, ""));
    let name = subject.to_owned();
    let documents = [Document { name, digest: "9f86d081884c7d659a2feaa0c55ad015".to_owned() }];
    let pdf = letter::paper(&Paper {
        number: "R-7KQ4-XWPM-C2VF/17",
        written_on: date(2021, 1, 27),
        language: [Language::En, Language::Ru, Language::Kk][bytes.len() % 3],
        subject,
        body,
        entry: 3,
        entry_hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        documents: &documents,
        site: Some("https://appeals.example.kz"),
    });
    let pdf = pdf.unwrap_or_else(|fault| panic!("{fault}"));
    assert_eq!(web::look(&pdf), "application/pdf");
}
