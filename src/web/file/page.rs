//! The page of one task: its questions, and what was typed so far.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;

use super::filing::{self, Filing, Kept};
use super::question::{Kind, Question, Wrong};
use super::tasks::Task;
use crate::web::Pages;
use crate::web::fields::{Fields, Query};
use crate::web::here::Here;
use crate::web::page::{Page, render};
use crate::web::trouble::Trouble;

#[derive(Template)]
#[template(path = "file/page.html")]
struct QuestionPage<'p> {
    page: Page,
    draft: &'p str,
    version: i32,
    task: &'p Task,
    filing: &'p Filing,
    wrongs: Vec<Wrong>,
    /// Whether the reader came from the page on which she checks her answers, and goes back there.
    from_check: bool,
    signed_in: bool,
}

impl QuestionPage<'_> {
    fn wrong(&self, question: &Question) -> Option<&Wrong> {
        self.wrongs.iter().find(|wrong| wrong.question == question.name)
    }

    /// What stands in a box.
    fn text(&self, name: &str) -> &str {
        self.filing.answers.text(name)
    }

    /// What stands in one of the three boxes of a day.
    fn part(&self, question: &Question, part: &str) -> String {
        // What was read is shown as it was understood.
        match (self.filing.answers.day(&question.name), part) {
            (Ok(day), "day") => day.day().to_string(),
            (Ok(day), "month") => day.month().to_string(),
            (Ok(day), _) => day.year().to_string(),
            (Err(_), part) => self.filing.answers.text(&format!("{}-{part}", question.name)).to_owned(),
        }
    }

    /// Whether one of several is ticked.
    fn ticked(&self, question: &Question, value: &str) -> bool {
        self.filing.answers.several(&question.name).iter().any(|one| one == value)
    }

    /// Whether the question's own label is the heading of the page.
    fn is_heading(&self) -> bool {
        self.task.questions.len() == 1
    }

    /// What a screen reader is told with a box: its hint and what is wrong.
    fn described(&self, question: &Question) -> String {
        let hint = question.hint.as_ref().map(|_| format!("{}-hint", question.name));
        let error = self.wrong(question).map(|_| format!("{}-error", question.name));
        hint.into_iter().chain(error).collect::<Vec<_>>().join(" ")
    }

    fn back(&self) -> String {
        if self.from_check { format!("/file/{}/check", self.draft) } else { format!("/file/{}", self.draft) }
    }
}

fn found(filing: &Filing, name: &str) -> Result<Task, Trouble> {
    let mut tasks = filing.form.tasks(&filing.answers).into_iter();
    tasks.find(|task| task.name == name).ok_or(Trouble::NotFound)
}

fn shown(here: &Here, filing: &Filing, task: &Task, wrongs: Vec<Wrong>, from_check: bool) -> Response {
    let title = if let [question] = task.questions.as_slice() { &question.label } else { &task.title };
    let mut page = Page::titled(here, title.clone()).with_errors(!wrongs.is_empty());
    // A choice of language on a page that answers a form must lead to the page itself.
    page.path = format!("/file/{}/q/{}", filing.draft.name, task.name);
    let (draft, version) = (filing.draft.name.as_str(), filing.draft.version);
    let signed_in = here.viewer.is_some();
    render(&QuestionPage { page, draft, version, task, filing, wrongs, from_check, signed_in })
}

pub(super) async fn show(
    State(pages): State<Pages>,
    here: Here,
    jar: CookieJar,
    Path((name, task)): Path<(String, String)>,
    Query(fields): Query,
) -> Result<Response, Trouble> {
    let filing = Filing::load(&pages, &here, &jar, &name).await?;
    if filing.draft.filed_as.is_some() {
        return Ok(Redirect::to(&format!("/file/{name}/sent")).into_response());
    }
    let from_check = fields.text("from") == "check";
    Ok(shown(&here, &filing, &found(&filing, &task)?, Vec::new(), from_check))
}

