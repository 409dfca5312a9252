//! After sending: the reference, the date by law, what happens next, the receipt, and the secret that is shown once.
//!
//! The secret comes with a cookie of a few minutes for this page alone, so that reloading does not lose it and the
//! database never has it. Whoever did not write it down makes a new one.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};

use super::filing::Filing;
use crate::store;
use crate::web::case::{CaseFile, Status};
use crate::web::here::Here;
use crate::web::page::{Page, render};
use crate::web::papers::Shown;
use crate::web::trouble::Trouble;
use crate::web::{Pages, tracking};

const SECRET: &str = "redress-secret";

/// How long the secret is shown, in seconds.
const SHOWN: i64 = 15 * 60;

/// The cookie that carries the secret to the page of one draft.
pub(super) fn secret_cookie(draft: &str, secret: &str, secure: bool) -> String {
    let cookie = Cookie::build((SECRET, secret.to_owned()))
        .path(format!("/file/{draft}/sent"))
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(secure);
    // The library's own type for a time span is no part of this house.
    format!("{}; Max-Age={SHOWN}", cookie.build())
}

#[derive(Template)]
#[template(path = "file/sent.html")]
struct Sent {
    page: Page,
    draft: String,
    file: CaseFile,
    status: Status,
    papers: Vec<Shown>,
    secret: Option<String>,
}

pub(super) async fn show(
    State(pages): State<Pages>,
    here: Here,
    jar: CookieJar,
    Path(name): Path<String>,
) -> Result<Response, Trouble> {
    let viewer = here.appellant()?;
    let filing = Filing::load(&pages, &here, &jar, &name).await?;
    let Some(reference) = filing.draft.filed_as else {
        return Ok(Redirect::to(&format!("/file/{name}")).into_response());
    };
    let file = CaseFile::load(&pages, &here, viewer, &reference).await?.ok_or(Trouble::NotFound)?;
    let papers = pages.reading.of(Some(viewer.id), here.now).await?.papers(file.row.id).await?;
    let status = Status::of(&file, here.language, here.now);
    let secret = jar.get(SECRET).map(|cookie| cookie.value().to_owned());
    let page = Page::new(&here, "sent-title-appeal");
    let papers = Shown::all(&papers, here.language);
    Ok(render(&Sent { page, draft: name, file, status, papers, secret }))
}

/// Puts a new secret in the place of the old one.
pub(super) async fn renew(
    State(pages): State<Pages>,
    here: Here,
    jar: CookieJar,
    Path(name): Path<String>,
) -> Result<Response, Trouble> {
    let viewer = here.appellant()?;
    let filing = Filing::load(&pages, &here, &jar, &name).await?;
    let reference = filing.draft.filed_as.ok_or(Trouble::NotFound)?;
    let mut sight = pages.reading.of(Some(viewer.id), here.now).await?;
    sight.find(&reference).await?.ok_or(Trouble::NotFound)?;
    drop(sight);
    let secret = tracking::secret();
    store::tracking::give(&pages.store, &reference, &tracking::hash(&secret)).await?;
    let cookie = secret_cookie(&name, &secret, here.secure);
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to(&format!("/file/{name}/sent"))).into_response())
}
