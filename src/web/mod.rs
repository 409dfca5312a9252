//! The door to browsers: for now the state of health, and a plain page of the appeals and their journals.

mod health;

use std::fmt::Write;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Html;
use axum::routing::get;

use crate::clock::Clock;
use crate::daemon::vitals::Vitals;
use crate::registry::Registry;
use crate::store::{self, StoreFault};

/// What the pages are made from.
#[derive(Debug, Clone)]
pub struct Pages {
    /// The registry.
    pub registry: Registry,
    /// The daemon's loops in this process.
    pub vitals: Vitals,
    /// The time.
    pub clock: Clock,
}

/// The routes.
pub fn pages(pages: Pages) -> Router {
    Router::new().route("/health", get(health::health)).route("/", get(first)).with_state(pages)
}

/// How many appeals the plain page shows.
const SHOWN: i64 = 200;

async fn first(State(pages): State<Pages>) -> Result<Html<String>, StatusCode> {
    page(&pages.registry).await.map(Html).map_err(|fault| {
        tracing::error!(%fault, "the first page could not be made");
        StatusCode::SERVICE_UNAVAILABLE
    })
}

async fn page(registry: &Registry) -> Result<String, StoreFault> {
    let rows = store::appeal::list(registry.store(), 0, SHOWN, false).await?;
    let keys: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let journal = store::journal::of(registry.store(), &keys).await?;
    let almanac = registry.rulebook().almanac();
    let mut body = String::new();
    for row in &rows {
        let rules = registry.rulebook().by_digest(&row.appeal.workflow);
        let calendar = rules.and_then(|rules| registry.rulebook().calendar(&rules.definition.calendar));
        let Some(calendar) = calendar else { continue };
        let state = match (&row.appeal.closed, &row.holder, row.due_on) {
            (Some((outcome, on)), _, _) => format!("{outcome} on {on}"),
            (None, Some(holder), Some(due)) => format!("{}: {holder} must act by {due}", row.step),
            _ => row.step.clone(),
        };
        let _ = write!(
            body,
            "<details><summary><b>{}</b> {} against {} — {}</summary><ol>",
            escape(&row.appeal.reference),
            escape(&row.appeal.appellant),
            escape(&row.appeal.decision.issuer),
            escape(&state)
        );
        for stored in journal.iter().filter(|stored| stored.appeal == row.id) {
            let day = crate::law::day_of(stored.entry.legal_at, &calendar);
            let text = crate::chronicle::lines(&stored.entry, &almanac).join("; ");
            let _ = write!(body, "<li><time>{day}</time> {}</li>", escape(&text));
        }
        body.push_str("</ol></details>");
    }
    Ok(format!(
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>\
         <title>Appeals</title><style>body{{font:1rem/1.5 system-ui;max-width:60rem;margin:2rem auto;padding:0 1rem}}\
         summary{{cursor:pointer;padding:.5rem 0}}</style><main><h1>Appeals</h1>{body}</main></html>"
    ))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
