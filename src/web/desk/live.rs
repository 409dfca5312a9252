//! Live: an open overview is told when what it shows has changed, and looks again. Without a script a reload does.
//!
//! Nothing is asked of the database until the daemon's bell rings; then each open page looks once, as its own reader,
//! and is told only if she would see something else.

use std::convert::Infallible;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::pin::Pin;
use std::time::Duration;

use askama::Template;
use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use tokio::time::Sleep;

use super::overview::OverviewPage;
use crate::daemon::bell::Ear;
use crate::web::Pages;
use crate::web::here::Here;
use crate::web::trouble::Trouble;

/// The pause after a ring before one looks: a storm rings many times, and is looked at once in this time.
const BREATH: Duration = Duration::from_secs(1);
/// After so long the browser asks again, which reads anew who asks.
const LIFE: Duration = Duration::from_secs(1800);

/// A page that is open somewhere.
struct Watching {
    pages: Pages,
    here: Here,
    ear: Ear,
    shown: u64,
    life: Pin<Box<Sleep>>,
}

/// The stream of hints; each says only that something has changed. It ends with its time, and when the program stops.
pub(super) async fn stream(State(pages): State<Pages>, here: Here) -> Result<Response, Trouble> {
    here.minister()?;
    // Heard before looked, so that nothing falls between the two.
    let ear = pages.bell.ear();
    let shown = look(&pages, &here).await?;
    let life = Box::pin(tokio::time::sleep(LIFE));
    let hints = stream::unfold(Watching { pages, here, ear, shown, life }, next);
    Ok(Sse::new(hints).keep_alive(KeepAlive::default()).into_response())
}

/// Waits for the next change.
async fn next(mut watching: Watching) -> Option<(Result<Event, Infallible>, Watching)> {
    loop {
        tokio::select! {
            rung = watching.ear.rung() => if !rung { return None },
            () = &mut watching.life => return None,
        }
        tokio::time::sleep(BREATH).await;
        // Nothing can be told while the database is away.
        let Ok(now) = look(&watching.pages, &watching.here).await else { continue };
        if now != watching.shown {
            watching.shown = now;
            return Some((Ok(Event::default().event("changed").data("look")), watching));
        }
    }
}

/// What she would see now, as a number to compare.
async fn look(pages: &Pages, here: &Here) -> Result<u64, Trouble> {
    let here = Here { now: pages.clock.now(), ..here.clone() };
    let page = OverviewPage::of(pages, &here).await?;
    let html = page.render().map_err(|fault| Trouble::Fault(fault.to_string()))?;
    let mut hasher = DefaultHasher::new();
    html.hash(&mut hasher);
    Ok(hasher.finish())
}
