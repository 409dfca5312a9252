//! Whether the house is in order: what has to be done now, then how every loop is and what waits.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use jiff::{SignedDuration, Timestamp};

use super::{moment, offices};
use crate::daemon::vitals::LoopState;
use crate::store;
use crate::web::Pages;
use crate::web::here::Here;
use crate::web::page::{Page, render};
use crate::web::trouble::Trouble;

/// Appeals are dealt with in the second in which they are due; beyond this somebody should look.
const PATIENCE: SignedDuration = SignedDuration::from_mins(5);

/// The most references that are told.
const MOST: i64 = 10;

#[derive(Template)]
#[template(path = "house/overview.html")]
struct Overview {
    page: Page,
    /// What is to be done: a sentence, and where.
    todo: Vec<(String, Option<String>)>,
    /// The references of appeals that could not be carried on.
    faulty: Vec<String>,
    numbers: Vec<(&'static str, i64)>,
    loops: Vec<Turn>,
}

/// A loop, for people.
struct Turn {
    name: &'static str,
    /// The name of the words that say what it does.
    does: Option<&'static str>,
    well: bool,
    last: Option<String>,
    restarts: i64,
    /// When it last died, and of what.
    fault: Option<(String, String)>,
}

pub(super) async fn page(State(pages): State<Pages>, here: Here) -> Result<Response, Trouble> {
    here.administrator()?;
    let store = &pages.store;
    let page = Page::new(&here, "house-title");
    let letters = store::letter::waiting(store).await?;
    let mail = store::incoming::count_held(store).await?;
    let faulty = store::appeal::faulty(store, MOST).await?;
    let faults = store::appeal::count_faulty(store).await?;
    let open = pages.house.following(store, here.now).await?.values().map(|(open, _)| open).sum();
    let late = store::appeal::next_wake(store).await?.map(|next| here.now.duration_since(next));
    let late = late.filter(|late| *late > PATIENCE);
    let loops: Vec<Turn> = pages.vitals.loops().iter().map(|one| turn(&pages, &here, one)).collect();

    let mut todo = Vec::new();
    for one in loops.iter().filter(|one| !one.well) {
        todo.push((page.say1("house-do-loop", "loop", one.name), None));
    }
    let doctor = Some("/house/doctor".to_owned());
    let letters_at = |status: &str| Some(format!("/house/letters?status={status}"));
    let counted = [
        ("house-do-faults", faults, doctor),
        ("house-do-failed", letters.failed, letters_at("failed")),
        ("house-do-held", letters.held, letters_at("held")),
        ("house-do-mail", mail, Some("/house/mail".to_owned())),
    ];
    for (name, count, at) in counted.into_iter().filter(|(_, count, _)| *count > 0) {
        todo.push((page.say1(name, "count", count), at));
    }
    if let Some(late) = late {
        todo.push((page.say1("house-do-late", "time", lateness(&page, late)), None));
    }
    for missing in pages.registry.rulebook().missing_years(here.now) {
        let words =
            page.say2("house-do-year", "calendar", &missing.calendar, "year", missing.year.to_string());
        todo.push((words, Some(format!("/house/calendars/{}", missing.calendar))));
    }
    let empty = offices::without_people(&pages, here.now).await?;
    if empty > 0 {
        todo.push((page.say1("house-do-offices", "count", empty), Some("/house/offices".to_owned())));
    }

    let numbers = vec![
        ("house-open", open),
        ("house-faulty", faults),
        ("house-count-waiting", letters.waiting),
        ("house-count-held", letters.held),
        ("house-count-failed", letters.failed),
    ];
    Ok(render(&Overview { page, todo, faulty, numbers, loops }))
}

fn turn(pages: &Pages, here: &Here, one: &LoopState) -> Turn {
    let at = |instant: Timestamp| moment(pages, here, instant);
    Turn {
        name: one.name,
        does: match one.name {
            "watch" => Some("house-loop-watch"),
            "post" => Some("house-loop-post"),
            "schedule" => Some("house-loop-schedule"),
            "listen" => Some("house-loop-listen"),
            "guard" => Some("house-loop-guard"),
            "collect" => Some("house-loop-collect"),
            _ => None,
        },
        well: one.well,
        last: one.last_round.map(at),
        restarts: i64::from(one.restarts),
        fault: one.last_fault.as_ref().map(|fault| (at(fault.at), fault.why.clone())),
    }
}

/// How late, in the largest unit that says enough.
fn lateness(page: &Page, late: SignedDuration) -> String {
    match (late.as_hours(), late.as_mins()) {
        (hours, _) if hours >= 48 => page.say1("days", "days", hours / 24),
        (hours, _) if hours >= 2 => page.say1("house-hours", "count", hours),
        (_, minutes) => page.say1("house-minutes", "count", minutes),
    }
}
