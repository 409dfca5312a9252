//! What anybody can open: the calculator of deadlines, the rules, statistics, where an appeal stands by its secret, and
//! the check of a letter.

mod calculator;
mod rules;
mod statistics;
mod track;
mod verify;
pub(super) mod worst;

use axum::Router;
use axum::routing::get;

pub(super) use self::calculator::asked;
pub(super) use self::worst::Proven;
use super::Pages;
pub(super) use statistics::{Counted, FRESH};

pub(super) fn routes() -> Router<Pages> {
    Router::new()
        .route("/deadline", get(calculator::page))
        .route("/rules", get(rules::list))
        .route("/rules/{name}", get(rules::one))
        .route("/rules/{name}/drawing.svg", get(rules::drawing))
        .route("/statistics", get(statistics::page))
        .route("/statistics.csv", get(statistics::export))
        .route("/track", get(track::ask).post(track::show))
        .route("/verify", get(verify::ask).post(verify::check))
        .route("/verify/{reference}/{letter}", get(verify::code))
}
