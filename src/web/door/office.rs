//! Signing in with the provider of officials: over to it, and back with who she is.
//!
//! It opens to people who are known here and serve in an office, by the address that the provider has verified. Nothing is
//! made by it: to anybody else it says the same, known or not.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use jiff::SignedDuration;

use super::back;
use super::begin::{Shown, enter};
use super::cookies::{self, Secret};
use super::provider::{Crossing, Fault, Identity, Provider, code_of};
use crate::store::crossing::{self, Begun};
use crate::store::people::{self, Known};
use crate::web::Pages;
use crate::web::fields::Query;
use crate::web::here::Here;
use crate::web::limits::{Door, knock};
use crate::web::page::{Page, render};
use crate::web::trouble::Trouble;

/// Where the provider sends readers back to.
pub(super) const BACK: &str = "/sign-in/office/back";

/// How long a reader may stay there.
const AWAY: SignedDuration = SignedDuration::from_mins(15);

fn provider(pages: &Pages) -> Result<&Provider, Trouble> {
    pages.provider.as_ref().ok_or(Trouble::NotFound)
}

/// Over to the provider. By a link, for a form may lead to no other site; it changes nothing here but what this browser
/// may come back with.
pub(super) async fn leave(
    State(pages): State<Pages>,
    here: Here,
    jar: CookieJar,
    Query(fields): Query,
) -> Result<Response, Trouble> {
    let provider = provider(&pages)?;
    if let Some(viewer) = &here.viewer {
        return Ok(Redirect::to(viewer.home()).into_response());
    }
    knock(&pages, &here, Door::Provider, &fields).await?;
    let (jar, browser) = cookies::known_browser(jar, here.secure);
    let secret = cookies::browser_secret(&jar, here.secure).unwrap_or_default();
    let state = Secret::new();
    let crossing = Crossing::new(secret, &state.text);
    let address = match provider.way(&pages.site.link(BACK), &crossing, here.now).await {
        Ok(address) => address,
        Err(fault) => return Ok(failed(&here, provider, &fault)),
    };
    let begun = Begun { state: state.hash, browser, back_to: back(&fields) };
    crossing::begin(&pages.store, &begun, here.now, here.now + AWAY).await?;
    let mut response = (jar, Redirect::to(&address)).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Back from the provider.
pub(super) async fn arrive(
    State(pages): State<Pages>,
    here: Here,
    jar: CookieJar,
    headers: HeaderMap,
    Query(fields): Query,
) -> Result<Response, Trouble> {
    let provider = provider(&pages)?;
    let state = fields.raw("state");
    let stale = || Ok(page(&here, provider, "office-stale", StatusCode::BAD_REQUEST));
    let Some(secret) = cookies::browser_secret(&jar, here.secure) else { return stale() };
    let (state_hash, browser) = (cookies::hash(state), cookies::hash(secret));
    let Some(back_to) = crossing::end(&pages.store, &state_hash, &browser, here.now).await? else {
        return stale();
    };
    if !fields.raw("error").is_empty() {
        tracing::info!(error = code_of(fields.raw("error")), "the provider signed nobody in");
        return Ok(page(&here, provider, "office-declined", StatusCode::FORBIDDEN));
    }
    // Another provider's answer, where one browser knows several (RFC 9207).
    if !["", provider.issuer()].contains(&fields.raw("iss")) {
        return Ok(failed(&here, provider, &Fault::Wrong("it answers as another issuer".to_owned())));
    }
    let crossing = Crossing::new(secret, state);
    let link = pages.site.link(BACK);
    let identity = match provider.identity(fields.raw("code"), &link, &crossing, here.now).await {
        Ok(identity) => identity,
        Err(fault) => return Ok(failed(&here, provider, &fault)),
    };
    match official(&pages, &here, &identity).await? {
        Some(known) => {
            let shown = Shown { person: known.id, to: &back_to, twice: identity.second_factor };
            enter(&pages, &here, jar, &headers, shown).await
        }
        None => Ok(page(&here, provider, "office-unknown", StatusCode::FORBIDDEN)),
    }
}

/// The person of an identity, if she serves in an office.
async fn official(pages: &Pages, here: &Here, identity: &Identity) -> Result<Option<Known>, Trouble> {
    let Some(email) = &identity.email else { return Ok(None) };
    let known = people::by_email(&pages.store, email, here.now).await?;
    Ok(known.filter(|known| known.person.serves.iter().any(|one| one.role.is_of_office())))
}

/// The page after a fault, which the log tells of.
fn failed(here: &Here, provider: &Provider, fault: &Fault) -> Response {
    match fault {
        Fault::Away(why) => {
            tracing::warn!(why, "the provider of officials does not answer");
            page(here, provider, "office-away", StatusCode::SERVICE_UNAVAILABLE)
        }
        Fault::Wrong(why) => {
            tracing::warn!(why, "a sign-in by the provider of officials was refused");
            page(here, provider, "office-wrong", StatusCode::FORBIDDEN)
        }
    }
}

#[derive(Template)]
#[template(path = "door/office.html")]
struct Told<'t> {
    page: Page,
    text: String,
    provider: &'t str,
}

fn page(here: &Here, provider: &Provider, name: &str, status: StatusCode) -> Response {
    // The address holds a code; the links of the page shall not.
    let page = Page { path: "/sign-in".to_owned(), ..Page::new(here, name) };
    let text = page.say1(&format!("{name}-text"), "provider", provider.name());
    let mut response = render(&Told { page, text, provider: provider.name() });
    *response.status_mut() = status;
    response
}
