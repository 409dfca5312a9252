//! The papers of a draft: added several at once, shown with their hashes, taken out again.
//!
//! Only somebody who has signed in may add any: an open door for files of strangers would be used for other things.

use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Multipart, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum_extra::extract::CookieJar;

use super::filing::Filing;
use crate::store::paper::{self, Of};
use crate::web::Pages;
use crate::web::here::Here;
use crate::web::page::{Page, render};
use crate::web::papers::{self, Shown};
use crate::web::trouble::Trouble;

pub(super) fn routes() -> Router<Pages> {
    let add = post(add).layer(DefaultBodyLimit::max(papers::FORM));
    Router::new()
        .route("/file/{draft}/papers", get(show).merge(add))
        .route("/file/{draft}/papers/{paper}", get(one))
        .route("/file/{draft}/papers/{paper}/remove", post(remove))
}

#[derive(Template)]
#[template(path = "file/papers.html")]
struct Papers {
    page: Page,
    draft: String,
    papers: Vec<Shown>,
    refused: Vec<String>,
    signed_in: bool,
}

async fn shown(
    pages: &Pages,
    here: &Here,
    filing: &Filing,
    refused: Vec<String>,
) -> Result<Response, Trouble> {
    let papers = paper::of_draft(&pages.store, filing.draft.id).await?;
    let mut page = Page::new(here, "papers-title").with_errors(!refused.is_empty());
    let draft = filing.draft.name.clone();
    page.path = format!("/file/{draft}/papers");
    let papers = Shown::all(&papers, here.language);
    Ok(render(&Papers { page, draft, papers, refused, signed_in: here.viewer.is_some() }))
}

async fn show(
    State(pages): State<Pages>,
    here: Here,
    jar: CookieJar,
    Path(name): Path<String>,
) -> Result<Response, Trouble> {
    let filing = open(&pages, &here, &jar, &name).await?;
    shown(&pages, &here, &filing, Vec::new()).await
}

/// A draft whose papers may still change.
async fn open(pages: &Pages, here: &Here, jar: &CookieJar, name: &str) -> Result<Filing, Trouble> {
    let filing = Filing::load(pages, here, jar, name).await?;
    if filing.draft.filed_as.is_some() { Err(Trouble::NotFound) } else { Ok(filing) }
}

async fn add(
    State(pages): State<Pages>,
    here: Here,
    jar: CookieJar,
    Path(name): Path<String>,
    form: Multipart,
) -> Result<Response, Trouble> {
    let viewer = here.appellant()?.id;
    let filing = open(&pages, &here, &jar, &name).await?;
    let have = paper::of_draft(&pages.store, filing.draft.id).await?;
    let of = Of::Draft(filing.draft.id);
    let taken = papers::take(&pages, form, of, &have, (Some(viewer), here.now, here.language)).await?;
    if taken.refused.is_empty() {
        return Ok(Redirect::to(&format!("/file/{name}/papers")).into_response());
    }
    shown(&pages, &here, &filing, taken.refused).await
}

async fn remove(
    State(pages): State<Pages>,
    here: Here,
    jar: CookieJar,
    Path((name, id)): Path<(String, i64)>,
) -> Result<Response, Trouble> {
    let filing = Filing::load_for(&pages, &here, &jar, &name, &[]).await?;
    if filing.draft.filed_as.is_some() {
        return Err(Trouble::NotFound);
    }
    paper::remove(&pages.store, filing.draft.id, id).await?;
    Ok(Redirect::to(&format!("/file/{name}/papers")).into_response())
}

async fn one(
    State(pages): State<Pages>,
    here: Here,
    jar: CookieJar,
    Path((name, id)): Path<(String, i64)>,
) -> Result<Response, Trouble> {
    let filing = open(&pages, &here, &jar, &name).await?;
    let papers = paper::of_draft(&pages.store, filing.draft.id).await?;
    let paper = papers.iter().find(|paper| paper.id == id).ok_or(Trouble::NotFound)?;
    papers::hand_out(&pages, paper).await
}
