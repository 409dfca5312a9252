//! The page of an appeal for officials and ministers: on top what it is and by when, then what may be done today.

use askama::Template;
use axum::response::Response;
use jiff::civil::Date;

use super::duty::Duty;
use crate::web::Pages;
use crate::web::act::Offers;
use crate::web::case::{self, CaseFile, DueNote, Status, Told};
use crate::web::here::{Here, Viewer};
use crate::web::page::{Page, render};
use crate::web::papers::Shown;
use crate::web::trouble::Trouble;
use crate::web::words;

#[derive(Template)]
#[template(path = "desk/case.html")]
struct CasePage {
    page: Page,
    file: CaseFile,
    status: Status,
    offers: Offers,
    timeline: Vec<Told>,
    papers: Vec<Shown>,
    /// Who works on it there; and whether she is away.
    assignee: Option<(String, bool)>,
    /// The absent colleague for whom the viewer acts.
    stands_in_for: Option<String>,
    /// Whether the viewer's office took the decision that is appealed.
    is_issuer: bool,
    /// Whether whoever must act can be reminded today.
    can_remind: bool,
    /// What offices asked for by a day, and whether the viewer's can report.
    wishes: Vec<(String, DueNote)>,
    can_report: bool,
    /// For the button that takes an appeal nobody works on.
    me: i64,
}

/// The page.
pub(crate) async fn page(
    pages: &Pages,
    here: &Here,
    viewer: &Viewer,
    file: CaseFile,
) -> Result<Response, Trouble> {
    let duty = Duty::of(pages, here, viewer, &file).await?;
    let papers = pages.reading.of(Some(viewer.id), here.now).await?.papers(file.row.id).await?;
    let office = file.side.clone();
    let assignee = duty.current(&office).map(|one| (one.name.clone(), duty.is_away(&office)));
    Ok(render(&CasePage {
        page: Page::titled(here, format!("{} – {}", file.row.appeal.reference, file.appellant())),
        status: Status::of(&file, here.language, here.now),
        offers: Offers::of(&file, viewer, here.now),
        timeline: case::timeline(&file, here.language),
        papers: Shown::all(&papers, here.language),
        assignee,
        stands_in_for: duty.stands_in_for(&office, viewer).map(str::to_owned),
        is_issuer: file.row.appeal.decision.issuer == office,
        can_remind: crate::web::act::can_remind(&file, viewer, here.now),
        wishes: wishes(&file, pages.today(here.now)),
        can_report: file.row.appeal.wishes.iter().any(|one| one.wish.is_report() && one.from != office),
        me: viewer.id,
        file,
    }))
}

/// What offices asked for in the appeal by a day, in words.
fn wishes(file: &CaseFile, today: Date) -> Vec<(String, DueNote)> {
    let wishes = file.row.appeal.wishes.iter().filter_map(|one| {
        let words = if one.wish.is_report() { "wish-report" } else { "wish-control" };
        let words = words::say(file.language, words, &[("office", file.office(&one.from).into())]);
        Some((words, DueNote::of(one.wish.day()?, today, file.facts().calendar, file.language)))
    });
    wishes.collect()
}
