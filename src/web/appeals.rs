//! "Your appeals": an organisation's drafts and appeals, each with where it stands, what is next and by when.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;

use super::Pages;
use super::case::{Sketch, Status};
use super::fields::Query;
use super::file::Begun;
use super::here::{Here, Viewer};
use super::page::{Page, render};
use super::trouble::Trouble;
use crate::law;
use crate::store::appeal::Listed;
use crate::store::sight::Sight;
use crate::texts::{Language, Texts};

/// How many appeals a page shows.
const ON_A_PAGE: usize = 50;

pub(super) fn routes() -> Router<Pages> {
    Router::new().route("/appeals", get(list))
}

#[derive(Template)]
#[template(path = "appeals.html")]
struct Appeals {
    page: Page,
    drafts: Vec<Begun>,
    rows: Vec<Row>,
    /// Whether the list went on before this page.
    goes_on_before: bool,
    /// The key after which the next page begins.
    next: Option<i64>,
}

/// An appeal in the list.
struct Row {
    reference: String,
    /// Who appeals, where the reader belongs to several organisations.
    appellant: Option<String>,
    issuer: String,
    number: Option<String>,
    decided_on: String,
    status: Status,
}

async fn list(State(pages): State<Pages>, here: Here, Query(fields): Query) -> Result<Response, Trouble> {
    let viewer = here.appellant()?;
    let before: Option<i64> = fields.text("before").parse().ok();
    let mut sight = pages.reading.of(Some(viewer.id), here.now).await?;
    let most = i64::try_from(ON_A_PAGE + 1).unwrap_or(i64::MAX);
    let mut listed = sight.of_organisations(&viewer.organisations(), before, most).await?;
    let next = if listed.len() > ON_A_PAGE { listed.get(ON_A_PAGE - 1).map(|row| row.id) } else { None };
    listed.truncate(ON_A_PAGE);
    let rows = rows(&pages, &here, viewer, &listed, &mut sight).await?;
    let drafts = if before.is_none() { super::file::begun(&pages, &here).await? } else { Vec::new() };
    let page = Page::new(&here, "appeals-title");
    Ok(render(&Appeals { page, drafts, rows, goes_on_before: before.is_some(), next }))
}

/// The rows of a page, from a number of queries that does not grow with them.
async fn rows(
    pages: &Pages,
    here: &Here,
    viewer: &Viewer,
    listed: &[Listed],
    sight: &mut Sight,
) -> Result<Vec<Row>, Trouble> {
    let ids: Vec<i64> = listed.iter().map(|row| row.id).collect();
    let escalated: BTreeSet<i64> = sight.escalated(&ids).await?.into_iter().collect();
    let names = names(sight, &viewer.organisations(), here.language).await?;
    let ladder = pages.ladder().await?;
    let rulebook = pages.registry.rulebook();
    let mut rows = Vec::with_capacity(listed.len());
    for one in listed {
        let appeal = &one.appeal;
        let missing = || Trouble::Fault(format!("the rules of {} are not loaded", appeal.reference));
        let rules = rulebook.by_digest(&appeal.workflow).ok_or_else(missing)?;
        let calendar = rulebook.calendar(&rules.definition.calendar).ok_or_else(missing)?;
        let appellant = names.get(&appeal.appellant).map_or(appeal.appellant.as_str(), String::as_str);
        let sketch = Sketch {
            language: here.language,
            appeal,
            definition: &rules.definition,
            ladder: &ladder,
            calendar: &calendar,
            appellant,
            side: &appeal.appellant,
            has_escalated: escalated.contains(&one.id),
        };
        let issuer = ladder.get(&appeal.decision.issuer);
        rows.push(Row {
            reference: appeal.reference.clone(),
            appellant: Some(appellant.to_owned()).filter(|_| names.len() > 1),
            issuer: issuer.map_or_else(
                || appeal.decision.issuer.clone(),
                |office| office.name.get(here.language).to_owned(),
            ),
            number: appeal.decision.number.clone(),
            decided_on: here.language.date(appeal.decision.decided_on),
            status: Status::sketched(&sketch, law::day_of(here.now, &calendar)),
        });
    }
    Ok(rows)
}

/// The names of organisations in a language, by code.
pub(super) async fn names(
    sight: &mut Sight,
    codes: &[String],
    language: Language,
) -> Result<BTreeMap<String, String>, Trouble> {
    let named = named(sight, codes).await?.into_iter();
    Ok(named.map(|(code, name)| (code, name.get(language).to_owned())).collect())
}

/// The same in all languages.
pub(super) async fn named(sight: &mut Sight, codes: &[String]) -> Result<BTreeMap<String, Texts>, Trouble> {
    let found = sight.organisations(codes).await?;
    let named = found.into_iter().map(|(code, name, _)| {
        let name = serde_json::from_str(&name).map_err(|fault| Trouble::Fault(fault.to_string()))?;
        Ok((code, name))
    });
    named.collect()
}
