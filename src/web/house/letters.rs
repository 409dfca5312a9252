//! Letters that stand still: which, to whom, what the mail server said; and sending them again or holding them.
//!
//! What a letter says is between those who write to each other: its text and subject are not read here at all.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use super::{keeper, moment};
use crate::store::letter::Standing;
use crate::store::{self, outbox};
use crate::web::Pages;
use crate::web::fields::{Fields, Query};
use crate::web::here::Here;
use crate::web::page::{Faults, Page, render};
use crate::web::trouble::Trouble;

/// How many letters a page shows.
const A_PAGE: i64 = 50;

/// The most characters of a server's answer that are shown, and of a reason that is kept.
const LONGEST: usize = 400;

/// The lists: the name in the address, the status, the words.
const LISTS: [(&str, Option<&str>, &str); 3] = [
    ("held", Some("held"), "house-letters-held"),
    ("failed", Some("failed"), "house-letters-failed"),
    ("waiting", None, "house-letters-waiting"),
];

#[derive(Template)]
#[template(path = "house/letters.html")]
struct Letters {
    page: Page,
    /// The lists with how many stand in each.
    lists: Vec<(&'static str, &'static str, i64)>,
    /// The list at hand.
    list: &'static str,
    letters: Vec<Line>,
    /// The key beyond which the list goes on.
    more: Option<i64>,
    /// What was just done.
    done: Option<String>,
    /// Letters that were chosen in a form that was not right.
    chosen: Vec<i64>,
    why: String,
    faults: Faults,
}

struct Line {
    letter: Standing,
    written: String,
    next: Option<String>,
    answer: String,
}

impl Letters {
    fn is_chosen(&self, id: &i64) -> bool {
        self.chosen.contains(id)
    }
}

pub(super) async fn list(
    State(pages): State<Pages>,
    here: Here,
    Query(fields): Query,
) -> Result<Response, Trouble> {
    here.administrator()?;
    let mut shown = shown(&pages, &here, &fields).await?;
    let done = [("sent", "house-letters-sent"), ("kept", "house-letters-kept")];
    shown.done = done.into_iter().find_map(|(field, words)| {
        let count: i64 = fields.text(field).parse().ok()?;
        Some(shown.page.say1(words, "count", count))
    });
    Ok(render(&shown))
}

async fn shown(pages: &Pages, here: &Here, fields: &Fields) -> Result<Letters, Trouble> {
    let (list, status, _) =
        LISTS.into_iter().find(|(name, ..)| *name == fields.text("status")).unwrap_or(LISTS[0]);
    let beyond = fields.text("beyond").parse().unwrap_or(0);
    let letters = store::letter::standing(&pages.store, status, beyond, A_PAGE).await?;
    let waiting = store::letter::waiting(&pages.store).await?;
    let count = |name: &str| match name {
        "held" => waiting.held,
        "failed" => waiting.failed,
        _ => waiting.waiting,
    };
    // Those that wait are shown in the order in which they will go, so their keys lead nowhere.
    let full = letters.len() as i64 == A_PAGE && status.is_some();
    Ok(Letters {
        page: Page::new(here, "house-letters-title"),
        lists: LISTS.map(|(name, _, words)| (name, words, count(name))).to_vec(),
        list,
        more: letters.last().filter(|_| full).map(|letter| letter.id),
        letters: letters.into_iter().map(|letter| line(pages, here, letter)).collect(),
        done: None,
        chosen: Vec::new(),
        why: String::new(),
        faults: Faults::default(),
    })
}

fn line(pages: &Pages, here: &Here, letter: Standing) -> Line {
    Line {
        written: moment(pages, here, letter.written_at),
        next: letter.next_at.map(|next| moment(pages, here, next)),
        answer: letter.answer.as_deref().unwrap_or_default().chars().take(LONGEST).collect(),
        letter,
    }
}

/// Sends the chosen letters again, or holds them for a reason.
pub(super) async fn settle(
    State(pages): State<Pages>,
    here: Here,
    fields: Fields,
) -> Result<Response, Trouble> {
    keeper(&here, &fields)?;
    let ids: Vec<i64> = fields.all("letter").iter().filter_map(|id| id.parse().ok()).collect();
    let why: String = fields.text("why").chars().take(LONGEST).collect();
    let holds = fields.text("deed") == "hold";
    let faults = [
        (ids.is_empty(), "letters", "house-letters-none-chosen"),
        (holds && why.is_empty(), "why", "house-letters-why-missing"),
    ];
    let faults: Vec<_> = faults.into_iter().filter(|(wrong, ..)| *wrong).collect();
    if !faults.is_empty() {
        let mut shown = shown(&pages, &here, &fields).await?;
        shown.faults = faults.into_iter().map(|(_, id, words)| (id, shown.page.say(words))).collect();
        (shown.chosen, shown.why) = (ids, fields.text("why").to_owned());
        shown.page.has_errors = true;
        return Ok(render(&shown));
    }
    let (list, ..) = LISTS.into_iter().find(|(name, ..)| *name == fields.text("status")).unwrap_or(LISTS[0]);
    let (done, count) = if holds {
        ("kept", outbox::hold(&pages.store, &ids, &why, here.now).await?)
    } else {
        ("sent", outbox::retry(&pages.store, &ids, here.now).await?)
    };
    pages.store.say_look().await?;
    Ok(Redirect::to(&format!("/house/letters?status={list}&{done}={count}")).into_response())
}
