//! The workflows: every version with what it promises, how long it can take at the worst, and how many appeals follow it.

mod attempt;
mod stories;

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

pub(super) use attempt::{ask, attempt};
pub(super) use stories::{list as stories, play};

use super::moment;
use crate::registry::Rules;
use crate::store;
use crate::texts::Language;
use crate::web::Pages;
use crate::web::here::Here;
use crate::web::page::{Page, render};
use crate::web::public::worst;
use crate::web::trouble::Trouble;

#[derive(Template)]
#[template(path = "house/workflows.html")]
struct Workflows {
    page: Page,
    workflows: Vec<Workflow>,
}

/// A workflow in its newest version.
struct Workflow {
    name: String,
    title: String,
    law: (String, Language),
    calendar: String,
    promises: Vec<(String, String)>,
    /// How long it can take at the worst; none while that is being worked out.
    worst: Option<Vec<worst::Told>>,
    versions: Vec<Version>,
}

/// A version of it.
struct Version {
    number: i64,
    digest: String,
    loaded: String,
    open: i64,
    all: i64,
}

pub(super) async fn list(State(pages): State<Pages>, here: Here) -> Result<Response, Trouble> {
    here.administrator()?;
    let following = pages.house.following(&pages.store, here.now).await?;
    let rulebook = pages.registry.rulebook();
    let newest: Vec<_> = rulebook.names().into_iter().filter_map(|name| rulebook.newest(&name)).collect();
    let mut workflows: Vec<Workflow> = newest.iter().map(|rules| workflow(&pages, &here, rules)).collect();
    for one in store::rules::versions(&pages.store).await? {
        let Some(workflow) = workflows.iter_mut().find(|workflow| workflow.name == one.name) else {
            continue;
        };
        let (open, all) = following.get(&one.digest).copied().unwrap_or_default();
        let loaded = moment(&pages, &here, one.loaded_at);
        let number = i64::from(one.version);
        workflow.versions.push(Version { number, digest: one.digest, loaded, open, all });
    }
    Ok(render(&Workflows { page: Page::new(&here, "house-workflows-title"), workflows }))
}

fn workflow(pages: &Pages, here: &Here, rules: &Arc<Rules>) -> Workflow {
    let definition = &rules.definition;
    let language = here.language;
    let promises = definition.promises.iter();
    let promises = promises.map(|one| (one.title.get(language).to_owned(), language.span(one.within)));
    Workflow {
        name: definition.name.clone(),
        title: definition.title.get(language).to_owned(),
        law: definition.law.told(language),
        calendar: definition.calendar.clone(),
        promises: promises.collect(),
        worst: worst::of(pages, rules).map(|worst| worst::told(&worst, definition, language)),
        versions: Vec::new(),
    }
}
