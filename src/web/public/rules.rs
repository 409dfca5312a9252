//! The rules: each workflow in plain words, with its drawing, its law and how long it takes at the worst.

use std::collections::VecDeque;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::worst;
use crate::registry::Rules;
use crate::texts::Language;
use crate::web::Pages;
use crate::web::here::Here;
use crate::web::page::{Page, render};
use crate::web::trouble::Trouble;
use crate::web::words;
use crate::workflow::{Definition, Limit, Silence, drawing};

#[derive(Template)]
#[template(path = "public/rules.html")]
struct List {
    page: Page,
    /// Name, title, the act of law with the language it is named in.
    workflows: Vec<(String, String, (String, Language))>,
}

pub(super) async fn list(State(pages): State<Pages>, here: Here) -> Response {
    let rulebook = pages.registry.rulebook();
    let known = rulebook.names().into_iter().filter_map(|name| rulebook.newest(&name));
    let line = |rules: std::sync::Arc<Rules>| {
        let definition = &rules.definition;
        (
            definition.name.clone(),
            definition.title.get(here.language).to_owned(),
            definition.law.told(here.language),
        )
    };
    render(&List { workflows: known.map(line).collect(), page: Page::new(&here, "nav-rules") })
}

#[derive(Template)]
#[template(path = "public/rule.html")]
struct One {
    page: Page,
    name: String,
    law: (String, Language),
    version: u32,
    digest: String,
    tracks: Vec<Track>,
    promises: Vec<(String, String)>,
    /// How long it can take at the worst; none while that is being worked out.
    worst: Option<Vec<worst::Told>>,
    /// The language of the drawing, where the reader's is not one of the workflow's.
    drawn_in: Language,
}

struct Track {
    title: String,
    decides: bool,
    steps: Vec<Step>,
}

struct Step {
    title: String,
    holder: Option<String>,
    limits: Vec<(String, String)>,
    actions: Vec<(String, Option<String>)>,
}

pub(super) async fn one(
    State(pages): State<Pages>,
    here: Here,
    Path(name): Path<String>,
) -> Result<Response, Trouble> {
    let rules = pages.registry.rulebook().newest(&name).ok_or(Trouble::NotFound)?;
    let definition = &rules.definition;
    let told = Telling { definition, language: here.language };
    let mut tracks: Vec<Track> = definition.tracks.keys().map(|track| told.track(track)).collect();
    tracks.sort_by_key(|track| !track.decides);
    let promises = definition.promises.iter();
    let promises = promises
        .map(|one| (one.title.get(here.language).to_owned(), here.language.span(one.within)))
        .collect();
    Ok(render(&One {
        page: Page::titled(&here, definition.title.get(here.language).to_owned()),
        law: definition.law.told(here.language),
        version: definition.version,
        digest: definition.digest.clone(),
        tracks,
        promises,
        worst: worst::of(&pages, &rules).map(|worst| worst::told(&worst, definition, here.language)),
        drawn_in: written_in(definition, here.language),
        name,
    }))
}

/// The reader's language, or English where the workflow is not written in it.
fn written_in(definition: &Definition, language: Language) -> Language {
    if definition.languages.contains(&language) { language } else { Language::En }
}

pub(super) async fn drawing(
    State(pages): State<Pages>,
    here: Here,
    Path(name): Path<String>,
) -> Result<Response, Trouble> {
    let rules = pages.registry.rulebook().newest(&name).ok_or(Trouble::NotFound)?;
    let svg = drawing::svg(&rules.definition, written_in(&rules.definition, here.language), None);
    // A picture styles itself; nothing else may come with it.
    let policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
    let headers = [(header::CONTENT_TYPE, "image/svg+xml"), (header::CONTENT_SECURITY_POLICY, policy)];
    Ok((headers, svg).into_response())
}

struct Telling<'d> {
    definition: &'d Definition,
    language: Language,
}

impl Telling<'_> {
    fn track(&self, name: &str) -> Track {
        let track = &self.definition.tracks[name];
        let steps = self.in_order(name).into_iter().map(|step| self.step(name, step));
        Track {
            title: track.title.get(self.language).to_owned(),
            decides: track.decides,
            steps: steps.collect(),
        }
    }

    /// The steps as an appeal comes to them, the nearest to the beginning first.
    fn in_order(&self, track: &str) -> Vec<&str> {
        let track = &self.definition.tracks[track];
        let first = self.definition.filing.with.values().chain(track.opens.values());
        let mut order: Vec<&str> = Vec::new();
        let mut next: VecDeque<&str> = first.map(String::as_str).collect();
        while let Some(name) = next.pop_front() {
            let Some((name, step)) = track.steps.get_key_value(name).filter(|_| !order.contains(&name))
            else {
                continue;
            };
            order.push(name);
            next.extend(step.limits().filter_map(|(_, limit)| leads_to(&limit.silence)));
            let actions = step.allows.iter().filter_map(|name| self.definition.actions.get(name));
            next.extend(actions.filter_map(|action| action.to.as_deref()));
        }
        let rest =
            track.steps.keys().map(String::as_str).filter(|name| !order.contains(name)).collect::<Vec<_>>();
        order.extend(rest);
        order
    }

    fn step(&self, track: &str, name: &str) -> Step {
        let step = &self.definition.tracks[track].steps[name];
        let actions = self.definition.allowed(step).filter_map(|name| self.definition.actions.get(name));
        let action = |action: &crate::workflow::Action| {
            let article = action.article.as_ref().map(|article| self.definition.cite(article, self.language));
            (action.title.get(self.language).to_owned(), article)
        };
        Step {
            title: step.title.get(self.language).to_owned(),
            holder: step.holder().map(|party| self.party(party)),
            limits: step.limits().map(|(_, limit)| self.limit(track, limit)).collect(),
            actions: actions.map(action).collect(),
        }
    }

    fn party(&self, name: &str) -> String {
        let party = self.definition.parties.get(name);
        party.map_or_else(|| name.to_owned(), |party| party.title.get(self.language).to_owned())
    }

    /// A limit: the time with its article, and what silence means.
    fn limit(&self, track: &str, limit: &Limit) -> (String, String) {
        let article =
            limit.time.rule.article.as_ref().map(|article| self.definition.cite(article, self.language));
        let article = article.map(|article| format!(" ({article})")).unwrap_or_default();
        let title = |step: &str| {
            let step = self.definition.step(track, step);
            step.map_or_else(String::new, |step| step.title.get(self.language).to_owned())
        };
        let (name, to) = match &limit.silence {
            Silence::Escalate(step) => ("silence-escalate", title(step)),
            Silence::Climb { then, .. } => ("silence-climb", title(then)),
            Silence::Lapse(step) => ("silence-lapse", title(step)),
            Silence::Chase { then, .. } => ("silence-chase", title(then)),
            Silence::Deemed { decision, .. } => {
                ("silence-deemed", decision.in_words(self.language).to_owned())
            }
            Silence::Close(_) => ("silence-close", String::new()),
            Silence::Stay(_) => ("silence-stay", String::new()),
        };
        let silence = words::say(self.language, name, &[("to", to.as_str().into())]);
        (format!("{}{article}", self.language.span(limit.time.rule.span)), silence)
    }
}

/// The step to which silence leads.
fn leads_to(silence: &Silence) -> Option<&str> {
    match silence {
        Silence::Escalate(step) | Silence::Lapse(step) => Some(step),
        Silence::Climb { then, .. } | Silence::Chase { then, .. } | Silence::Deemed { then, .. } => {
            Some(then)
        }
        Silence::Close(_) | Silence::Stay(_) => None,
    }
}
