//! What is a person's own: her language and notifications, her second factor, and the colleagues in her organisations.

mod colleagues;
mod factor;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};

use super::Pages;
use super::fields::Fields;
use super::here::Here;
use super::page::{Page, render};
use super::trouble::Trouble;
use crate::store::people;

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
    /// Whether she has just changed something.
    kept: bool,
}

async fn page(State(pages): State<Pages>, here: Here) -> Result<Response, Trouble> {
    let viewer = here.signed_in()?;
    let digest = people::wants_digest(&pages.store, viewer.id).await?;
    Ok(render(&Me {
        page: Page::new(&here, "me-title"),
        email: viewer.person().email.clone(),
        is_official: here.official().is_ok(),
        digest,
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
    Ok(Redirect::to("/me?kept").into_response())
}
