//! What is a person's own: her language and notifications, her second factor, and the colleagues in her organisations.

mod colleagues;
mod factor;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};

use super::Pages;
use super::appeals::names;
use super::fields::Fields;
use super::here::Here;
use super::page::{Page, render};
use super::trouble::Trouble;
use crate::ladder::Courtesy;
use crate::store::{self, people};

pub(super) fn routes() -> Router<Pages> {
    Router::new()
        .route("/me", get(page).post(keep))
        .route("/me/second-factor", get(factor::page).post(factor::confirm))
        .route("/me/second-factor/begin", post(factor::begin))
        .route("/me/second-factor/codes", post(factor::renew))
        .route("/me/second-factor/off", post(factor::switch_off))
        .route("/colleagues", get(colleagues::page).post(colleagues::add))
        .route("/colleagues/end", post(colleagues::end))
}

#[derive(Template)]
#[template(path = "me/page.html")]
struct Me {
    page: Page,
    email: String,
    is_official: bool,
    /// Whether she asked for the daily digest of her office.
    digest: bool,
    /// The organisations of which she is a member, each with its name and what it wants of courtesy letters.
    courtesies: Vec<(String, String, Courtesy)>,
    /// Whether she has just changed something.
    kept: bool,
}

async fn page(State(pages): State<Pages>, here: Here) -> Result<Response, Trouble> {
    let viewer = here.signed_in()?;
    let digest = people::wants_digest(&pages.store, viewer.id).await?;
    let members = colleagues::member_of(viewer);
    let mut sight = pages.reading.of(Some(viewer.id), here.now).await?;
    let names = names(&mut sight, &members, here.language).await?;
    drop(sight);
    let wanted = store::ladder::courtesies(&pages.store, &members).await?;
    let courtesy = |code: String| {
        let name = names.get(&code).unwrap_or(&code).clone();
        let wanted = wanted.get(&code).copied().unwrap_or_default();
        (code, name, wanted)
    };
    Ok(render(&Me {
        page: Page::new(&here, "me-title"),
        email: viewer.person().email.clone(),
        is_official: here.official().is_ok(),
        digest,
        courtesies: members.into_iter().map(courtesy).collect(),
        kept: here.path.ends_with("?kept"),
    }))
}

/// Keeps what was chosen. Legal notices are no choice, and no field can make them one.
async fn keep(State(pages): State<Pages>, here: Here, fields: Fields) -> Result<Response, Trouble> {
    let viewer = here.sender(&fields)?;
    if let Ok(language) = fields.text("language").parse() {
        people::choose_language(&pages.store, viewer.id, language).await?;
    }
    if here.official().is_ok() {
        let wants = fields.text("digest") == "yes";
        people::choose_digest(&pages.store, &viewer.person().email, wants).await?;
    }
    for code in colleagues::member_of(viewer) {
        if let Ok(wanted) = fields.text(&format!("courtesy.{code}")).parse() {
            store::ladder::choose_courtesy(&pages.store, &code, wanted).await?;
        }
    }
    Ok(Redirect::to("/me?kept").into_response())
}
