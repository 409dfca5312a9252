//! Where a person is signed in, and ending that.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use crate::store::{self, session::Session};
use crate::web::Pages;
use crate::web::fields::Fields;
use crate::web::here::Here;
use crate::web::page::{Page, render};
use crate::web::trouble::Trouble;

#[derive(Template)]
#[template(path = "door/sessions.html")]
struct Sessions {
    page: Page,
    current: i64,
    sessions: Vec<(Session, String)>,
}

pub(super) async fn list(State(pages): State<Pages>, here: Here) -> Result<Response, Trouble> {
    let viewer = here.signed_in()?;
    let sessions = store::session::of(&pages.store, viewer.id, here.now).await?;
    let zone = pages.zone();
    let when = |session: &Session| {
        let seen = session.seen_at.to_zoned(zone.clone());
        format!("{}, {}", here.language.date(seen.date()), seen.strftime("%H:%M"))
    };
    let sessions = sessions.into_iter().map(|session| (session.clone(), when(&session))).collect();
    Ok(render(&Sessions { page: Page::new(&here, "sessions-title"), current: viewer.session, sessions }))
}

/// Ends one session, or with `all` every one.
pub(super) async fn end(State(pages): State<Pages>, here: Here, fields: Fields) -> Result<Response, Trouble> {
    let viewer = here.signed_in()?;
    let one = match fields.text("session") {
        "all" => None,
        id => Some(id.parse().map_err(|_| Trouble::Unreadable)?),
    };
    store::session::end(&pages.store, viewer.id, one, here.now).await?;
    Ok(Redirect::to("/sessions").into_response())
}
