//! Acting on an appeal: what may be done today, what it would bring about, and the doing of it.
//!
//! Each act goes through the same pages: a form of what it states; the letters and dates that would follow, decided by
//! the registry and taken back; and the confirmation under a key of its own, so that a double press acts once. Whoever
//! was slower than somebody else is shown what has changed meanwhile, with all that was typed.

mod acting;
mod deed;
mod done;
mod foresight;
mod offers;
mod question;
mod withdrawal;

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use rand::RngExt;

pub(super) use self::offers::{Offers, can_remind};
pub(super) use self::withdrawal::Notice;

use self::acting::{Wrong, begin};
use self::deed::What;
use super::Pages;
use super::fields::{Fields, Query};
use super::here::Here;
use super::trouble::Trouble;

pub(super) fn routes() -> Router<Pages> {
    Router::new()
        .route("/appeals/{reference}/do/{action}", get(do_form).post(do_press))
        .route("/appeals/{reference}/sign/{action}", get(sign_form).post(sign_press))
        .route("/appeals/{reference}/silence", get(silence_form).post(silence_press))
        .route("/appeals/{reference}/note", get(note_form).post(note_press))
        .route("/appeals/{reference}/message", get(message_form).post(message_press))
        .route("/appeals/{reference}/remind", get(remind_form).post(remind_press))
        .route("/appeals/{reference}/done/{first}/{last}", get(done::page))
        .route("/appeals/{reference}/withdrawal/undo", post(withdrawal::undo))
}

async fn do_form(
    State(pages): State<Pages>,
    here: Here,
    Path((reference, action)): Path<(String, String)>,
) -> Result<Response, Trouble> {
    form(&pages, &here, &reference, What::Do(action)).await
}

async fn do_press(
    State(pages): State<Pages>,
    here: Here,
    Path((reference, action)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, Trouble> {
    press(&pages, &here, &reference, What::Do(action), fields).await
}

async fn sign_form(
    State(pages): State<Pages>,
    here: Here,
    Path((reference, action)): Path<(String, String)>,
) -> Result<Response, Trouble> {
    form(&pages, &here, &reference, What::Sign(action)).await
}

async fn sign_press(
    State(pages): State<Pages>,
    here: Here,
    Path((reference, action)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, Trouble> {
    press(&pages, &here, &reference, What::Sign(action), fields).await
}

async fn silence_form(
    State(pages): State<Pages>,
    here: Here,
    Path(reference): Path<String>,
) -> Result<Response, Trouble> {
    form(&pages, &here, &reference, What::Silence).await
}

async fn silence_press(
    State(pages): State<Pages>,
    here: Here,
    Path(reference): Path<String>,
    fields: Fields,
) -> Result<Response, Trouble> {
    press(&pages, &here, &reference, What::Silence, fields).await
}

async fn note_form(
    State(pages): State<Pages>,
    here: Here,
    Path(reference): Path<String>,
    Query(fields): Query,
) -> Result<Response, Trouble> {
    here.official()?;
    let acting = begin(&pages, &here, &reference, What::Note).await?;
    // The kind may be chosen already, by the link that led here.
    Ok(acting.form(&fields, Wrong::default()))
}

async fn note_press(
    State(pages): State<Pages>,
    here: Here,
    Path(reference): Path<String>,
    fields: Fields,
) -> Result<Response, Trouble> {
    official_press(&pages, &here, &reference, What::Note, fields).await
}

async fn message_form(
    State(pages): State<Pages>,
    here: Here,
    Path(reference): Path<String>,
) -> Result<Response, Trouble> {
    here.appellant()?;
    form(&pages, &here, &reference, What::Message).await
}

async fn message_press(
    State(pages): State<Pages>,
    here: Here,
    Path(reference): Path<String>,
    fields: Fields,
) -> Result<Response, Trouble> {
    here.sender(&fields)?;
    here.appellant()?;
    press(&pages, &here, &reference, What::Message, fields).await
}

async fn remind_form(
    State(pages): State<Pages>,
    here: Here,
    Path(reference): Path<String>,
) -> Result<Response, Trouble> {
    here.official()?;
    form(&pages, &here, &reference, What::Remind).await
}

async fn remind_press(
    State(pages): State<Pages>,
    here: Here,
    Path(reference): Path<String>,
    fields: Fields,
) -> Result<Response, Trouble> {
    official_press(&pages, &here, &reference, What::Remind, fields).await
}

/// What officials alone do; whose session has ended gets back what was typed first.
async fn official_press(
    pages: &Pages,
    here: &Here,
    reference: &str,
    what: What,
    fields: Fields,
) -> Result<Response, Trouble> {
    here.sender(&fields)?;
    here.official()?;
    press(pages, here, reference, what, fields).await
}

async fn form(pages: &Pages, here: &Here, reference: &str, what: What) -> Result<Response, Trouble> {
    let acting = begin(pages, here, reference, what).await?;
    let refusal = acting.what.refusal(&acting.file, acting.viewer, here.now);
    Ok(acting.form(&Fields::default(), Wrong { refusal, ..Wrong::default() }))
}

async fn press(
    pages: &Pages,
    here: &Here,
    reference: &str,
    what: What,
    fields: Fields,
) -> Result<Response, Trouble> {
    here.sender(&fields)?;
    let acting = begin(pages, here, reference, what).await?;
    match fields.text("press") {
        "change" => Ok(acting.form(&fields, Wrong::default())),
        "confirm" => acting.confirm(&fields).await,
        _ => acting.preview(&fields).await,
    }
}

/// A key that nobody can guess.
pub(super) fn new_key() -> String {
    hex::encode(rand::rng().random::<[u8; 16]>())
}
