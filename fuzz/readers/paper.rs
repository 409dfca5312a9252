//! Files that people add: told by their bytes in a word that pages know, the same each time.

use redress::web;

/// Every answer: the kinds that are taken, and the reasons why a file is not.
const ANSWERS: [&str; 13] = [
    "application/pdf",
    "image/png",
    "image/jpeg",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.oasis.opendocument.text",
    "text/plain; charset=utf-8",
    "paper-empty",
    "paper-unknown",
    "paper-old-office",
    "paper-macros",
    "paper-not-utf8",
    "paper-locked",
    "paper-broken",
];

pub fn read(bytes: &[u8]) {
    let answer = web::look(bytes);
    assert!(ANSWERS.contains(&answer), "{answer}");
    assert_eq!(bytes.is_empty(), answer == "paper-empty");
    if answer.starts_with("text/") {
        assert!(std::str::from_utf8(bytes).is_ok_and(|text| !text.contains('\0')));
    }
}
