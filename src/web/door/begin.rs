//! Beginning a session, however somebody has shown who she is: at once, or after her second factor.

use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use jiff::SignedDuration;

use super::cookies::{self, Secret};
use super::second;
use crate::store;
use crate::web::Pages;
use crate::web::here::Here;
use crate::web::trouble::Trouble;

/// How long a session lasts at most.
const SESSION: SignedDuration = SignedDuration::from_hours(24 * 7);

/// Somebody who has shown who she is.
pub(super) struct Shown<'s> {
    /// Who.
    pub person: i64,
    /// The path that she wanted to see, or nothing.
    pub to: &'s str,
    /// Whether by two factors already.
    pub twice: bool,
}

/// Lets her in, or asks for her second factor first if she has set one up.
pub(super) async fn enter(
    pages: &Pages,
    here: &Here,
    jar: CookieJar,
    headers: &HeaderMap,
    shown: Shown<'_>,
) -> Result<Response, Trouble> {
    let Shown { person, to, twice } = shown;
    if !twice && store::factor::is_on(&pages.store, person).await? {
        return second::ask_for(pages, here, jar, person, to).await;
    }
    begin(pages, here, jar, headers, person, to).await
}

/// Begins the session and goes where she wanted to, or where she belongs. The session's name is always a new one,
/// whatever the browser brought.
pub(super) async fn begin(
    pages: &Pages,
    here: &Here,
    jar: CookieJar,
    headers: &HeaderMap,
    person: i64,
    to: &str,
) -> Result<Response, Trouble> {
    let token = Secret::new();
    let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    let agent: String = agent.chars().take(200).collect();
    let until = here.now + SESSION;
    store::session::begin(&pages.store, &token.hash, person, &agent, here.now, until).await?;
    if let Some(browser) = cookies::browser(&jar, here.secure) {
        store::draft::adopt(&pages.store, person, &browser, here.now).await?;
    }
    let to = if to.is_empty() { "/home" } else { to };
    Ok((cookies::begin(jar, token.text, here.secure), Redirect::to(to)).into_response())
}
