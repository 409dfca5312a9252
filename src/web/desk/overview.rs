//! The minister's one look: numbers, what needs her, the offices below hers, the worst first, and what will be late.
//!
//! Numbers about offices below are sums; which appeals she can open is decided by the database as for any office.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::pattern;
use super::queue::Reader;
use super::table::{Line, lines};
use crate::law;
use crate::store::overview::{Filed, Median, Seen, Standing};
use crate::store::queue::{Asked, Queued, Tab};
use crate::store::sight::Sight;
use crate::web::Pages;
use crate::web::fields::Fields;
use crate::web::here::Here;
use crate::web::page::{Page, render};
use crate::web::trouble::Trouble;
use crate::web::words;

/// How many appeals that need her are shown: as many as a laptop shows without scrolling.
const NEEDS: i64 = 4;
/// How many offices the table shows at once, the worst ones.
const OFFICES: usize = 5;
/// How many weeks a sparkline shows.
const WEEKS: i32 = 12;
/// Up to how many appeals are counted of which each is hers to open.
const COUNTED: i64 = 10_001;

#[derive(Template)]
#[template(path = "desk/overview.html")]
pub(super) struct OverviewPage {
    page: Page,
    figures: Vec<Figure>,
    needs: Vec<Need>,
    /// How many more need her than are shown.
    more: i64,
    ahead: [(i64, &'static str, &'static str); 2],
    offices: Vec<OfficeLine>,
    /// Those that stand better, opened by a press.
    others: Vec<OfficeLine>,
    /// What she asked for by a day, and of that what should be there by now, each with its list.
    asked: Vec<(String, String)>,
    patterns: Vec<(String, String)>,
}

/// A number on top, with the list behind it.
struct Figure {
    number: String,
    name: &'static str,
    path: &'static str,
    hint: String,
    is_bad: bool,
}

/// An appeal that needs her.
struct Need {
    line: Line,
    issuer: String,
    suspended: Option<i32>,
}

/// An office in the table.
struct OfficeLine {
    name: String,
    code: String,
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
    Ok(render(&OverviewPage::of(&pages, &here).await?))
}

impl OverviewPage {
    /// As a minister sees it at this moment.
    pub async fn of(pages: &Pages, here: &Here) -> Result<OverviewPage, Trouble> {
        let viewer = here.minister()?;
        let reader = Reader::of(pages, here, &Fields::default()).await?;
        let now = pages.today(here.now);
        let back = |days: i32| law::shift(now, -days);
        let (week, fortnight) = (law::shift(now, 7), law::shift(now, 14));
        let ministries = viewer.ministries();
        let mut sight = pages.reading.of(Some(viewer.id), here.now).await?;
        let standing = sight.standing(now, week, fortnight).await?;
        let missed = sight.missed(now, WEEKS).await?;
        let recent = sight.medians(back(29), now).await?;
        let before = sight.medians(back(59), back(30)).await?;
        let seen = sight.seen(now, week, COUNTED).await?;
        let (asked, passed) = sight.wished(&reader.offices, now, COUNTED).await?;
        let filed =
            sight.filed(back(pattern::RECENT - 1), back(pattern::RECENT + pattern::BEFORE - 1), now).await?;
        let waiting =
            Asked { tab: Tab::Office, offices: ministries.clone(), most: NEEDS, ..Asked::default() };
        let queued = sight.queue(&waiting).await?;
        let needs = needs(&reader, &mut sight, &queued).await?;
        drop(sight);
        let ladder = pages.ladder().await?;
        let page = Page::new(here, "overview-title");
        let name = |code: &str| {
            let office = ladder.get(code).map(|office| office.name.get(here.language).to_owned());
            office.unwrap_or_else(|| code.to_owned())
        };
        let sum = |of: fn(&Standing) -> i64| standing.iter().map(of).sum::<i64>();
        let hers =
            standing.iter().filter(|one| ministries.contains(&one.office)).map(|one| one.open).sum::<i64>();
        let mut offices = offices(&standing, &missed, &recent, &page, name);
        let numbers = [sum(|one| one.open), sum(|one| one.late), hers, sum(|one| one.due_in_week)];
        Ok(OverviewPage {
            figures: figures(&page, numbers, &seen, trend(&recent, &before, &page)),
            more: hers - i64::try_from(needs.len()).unwrap_or_default(),
            needs: needs
                .into_iter()
                .map(|(line, issuer, suspended)| Need { line, issuer: name(&issuer), suspended })
                .collect(),
            ahead: [
                (sum(|one| one.due_in_week), "overview-in-week", "/queue?tab=seen&state=week"),
                (sum(|one| one.due_in_fortnight), "overview-in-fortnight", "/queue?tab=seen&state=fortnight"),
            ],
            others: offices.split_off(offices.len().min(OFFICES)),
            offices,
            patterns: patterns(&filed, &page, name),
            asked: wishes(asked, passed, &page),
            page,
        })
    }
}

