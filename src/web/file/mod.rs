//! Filing an appeal: a task list of small pages, each saved as it is typed, also before anybody has signed in.
//!
//! A draft holds what was typed, right or wrong. Its pages read it by the questions that the workflow brings; what the
//! core would say to it is asked before it is sent, by the core's own functions. To officials these pages are not there.

mod answers;
mod check;
mod filing;
mod page;
mod question;
mod sent;
mod tasks;
mod upload;

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum_extra::extract::CookieJar;
use rand::RngExt;

use self::answers::Answers;
use self::filing::{Filing, Holder, Shelf, Time};
use self::tasks::{Section, State as TaskState};
use super::Pages;
use super::door::cookies;
use super::explained::Explained;
use super::fields::Fields;
use super::here::Here;
use super::limits::{Door, knock};
use super::page::{Page, render};
use super::trouble::Trouble;
use crate::store::{self, draft};

pub(super) use check::papers_message;

/// How many drafts somebody may have open.
const DRAFTS: usize = 20;

pub(super) fn routes() -> Router<Pages> {
    Router::new()
        .route("/file", get(start).post(begin))
        .route("/file/{draft}", get(list))
        .route("/file/{draft}/discard", get(ask_discard).post(discard))
        .route("/file/{draft}/time", get(time))
        .route("/file/{draft}/q/{task}", get(page::show).post(page::save))
        .route("/file/{draft}/q/{task}/keep", post(page::keep))
        .route("/file/{draft}/check", get(check::show))
        .route("/file/{draft}/send", post(check::send))
        .route("/file/{draft}/sent", get(sent::show))
        .route("/file/{draft}/secret", post(sent::renew))
        .merge(upload::routes())
}

/// A draft as it is listed.
#[derive(Debug)]
pub(super) struct Begun {
    pub name: String,
    pub title: String,
    /// The day on which it was last changed, in words.
    pub changed: String,
    /// Until when it can be sent, in words.
    pub until: Option<String>,
}

/// The viewer's drafts, the last changed first.
pub(super) async fn begun(pages: &Pages, here: &Here) -> Result<Vec<Begun>, Trouble> {
    let viewer = here.appellant()?;
    listed(pages, here, &Holder::Person(viewer.id)).await
}

async fn listed(pages: &Pages, here: &Here, holder: &Holder) -> Result<Vec<Begun>, Trouble> {
    let drafts = draft::of(&pages.store, holder.owner()).await?;
    if drafts.is_empty() {
        return Ok(Vec::new());
    }
    let shelf = Shelf::open(pages, here).await?;
    let page = Page::new(here, "file-title");
    let mut begun = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let changed = here.language.date(draft.changed_at.to_zoned(pages.zone()).date());
        let filing = shelf.filing(pages, here, holder.clone(), draft)?;
        let until = filing.time().map(|time| {
            page.say1(
                if time.is_late { "draft-late" } else { "draft-until" },
                "day",
                here.language.date(time.last_day),
            )
        });
        begun.push(Begun { name: filing.draft.name.clone(), title: filing.title(), changed, until });
    }
    Ok(begun)
}

#[derive(Template)]
#[template(path = "file/start.html")]
struct Start {
    page: Page,
    workflows: Vec<(String, String)>,
    drafts: Vec<Begun>,
    is_full: bool,
}

async fn start(State(pages): State<Pages>, here: Here, jar: CookieJar) -> Result<Response, Trouble> {
    let holder = Holder::of(&here, &jar)?;
    let drafts = listed(&pages, &here, &holder).await?;
    let workflows = Shelf::open(&pages, &here).await?.choices(&here);
    let page = Page::new(&here, "file-title");
    let is_full = drafts.len() >= DRAFTS;
    Ok(render(&Start { page, workflows, drafts, is_full }))
}

