//! The desks of officials and ministers: the case with what may be done today, who works on it and who stands in for
//! whom, the queue of an office, and the minister's one look.

mod absence;
mod assignment;
mod bulk;
mod case;
mod duty;
mod filter;
mod live;
mod overview;
mod pattern;
mod queue;
mod table;
mod views;

use axum::Router;
use axum::routing::{get, post};

pub(super) use self::case::page as case;
pub(super) use self::duty::Duty;
pub(super) use self::filter::Filter;

use super::Pages;

pub(super) fn routes() -> Router<Pages> {
    Router::new()
        .route("/appeals/{reference}/assignment", get(assignment::form).post(assignment::change))
        .route("/absence", get(absence::page).post(absence::enter))
        .route("/absence/back", post(absence::take_back))
        .route("/overview", get(overview::page))
        .route("/live", get(live::stream))
        .route("/queue", get(queue::page))
        .route("/queue.csv", get(table::export))
        .route("/queue/bulk", post(bulk::press))
        .route("/queue/views", post(views::save))
        .route("/queue/views/forget", post(views::forget))
}
