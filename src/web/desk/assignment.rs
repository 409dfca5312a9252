//! Taking an appeal and handing it over. It never changes a date; whoever took part in the decision appealed is never
//! given it.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

use super::duty::Duty;
use crate::law;
use crate::store;
use crate::store::assignment::Change;
use crate::store::people::Colleague;
use crate::web::Pages;
use crate::web::case::{self, CaseFile};
use crate::web::fields::Fields;
use crate::web::here::{Here, Viewer};
use crate::web::page::{Page, render};
use crate::web::trouble::Trouble;

#[derive(Template)]
#[template(path = "desk/assignment.html")]
struct AssignmentPage {
    page: Page,
    reference: String,
    appellant: String,
    office_name: String,
    colleagues: Vec<Colleague>,
    /// Those who worked on it, the latest first: name, from when, until when, by whom and why.
    history: Vec<(String, String, String, String)>,
    /// The key of who works on it now, as the form knows it.
    from: String,
    assignee: Option<String>,
    to: String,
    reason: String,
    errors: Vec<(&'static str, String)>,
}

/// The form.
pub(super) async fn form(
    State(pages): State<Pages>,
    here: Here,
    Path(reference): Path<String>,
) -> Result<Response, Trouble> {
    let (viewer, file) = open(&pages, &here, &reference).await?;
    show(&pages, &here, viewer, &file, &Fields::default(), Vec::new()).await
}

/// The viewer and the case; an office that has no part in it assigns nobody.
async fn open<'h>(pages: &Pages, here: &'h Here, reference: &str) -> Result<(&'h Viewer, CaseFile), Trouble> {
    let viewer = here.official()?;
    let file = case::open(pages, here, reference).await?;
    let serves = viewer.offices().contains(&file.side) || viewer.ministries().contains(&file.side);
    if serves { Ok((viewer, file)) } else { Err(Trouble::NotFound) }
}

async fn show(
    pages: &Pages,
    here: &Here,
    viewer: &Viewer,
    file: &CaseFile,
    fields: &Fields,
    errors: Vec<(&'static str, String)>,
) -> Result<Response, Trouble> {
    let duty = Duty::of(pages, here, viewer, file).await?;
    let colleagues = able(pages, here, file).await?;
    let day = |at| here.language.date(law::day_of(at, file.calendar()));
    let history = duty.assignments.iter().filter(|one| one.office == file.side).map(|one| {
        let by = one.by.iter().chain(&one.reason).cloned().collect::<Vec<_>>().join(": ");
        (one.name.clone(), day(one.since), one.until.map(day).unwrap_or_default(), by)
    });
    let current = duty.current(&file.side);
    Ok(render(&AssignmentPage {
        page: Page::new(here, "assignment-title").with_errors(!errors.is_empty()),
        reference: file.row.appeal.reference.clone(),
        appellant: file.appellant().to_owned(),
        office_name: file.office(&file.side),
        colleagues,
        history: history.collect(),
        from: current.map(|one| one.person.to_string()).unwrap_or_default(),
        assignee: current.map(|one| one.name.clone()),
        to: fields.text("to").to_owned(),
        reason: fields.text("reason").to_owned(),
        errors,
    }))
}

/// The colleagues who may work on it: all of the office but those who took the decision appealed.
async fn able(pages: &Pages, here: &Here, file: &CaseFile) -> Result<Vec<Colleague>, Trouble> {
    let office = std::slice::from_ref(&file.side);
    let mut colleagues = store::people::colleagues(&pages.store, office, here.now).await?;
    colleagues.retain(|one| !file.row.appeal.decision.taken_by.contains(&one.name));
    Ok(colleagues)
}

/// Takes it or hands it over.
pub(super) async fn change(
    State(pages): State<Pages>,
    here: Here,
    Path(reference): Path<String>,
    fields: Fields,
) -> Result<Response, Trouble> {
    here.sender(&fields)?;
    let (viewer, file) = open(&pages, &here, &reference).await?;
    let page = Page::new(&here, "assignment-title");
    let colleagues = able(&pages, &here, &file).await?;
    let to = fields.text("to").parse::<i64>().ok();
    let to = to.filter(|to| colleagues.iter().any(|one| one.id == *to));
    let from = fields.text("from").parse::<i64>().ok();
    let reason = Some(fields.text("reason")).filter(|reason| !reason.is_empty());
    let mut errors = Vec::new();
    let Some(to) = to else {
        errors.push(("to", page.say("assignment-to-whom")));
        return show(&pages, &here, viewer, &file, &fields, errors).await;
    };
    // Taking what nobody works on explains itself; everything else takes it from somebody or gives it to her.
    if reason.is_none() && (from.is_some() || to != viewer.id) {
        errors.push(("reason", page.say("assignment-why")));
        return show(&pages, &here, viewer, &file, &fields, errors).await;
    }
    let reason = reason.map(|reason| reason.chars().take(2000).collect::<String>());
    let (appeal, office) = (file.row.id, file.side.as_str());
    let change = Change { appeal, office, from, to, by: viewer.id, reason: reason.as_deref() };
    let done = store::assignment::assign(&pages.store, &[change], here.now).await?;
    if done == [false] {
        errors.push(("to", page.say("assignment-meanwhile")));
        return show(&pages, &here, viewer, &file, &fields, errors).await;
    }
    Ok(Redirect::to(&format!("/appeals/{}", file.row.appeal.reference)).into_response())
}
