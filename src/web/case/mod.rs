//! The page of one appeal, for whoever may see it: first what to do, then where it stands, then everything about it.

mod downloads;
mod file;
mod papers;
mod receipt;
mod status;
mod telling;

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;

pub(super) use file::CaseFile;
pub(super) use status::{DueNote, Sketch, Status};
pub(super) use telling::{Told, timeline, told};

use super::act::{Notice, Offers};
use super::explained::Explained;
use super::here::{Here, Viewer};
use super::page::{Page, render};
use super::papers::Shown;
use super::trouble::Trouble;
use super::{Pages, desk};
use crate::appeal::Fate;
use crate::registry::Reference;
use crate::store;
use crate::store::letter::Letter;

pub(super) fn routes() -> Router<Pages> {
    Router::new()
        .route("/appeals/{reference}", get(overview))
        .route("/appeals/{reference}/dates", get(dates))
        .route("/appeals/{reference}/letters/{letter}", get(letter))
        .merge(downloads::routes())
        .merge(papers::routes())
}

/// The file of an appeal, if this viewer may see it; and the look at it written down.
///
/// # Errors
/// Not found, also where it is there and not hers to see.
pub(super) async fn open(pages: &Pages, here: &Here, reference: &str) -> Result<CaseFile, Trouble> {
    let viewer = here.signed_in()?;
    let reference = Reference::read(reference).ok_or(Trouble::NotFound)?;
    let file = CaseFile::load(pages, here, viewer, reference.as_str()).await?.ok_or(Trouble::NotFound)?;
    let day = file.today(here.now);
    store::sight::looked(&pages.store, file.row.id, viewer.id, &file.side, day, here.now).await?;
    Ok(file)
}

#[derive(Template)]
#[template(path = "case/overview.html")]
struct Overview {
    page: Page,
    file: CaseFile,
    status: Status,
    timeline: Vec<Told>,
    is_appellant: bool,
    papers: Vec<Shown>,
    messages: Vec<Letter>,
    offers: Offers,
    withdrawal: Option<Notice>,
}

async fn overview(
    State(pages): State<Pages>,
    here: Here,
    Path(reference): Path<String>,
) -> Result<Response, Trouble> {
    let file = open(&pages, &here, &reference).await?;
    let viewer: &Viewer = here.signed_in()?;
    if !viewer.organisations().contains(&file.row.appeal.appellant) {
        return desk::case(&pages, &here, viewer, file).await;
    }
    let withdrawal = Notice::of(&pages, &file).await?;
    let mut offers = Offers::of(&file, viewer, here.now);
    if withdrawal.as_ref().is_some_and(|notice| notice.is_open) {
        offers.lawful.retain(|offer| !offer.withdraws);
    }
    let status = Status::of(&file, here.language, here.now);
    let timeline = timeline(&file, here.language);
    let is_appellant = viewer.organisations().contains(&file.row.appeal.appellant);
    let page = Page::titled(&here, format!("{} – {}", file.row.appeal.reference, file.appellant()));
    let papers = pages.reading.of(Some(viewer.id), here.now).await?.papers(file.row.id).await?;
    let papers = Shown::all(&papers, here.language);
    let messages = file.letters.iter().rev().cloned().collect();
    Ok(render(&Overview { page, file, status, timeline, is_appellant, papers, messages, offers, withdrawal }))
}

#[derive(Template)]
#[template(path = "case/dates.html")]
struct Dates {
    page: Page,
    reference: String,
    dates: Vec<OneDate>,
}

/// A date with its explanation.
struct OneDate {
    title: String,
    running: bool,
    explained: Explained,
}

async fn dates(
    State(pages): State<Pages>,
    here: Here,
    Path(reference): Path<String>,
) -> Result<Response, Trouble> {
    let file = open(&pages, &here, &reference).await?;
    let dates = file.dates().map_err(Trouble::Fault)?;
    let explained = dates.iter().rev().map(|date| OneDate {
        title: file.limit_title(date.track, &date.due.limit),
        running: matches!(date.state, Fate::Running | Fate::Stopped),
        explained: Explained::of(&date.explanation, here.language),
    });
    let dates = explained.collect();
    Ok(render(&Dates {
        page: Page::new(&here, "dates-title"),
        reference: file.row.appeal.reference.clone(),
        dates,
    }))
}

#[derive(Template)]
#[template(path = "case/letter.html")]
struct LetterPage {
    page: Page,
    reference: String,
    letter: Letter,
}

async fn letter(
    State(pages): State<Pages>,
    here: Here,
    Path((reference, letter)): Path<(String, i64)>,
) -> Result<Response, Trouble> {
    let file = open(&pages, &here, &reference).await?;
    let letter = file.letters.iter().find(|one| one.id == letter).ok_or(Trouble::NotFound)?.clone();
    let page = Page::titled(&here, letter.subject.clone());
    Ok(render(&LetterPage { page, reference: file.row.appeal.reference.clone(), letter }))
}
