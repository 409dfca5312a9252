//! After the first factor, the second, for whoever has set one up. Until it is shown there is no session.

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use jiff::SignedDuration;

use super::begin::begin;
use super::cookies::{self, Secret};
use crate::store::factor::{self, Halfway};
use crate::web::fields::Fields;
use crate::web::here::Here;
use crate::web::limits::{Door, tries};
use crate::web::page::{Page, render};
use crate::web::trouble::Trouble;
use crate::web::{Pages, factor as second};

/// How long the second factor is waited for.
const WAIT: SignedDuration = SignedDuration::from_mins(10);

const PATH: &str = "/sign-in/second";

/// Sends whoever has shown the first factor to show the second.
pub(super) async fn ask_for(
    pages: &Pages,
    here: &Here,
    jar: CookieJar,
    person: i64,
    to: &str,
) -> Result<Response, Trouble> {
    let token = Secret::new();
    let halfway = Halfway { token: token.hash, person, back_to: to.to_owned() };
    factor::wait(&pages.store, &halfway, here.now, here.now + WAIT).await?;
    Ok((cookies::wait(jar, token.text, here.secure), Redirect::to(PATH)).into_response())
}

#[derive(Template)]
#[template(path = "door/second.html")]
struct Second {
    page: Page,
    wrong: bool,
}

pub(super) async fn ask(State(pages): State<Pages>, here: Here, jar: CookieJar) -> Result<Response, Trouble> {
    let Some(token) = cookies::halfway(&jar, here.secure) else { return Ok(again()) };
    if factor::waiting(&pages.store, &token, here.now).await?.is_none() {
        return Ok(again());
    }
    Ok(render(&Second { page: Page::new(&here, "second-title"), wrong: false }))
}

/// To the beginning: the first factor was shown too long ago, or not in this browser.
fn again() -> Response {
    Redirect::to("/sign-in").into_response()
}

pub(super) async fn show(
    State(pages): State<Pages>,
    here: Here,
    jar: CookieJar,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Trouble> {
    let Some(token) = cookies::halfway(&jar, here.secure) else { return Ok(again()) };
    let Some((person, email, to)) = factor::waiting(&pages.store, &token, here.now).await? else {
        return Ok(again());
    };
    // What was typed is a secret, and does not come back.
    tries(&pages, &here, Door::SecondFactor, person).await?;
    let typed = fields.text("code");
    let proves = second::proves(&pages, person, &email, typed, here.now).await?;
    if !proves {
        let page = Page::new(&here, "second-title").with_errors(true);
        return Ok(render(&Second { page, wrong: true }));
    }
    if !factor::arrive(&pages.store, &token, here.now).await? {
        return Ok(again());
    }
    begin(&pages, &here, cookies::arrive(jar, here.secure), &headers, person, &to).await
}
