//! What a page answers when it cannot do what was asked: a clear page, in the reader's language, and nothing lost.

use askama::Template;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::SignedDuration;

use super::here::Here;
use super::page::{Page, render};
use crate::store::StoreFault;

/// Trouble.
#[derive(Debug, Clone)]
pub(super) enum Trouble {
    /// There is no such page, or none that this viewer may know of.
    NotFound,
    /// The page is for people who have signed in.
    SignIn,
    /// The session ended while somebody wrote: what she wrote, to be sent again.
    SignInAgain(Vec<(String, String)>),
    /// Somebody knocks too often: how long to wait, and what she typed, to be sent again.
    TooMany { wait: SignedDuration, typed: Vec<(String, String)> },
    /// A virus was found in the file, which is not handed out.
    Infected,
    /// The file cannot be checked for viruses now, and is not handed out before.
    Unchecked,
    /// What was sent cannot be read.
    Unreadable,
    /// The database does not answer; it may soon.
    Away,
    /// A fault of the program, already logged.
    Fault(String),
}

impl From<StoreFault> for Trouble {
    fn from(fault: StoreFault) -> Trouble {
        if fault.is_outage() {
            tracing::warn!(%fault, "a page could not be made: the database is away");
            Trouble::Away
        } else {
            Trouble::Fault(fault.to_string())
        }
    }
}

impl IntoResponse for Trouble {
    /// Only the mark of it: the page is made where it is known who reads it.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[derive(Template)]
#[template(path = "trouble.html")]
struct TroublePage<'t> {
    page: Page,
    text: String,
    again: Option<&'t [(String, String)]>,
    /// Whether she must sign in before she sends it again.
    signs_in: bool,
}

impl Trouble {
    fn status(&self) -> StatusCode {
        match self {
            Trouble::NotFound => StatusCode::NOT_FOUND,
            Trouble::SignIn => StatusCode::SEE_OTHER,
            Trouble::SignInAgain(_) => StatusCode::UNAUTHORIZED,
            Trouble::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Trouble::Infected => StatusCode::FORBIDDEN,
            Trouble::Unreadable => StatusCode::BAD_REQUEST,
            Trouble::Away | Trouble::Unchecked => StatusCode::SERVICE_UNAVAILABLE,
            Trouble::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The page that tells of it.
    pub fn page(self, here: &Here) -> Response {
        let name = match &self {
            Trouble::SignIn => return sign_in(here),
            Trouble::NotFound => "trouble-not-found",
            Trouble::SignInAgain(_) => "trouble-sign-in-again",
            Trouble::TooMany { .. } => "trouble-too-many",
            Trouble::Infected => "trouble-infected",
            Trouble::Unchecked => "trouble-unchecked",
            Trouble::Unreadable => "trouble-unreadable",
            Trouble::Away => "trouble-away",
            Trouble::Fault(fault) => {
                tracing::error!(fault, path = %here.path.split('?').next().unwrap_or_default(), "a page could not be made");
                "trouble-fault"
            }
        };
        let page = Page::new(here, name);
        let text = match &self {
            Trouble::TooMany { wait, .. } => page.say1("trouble-too-many-text", "minutes", minutes(*wait)),
            _ => page.say(&format!("{name}-text")),
        };
        let again = match &self {
            Trouble::SignInAgain(typed) => Some(typed.as_slice()),
            Trouble::TooMany { typed, .. } if !here.is_get => Some(typed.as_slice()),
            _ => None,
        };
        let signs_in = matches!(self, Trouble::SignInAgain(_));
        let mut response = render(&TroublePage { page, text, again, signs_in });
        *response.status_mut() = self.status();
        if let Trouble::TooMany { wait, .. } = &self {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(whole(*wait, 1).cast_unsigned()));
        }
        secured(response.headers_mut());
        response
    }
}

/// A wait in minutes, told rather too long than too short.
fn minutes(wait: SignedDuration) -> i64 {
    whole(wait, 60)
}

/// A wait in units of so many seconds, rounded up, and never nothing.
fn whole(wait: SignedDuration, seconds: i64) -> i64 {
    let seconds_left = wait.as_secs() + i64::from(wait.subsec_nanos() > 0);
    ((seconds_left + seconds - 1) / seconds).max(1)
}

/// To the sign-in page, and back afterwards.
fn sign_in(here: &Here) -> Response {
    let back = if here.is_get { here.path.as_str() } else { "/" };
    let back: String = form_urlencoded::byte_serialize(back.as_bytes()).collect();
    Redirect::to(&format!("/sign-in?to={back}")).into_response()
}

/// An answer of a page as it leaves: bare refusals of the framework get a page, and every answer its headers.
pub(super) fn dressed(mut response: Response, here: &Here) -> Response {
    let is_bare = !response.headers().contains_key(header::CONTENT_TYPE)
        || response.headers()[header::CONTENT_TYPE].as_bytes().starts_with(b"text/plain");
    match response.status() {
        StatusCode::NOT_FOUND if is_bare => return Trouble::NotFound.page(here),
        status if is_bare && status.is_client_error() => {
            let mut page = Trouble::Unreadable.page(here);
            *page.status_mut() = status;
            return page;
        }
        _ => {}
    }
    secured(response.headers_mut());
    response
}

/// The headers that keep a page to itself: nothing from elsewhere, nothing inline, no frame, no referrer.
fn secured(headers: &mut HeaderMap) {
    const HEADERS: [(&str, &str); 6] = [
        (
            "content-security-policy",
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; \
             connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        ),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
    ];
    for (name, value) in HEADERS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
}
