//! Setting up a second factor, its recovery codes, and switching it off.

use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use qrcodegen::{QrCode, QrCodeEcc};

use crate::store::factor as kept;
use crate::web::Pages;
use crate::web::door::tell;
use crate::web::factor::{App, hashes, proves, recovery_codes};
use crate::web::fields::Fields;
use crate::web::here::{Here, Viewer};
use crate::web::limits::{Door, tries};
use crate::web::page::{Page, render};
use crate::web::trouble::Trouble;

const PATH: &str = "/me/second-factor";

/// The cookie that carries new recovery codes to the page that shows them, and how long, in seconds.
const CODES: &str = "redress-recovery";
const SHOWN: i64 = 15 * 60;

#[derive(Template)]
#[template(path = "me/factor.html")]
struct FactorPage {
    page: Page,
    stage: Stage,
    /// The box of a code that was wrong, or nothing.
    wrong: &'static str,
}

impl FactorPage {
    fn is_wrong(&self, id: &str) -> bool {
        self.wrong == id
    }
}

/// What there is to see and to do.
enum Stage {
    Off,
    /// Being set up: the app's secret as a picture and as text.
    Begun {
        qr: Qr,
        typed: String,
    },
    /// On, since a day in words, with so many recovery codes left; those made just now.
    On {
        since: String,
        left: i64,
        codes: Vec<String>,
    },
}

/// A QR code: its side in fields, and the dark ones as a path.
struct Qr {
    side: i32,
    path: String,
}

impl Qr {
    /// The fields around the code that stay light (ISO/IEC 18004).
    const QUIET: i32 = 4;

    fn of(text: &str) -> Option<Qr> {
        let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
        let all = (0..code.size()).flat_map(|y| (0..code.size()).map(move |x| (x, y)));
        let dark = all.filter(|(x, y)| code.get_module(*x, *y));
        let path = dark.map(|(x, y)| format!("M{} {}h1v1h-1z", x + Qr::QUIET, y + Qr::QUIET)).collect();
        Some(Qr { side: code.size() + 2 * Qr::QUIET, path })
    }
}

pub(super) async fn page(
    State(pages): State<Pages>,
    here: Here,
    jar: CookieJar,
) -> Result<Response, Trouble> {
    let viewer = here.signed_in()?;
    let codes =
        jar.get(CODES).map_or(Vec::new(), |cookie| cookie.value().split('.').map(str::to_owned).collect());
    shown(&pages, &here, viewer, codes, "").await
}

async fn shown(
    pages: &Pages,
    here: &Here,
    viewer: &Viewer,
    codes: Vec<String>,
    wrong: &'static str,
) -> Result<Response, Trouble> {
    let stage = match kept::of(&pages.store, viewer.id).await? {
        None => Stage::Off,
        Some(kept::Factor { since: Some(since), codes_left, .. }) => {
            let since = here.language.date(since.to_zoned(pages.zone()).date());
            Stage::On { since, left: codes_left, codes }
        }
        // One that was begun under another key is begun again.
        Some(begun) => App::unsealed(pages, viewer.id, &viewer.person().email, &begun.secret)
            .and_then(|app| Some(Stage::Begun { qr: Qr::of(&app.address())?, typed: app.typed() }))
            .unwrap_or(Stage::Off),
    };
    let page = Page::new(here, "factor-title").with_errors(!wrong.is_empty());
    Ok(render(&FactorPage { page, stage, wrong }))
}

fn to_page() -> Response {
    Redirect::to(PATH).into_response()
}

/// Begins: makes the app's secret.
pub(super) async fn begin(
    State(pages): State<Pages>,
    here: Here,
    fields: Fields,
) -> Result<Response, Trouble> {
    let viewer = here.sender(&fields)?;
    let app = App::new(&viewer.person().email);
    kept::begin(&pages.store, viewer.id, &app.sealed(&pages, viewer.id)).await?;
    Ok(to_page())
}

/// Switches it on, when a code shows that the app knows the secret.
pub(super) async fn confirm(
    State(pages): State<Pages>,
    here: Here,
    fields: Fields,
) -> Result<Response, Trouble> {
    let viewer = here.sender(&fields)?;
    let email = &viewer.person().email;
    let begun = kept::of(&pages.store, viewer.id).await?.filter(|begun| begun.since.is_none());
    // Pressed twice: it is on.
    let Some(begun) = begun else { return Ok(to_page()) };
    let app = App::unsealed(&pages, viewer.id, email, &begun.secret);
    let Some(step) = app.and_then(|app| app.step(fields.text("code"), here.now)) else {
        return shown(&pages, &here, viewer, Vec::new(), "confirm-code").await;
    };
    let codes = recovery_codes();
    let hashes = hashes(&codes);
    if !kept::switch_on(&pages.store, viewer.id, &begun.secret, step, &hashes, here.now).await? {
        return Ok(to_page());
    }
    tell(&pages, viewer.person(), "factor-mail-on", here.now);
    Ok(to_codes(&here, &codes))
}

/// To the page, which shows these codes for a while.
fn to_codes(here: &Here, codes: &[String]) -> Response {
    let cookie = Cookie::build((CODES, codes.join(".")))
        .path(PATH)
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(here.secure);
    // The library's own type for a time span is no part of this house.
    let cookie = format!("{}; Max-Age={SHOWN}", cookie.build());
    ([(header::SET_COOKIE, cookie)], Redirect::to(PATH)).into_response()
}

/// Makes new recovery codes.
pub(super) async fn renew(
    State(pages): State<Pages>,
    here: Here,
    fields: Fields,
) -> Result<Response, Trouble> {
    let viewer = here.sender(&fields)?;
    if let Some(stop) = unproven(&pages, &here, viewer, &fields, "renew-code").await? {
        return Ok(stop);
    }
    let codes = recovery_codes();
    kept::renew_recovery_codes(&pages.store, viewer.id, &hashes(&codes)).await?;
    Ok(to_codes(&here, &codes))
}

/// Switches it off.
pub(super) async fn switch_off(
    State(pages): State<Pages>,
    here: Here,
    fields: Fields,
) -> Result<Response, Trouble> {
    let viewer = here.sender(&fields)?;
    if let Some(stop) = unproven(&pages, &here, viewer, &fields, "off-code").await? {
        return Ok(stop);
    }
    if kept::switch_off(&pages.store, viewer.id).await? {
        tell(&pages, viewer.person(), "factor-mail-off", here.now);
    }
    let gone = format!("{CODES}=; Path={PATH}; Max-Age=0");
    Ok(([(header::SET_COOKIE, gone)], Redirect::to(PATH)).into_response())
}

/// Where the sender comes instead, unless the form holds a code that is right. Whoever found a session open shall not end
/// what protects the next one.
async fn unproven(
    pages: &Pages,
    here: &Here,
    viewer: &Viewer,
    fields: &Fields,
    code_box: &'static str,
) -> Result<Option<Response>, Trouble> {
    // Pressed twice, or in another window: there is none any more.
    if !kept::is_on(&pages.store, viewer.id).await? {
        return Ok(Some(to_page()));
    }
    tries(pages, here, Door::SecondFactor, viewer.id).await?;
    if proves(pages, viewer.id, &viewer.person().email, fields.text("code"), here.now).await? {
        return Ok(None);
    }
    shown(pages, here, viewer, Vec::new(), code_box).await.map(Some)
}
