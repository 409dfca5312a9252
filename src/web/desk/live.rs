//! Live: an open overview is told when what it shows has changed, and looks again. Without a script a reload does.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;

use super::overview::signs;
use crate::web::Pages;
use crate::web::here::Here;
use crate::web::trouble::Trouble;

/// How often one looks: a cheap query, and soon enough for a person.
const PAUSE: Duration = Duration::from_secs(2);
/// After so many looks the browser asks again, which reads anew who asks.
const LOOKS: u32 = 900;

/// The stream of hints; each says only that something has changed.
pub(super) async fn stream(State(pages): State<Pages>, here: Here) -> Result<Response, Trouble> {
    let viewer = here.minister()?.id;
    let first = signs(&pages, &here, viewer, pages.today(here.now)).await?;
    let hints = stream::unfold(
        (pages, here, first, LOOKS),
        move |(pages, here, known, looks): (Pages, Here, _, u32)| async move {
            for left in (0..looks).rev() {
                tokio::time::sleep(PAUSE).await;
                // Nothing can be told while the database is away.
                let Ok(now) = signs(&pages, &here, viewer, pages.today(here.now)).await else { continue };
                if now != known {
                    let event = Event::default().event("changed").data("look");
                    return Some((Ok::<_, Infallible>(event), (pages, here, now, left)));
                }
            }
            None
        },
    );
    Ok(Sse::new(hints).keep_alive(KeepAlive::default()).into_response())
}
