//! The queue: what an office must do, by due date, fifty at a time.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use jiff::civil::Date;

use super::filter::{Filter, State as Standing};
use super::table::{Line, lines};
use crate::ladder::Ladder;
use crate::registry::Reference;
use crate::store::people::Colleague;
use crate::store::queue::{Asked, LATEST, Queued, Tab, Tabs};
use crate::store::sight::{After, Sight};
use crate::store::{self, view::View};
use crate::texts::Language;
use crate::web::Pages;
use crate::web::act::new_key;
use crate::web::fields::{Fields, Query};
use crate::web::here::{Here, Viewer};
use crate::web::page::{Page, render};
use crate::web::trouble::Trouble;

/// How many appeals a page shows.
const LENGTH: i64 = 50;
/// Up to how many a tab's number counts: `999+` says enough.
const COUNTED: i64 = 1000;
/// Up to how many a search finds.
pub(super) const FOUND: i32 = 1000;

#[derive(Template)]
#[template(path = "desk/queue.html")]
struct QueuePage {
    page: Page,
    tabs: Vec<TabLink>,
    filter: Filter,
    /// What narrows the list, each with the address without it.
    chips: Vec<(String, String)>,
    /// Why this tab was opened, where nobody chose one.
    opened: Option<&'static str>,
    /// How far back was looked, where a filter might fit older ones, too.
    latest: Option<String>,
    offices: Vec<(String, String)>,
    workflows: Vec<(String, String)>,
    states: Vec<(&'static str, String)>,
    colleagues: Vec<Colleague>,
    lines: Vec<Line>,
    further: Option<String>,
    views: Vec<View>,
    query: String,
    /// Whether a search found more than it can show.
    too_many: bool,
    can_assign: bool,
    everywhere: Option<String>,
    key: String,
}

/// A tab with its number.
struct TabLink {
    name: &'static str,
    path: String,
    many: String,
    is_current: bool,
}

/// What a page of the queue is read for.
pub(super) struct Reader<'a> {
    pub pages: &'a Pages,
    pub here: &'a Here,
    pub viewer: &'a Viewer,
    pub filter: Filter,
    pub today: Date,
    /// The offices whose queue it is.
    pub offices: Vec<String>,
    /// Whose work counts as mine.
    pub people: Vec<i64>,
}

impl<'a> Reader<'a> {
    /// Of the query of an address.
    pub async fn of(pages: &'a Pages, here: &'a Here, fields: &Fields) -> Result<Reader<'a>, Trouble> {
        let viewer = here.official()?;
        let mut filter = Filter::read(fields);
        let today = pages.today(here.now);
        let own: Vec<String> = viewer.offices().into_iter().chain(viewer.ministries()).collect();
        filter.office = filter.office.filter(|office| own.contains(office));
        let offices = filter.office.clone().map_or(own, |office| vec![office]);
        let absences = store::absence::between(&pages.store, today, today).await?;
        let mut people = absences.worked_for_by(viewer.id);
        if !people.contains(&viewer.id) {
            people.push(viewer.id);
        }
        Ok(Reader { pages, here, viewer, filter, today, offices, people })
    }

    /// The tab shown.
    pub fn tab(&self) -> Tab {
        self.filter.tab.unwrap_or_default()
    }

    /// Opens a tab that has something, where nobody chose one; answers with the words that say why it is this one.
    /// Whoever searches without a tab searches everything.
    fn open(&mut self, counts: &Tabs) -> Option<&'static str> {
        if self.filter.tab.is_some() {
            return None;
        }
        let works = !self.viewer.offices().is_empty();
        let (tab, why) = match counts {
            _ if !self.filter.text.is_empty() => (Tab::Seen, None),
            Tabs { mine: 1.., .. } if works => (Tab::Mine, None),
            Tabs { unassigned: 1.., .. } if works => (Tab::Unassigned, Some("queue-opened-unassigned")),
            Tabs { office: 1.., .. } => (Tab::Office, works.then_some("queue-opened-office")),
            Tabs { done: 1.., .. } => (Tab::Done, Some("queue-opened-done")),
            _ => (Tab::Seen, Some("queue-opened-seen")),
        };
        self.filter.tab = Some(tab);
        why
    }

    /// What is asked of the database; nothing is found by an empty search.
    pub async fn asked(&self, sight: &mut Sight, most: i64) -> Result<Asked, Trouble> {
        let mut wanted = self.filter.wanted(self.pages.registry.rulebook(), &self.offices, self.today);
        let words = self.filter.words();
        if let Some(reference) = Reference::read(&self.filter.text) {
            wanted.found = Some(sight.find(reference.as_str()).await?.iter().map(|row| row.id).collect());
        } else if !words.is_empty() {
            wanted.found = sight.found(&words, FOUND).await?;
            wanted.said = Some(words).filter(|_| wanted.found.is_none());
        }
        Ok(Asked {
            tab: self.tab(),
            offices: self.offices.clone(),
            people: self.people.clone(),
            wanted,
            after: self.filter.after,
            most,
        })
    }
}

