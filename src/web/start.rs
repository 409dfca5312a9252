//! The start page: what this is and where to go.

use askama::Template;
use axum::Router;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

use super::Pages;
use super::here::Here;
use super::page::{Page, render};
use super::trouble::Trouble;

pub(super) fn routes() -> Router<Pages> {
    Router::new().route("/", get(start)).route("/home", get(home))
}

#[derive(Template)]
#[template(path = "start.html")]
struct Start {
    page: Page,
}

async fn start(here: Here) -> Response {
    render(&Start { page: Page::new(&here, "start-title") })
}

/// To the page at which this person begins.
async fn home(here: Here) -> Result<Response, Trouble> {
    Ok(Redirect::to(here.signed_in()?.home()).into_response())
}
