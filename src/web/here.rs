//! Who asks, in which language, for what, and when: read once for each request, before any page.
//!
//! A viewer is known by the cookie of her session alone. What she may see is decided by the database from her key;
//! her roles here only choose which pages she is offered.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::Response;
use axum_extra::extract::CookieJar;
use jiff::{SignedDuration, Timestamp};

use super::Pages;
use super::door::cookies;
use super::fields::Fields;
use super::limits::Network;
use super::trouble::Trouble;
use crate::appeal::Actor;
use crate::ladder::{Person, Role};
use crate::store;
use crate::texts::Language;

/// How long a session may lie idle.
const IDLE: SignedDuration = SignedDuration::from_hours(20);

/// A person who has signed in.
#[derive(Debug, Clone)]
pub(super) struct Viewer {
    /// Her key.
    pub id: i64,
    /// The key of her session.
    pub session: i64,
    person: Arc<Person>,
}

impl Viewer {
    /// Who she is.
    pub fn person(&self) -> &Person {
        &self.person
    }

    fn sides(&self, wanted: impl Fn(Role) -> bool) -> Vec<String> {
        let serves = self.person.serves.iter().filter(|one| wanted(one.role));
        serves.map(|one| one.side.clone()).collect()
    }

    /// The organisations she belongs to or represents.
    pub fn organisations(&self) -> Vec<String> {
        self.sides(|role| !role.is_of_office())
    }

    /// The offices in which she works on appeals.
    pub fn offices(&self) -> Vec<String> {
        self.sides(|role| role == Role::Official)
    }

    /// The offices that she heads.
    pub fn ministries(&self) -> Vec<String> {
        self.sides(|role| role == Role::Minister)
    }

    /// Whether she keeps the house.
    pub fn is_administrator(&self) -> bool {
        self.person.administrator
    }

    /// As whom she acts for a side, if she serves there.
    pub fn acts_for(&self, side: &str) -> Option<Actor> {
        let serves = self.person.serves.iter().find(|one| one.side == side)?;
        Some(if serves.role.is_of_office() {
            Actor::official(side, &self.person.name)
        } else {
            Actor::Organisation(side.to_owned())
        })
    }

    /// The page she begins at.
    pub fn home(&self) -> &'static str {
        if !self.organisations().is_empty() {
            "/appeals"
        } else if !self.ministries().is_empty() {
            "/overview"
        } else if !self.offices().is_empty() {
            "/queue"
        } else {
            "/house"
        }
    }
}

/// A request, as pages see it.
#[derive(Debug, Clone)]
pub(super) struct Here {
    /// The language of the page.
    pub language: Language,
    /// Who reads it.
    pub viewer: Option<Viewer>,
    /// Its path with its query.
    pub path: String,
    /// Whether it only asks, and changes nothing.
    pub is_get: bool,
    /// The instant at which it came.
    pub now: Timestamp,
    /// Whether the pages are reached by TLS alone, so that only cookies made for that count.
    pub secure: bool,
    /// The network that it came from, as limits count it.
    pub network: Network,
}

impl Here {
    /// The viewer; whoever has not signed in is sent to do so.
    pub fn signed_in(&self) -> Result<&Viewer, Trouble> {
        self.viewer.as_ref().ok_or(Trouble::SignIn)
    }

    /// Whoever sends a form. What was typed into it comes back to her if her session has ended meanwhile.
    pub fn sender(&self, fields: &Fields) -> Result<&Viewer, Trouble> {
        self.viewer.as_ref().ok_or_else(|| Trouble::SignInAgain(fields.pairs().to_vec()))
    }

    /// A member of some organisation. To others the page is not there.
    pub fn appellant(&self) -> Result<&Viewer, Trouble> {
        Some(self.signed_in()?).filter(|viewer| !viewer.organisations().is_empty()).ok_or(Trouble::NotFound)
    }

    /// An official or head of some office.
    pub fn official(&self) -> Result<&Viewer, Trouble> {
        let serves = |viewer: &&Viewer| !viewer.offices().is_empty() || !viewer.ministries().is_empty();
        Some(self.signed_in()?).filter(serves).ok_or(Trouble::NotFound)
    }

    /// The head of some office.
    pub fn minister(&self) -> Result<&Viewer, Trouble> {
        Some(self.signed_in()?).filter(|viewer| !viewer.ministries().is_empty()).ok_or(Trouble::NotFound)
    }

    /// Somebody who keeps the house.
    pub fn administrator(&self) -> Result<&Viewer, Trouble> {
        Some(self.signed_in()?).filter(|viewer| viewer.is_administrator()).ok_or(Trouble::NotFound)
    }
}

impl<S: Sync> FromRequestParts<S> for Here {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Here, Trouble> {
        parts
            .extensions
            .get()
            .cloned()
            .ok_or_else(|| Trouble::Fault("a page outside of the frame".to_owned()))
    }
}

/// Finds out who asks and hands it to the page; turns trouble into a page of its own.
pub(super) async fn recognise(
    State(pages): State<Pages>,
    jar: CookieJar,
    mut request: Request,
    next: Next,
) -> Response {
    let here = match find(&pages, &jar, asked(&pages, &jar, &request)).await {
        Ok(here) => here,
        Err((here, trouble)) => return trouble.page(&here),
    };
    request.extensions_mut().insert(here.clone());
    let response = next.run(request).await;
    match response.extensions().get::<Trouble>() {
        Some(trouble) => trouble.clone().page(&here),
        None => super::trouble::dressed(response, &here),
    }
}

fn asked(pages: &Pages, jar: &CookieJar, request: &Request) -> Here {
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let is_get = matches!(*request.method(), Method::GET | Method::HEAD);
    let language = language(jar, request.headers());
    let (secure, network) = (pages.site.is_secure(), pages.proxies.network(request));
    Here { language, viewer: None, path, is_get, now: pages.clock.now(), secure, network }
}

async fn find(pages: &Pages, jar: &CookieJar, mut here: Here) -> Result<Here, (Here, Trouble)> {
    let Some(token) = cookies::session(jar, here.secure) else { return Ok(here) };
    match viewer(pages, &token, here.now).await {
        Ok(viewer) => here.viewer = viewer,
        Err(fault) => return Err((here, fault.into())),
    }
    if let Some(viewer) = &here.viewer {
        here.language = viewer.person.language;
    }
    Ok(here)
}

async fn viewer(pages: &Pages, token: &[u8], now: Timestamp) -> Result<Option<Viewer>, store::StoreFault> {
    let found = store::session::find(&pages.store, token, now, now - IDLE).await?;
    Ok(found.map(|(session, known)| Viewer { id: known.id, session, person: Arc::new(known.person) }))
}

/// The language that was chosen, or else the first of ours that the browser asks for.
pub(super) fn language(jar: &CookieJar, headers: &HeaderMap) -> Language {
    chosen(jar).or_else(|| accepted(headers)).unwrap_or_default()
}

fn chosen(jar: &CookieJar) -> Option<Language> {
    jar.get(cookies::LANGUAGE)?.value().parse().ok()
}

fn accepted(headers: &HeaderMap) -> Option<Language> {
    let asked = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    let mut tags = asked.split(',').map(|tag| tag.split(['-', ';']).next().unwrap_or_default().trim());
    tags.find_map(|tag| tag.parse().ok())
}