/// The page.
pub(super) async fn page(
    State(pages): State<Pages>,
    here: Here,
    Query(fields): Query,
) -> Result<Response, Trouble> {
    let mut reader = Reader::of(&pages, &here, &fields).await?;
    let mut sight = pages.reading.of(Some(reader.viewer.id), here.now).await?;
    let counts = sight.tabs(&reader.offices, &reader.people, COUNTED).await?;
    let opened = reader.open(&counts);
    let asked = reader.asked(&mut sight, LENGTH + 1).await?;
    let mut queued = sight.queue(&asked).await?;
    let further = cut(&mut queued).map(|after| reader.filter.further(after));
    let lines = lines(&reader, &mut sight, &queued).await?;
    drop(sight);
    let ladder = pages.ladder().await?;
    let own: Vec<String> = reader.viewer.offices().into_iter().chain(reader.viewer.ministries()).collect();
    let named = |code: &String| (code.clone(), ladder_name(&ladder, code, here.language));
    let colleagues = store::people::colleagues(&pages.store, &own, here.now).await?;
    let rulebook = pages.registry.rulebook();
    let titled = |name: String| {
        let title = rulebook.newest(&name).map(|rules| rules.definition.title.get(here.language).to_owned());
        (name.clone(), title.unwrap_or(name))
    };
    let page = Page::new(&here, "queue-title");
    let offices: Vec<(String, String)> = own.iter().map(named).collect();
    let workflows: Vec<(String, String)> = rulebook.names().into_iter().map(titled).collect();
    let is_narrow = !reader.filter.text.is_empty() && reader.tab() != Tab::Seen;
    let everywhere = is_narrow.then(|| reader.filter.link(|filter| filter.tab = Some(Tab::Seen)));
    let found = asked.wanted.found.as_ref();
    let latest = if asked.wanted.said.is_some() { "queue-latest-said" } else { "queue-latest" };
    Ok(render(&QueuePage {
        tabs: tabs(&reader, &counts, &page),
        chips: chips(
            &reader.filter,
            &page,
            &|code| ladder_name(&ladder, code, here.language),
            &workflows,
            &colleagues,
        ),
        opened,
        latest: asked.looks_back().then(|| page.say1(latest, "many", page.number(&LATEST))),
        states: Standing::ALL.map(|state| (state.code(), page.say(state.words()))).to_vec(),
        views: store::view::of(&pages.store, reader.viewer.id).await?,
        query: reader.filter.query(),
        too_many: found.is_some_and(|found| found.len() >= FOUND as usize),
        can_assign: reader.tab() != Tab::Done,
        everywhere,
        key: new_key(),
        filter: reader.filter,
        page,
        offices,
        workflows,
        colleagues,
        lines,
        further,
    }))
}

/// Takes off the one beyond the page; answers with the place to go on after, if there is more.
fn cut(queued: &mut Vec<Queued>) -> Option<After> {
    if i64::try_from(queued.len()).is_ok_and(|rows| rows <= LENGTH) {
        return None;
    }
    queued.pop();
    queued.last().map(|last| After { due_on: last.due_on, id: last.id })
}

fn tabs(reader: &Reader, counts: &Tabs, page: &Page) -> Vec<TabLink> {
    let upto = |count: i64, most: i64| match count {
        count if count >= most => format!("{}+", page.number(&(most - 1))),
        count => page.number(&count),
    };
    let tabs = [
        (Tab::Mine, "queue-mine", upto(counts.mine, COUNTED)),
        (Tab::Office, "queue-office", upto(counts.office, COUNTED)),
        (Tab::Unassigned, "queue-unassigned", upto(counts.unassigned, COUNTED)),
        (Tab::Stopped, "queue-stopped", upto(counts.stopped, COUNTED)),
        (Tab::Done, "queue-done", upto(counts.done, COUNTED)),
        (Tab::Seen, "queue-seen", String::new()),
    ];
    let link = |(tab, name, many): (Tab, &'static str, String)| TabLink {
        name,
        path: reader.filter.link(|filter| filter.tab = Some(tab)),
        many,
        is_current: reader.tab() == tab,
    };
    tabs.map(link).into_iter().collect()
}

/// What an office is called.
fn ladder_name(ladder: &Ladder, code: &str, language: Language) -> String {
    ladder.get(code).map_or_else(|| code.to_owned(), |office| office.name.get(language).to_owned())
}

/// What narrows the list, each in words with the address without it.
fn chips(
    filter: &Filter,
    page: &Page,
    office: &dyn Fn(&str) -> String,
    workflows: &[(String, String)],
    colleagues: &[Colleague],
) -> Vec<(String, String)> {
    let title = |pairs: &[(String, String)], code: &String| {
        pairs.iter().find(|(one, _)| one == code).map_or_else(|| code.clone(), |(_, title)| title.clone())
    };
    let name = |key: &i64| colleagues.iter().find(|one| one.id == *key).map(|one| one.name.clone());
    let without = |change: fn(&mut Filter)| filter.link(change);
    [
        filter.office.as_ref().map(|code| (office(code), without(|filter| filter.office = None))),
        filter.holder.as_ref().map(|code| {
            (page.say1("queue-held-by", "office", office(code)), without(|filter| filter.holder = None))
        }),
        filter.issuer.as_ref().map(|code| {
            (page.say1("queue-against", "office", office(code)), without(|filter| filter.issuer = None))
        }),
        filter
            .workflow
            .as_ref()
            .map(|code| (title(workflows, code), without(|filter| filter.workflow = None))),
        filter.state.map(|state| (page.say(state.words()), without(|filter| filter.state = None))),
        filter.is_asked_by_us().then(|| (page.say("queue-by-us"), without(|filter| filter.by_us = false))),
        filter.from.map(|day| {
            (page.say1("queue-due-from", "day", page.date(&day)), without(|filter| filter.from = None))
        }),
        filter.to.map(|day| {
            (page.say1("queue-due-to", "day", page.date(&day)), without(|filter| filter.to = None))
        }),
        filter.assignee.as_ref().and_then(name).map(|name| (name, without(|filter| filter.assignee = None))),
        Some(filter.text.clone())
            .filter(|text| !text.is_empty())
            .map(|text| (format!("“{text}”"), without(|filter| filter.text.clear()))),
    ]
    .into_iter()
    .flatten()
    .collect()
}
