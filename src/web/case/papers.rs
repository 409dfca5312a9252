//! Adding documents to an appeal under way: the appellant's, entered in the journal with the hash of each.

use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Multipart, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};

use super::file::CaseFile;
use crate::appeal::{Attached, Command, Deed};
use crate::registry::{Answer, Submission};
use crate::store::paper::Of;
use crate::web::Pages;
use crate::web::file::papers_message;
use crate::web::here::{Here, Viewer};
use crate::web::page::{Page, render};
use crate::web::papers::{self, Added, Shown};
use crate::web::trouble::Trouble;

pub(super) fn routes() -> Router<Pages> {
    let add = post(add).layer(DefaultBodyLimit::max(papers::FORM));
    Router::new().route("/appeals/{reference}/papers", get(show).merge(add))
}

#[derive(Template)]
#[template(path = "case/papers.html")]
struct Papers {
    page: Page,
    reference: String,
    papers: Vec<Shown>,
    refused: Vec<String>,
}

/// The file for one of the organisation that appeals. To others the page is not there.
async fn open<'h>(pages: &Pages, here: &'h Here, reference: &str) -> Result<(CaseFile, &'h Viewer), Trouble> {
    let viewer = here.signed_in()?;
    let file = super::open(pages, here, reference).await?;
    let is_hers = viewer.organisations().contains(&file.row.appeal.appellant);
    if is_hers { Ok((file, viewer)) } else { Err(Trouble::NotFound) }
}

async fn shown(
    pages: &Pages,
    here: &Here,
    file: &CaseFile,
    refused: Vec<String>,
) -> Result<Response, Trouble> {
    let viewer = here.signed_in()?;
    let papers = pages.reading.of(Some(viewer.id), here.now).await?.papers(file.row.id).await?;
    let mut page = Page::new(here, "case-add-paper").with_errors(!refused.is_empty());
    let reference = file.row.appeal.reference.clone();
    page.path = format!("/appeals/{reference}/papers");
    let papers = Shown::all(&papers, here.language);
    Ok(render(&Papers { page, reference, papers, refused }))
}

async fn show(
    State(pages): State<Pages>,
    here: Here,
    Path(reference): Path<String>,
) -> Result<Response, Trouble> {
    let (file, _) = open(&pages, &here, &reference).await?;
    shown(&pages, &here, &file, Vec::new()).await
}

async fn add(
    State(pages): State<Pages>,
    here: Here,
    Path(reference): Path<String>,
    form: Multipart,
) -> Result<Response, Trouble> {
    let (file, viewer) = open(&pages, &here, &reference).await?;
    let have = pages.reading.of(Some(viewer.id), here.now).await?.papers(file.row.id).await?;
    let by = (Some(viewer.id), here.now, here.language);
    let taken = papers::take(&pages, form, Of::Appeal(file.row.id), &have, by).await?;
    if !taken.kept.is_empty() {
        enter(&pages, &here, viewer, &file, &taken.kept).await?;
    }
    if taken.refused.is_empty() {
        return Ok(Redirect::to(&format!("/appeals/{}", file.row.appeal.reference)).into_response());
    }
    shown(&pages, &here, &file, taken.refused).await
}

/// Enters in the journal that the papers came. The key follows from them: the same files sent twice come once.
async fn enter(
    pages: &Pages,
    here: &Here,
    viewer: &Viewer,
    file: &CaseFile,
    kept: &[Added],
) -> Result<(), Trouble> {
    let appeal = &file.row.appeal;
    let attached = |one: &Added| Attached {
        name: one.name.clone(),
        kind: one.kind.to_owned(),
        size: one.size,
        digest: hex::encode(&one.digest),
    };
    let subject = Page::new(here, "case-add-paper").say("papers-filed");
    let message = papers_message(&appeal.appellant, subject, kept.iter().map(attached).collect());
    let actor = viewer.acts_for(&appeal.appellant).ok_or(Trouble::NotFound)?;
    let submission = Submission {
        key: format!("papers {} {}", appeal.reference, message.digest),
        reference: Some(appeal.reference.clone()),
        deed: Deed { actor, command: Command::Receive(message) },
    };
    match pages.registry.submit(submission, here.now).await? {
        // A key that was used for the same files under other names: they are there.
        Answer::Done(_) | Answer::Refused(_) => Ok(()),
        Answer::Faulty(why) => Err(Trouble::Fault(why)),
    }
}
