//! The check of a letter or a receipt: whether this house wrote it, word for word, and whether the record it names is in
//! its journal.
//!
//! Nothing of a letter is shown: whoever asks has it already, or has nothing.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use crate::letter::text_hash;
use crate::registry::Reference;
use crate::store;
use crate::web::Pages;
use crate::web::fields::{Fields, Query};
use crate::web::here::Here;
use crate::web::page::{Page, render};
use crate::web::trouble::Trouble;

#[derive(Template)]
#[template(path = "public/verify.html")]
struct Verify {
    page: Page,
    reference: String,
    hash: String,
    /// What was found, each a sentence with whether it speaks for the letter.
    found: Vec<(bool, String)>,
    wrong: bool,
}

pub(super) async fn ask(here: Here) -> Response {
    let page = Page::new(&here, "nav-verify");
    render(&Verify { page, reference: String::new(), hash: String::new(), found: Vec::new(), wrong: false })
}

/// What the form asks.
pub(super) async fn check(
    State(pages): State<Pages>,
    here: Here,
    fields: Fields,
) -> Result<Response, Trouble> {
    verify(&pages, &here, fields.text("reference"), fields.text("hash"), None).await
}

/// What the QR code asks of a letter, `/verify/R-7KQ4-XWPM-C2VF/17?entry=3&text=<SHA-256>`, or of a receipt, where
/// `receipt` stands for the number.
pub(super) async fn code(
    State(pages): State<Pages>,
    here: Here,
    Path((number, _)): Path<(String, String)>,
    Query(fields): Query,
) -> Result<Response, Trouble> {
    verify(&pages, &here, &number, fields.text("text"), fields.text("entry").parse().ok()).await
}

async fn verify(
    pages: &Pages,
    here: &Here,
    number: &str,
    hash: &str,
    entry: Option<i32>,
) -> Result<Response, Trouble> {
    let (reference, typed) = (number.to_owned(), hash.to_owned());
    let number = number.split(['/', '.']).next().unwrap_or_default();
    let hash: String = hash.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
    let is_hash = (16..=64).contains(&hash.len()) && hash.bytes().all(|b| b.is_ascii_hexdigit());
    let mut found = Vec::new();
    let known = Reference::read(number).filter(|_| is_hash);
    if let Some(reference) = &known {
        found = sentences(pages, here, reference.as_str(), &hash, entry).await?;
    }
    let wrong = known.is_none();
    let page = Page::new(here, "nav-verify").with_errors(wrong);
    Ok(render(&Verify { page, reference, hash: typed, found, wrong }))
}

async fn sentences(
    pages: &Pages,
    here: &Here,
    reference: &str,
    hash: &str,
    entry: Option<i32>,
) -> Result<Vec<(bool, String)>, Trouble> {
    let page = Page::new(here, "nav-verify");
    let zone = pages.zone();
    let day = |at: jiff::Timestamp| here.language.date(zone.to_datetime(at).date());
    let letters = store::tracking::letters(&pages.store, reference, entry).await?;
    if let Some(letter) = letters.iter().find(|letter| text_hash(&letter.subject, &letter.body) == hash) {
        return Ok(vec![(true, page.say1("verify-letter", "day", day(letter.written_at)))]);
    }
    if let Some(at) = store::tracking::receipt(&pages.store, reference, hash).await? {
        return Ok(vec![(true, page.say1("verify-receipt", "day", day(at)))]);
    }
    Ok(match store::tracking::entry(&pages.store, reference, hash).await? {
        Some((seq, at)) => vec![(true, page.say2("verify-entry", "entry", i64::from(seq), "day", day(at)))],
        None => vec![(false, page.say("verify-nothing"))],
    })
}
