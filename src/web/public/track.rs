//! Where an appeal stands, for whoever has its reference and the secret of its receipt.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::registry::Reference;
use crate::store;
use crate::web::Pages;
use crate::web::case::{CaseFile, Status};
use crate::web::fields::Fields;
use crate::web::here::Here;
use crate::web::limits::{Door, knock};
use crate::web::page::{Page, render};
use crate::web::tracking;
use crate::web::trouble::Trouble;

#[derive(Template)]
#[template(path = "public/track.html")]
struct Track {
    page: Page,
    reference: String,
    wrong: bool,
    found: Option<Status>,
}

pub(super) async fn ask(here: Here) -> Response {
    render(&Track {
        page: Page::new(&here, "nav-track"),
        reference: String::new(),
        wrong: false,
        found: None,
    })
}

/// Asked by POST, so that the secret stands in no address. The answer is the same for a reference that does not exist
/// and for a wrong secret.
pub(super) async fn show(
    State(pages): State<Pages>,
    here: Here,
    fields: Fields,
) -> Result<Response, Trouble> {
    knock(&pages, &here, Door::Tracking, &fields).await?;
    let typed = fields.text("reference").to_owned();
    let found = match Reference::read(&typed) {
        Some(reference) => {
            let hash = tracking::hash(fields.text("secret"));
            store::tracking::find(&pages.store, reference.as_str(), &hash).await?
        }
        None => None,
    };
    let found = match found {
        Some(row) => Some(Status::of(&CaseFile::tracked(&pages, &here, row).await?, here.language, here.now)),
        None => None,
    };
    let wrong = found.is_none();
    let page = Page::new(&here, "nav-track").with_errors(wrong);
    Ok(render(&Track { page, reference: typed, wrong, found }))
}
