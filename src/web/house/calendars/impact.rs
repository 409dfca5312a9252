//! What a new version of a calendar would change: the days that differ, and by how much the dates of open appeals move.
//!
//! Counts only. Which appeals they are shows at the terminal, to whoever may see everything.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::law::{self, Calendar, Feed, Terms};
use crate::registry::Preview;
use crate::web::Pages;
use crate::web::fields::Fields;
use crate::web::here::Here;
use crate::web::house::problems::{self, Told, sentence};
use crate::web::page::Page;
use crate::web::trouble::Trouble;

/// How long a page may look at appeals; where there are so many more, the terminal has the time.
const LONGEST: Duration = Duration::from_secs(20);

/// The most days that are listed.
const MOST_DAYS: usize = 60;

/// What was pasted.
#[derive(Debug, Default)]
pub(super) struct Asked {
    pub text: String,
    pub file: String,
    pub decree: String,
    pub complete_for: String,
}

impl Asked {
    pub fn read(fields: &Fields) -> Asked {
        Asked {
            text: fields.raw("text").to_owned(),
            file: fields.text("file").to_owned(),
            decree: fields.text("decree").to_owned(),
            complete_for: fields.text("complete_for").to_owned(),
        }
    }
}

/// What it would change.
#[derive(Default)]
pub(super) struct Impact {
    /// Nothing was pasted.
    pub empty: bool,
    /// What is wrong with the text.
    pub problems: Vec<Told>,
    /// What stands in the way of putting it in force, in words.
    pub obstacle: Option<String>,
    pub version: String,
    /// Days that differ in whether offices work.
    pub days: Vec<String>,
    pub more_days: i64,
    pub looked_at: i64,
    pub moving: i64,
    /// By how many days: the words, and how many dates.
    pub shifts: Vec<(String, i64)>,
    /// How many were promised to somebody and would stay.
    pub promised: i64,
    /// How many appeals have dates that the calendar cannot give.
    pub unknown: i64,
    pub out_of_time: bool,
}

impl Impact {
    /// Whether the text has to be mended first.
    pub fn is_wrong(&self) -> bool {
        self.empty || !self.problems.is_empty() || self.obstacle.is_some()
    }
}

pub(super) async fn of(
    pages: &Pages,
    here: &Here,
    in_force: &Calendar,
    asked: &Asked,
) -> Result<Impact, Trouble> {
    if asked.text.trim().is_empty() {
        return Ok(Impact { empty: true, ..Impact::default() });
    }
    let new = match read(in_force, asked) {
        Ok(new) => new,
        Err(problems) => return Ok(Impact { problems, ..Impact::default() }),
    };
    let page = Page::new(here, "house-calendars-title");
    if let Some(obstacle) = obstacle(&page, in_force, &new) {
        return Ok(Impact { obstacle: Some(obstacle), ..Impact::default() });
    }
    let mut impact = Impact { version: new.short_version().to_owned(), ..Impact::default() };
    differences(&mut impact, here, in_force, &new);
    match tokio::time::timeout(LONGEST, pages.registry.preview(&new, here.now)).await {
        Ok(preview) => count(&mut impact, &page, &preview?),
        Err(_) => impact.out_of_time = true,
    }
    Ok(impact)
}

/// The text as a calendar; a feed is laid onto the calendar in force.
fn read(in_force: &Calendar, asked: &Asked) -> Result<Calendar, Vec<Told>> {
    let told = |fault: law::FeedFault| fault.0.into_iter().map(sentence).collect::<Vec<_>>();
    let text = if Feed::is_one(&asked.text) {
        let decree = Some(asked.decree.clone()).filter(|decree| !decree.is_empty());
        let terms = Terms { decree, complete_for: asked.complete_for.parse().ok() };
        let feed = Feed::read(&asked.text).map_err(told)?;
        feed.onto(in_force, &terms).map_err(told)?.file.to_yaml()
    } else {
        asked.text.clone()
    };
    let file = if asked.file.is_empty() { format!("{}.yaml", in_force.name()) } else { asked.file.clone() };
    law::read_calendar(&file, &text).map_err(|found| problems::told(&found))
}

fn obstacle(page: &Page, in_force: &Calendar, new: &Calendar) -> Option<String> {
    if new.name() != in_force.name() {
        return Some(page.say2("house-preview-other", "name", in_force.name(), "other", new.name()));
    }
    let (here, there) = (&in_force.file().zone, &new.file().zone);
    (here != there).then(|| page.say2("house-preview-zone", "zone", here, "other", there))
}

fn differences(impact: &mut Impact, here: &Here, in_force: &Calendar, new: &Calendar) {
    let year = |year: i16, month, day| jiff::civil::Date::new(year, month, day).ok();
    let (from, to) = (year(*new.known().start(), 1, 1), year(*new.known().end(), 12, 31));
    let (Some(from), Some(to)) = (from, to) else { return };
    let changes = law::changes(in_force, new, from, to);
    impact.more_days = changes.len().saturating_sub(MOST_DAYS) as i64;
    impact.days = changes.iter().take(MOST_DAYS).map(|change| change.text(here.language)).collect();
}

fn count(impact: &mut Impact, page: &Page, preview: &Preview) {
    impact.looked_at = preview.looked_at as i64;
    impact.moving = preview.appeals.len() as i64;
    impact.unknown = preview.faults.len() as i64;
    let mut shifts: BTreeMap<i32, i64> = BTreeMap::new();
    for one in preview.appeals.iter().flat_map(|moving| &moving.moves) {
        let days = one.was.until(one.due.on).map_or(0, |span| span.get_days());
        *shifts.entry(days).or_default() += 1;
        impact.promised += i64::from(one.is_earlier() && one.promised && !one.kept);
    }
    let words = |days: i32| match days {
        0 => page.say("house-shift-hours"),
        1.. => page.say1("house-shift-later", "days", i64::from(days)),
        _ => page.say1("house-shift-earlier", "days", i64::from(-days)),
    };
    impact.shifts = shifts.into_iter().map(|(days, dates)| (words(days), dates)).collect();
}
