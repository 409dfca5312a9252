//! Signing in and out.
//!
//! Whoever gives an address gets a mail with a link and six digits, if somebody with that address is known; the answer
//! is the same if not. A link only opens a page with a button, so that a scanner that follows it signs nobody in.
//! In the browser that asked, the button is enough; in another, the digits are asked for too. Officials may also come by
//! the provider of their ministry (`office`), if the settings name one. Whoever has set up a second factor shows it
//! next (`second`).

mod begin;
pub(super) mod cookies;
mod mail;
mod office;
mod provider;
mod second;
mod sessions;

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum_extra::extract::CookieJar;
use jiff::{SignedDuration, Timestamp};
use rand::RngExt;

use self::begin::{Shown, enter};
use self::cookies::Secret;
use super::Pages;
use super::fields::{Fields, Query, is_address};
use super::here::Here;
use super::limits::{Door, knock};
use super::page::{Page, render};
use super::trouble::Trouble;
use crate::store::session::Request;
use crate::store::{self, StoreFault};
use crate::texts::Language;

/// How long a link works.
const LINK: SignedDuration = SignedDuration::from_mins(15);
/// How many mails a person gets in an hour.
const MAILS_AN_HOUR: i64 = 6;

pub(super) use mail::tell;
pub use provider::{Provider, Registration};

pub(super) fn routes() -> Router<Pages> {
    Router::new()
        .route("/sign-in", get(ask).post(send))
        .route("/sign-in/sent", get(sent).post(use_code))
        .route("/sign-in/link/{token}", get(link).post(use_link))
        .route("/sign-in/office", get(office::leave))
        .route("/sign-in/office/back", get(office::arrive))
        .route("/sign-in/second", get(second::ask).post(second::show))
        .route("/sign-out", post(sign_out))
        .route("/language/{language}", get(speak))
        .route("/sessions", get(sessions::list).post(sessions::end))
}

#[derive(Template)]
#[template(path = "door/ask.html")]
struct Ask {
    page: Page,
    email: String,
    to: String,
    wrong: bool,
    /// The name of the provider of officials.
    provider: Option<String>,
}

impl Ask {
    fn page(pages: &Pages, here: &Here, email: &str, to: String, wrong: bool) -> Response {
        let page = Page::new(here, "sign-in-title").with_errors(wrong);
        let provider = pages.provider.as_ref().map(|provider| provider.name().to_owned());
        render(&Ask { page, email: email.to_owned(), to, wrong, provider })
    }
}

async fn ask(State(pages): State<Pages>, here: Here, Query(fields): Query) -> Response {
    if let Some(viewer) = &here.viewer {
        return Redirect::to(viewer.home()).into_response();
    }
    let to = back(&fields);
    Ask::page(&pages, &here, "", to, false)
}

/// Where to go afterwards: a path of ours, nothing else.
fn back(fields: &Fields) -> String {
    let to = fields.text("to");
    let is_ours = to.starts_with('/') && !to.starts_with("//") && !to.contains(['\\', '\n', '\t']);
    if is_ours { to.to_owned() } else { String::new() }
}

async fn send(
    State(pages): State<Pages>,
    here: Here,
    jar: CookieJar,
    fields: Fields,
) -> Result<Response, Trouble> {
    let (email, to) = (fields.text("email").to_owned(), back(&fields));
    if !is_address(&email) {
        return Ok(Ask::page(&pages, &here, &email, to, true));
    }
    knock(&pages, &here, Door::Link, &fields).await?;
    let (jar, browser) = cookies::known_browser(jar, here.secure);
    // What follows takes as long as it takes, behind the answer: its length must not tell who is known.
    let (work, now) = (pages.clone(), here.now);
    pages.errands.spawn(async move {
        if let Err(fault) = invite(&work, &email, browser, now).await {
            tracing::error!(%fault, "a mail to sign in could not be made");
        }
    });
    let to: String = form_urlencoded::byte_serialize(to.as_bytes()).collect();
    Ok((jar, Redirect::to(&format!("/sign-in/sent?to={to}"))).into_response())
}

/// Writes to a person who is known; to anybody else, nothing.
async fn invite(pages: &Pages, email: &str, browser: Vec<u8>, now: Timestamp) -> Result<(), StoreFault> {
    let Some(known) = store::people::by_email(&pages.store, email, now).await? else { return Ok(()) };
    let hour = now - SignedDuration::from_hours(1);
    if store::session::requests_since(&pages.store, known.id, hour).await? >= MAILS_AN_HOUR {
        tracing::warn!(person = known.id, "too many mails to sign in were asked for; none was sent");
        return Ok(());
    }
    let invitation = keep(pages, known.id, browser, now).await?;
    mail::send(pages, &known.person, &invitation, now).await;
    Ok(())
}

/// A link and its digits.
struct Invitation {
    token: String,
    code: String,
}

async fn keep(
    pages: &Pages,
    person: i64,
    browser: Vec<u8>,
    now: Timestamp,
) -> Result<Invitation, StoreFault> {
    let token = Secret::new();
    let code = format!("{:06}", rand::rng().random_range(0..1_000_000));
    let request = Request {
        token: token.hash,
        code: code_hash(&browser, &code),
        browser,
        person,
        asked_at: now,
        expires_at: now + LINK,
    };
    store::session::ask(&pages.store, &request).await?;
    Ok(Invitation { token: token.text, code })
}

