//! The people: who there is, adding somebody, and the roles that a person has, had and will have.
//!
//! Who may read appeals follows from roles, so none is given in silence: each says who gave it, and nobody gives one
//! to herself. Who keeps the house is said at the terminal alone.

mod add;
mod roles;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

pub(super) use add::{add, ask};
pub(super) use roles::{change, one};

use crate::store::{self, roles::Listed};
use crate::web::Pages;
use crate::web::fields::Query;
use crate::web::here::Here;
use crate::web::page::{Page, render};
use crate::web::trouble::Trouble;

/// How many people a page shows.
const A_PAGE: i64 = 50;

#[derive(Template)]
#[template(path = "house/people.html")]
struct People {
    page: Page,
    words: String,
    people: Vec<Listed>,
    /// The name beyond which the list goes on.
    more: Option<String>,
}

pub(super) async fn list(
    State(pages): State<Pages>,
    here: Here,
    Query(fields): Query,
) -> Result<Response, Trouble> {
    here.administrator()?;
    let words: String = fields.text("q").chars().take(200).collect();
    let people = store::roles::search(&pages.store, &words, fields.text("beyond"), A_PAGE, here.now).await?;
    let full = people.len() as i64 == A_PAGE;
    let more = people.last().filter(|_| full).map(|last| last.name.clone());
    Ok(render(&People { page: Page::new(&here, "house-people-title"), words, people, more }))
}
