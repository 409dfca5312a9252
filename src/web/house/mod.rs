//! The house: what its administrator looks after. Whether everything runs, the letters that stand still, the mail that could not
//! be placed, the rules and calendars, the offices, the people and the roles that they have.
//!
//! An administrator can read no appeal by being one. Nothing here reads an appeal, an entry or the text of a letter;
//! there are counts, and references where somebody has to be told which appeal is meant. Every change is a POST and a
//! redirect, and who gave or ended a role stands beside it.

mod calendars;
mod doctor;
mod kept;
mod letters;
mod mail;
mod offices;
mod overview;
mod people;
mod problems;
mod upload;
mod workflows;

use axum::Router;
use axum::routing::get;
use jiff::Timestamp;

pub(super) use kept::Kept;

use super::Pages;
use super::fields::Fields;
use super::here::{Here, Viewer};
use super::trouble::Trouble;

pub(super) fn routes() -> Router<Pages> {
    Router::new()
        .route("/house", get(overview::page))
        .route("/house/letters", get(letters::list).post(letters::settle))
        .route("/house/mail", get(mail::list).post(mail::settle))
        .route("/house/workflows", get(workflows::list))
        .route("/house/workflows/try", get(workflows::ask).post(workflows::attempt))
        .route("/house/workflows/stories", get(workflows::stories).post(workflows::play))
        .route("/house/calendars", get(calendars::list))
        .route("/house/calendars/{calendar}", get(calendars::year).post(calendars::preview))
        .route("/house/offices", get(offices::page))
        .route("/house/people", get(people::list))
        .route("/house/people/add", get(people::ask).post(people::add))
        .route("/house/people/{person}", get(people::one).post(people::change))
        .route("/house/doctor", get(doctor::page).post(doctor::begin))
}

/// The administrator who sent a form. Whoever was signed out in the middle of it gets it back.
fn keeper(here: &Here, fields: &Fields) -> Result<Viewer, Trouble> {
    here.sender(fields)?;
    here.administrator().cloned()
}

/// A moment with its time of day, in the zone of the house.
fn moment(pages: &Pages, here: &Here, at: Timestamp) -> String {
    let local = at.to_zoned(pages.zone());
    format!("{}, {}", here.language.date(local.date()), local.strftime("%H:%M"))
}
