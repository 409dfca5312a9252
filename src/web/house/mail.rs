//! Mail that came in and is held for a person: from whom, when, why; and setting it aside.
//!
//! What it says is not shown: it may belong to an appeal, and an administrator reads none.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use super::{keeper, moment};
use crate::store::incoming::{self, Listed};
use crate::web::Pages;
use crate::web::fields::{Fields, Query};
use crate::web::here::Here;
use crate::web::page::{Faults, Page, render};
use crate::web::trouble::Trouble;

/// How many mails a page shows.
const A_PAGE: usize = 50;

/// The most characters that are kept of how mail was dealt with.
const LONGEST: usize = 400;

#[derive(Template)]
#[template(path = "house/mail.html")]
struct HeldMail {
    page: Page,
    mails: Vec<(Listed, String)>,
    /// The key beyond which the list goes on.
    more: Option<i64>,
    /// What was just done.
    done: Option<String>,
    chosen: Vec<i64>,
    how: String,
    faults: Faults,
}

impl HeldMail {
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
    let count: Option<i64> = fields.text("settled").parse().ok();
    shown.done = count.map(|count| shown.page.say1("house-mail-settled", "count", count));
    Ok(render(&shown))
}

async fn shown(pages: &Pages, here: &Here, fields: &Fields) -> Result<HeldMail, Trouble> {
    let beyond = fields.text("beyond").parse().unwrap_or(0);
    let mut mails = incoming::list(&pages.store, beyond, true).await?;
    let is_full = mails.len() > A_PAGE;
    mails.truncate(A_PAGE);
    Ok(HeldMail {
        page: Page::new(here, "house-mail-title"),
        more: mails.last().filter(|_| is_full).map(|mail| mail.id),
        mails: mails.into_iter().map(|mail| (mail.clone(), moment(pages, here, mail.received_at))).collect(),
        done: None,
        chosen: Vec::new(),
        how: String::new(),
        faults: Faults::default(),
    })
}

/// Sets the chosen mails aside, with how they were dealt with.
pub(super) async fn settle(
    State(pages): State<Pages>,
    here: Here,
    fields: Fields,
) -> Result<Response, Trouble> {
    let viewer = keeper(&here, &fields)?;
    let ids: Vec<i64> = fields.all("mail").iter().filter_map(|id| id.parse().ok()).collect();
    let how: String = fields.text("how").chars().take(LONGEST).collect();
    let faults = [
        (ids.is_empty(), "mails", "house-mail-none-chosen"),
        (how.is_empty(), "how", "house-mail-how-missing"),
    ];
    let faults: Vec<_> = faults.into_iter().filter(|(wrong, ..)| *wrong).collect();
    if !faults.is_empty() {
        let mut shown = shown(&pages, &here, &fields).await?;
        shown.faults = faults.into_iter().map(|(_, id, words)| (id, shown.page.say(words))).collect();
        (shown.chosen, shown.how) = (ids, fields.text("how").to_owned());
        shown.page.has_errors = true;
        return Ok(render(&shown));
    }
    let how = format!("{how} (person {})", viewer.id);
    let settled = incoming::settle(&pages.store, &ids, &how, here.now).await?;
    Ok(Redirect::to(&format!("/house/mail?settled={settled}")).into_response())
}
