//! What was done, at an address that stays: reloading it does nothing again.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use crate::web::Pages;
use crate::web::case::{self, Told};
use crate::web::here::Here;
use crate::web::page::{Page, render};
use crate::web::trouble::Trouble;

#[derive(Template)]
#[template(path = "act/done.html")]
struct DonePage {
    page: Page,
    reference: String,
    appellant: String,
    done: Vec<Told>,
    is_official: bool,
}

/// What was done, at an address that stays.
pub(super) async fn page(
    State(pages): State<Pages>,
    here: Here,
    Path((reference, first, last)): Path<(String, i32, i32)>,
) -> Result<Response, Trouble> {
    let file = case::open(&pages, &here, &reference).await?;
    let entries = file.entries.iter().filter(|entry| (first..=last).contains(&entry.seq));
    let done: Vec<Told> = entries.filter_map(|entry| case::told(&file, entry, here.language)).collect();
    if done.is_empty() {
        return Err(Trouble::NotFound);
    }
    Ok(render(&DonePage {
        page: Page::new(&here, "act-done"),
        reference: file.row.appeal.reference.clone(),
        appellant: file.appellant().to_owned(),
        done,
        is_official: here.official().is_ok(),
    }))
}