/// The first of those that need her, each with the code of the issuer and the days suspended by today.
async fn needs(
    reader: &Reader<'_>,
    sight: &mut Sight,
    queued: &[Queued],
) -> Result<Vec<(Line, String, Option<i32>)>, Trouble> {
    let keys: Vec<i64> = queued.iter().map(|one| one.id).collect();
    let states = sight.by_keys(&keys).await?;
    let lines = lines(reader, sight, queued).await?;
    let needs = lines.into_iter().zip(queued).map(|(line, one)| {
        let state = states.iter().find(|state| state.id == one.id);
        (line, one.issuer.clone(), state.and_then(|state| state.appeal.days_suspended(reader.today)))
    });
    Ok(needs.collect())
}

/// The five numbers. Of offices below hers they are sums; how many of them she can open is said with each.
fn figures(page: &Page, numbers: [i64; 4], seen: &Seen, trend: Option<(String, String)>) -> Vec<Figure> {
    let [open, late, escalated, week] = numbers;
    let yours = |many: i64| page.say1("overview-yours", "many", page.number(&many));
    let figure = |number: i64, name, path, hint| {
        let is_bad = name == "overview-late" && number > 0;
        Figure { number: page.number(&number), name, path, hint, is_bad }
    };
    let (days, change) = trend.unwrap_or_else(|| ("–".to_owned(), String::new()));
    vec![
        figure(open, "overview-open", "/queue?tab=seen&state=open", yours(seen.open)),
        figure(late, "overview-late", "/queue?tab=seen&state=late", yours(seen.late)),
        figure(escalated, "overview-escalated", "/queue?tab=office", page.say("overview-wait-for-you")),
        figure(week, "overview-week", "/queue?tab=seen&state=week", yours(seen.due_in_week)),
        Figure {
            number: days,
            name: "overview-median",
            path: "/queue?tab=done",
            hint: change,
            is_bad: false,
        },
    ]
}

/// What she asked for by a day, and of that what should be there by now, in words with the list behind it.
fn wishes(asked: i64, passed: i64, page: &Page) -> Vec<(String, String)> {
    let told = [(asked, "overview-asked", "asked"), (passed, "overview-asked-passed", "asked-passed")];
    let told = told.into_iter().filter(|(many, ..)| *many > 0).map(|(many, words, state)| {
        let path = format!("/queue?tab=seen&state={state}&by=us");
        (page.say1(words, "many", page.number(&many)), path)
    });
    told.collect()
}

/// What comes more often than its own past explains, in words, with the list behind it.
fn patterns(filed: &[Filed], page: &Page, name: impl Fn(&str) -> String) -> Vec<(String, String)> {
    let found = pattern::found(filed);
    let told = found.into_iter().map(|one| {
        let told = [
            ("many", one.recent.into()),
            ("office", name(&one.office).into()),
            ("article", one.article.clone().unwrap_or_else(|| "–".to_owned()).into()),
            ("usual", days(pattern::usual(one)).into()),
        ];
        let words = words::say(page.language, "overview-pattern", &told);
        (words, format!("/queue?tab=seen&issuer={}", one.office))
    });
    told.collect()
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
            code: one.office.clone(),
            open: one.open,
            late: one.late,
            share: share(one),
            stopped: one.stopped,
            median: median(&one.office).map_or_else(|| "–".to_owned(), |one| days(one.days)),
            points: points(course),
            course: page.say1("overview-course", "missed", course.iter().sum::<i64>()),
        }
    };
    shown.into_iter().map(line).collect()
}

/// The line through the numbers in a box of 96 by 24, the highest at its top.
fn points(course: &[i64]) -> String {
    let highest = course.iter().copied().max().unwrap_or_default().max(1);
    let steps = i64::try_from(course.len()).unwrap_or(1).max(2) - 1;
    let point =
        |(place, number): (i64, &i64)| format!("{},{}", 2 + place * 92 / steps, 22 - number * 20 / highest);
    (0..).zip(course).map(point).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_sparkline_stays_in_its_box() {
        assert_eq!(super::points(&[0, 5, 10]), "2,22 48,12 94,2");
        assert_eq!(super::points(&[0, 0]), "2,22 94,22");
    }
}