/// What was typed into the boxes of a task. A box that was not sent, such as a choice that was not made, is empty.
fn typed(task: &Task, fields: &Fields) -> Vec<(String, String)> {
    let of = |question: &Question| match &question.kind {
        Kind::Several(_) => vec![(question.name.clone(), fields.all(&question.name).join(","))],
        _ => question.boxes().into_iter().map(|name| (name.clone(), fields.text(&name).to_owned())).collect(),
    };
    task.questions.iter().flat_map(of).collect()
}

pub(super) async fn save(
    State(pages): State<Pages>,
    here: Here,
    jar: CookieJar,
    Path((name, task)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, Trouble> {
    let mut filing = Filing::load_for(&pages, &here, &jar, &name, fields.pairs()).await?;
    if filing.draft.filed_as.is_some() {
        return Ok(Redirect::to(&format!("/file/{name}/sent")).into_response());
    }
    let task = found(&filing, &task)?;
    let typed = typed(&task, &fields);
    let version = fields.text("version").parse().unwrap_or_default();
    let kept = filing::keep(&pages, &mut filing, version, &typed, here.now).await?;
    let from_check = fields.text("from") == "check";
    if kept == Kept::Changed {
        let wrongs = vec![changed(&here, &filing, &task)];
        typed.iter().for_each(|(name, text)| filing.answers.set(name, text));
        return Ok(shown(&here, &filing, &task, wrongs, from_check));
    }
    let wrongs = filing.form.wrongs(&task, &filing.answers);
    let may_be_empty = task.questions.iter().all(|question| question.is_empty(&filing.answers));
    // "Save and come back later" takes anything; so does a page left empty on the way.
    if !wrongs.is_empty() && fields.text("then") != "list" || may_be_empty && !wrongs.is_empty() && from_check
    {
        return Ok(shown(&here, &filing, &task, wrongs, from_check));
    }
    let next =
        if from_check { format!("/file/{name}/check") } else { next(&filing, &task, fields.text("then")) };
    Ok(Redirect::to(&next).into_response())
}

/// What another window has written meanwhile, in words.
fn changed(here: &Here, filing: &Filing, task: &Task) -> Wrong {
    let page = Page::new(here, "file-title");
    let stored = super::answers::Answers::of(&filing.draft.answers);
    let there = task.questions.iter().filter_map(|question| question.shown(&stored, here.language));
    let there: Vec<String> = there.collect();
    let text = page.say1("wrong-changed", "there", there.join("; "));
    match task.questions.first() {
        Some(question) => question.wrong(text),
        None => Wrong { field: String::new(), question: String::new(), text },
    }
}

/// The page after a task: the next of its section, then the list.
fn next(filing: &Filing, task: &Task, then: &str) -> String {
    let list = format!("/file/{}", filing.draft.name);
    if then == "list" {
        return list;
    }
    let tasks = filing.form.tasks(&filing.answers);
    let mut after = tasks.iter().skip_while(|one| one.name != task.name).skip(1);
    match after.next().filter(|next| next.section == task.section) {
        Some(next) => format!("{list}/q/{}", next.name),
        None => list,
    }
}

/// Keeps what is being typed, for the script: the version from now on, or a conflict with another window.
pub(super) async fn keep(
    State(pages): State<Pages>,
    here: Here,
    jar: CookieJar,
    Path((name, task)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, Trouble> {
    let mut filing = Filing::load_for(&pages, &here, &jar, &name, fields.pairs()).await?;
    let task = found(&filing, &task)?;
    if filing.draft.filed_as.is_some() {
        return Ok(StatusCode::CONFLICT.into_response());
    }
    let version = fields.text("version").parse().unwrap_or_default();
    let kept = filing::keep(&pages, &mut filing, version, &typed(&task, &fields), here.now).await?;
    let answer = |status: StatusCode, version: i32| {
        (status, axum::Json(serde_json::json!({ "version": version }))).into_response()
    };
    Ok(match kept {
        Kept::At(version) => answer(StatusCode::OK, version),
        Kept::Changed => answer(StatusCode::CONFLICT, filing.draft.version),
    })
}