/// A link by which a person signs in, for an operator to hand over: it is used with its digits, once.
///
/// # Errors
/// The database's. None is made for an address that nobody has.
pub(super) async fn invitation(pages: &Pages, email: &str) -> Result<Option<(String, String)>, StoreFault> {
    let now = pages.clock.now();
    let Some(known) = store::people::by_email(&pages.store, email, now).await? else { return Ok(None) };
    let made = keep(pages, known.id, Secret::new().hash, now).await?;
    Ok(Some((pages.site.link(&format!("/sign-in/link/{}", made.token)), made.code)))
}

/// The digits with the browser's hash before them: six digits alone would be found in a moment.
fn code_hash(browser: &[u8], code: &str) -> Vec<u8> {
    cookies::hash(&format!("{} {code}", hex::encode(browser)))
}

#[derive(Template)]
#[template(path = "door/code.html")]
struct Code {
    page: Page,
    /// Where the form goes.
    action: String,
    to: String,
    /// Whether the digits are asked for.
    asks: bool,
    wrong: bool,
    lead: String,
}

async fn sent(here: Here, Query(fields): Query) -> Response {
    let to = back(&fields);
    let page = Page::new(&here, "sent-title");
    let lead = page.say("sent-lead");
    render(&Code { action: "/sign-in/sent".to_owned(), to, asks: true, wrong: false, lead, page })
}

async fn use_code(
    State(pages): State<Pages>,
    here: Here,
    jar: CookieJar,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Trouble> {
    knock(&pages, &here, Door::Digits, &fields).await?;
    let browser = cookies::browser(&jar, here.secure);
    let code = digits(&fields);
    let hashed = |browser: &[u8]| code_hash(browser, &code);
    let person = store::session::use_code(&pages.store, None, browser.as_deref(), hashed, here.now).await?;
    let to = back(&fields);
    match person {
        Some(person) => enter(&pages, &here, jar, &headers, Shown { person, to: &to, twice: false }).await,
        None => {
            let page = Page::new(&here, "sent-title").with_errors(true);
            let lead = page.say("sent-lead");
            Ok(render(&Code { action: "/sign-in/sent".to_owned(), to, asks: true, wrong: true, lead, page }))
        }
    }
}

fn digits(fields: &Fields) -> String {
    fields.text("code").chars().filter(char::is_ascii_digit).collect()
}

async fn link(
    State(pages): State<Pages>,
    here: Here,
    jar: CookieJar,
    Path(token): Path<String>,
) -> Result<Response, Trouble> {
    let same = asked_here(&pages, &here, &jar, &token).await?;
    Ok(render(&link_page(&here, &token, !same, false)))
}

fn link_page(here: &Here, token: &str, asks: bool, wrong: bool) -> Code {
    let page = Page::new(here, "link-title").with_errors(wrong);
    let lead = page.say(if asks { "link-lead-elsewhere" } else { "link-lead" });
    Code { action: format!("/sign-in/link/{token}"), to: String::new(), asks, wrong, lead, page }
}

/// Whether this browser asked for the link.
async fn asked_here(pages: &Pages, here: &Here, jar: &CookieJar, token: &str) -> Result<bool, StoreFault> {
    let Some(browser) = cookies::browser(jar, here.secure) else { return Ok(false) };
    store::session::is_asked_by(&pages.store, &cookies::hash(token), &browser, here.now).await
}

async fn use_link(
    State(pages): State<Pages>,
    here: Here,
    jar: CookieJar,
    headers: HeaderMap,
    Path(token): Path<String>,
    fields: Fields,
) -> Result<Response, Trouble> {
    let (hash, code) = (cookies::hash(&token), digits(&fields));
    let same = asked_here(&pages, &here, &jar, &token).await?;
    let person = if same {
        let browser = cookies::browser(&jar, here.secure).unwrap_or_default();
        store::session::use_link(&pages.store, &hash, &browser, here.now).await?
    } else if code.is_empty() {
        return Ok(render(&link_page(&here, &token, true, true)));
    } else {
        knock(&pages, &here, Door::Digits, &fields).await?;
        let hashed = |browser: &[u8]| code_hash(browser, &code);
        store::session::use_code(&pages.store, Some(&hash), None, hashed, here.now).await?
    };
    match person {
        Some(person) => enter(&pages, &here, jar, &headers, Shown { person, to: "", twice: false }).await,
        None => Ok(render(&link_page(&here, &token, true, true))),
    }
}

async fn sign_out(State(pages): State<Pages>, here: Here, jar: CookieJar) -> Result<Response, Trouble> {
    if let Some(viewer) = &here.viewer {
        store::session::end(&pages.store, viewer.id, Some(viewer.session), here.now).await?;
    }
    Ok((cookies::end(jar, here.secure), Redirect::to("/")).into_response())
}

/// Chooses a language: for a person who signed in her own, for anybody else that of the browser.
async fn speak(
    State(pages): State<Pages>,
    here: Here,
    jar: CookieJar,
    Path(language): Path<String>,
    Query(fields): Query,
) -> Result<Response, Trouble> {
    let language: Language = language.parse().map_err(|_| Trouble::NotFound)?;
    if let Some(viewer) = &here.viewer {
        store::people::choose_language(&pages.store, viewer.id, language).await?;
    }
    let to = back(&fields);
    let to = if to.is_empty() { "/" } else { to.as_str() };
    Ok((cookies::speak(jar, language.code(), here.secure), Redirect::to(to)).into_response())
}