/// Begins a draft under the chosen workflow.
async fn begin(
    State(pages): State<Pages>,
    here: Here,
    jar: CookieJar,
    fields: Fields,
) -> Result<Response, Trouble> {
    let (jar, holder) = match Holder::of(&here, &jar)? {
        Holder::Browser(_) => {
            knock(&pages, &here, Door::Draft, &fields).await?;
            let (jar, browser) = cookies::known_browser(jar, here.secure);
            (jar, Holder::Browser(browser))
        }
        person => (jar, person),
    };
    if draft::of(&pages.store, holder.owner()).await?.len() >= DRAFTS {
        return Ok((jar, Redirect::to("/file")).into_response());
    }
    let name = hex::encode(rand::rng().random::<[u8; 16]>());
    let mut answers = Answers::default();
    answers.set("workflow", fields.text("workflow"));
    draft::begin(&pages.store, holder.owner(), &name, &answers.stored(), here.now).await?;
    Ok((jar, Redirect::to(&format!("/file/{name}"))).into_response())
}

#[derive(Template)]
#[template(path = "file/list.html")]
struct TaskList {
    page: Page,
    draft: String,
    sections: Vec<(&'static str, Vec<Row>)>,
    papers: usize,
    done: usize,
    all: usize,
    is_ready: bool,
    time: Option<Time>,
}

/// A task in the list.
struct Row {
    name: String,
    title: String,
    state: TaskState,
}

async fn list(
    State(pages): State<Pages>,
    here: Here,
    jar: CookieJar,
    Path(name): Path<String>,
) -> Result<Response, Trouble> {
    let filing = Filing::load(&pages, &here, &jar, &name).await?;
    if filing.draft.filed_as.is_some() {
        return Ok(Redirect::to(&format!("/file/{name}/sent")).into_response());
    }
    let tasks = filing.tasks();
    let rows = |section: Section| {
        let rows = tasks.iter().filter(|(task, _)| task.section == section);
        rows.map(|(task, state)| Row { name: task.name.clone(), title: task.title.clone(), state: *state })
            .collect()
    };
    let sections = Section::ALL.iter().map(|section| (section.heading(), rows(*section))).collect();
    let must = |state: &TaskState| *state != TaskState::Optional;
    let (done, all) = (
        tasks.iter().filter(|(_, state)| *state == TaskState::Done).count(),
        tasks.iter().filter(|(_, state)| must(state)).count(),
    );
    let papers = store::paper::of_draft(&pages.store, filing.draft.id).await?.len();
    Ok(render(&TaskList {
        page: Page::titled(&here, filing.title()),
        draft: name,
        sections,
        papers,
        done,
        all,
        is_ready: tasks.iter().all(|(_, state)| *state != TaskState::ToDo),
        time: filing.time(),
    }))
}

#[derive(Template)]
#[template(path = "file/time.html")]
struct TimePage {
    page: Page,
    draft: String,
    time: Time,
    explained: Explained,
}

/// Until when it can be filed, and how that was reckoned.
async fn time(
    State(pages): State<Pages>,
    here: Here,
    jar: CookieJar,
    Path(name): Path<String>,
) -> Result<Response, Trouble> {
    let filing = Filing::load(&pages, &here, &jar, &name).await?;
    let time = filing.time().ok_or(Trouble::NotFound)?;
    let explained = Explained::of(&time.explanation, here.language);
    Ok(render(&TimePage { page: Page::new(&here, "time-title"), draft: name, time, explained }))
}

#[derive(Template)]
#[template(path = "file/discard.html")]
struct Discard {
    page: Page,
    draft: String,
    title: String,
}

async fn ask_discard(
    State(pages): State<Pages>,
    here: Here,
    jar: CookieJar,
    Path(name): Path<String>,
) -> Result<Response, Trouble> {
    let filing = Filing::load(&pages, &here, &jar, &name).await?;
    let page = Page::new(&here, "discard-title");
    Ok(render(&Discard { page, draft: name, title: filing.title() }))
}

async fn discard(
    State(pages): State<Pages>,
    here: Here,
    jar: CookieJar,
    Path(name): Path<String>,
) -> Result<Response, Trouble> {
    match Filing::load_for(&pages, &here, &jar, &name, &[]).await {
        Ok(filing) => draft::discard(&pages.store, filing.holder.owner(), filing.draft.id).await?,
        // Pressed twice: it is gone, as was asked.
        Err(Trouble::NotFound) => {}
        Err(trouble) => return Err(trouble),
    }
    Ok(Redirect::to(if here.viewer.is_some() { "/appeals" } else { "/file" }).into_response())
}
