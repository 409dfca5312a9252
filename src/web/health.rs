//! `/health`: how this process is, for the operator and for whoever watches over it.
//!
//! 200 when the database answers and every loop has come round lately, 503 otherwise. Letters and appeals
//! that wait for a person are shown and do not make the process unwell.

use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Json;
use jiff::Timestamp;
use serde::Serialize;

use super::Pages;
use crate::daemon::vitals::LoopState;
use crate::store::{self, StoreFault};

/// How long the database may take to answer.
const ANSWER: Duration = Duration::from_secs(2);

/// What `/health` answers.
#[derive(Debug, Serialize)]
pub(super) struct Health {
    status: &'static str,
    database: &'static str,
    time: Timestamp,
    loops: Vec<LoopState>,
    #[serde(flatten)]
    work: Option<Work>,
}

/// What waits.
#[derive(Debug, Serialize)]
struct Work {
    appeals: Appeals,
    letters: store::letter::Waiting,
    calendars: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Appeals {
    /// How many could not be carried on and wait for a person.
    with_a_fault: i64,
    /// For how many seconds the most overdue has waited to be dealt with.
    greatest_lateness: i64,
}

/// Answers `/health`.
pub(super) async fn health(State(pages): State<Pages>) -> (StatusCode, Json<Health>) {
    let now = pages.clock.now();
    let work = tokio::time::timeout(ANSWER, work(&pages, now)).await;
    let work = work.unwrap_or_else(|_| Err(StoreFault::Away("it took too long to answer".to_owned())));
    if let Err(fault) = &work {
        tracing::warn!(%fault, "health: the database does not answer");
    }
    let loops = pages.vitals.loops();
    let well = work.is_ok() && loops.iter().all(|one| one.well);
    let health = Health {
        status: if well { "well" } else { "unwell" },
        database: if work.is_ok() { "answers" } else { "does not answer" },
        time: now,
        loops,
        work: work.ok(),
    };
    (if well { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }, Json(health))
}

async fn work(pages: &Pages, now: Timestamp) -> Result<Work, StoreFault> {
    let store = &pages.store;
    let next = store::appeal::next_wake(store).await?;
    let late = next.map_or(0, |next| now.duration_since(next).as_secs().max(0));
    Ok(Work {
        appeals: Appeals { with_a_fault: store::appeal::count_faulty(store).await?, greatest_lateness: late },
        letters: store::letter::waiting(store).await?,
        calendars: pages.registry.rulebook().missing_years(now).iter().map(ToString::to_string).collect(),
    })
}
