//! The calendars: which there are, each as a year of twelve months with the act behind every marked day, its versions,
//! and what a new one would move. Putting one in force stays with the terminal: it writes to everybody concerned.

mod grid;
mod impact;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use self::grid::{Marked, Month};
use self::impact::{Asked, Impact};
use super::upload::Upload;
use super::{keeper, moment};
use crate::law::{self, Calendar};
use crate::store;
use crate::store::rules::CalendarText;
use crate::web::Pages;
use crate::web::fields::{Fields, Query};
use crate::web::here::Here;
use crate::web::page::{Page, render};
use crate::web::trouble::Trouble;

#[derive(Template)]
#[template(path = "house/calendars.html")]
struct Calendars {
    page: Page,
    calendars: Vec<InForce>,
}

/// A calendar as it is in force.
struct InForce {
    name: String,
    title: String,
    version: String,
    first: String,
    last: String,
    /// The year that it should know and does not.
    missing: Option<String>,
    versions: i64,
}

pub(super) async fn list(State(pages): State<Pages>, here: Here) -> Result<Response, Trouble> {
    here.administrator()?;
    let stored = stored(&pages).await?;
    let rulebook = pages.registry.rulebook();
    let in_force = stored.iter().filter(|one| one.in_force).filter_map(|one| rulebook.calendar(&one.name));
    let calendars = in_force.map(|calendar| InForce {
        name: calendar.name().to_owned(),
        title: calendar.title().get(here.language).to_owned(),
        version: calendar.short_version().to_owned(),
        first: calendar.known().start().to_string(),
        last: calendar.known().end().to_string(),
        missing: calendar.missing_on(law::day_of(here.now, &calendar)).map(|year| year.to_string()),
        versions: stored.iter().filter(|one| one.name == calendar.name()).count() as i64,
    });
    let calendars = calendars.collect();
    Ok(render(&Calendars { page: Page::new(&here, "house-calendars-title"), calendars }))
}

async fn stored(pages: &Pages) -> Result<Vec<CalendarText>, Trouble> {
    Ok(store::rules::calendars(&mut pages.store.begin().await?).await?)
}

#[derive(Template)]
#[template(path = "house/calendar.html")]
struct Year {
    page: Page,
    name: String,
    zone: String,
    hours: String,
    year: i16,
    /// The years that it knows.
    years: Vec<i16>,
    months: Vec<Month>,
    marked: Vec<Marked>,
    weekdays: Vec<(String, &'static str)>,
    versions: Vec<Version>,
    asked: Asked,
    impact: Option<Impact>,
}

/// A stored version.
struct Version {
    version: String,
    in_force: bool,
    loaded: String,
    first: i16,
    last: i16,
}

pub(super) async fn year(
    State(pages): State<Pages>,
    here: Here,
    Path(name): Path<String>,
    Query(fields): Query,
) -> Result<Response, Trouble> {
    here.administrator()?;
    let calendar = pages.registry.rulebook().calendar(&name).ok_or(Trouble::NotFound)?;
    Ok(render(&shown(&pages, &here, &calendar, &fields).await?))
}

/// Shows the year again with what a new calendar would move. Nothing is stored.
pub(super) async fn preview(
    State(pages): State<Pages>,
    here: Here,
    Path(name): Path<String>,
    Upload(fields): Upload,
) -> Result<Response, Trouble> {
    keeper(&here, &fields)?;
    let calendar = pages.registry.rulebook().calendar(&name).ok_or(Trouble::NotFound)?;
    let mut shown = shown(&pages, &here, &calendar, &fields).await?;
    shown.asked = Asked::read(&fields);
    let impact = impact::of(&pages, &here, &calendar, &shown.asked).await?;
    shown.page.has_errors = impact.is_wrong();
    shown.impact = Some(impact);
    Ok(render(&shown))
}

async fn shown(pages: &Pages, here: &Here, calendar: &Calendar, fields: &Fields) -> Result<Year, Trouble> {
    let known = calendar.known();
    let this = law::day_of(here.now, calendar).year().clamp(*known.start(), *known.end());
    let year = fields.text("year").parse().ok().filter(|year| known.contains(year)).unwrap_or(this);
    let language = here.language;
    let page = Page::titled(here, calendar.title().get(language).to_owned());
    let hours = calendar.hours();
    let almanac = pages.registry.rulebook().almanac();
    let stored = stored(pages).await?.into_iter().filter(|one| one.name == calendar.name());
    let version = |one: CalendarText| {
        let read = almanac.iter().find(|known| known.digest() == one.digest)?;
        Some(Version {
            version: read.short_version().to_owned(),
            in_force: one.in_force,
            loaded: moment(pages, here, one.loaded_at),
            first: *read.known().start(),
            last: *read.known().end(),
        })
    };
    let mut versions: Vec<Version> = stored.filter_map(version).collect();
    versions.reverse();
    Ok(Year {
        name: calendar.name().to_owned(),
        zone: calendar.file().zone.clone(),
        hours: format!("{}–{}", hours.opens.strftime("%H:%M"), hours.closes.strftime("%H:%M")),
        year,
        years: known.collect(),
        months: grid::months(calendar, year, &page),
        marked: grid::marked(calendar, year, &page),
        weekdays: grid::weekdays(&page),
        versions,
        asked: Asked::default(),
        impact: None,
        page,
    })
}
