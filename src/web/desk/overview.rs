//! The minister's one look: numbers, what needs her, the offices below hers, the worst first, and what will be late.
//!
//! Numbers about offices below are sums; which appeals she can open is decided by the database as for any office.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use jiff::civil::Date;

use super::queue::Reader;
use super::table::{Line, lines};
use crate::law;
use crate::store::overview::{Median, Seen, Standing};
use crate::store::queue::{Asked, Tab};
use crate::web::Pages;
use crate::web::here::Here;
use crate::web::page::{Page, render};
use crate::web::trouble::Trouble;

/// How many appeals that need her are shown.
const NEEDS: i64 = 10;
/// How many weeks a sparkline shows.
const WEEKS: i32 = 12;
/// Up to how many appeals are counted of which each is hers to open.
const COUNTED: i64 = 10_001;

#[derive(Template)]
#[template(path = "desk/overview.html")]
struct OverviewPage {
    page: Page,
    open: i64,
    late: i64,
    escalated: i64,
    due_in_week: i64,
    due_in_fortnight: i64,
    seen: Seen,
    /// The median of the last 30 days, and its change on the 30 before, in words.
    median: Option<(String, String)>,
    needs: Vec<Line>,
    offices: Vec<OfficeLine>,
}

/// An office in the table.
struct OfficeLine {
    name: String,
    open: i64,
    late: i64,
    share: i64,
    stopped: i64,
    median: String,
    /// The points of its sparkline, and the numbers in words.
    points: String,
    course: String,
}

/// The page.
pub(super) async fn page(State(pages): State<Pages>, here: Here) -> Result<Response, Trouble> {
    let viewer = here.minister()?;
    let reader = Reader::of(&pages, &here, None).await?;
    let now = pages.today(here.now);
    let back = |days: i32| law::shift(now, -days);
    let (week, fortnight) = (law::shift(now, 7), law::shift(now, 14));
    let mut sight = pages.reading.of(Some(viewer.id), here.now).await?;
    let standing = sight.standing(now, week, fortnight).await?;
    let missed = sight.missed(now, WEEKS).await?;
    let (recent, before) = (sight.medians(back(29), now).await?, sight.medians(back(59), back(30)).await?);
    let seen = sight.seen(now, week, COUNTED).await?;
    let ministries = viewer.ministries();
    let escalated = sight.tabs(&ministries, &[], COUNTED).await?.office;
    let asked = Asked { tab: Tab::Office, offices: ministries, most: NEEDS, ..Asked::default() };
    let queued = sight.queue(&asked).await?;
    let needs = lines(&reader, &mut sight, &queued).await?;
    drop(sight);
    let ladder = pages.ladder().await?;
    let page = Page::new(&here, "overview-title");
    let name = |code: &str| {
        ladder.get(code).map_or_else(|| code.to_owned(), |office| office.name.get(here.language).to_owned())
    };
    let sum = |of: fn(&Standing) -> i64| standing.iter().map(of).sum::<i64>();
    Ok(render(&OverviewPage {
        open: sum(|one| one.open),
        late: sum(|one| one.late),
        due_in_week: sum(|one| one.due_in_week),
        due_in_fortnight: sum(|one| one.due_in_fortnight),
        escalated,
        seen,
        median: trend(&recent, &before, &page),
        needs,
        offices: offices(&standing, &missed, &recent, &page, name),
        page,
    }))
}

/// The days in words: whole ones as they are, others with one figure after the point.
fn days(number: f64) -> String {
    if number.fract() == 0.0 { format!("{number:.0}") } else { format!("{number:.1}") }
}

fn trend(recent: &[Median], before: &[Median], page: &Page) -> Option<(String, String)> {
    let of_all = |medians: &[Median]| medians.iter().find(|one| one.office.is_none()).map(|one| one.days);
    let now = of_all(recent)?;
    let change = of_all(before).map(|before| now - before);
    let said = match change {
        None => page.say("overview-no-month-before"),
        Some(change) if change.abs() < 0.05 => page.say("overview-as-before"),
        Some(change) if change < 0.0 => page.say1("overview-faster", "days", days(-change)),
        Some(change) => page.say1("overview-slower", "days", days(change)),
    };
    Some((days(now), said))
}

/// The offices that have or had anything, the worst first: by the share that is late, then by how many are.
fn offices(
    standing: &[Standing],
    missed: &[(String, i32, i64)],
    medians: &[Median],
    page: &Page,
    name: impl Fn(&str) -> String,
) -> Vec<OfficeLine> {
    let mut weeks: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
    for (office, week, missed) in missed {
        let course = weeks.entry(office).or_insert_with(|| vec![0; WEEKS.unsigned_abs() as usize]);
        if let Some(place) = usize::try_from(WEEKS - 1 - week).ok().and_then(|place| course.get_mut(place)) {
            *place = *missed;
        }
    }
    let share = |one: &Standing| one.late * 100 / one.open.max(1);
    let median = |office: &str| medians.iter().find(|one| one.office.as_deref() == Some(office));
    let is_shown = |one: &&Standing| {
        one.open > 0 || weeks.contains_key(one.office.as_str()) || median(&one.office).is_some()
    };
    let mut shown: Vec<&Standing> = standing.iter().filter(is_shown).collect();
    shown.sort_by_key(|one| (-share(one), -one.late, -one.open));
    let nothing = vec![0; WEEKS.unsigned_abs() as usize];
    let line = |one: &Standing| {
        let course = weeks.get(one.office.as_str()).unwrap_or(&nothing);
        OfficeLine {
            name: name(&one.office),
            open: one.open,
            late: one.late,
            share: share(one),
            stopped: one.stopped,
            median: median(&one.office).map_or_else(|| "–".to_owned(), |one| days(one.days)),
            points: points(course),
            course: page.say1("overview-course", "missed", course.iter().sum::<i64>()),
        }
    };
    shown.into_iter().take(12).map(line).collect()
}

/// The line through the numbers in a box of 96 by 24, the highest at its top.
fn points(course: &[i64]) -> String {
    let highest = course.iter().copied().max().unwrap_or_default().max(1);
    let steps = i64::try_from(course.len()).unwrap_or(1).max(2) - 1;
    let point =
        |(place, number): (i64, &i64)| format!("{},{}", 2 + place * 92 / steps, 22 - number * 20 / highest);
    (0..).zip(course).map(point).collect::<Vec<_>>().join(" ")
}

/// What a live page watches: a change of it is a reason to look again.
pub(super) async fn signs(
    pages: &Pages,
    here: &Here,
    viewer: i64,
    today: Date,
) -> Result<(Seen, i64), Trouble> {
    let now = pages.clock.now();
    let mut sight = pages.reading.of(Some(viewer), now).await?;
    let seen = sight.seen(today, law::shift(today, 7), COUNTED).await?;
    let ministries = here.minister()?.ministries();
    Ok((seen, sight.tabs(&ministries, &[], COUNTED).await?.office))
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_sparkline_stays_in_its_box() {
        assert_eq!(super::points(&[0, 5, 10]), "2,22 48,12 94,2");
        assert_eq!(super::points(&[0, 0]), "2,22 94,22");
    }
}
