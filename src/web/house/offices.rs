//! The ladder as a tree: each office with its mailbox and its zone, who serves there, and where nobody does.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use jiff::Timestamp;

use crate::ladder::{Ladder, Office, Role};
use crate::store::{self, StoreFault};
use crate::web::Pages;
use crate::web::here::Here;
use crate::web::page::{Page, render};
use crate::web::trouble::Trouble;

#[derive(Template)]
#[template(path = "house/offices.html")]
struct Offices {
    page: Page,
    rungs: Vec<Rung>,
    /// How many offices have nobody.
    empty: i64,
}

/// An office in the tree, each followed by those below it.
struct Rung {
    office: Office,
    name: String,
    zone: String,
    /// Who serves there: the key, the name, whether as its head.
    people: Vec<(i64, String, bool)>,
    /// Whether offices below it follow.
    deeper: bool,
    /// How many lists end after it.
    ends: usize,
}

/// Who serves in each office now.
type Serving = BTreeMap<String, Vec<(i64, String, bool)>>;

async fn serving(pages: &Pages, now: Timestamp) -> Result<Serving, StoreFault> {
    let mut serving = Serving::new();
    for (office, id, name, role) in store::roles::serving(&pages.store, now).await? {
        serving.entry(office).or_default().push((id, name, role == Role::Minister));
    }
    Ok(serving)
}

/// How many offices have nobody who serves there.
pub(super) async fn without_people(pages: &Pages, now: Timestamp) -> Result<i64, StoreFault> {
    let ladder = store::ladder::offices(&mut *pages.store.begin().await?).await?;
    let serving = serving(pages, now).await?;
    Ok(ladder.iter().filter(|office| !serving.contains_key(&office.code)).count() as i64)
}

pub(super) async fn page(State(pages): State<Pages>, here: Here) -> Result<Response, Trouble> {
    here.administrator()?;
    let ladder = store::ladder::offices(&mut *pages.store.begin().await?).await?;
    let mut tree = Tree {
        ladder: &ladder,
        serving: serving(&pages, here.now).await?,
        zone: pages.zone().iana_name().unwrap_or("UTC").to_owned(),
        here: &here,
        rungs: Vec::new(),
    };
    tree.grow(None);
    let rungs = tree.rungs;
    let empty = rungs.iter().filter(|rung| rung.people.is_empty()).count() as i64;
    Ok(render(&Offices { page: Page::new(&here, "house-offices-title"), rungs, empty }))
}

struct Tree<'t> {
    ladder: &'t Ladder,
    serving: Serving,
    /// The zone of offices that have none of their own.
    zone: String,
    here: &'t Here,
    rungs: Vec<Rung>,
}

impl Tree<'_> {
    /// Adds the offices below one, or at the top, each with all below it. The ladder's reader has refused circles.
    fn grow(&mut self, above: Option<&str>) {
        let below = |above: Option<&str>| {
            let below = self.ladder.iter().filter(move |office| office.above.as_deref() == above);
            below.collect::<Vec<&Office>>()
        };
        // Those with a ladder below them first; offices that stand alone are easily found after it.
        let has_below = |office: &&Office| below(Some(&office.code)).is_empty();
        let mut below = below(above);
        below.sort_by_key(has_below);
        for (place, office) in below.iter().enumerate() {
            let mine = self.rungs.len();
            self.rungs.push(Rung {
                name: office.name.get(self.here.language).to_owned(),
                zone: office.zone.clone().unwrap_or_else(|| self.zone.clone()),
                people: self.serving.remove(&office.code).unwrap_or_default(),
                deeper: false,
                ends: 0,
                office: (*office).clone(),
            });
            self.grow(Some(&office.code));
            self.rungs[mine].deeper = self.rungs.len() > mine + 1;
            if place + 1 == below.len()
                && above.is_some()
                && let Some(last) = self.rungs.last_mut()
            {
                last.ends += 1;
            }
        }
    }
}
