//! My absence: from when to when, and who stands in. Deputies are colleagues of the same office.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use crate::store;
use crate::store::people::Colleague;
use crate::web::Pages;
use crate::web::day;
use crate::web::fields::Fields;
use crate::web::here::{Here, Viewer};
use crate::web::page::{Page, render};
use crate::web::trouble::Trouble;

#[derive(Template)]
#[template(path = "desk/absence.html")]
struct AbsencePage {
    page: Page,
    /// Those that have not passed: key, days and deputy.
    absences: Vec<(i64, String, String, Option<String>)>,
    colleagues: Vec<Colleague>,
    /// The first and the last day: name, title, and as they were typed.
    days: [(&'static str, &'static str, [String; 3]); 2],
    deputy: String,
    errors: Vec<(&'static str, String)>,
}

/// The page.
pub(super) async fn page(State(pages): State<Pages>, here: Here) -> Result<Response, Trouble> {
    let viewer = here.official()?;
    show(&pages, &here, viewer, &Fields::default(), Vec::new()).await
}

async fn colleagues(pages: &Pages, here: &Here, viewer: &Viewer) -> Result<Vec<Colleague>, Trouble> {
    let offices: Vec<String> = viewer.offices().into_iter().chain(viewer.ministries()).collect();
    let mut colleagues = store::people::colleagues(&pages.store, &offices, here.now).await?;
    colleagues.retain(|one| one.id != viewer.id);
    colleagues.dedup_by_key(|one| one.id);
    Ok(colleagues)
}

fn typed(fields: &Fields, name: &str) -> [String; 3] {
    ["day", "month", "year"].map(|part| fields.text(&format!("{name}.{part}")).to_owned())
}

async fn show(
    pages: &Pages,
    here: &Here,
    viewer: &Viewer,
    fields: &Fields,
    errors: Vec<(&'static str, String)>,
) -> Result<Response, Trouble> {
    let absences = store::absence::of(&pages.store, viewer.id, pages.today(here.now)).await?;
    let date = |day| here.language.date(day);
    let absences = absences.into_iter().map(|one| (one.id, date(one.since), date(one.until), one.deputy));
    Ok(render(&AbsencePage {
        page: Page::new(here, "absence-title").with_errors(!errors.is_empty()),
        absences: absences.collect(),
        colleagues: colleagues(pages, here, viewer).await?,
        days: [
            ("since", "absence-since", typed(fields, "since")),
            ("until", "absence-until", typed(fields, "until")),
        ],
        deputy: fields.text("deputy").to_owned(),
        errors,
    }))
}

/// Enters one.
pub(super) async fn enter(
    State(pages): State<Pages>,
    here: Here,
    fields: Fields,
) -> Result<Response, Trouble> {
    here.sender(&fields)?;
    let viewer = here.official()?;
    let page = Page::new(&here, "absence-title");
    let mut errors = Vec::new();
    let mut read = |name: &'static str, id: &'static str| {
        let [day, month, year] = typed(&fields, name);
        let day = day::read(&day, &month, &year).ok();
        if day.is_none() {
            errors.push((id, page.say("ask-not-a-day")));
        }
        day
    };
    let (since, until) = (read("since", "since-day"), read("until", "until-day"));
    if let (Some(since), Some(until)) = (since, until)
        && (until < since || until < pages.today(here.now))
    {
        errors.push(("until-day", page.say("absence-order")));
    }
    let deputy = fields.text("deputy").parse::<i64>().ok();
    let known = colleagues(&pages, &here, viewer).await?;
    let deputy = deputy.filter(|deputy| known.iter().any(|one| one.id == *deputy));
    if let (Some(deputy), Some(since), Some(until)) = (deputy, since, until) {
        let others = store::absence::between(&pages.store, since, until.max(since)).await?;
        if others.would_circle(viewer.id, deputy) {
            errors.push(("deputy", page.say("absence-circle")));
        }
    }
    match (since, until) {
        (Some(since), Some(until)) if errors.is_empty() => {
            store::absence::enter(&pages.store, viewer.id, deputy, (since, until), here.now).await?;
            Ok(Redirect::to("/absence").into_response())
        }
        _ => show(&pages, &here, viewer, &fields, errors).await,
    }
}

/// Takes one back.
pub(super) async fn take_back(
    State(pages): State<Pages>,
    here: Here,
    fields: Fields,
) -> Result<Response, Trouble> {
    let viewer = here.official()?;
    if let Ok(id) = fields.text("absence").parse() {
        store::absence::take_back(&pages.store, viewer.id, id, here.now).await?;
    }
    Ok(Redirect::to("/absence").into_response())
}
