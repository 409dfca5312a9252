//! Statistics for anybody: counts over all appeals. No number under five is shown, so that nobody is found by it.

use std::time::Duration;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::store::statistics::{self, Counts};
use crate::web::Pages;
use crate::web::here::Here;
use crate::web::page::{Page, render};
use crate::web::sheet::Sheet;
use crate::web::trouble::Trouble;

#[derive(Template)]
#[template(path = "public/statistics.html")]
struct Statistics {
    page: Page,
    all: Vec<(&'static str, String)>,
    offices: Vec<(String, [String; 4])>,
    /// What is said where no office has enough to be shown.
    without_offices: &'static str,
}

/// The least number that is shown.
const LEAST: i64 = 5;

/// A count, unless it is so small that it could point at somebody.
fn shown(count: i64) -> String {
    if count >= LEAST { count.to_string() } else { format!("< {LEAST}") }
}

/// Everybody's counts, and those of each office.
pub(in crate::web) type Counted = (Counts, Vec<(String, Counts)>);

/// For how long counts are shown.
pub(in crate::web) const FRESH: Duration = Duration::from_secs(600);

/// The page.
pub(super) async fn page(State(pages): State<Pages>, here: Here) -> Result<Response, Trouble> {
    Ok(render(&Statistics::of(&pages, &here).await?))
}

/// What the page shows, as a file: a row for all offices together and one for each that the page names.
pub(super) async fn export(State(pages): State<Pages>, here: Here) -> Result<Response, Trouble> {
    let Statistics { page, all, offices, .. } = Statistics::of(&pages, &here).await?;
    let heads = ["case-issuer"].into_iter().chain(all.iter().map(|(name, _)| *name));
    let mut sheet = Sheet::new(heads.map(|name| page.say(name)))?;
    let together = page.say("statistics-all-offices");
    sheet.row([together].into_iter().chain(all.into_iter().map(|(_, shown)| shown)))?;
    for (office, counts) in offices {
        // The median is of all offices alone.
        sheet.row([office].into_iter().chain(counts).chain([String::new()]))?;
    }
    sheet.answer("statistics")
}

impl Statistics {
    /// As they were counted last.
    async fn of(pages: &Pages, here: &Here) -> Result<Statistics, Trouble> {
        let count = statistics::by_office(&pages.store, pages.today(here.now));
        let (all, offices) = &*pages.counted.or_count(here.now, count).await?;
        let ladder = pages.ladder().await?;
        let name = |code: &str| {
            ladder.get(code).map_or_else(|| code.to_owned(), |one| one.name.get(here.language).to_owned())
        };
        let row = |counts: &Counts| [counts.filed, counts.open, counts.late, counts.annulled].map(shown);
        let median = all
            .median_days
            .filter(|_| all.decided >= LEAST)
            .map_or_else(|| "–".to_owned(), |days| days.to_string());
        Ok(Statistics {
            page: Page::new(here, "nav-statistics"),
            all: vec![
                ("statistics-filed", shown(all.filed)),
                ("statistics-open", shown(all.open)),
                ("statistics-late", shown(all.late)),
                ("statistics-annulled", shown(all.annulled)),
                ("statistics-median", median),
            ],
            without_offices: if all.filed == 0 { "statistics-none" } else { "statistics-few" },
            // An office with fewer is not named at all, or the sum would tell its number.
            offices: offices
                .iter()
                .filter(|(_, counts)| counts.filed >= LEAST)
                .map(|(code, counts)| (name(code), row(counts)))
                .collect(),
        })
    }
}
