//! `redress explain`: every deadline of an appeal, running and past, derived day by day.

use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;
use serde_json::json;

use super::house::House;
use super::say;
use crate::appeal::{Due, Entry, Event};
use crate::clock::Clock;
use crate::config::Config;
use crate::law::{self, Almanac, Explanation};
use crate::registry::Reference;
use crate::store;
use crate::texts::Language;

/// Explain the dates of an appeal.
#[derive(Debug, Args)]
pub struct Explain {
    /// The appeal's reference.
    reference: String,
    /// Only the limit of this name.
    #[arg(long)]
    limit: Option<String>,
    #[command(flatten)]
    told: Told,
}

/// How an explanation is told.
#[derive(Debug, Args)]
pub(super) struct Told {
    /// The language: en, ru or kk.
    #[arg(long, default_value_t = Language::En)]
    language: Language,
    /// Every day on a line of its own, past deadlines too.
    #[arg(long)]
    all: bool,
    /// As JSON: every day with its reason and act, the calendar's version, pauses and extensions.
    #[arg(long)]
    pub json: bool,
}

/// The width of a page.
const COLUMNS: usize = 80;

/// Where the reason of a day begins on its line.
const REASON: usize = 31;

impl Told {
    /// An explanation laid out for a terminal of 80 columns.
    pub fn page(&self, explanation: &Explanation) -> String {
        let text =
            if self.all { explanation.text(self.language) } else { explanation.short_text(self.language) };
        text.lines().map(wrapped).collect::<Vec<_>>().join("\n")
    }
}

/// A line on a page of 80 columns: what does not fit goes on below, under the reason if it tells of a day.
pub(super) fn wrapped(line: &str) -> String {
    let indent = " ".repeat(if line.starts_with(' ') { REASON } else { 2 });
    let options = textwrap::Options::new(COLUMNS).subsequent_indent(&indent);
    textwrap::fill(line, options)
}

/// What became of a date that the journal holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Running,
    Past,
    Replaced,
}

impl Fate {
    fn word(self) -> &'static str {
        match self {
            Fate::Running => "running",
            Fate::Past => "past",
            Fate::Replaced => "replaced by a later entry",
        }
    }
}

/// A date as the journal set it.
struct Set<'a> {
    seq: i32,
    track: &'a str,
    due: &'a Due,
    fate: Fate,
}

impl Explain {
    pub(super) async fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        let Some(reference) = Reference::read(&self.reference) else {
            bail!(
                "`{}` is not a reference such as R-7KQ4-XWPM-C3AF: check it for a typing mistake",
                self.reference
            );
        };
        let house = House::open(&config, Clock::Real).await?;
        let store = house.registry.store();
        let Some(row) = store::appeal::find(store, reference.as_str()).await? else {
            bail!("there is no appeal {reference}; `redress list` shows all of them");
        };
        let journal = store::journal::of(store, &[row.id]).await?;
        let journal: Vec<Entry> = journal.into_iter().map(|stored| stored.entry).collect();
        let almanac = house.registry.rulebook().almanac();
        house.close().await?;

        let is_asked = |set: &Set| self.limit.as_ref().is_none_or(|limit| *limit == set.due.limit);
        let running = |track: &str, due: &Due| {
            let standing = row.appeal.tracks.get(track);
            standing.is_some_and(|s| {
                s.running.iter().any(|running| running.limit == due.limit && running.on == due.on)
            })
        };
        let sets: Vec<Set> = dates(&journal, running).into_iter().filter(is_asked).collect();
        if sets.is_empty() {
            bail!("{reference} has no such deadline; it has had: {}", limits(&journal).join(", "));
        }
        if self.told.json {
            let told: anyhow::Result<Vec<_>> = sets.iter().map(|set| as_json(set, &almanac)).collect();
            say!("{}", json!({"reference": reference.as_str(), "deadlines": told?}));
            return Ok(ExitCode::SUCCESS);
        }
        for set in &sets {
            let explanation = explained(set, &almanac)?;
            say!("{} / {} ({}, set by entry {})", set.track, set.due.limit, set.fate.word(), set.seq);
            if set.fate == Fate::Running || self.told.all || self.limit.is_some() {
                say!("{}\n", self.told.page(&explanation));
            } else {
                let options = textwrap::Options::new(COLUMNS).initial_indent("  ").subsequent_indent("  ");
                say!("{}\n", textwrap::fill(&explanation.summary(self.told.language), options));
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Every date that a journal set, in its order, with what became of it.
fn dates<'a>(journal: &'a [Entry], running: impl Fn(&str, &Due) -> bool) -> Vec<Set<'a>> {
    let set = journal
        .iter()
        .flat_map(|entry| entry.event.dues().into_iter().map(move |(track, due)| (entry.seq, track, due)));
    let mut sets: Vec<Set> = set.map(|(seq, track, due)| Set { seq, track, due, fate: Fate::Past }).collect();
    for place in 0..sets.len() {
        let Set { track, due, seq, .. } = sets[place];
        // A pause, an extension or a new calendar sets the date of the same arrival again.
        let again = sets[place + 1..].iter().any(|later| {
            let arrived = |entry: &Entry| {
                entry.seq > seq
                    && entry.seq <= later.seq
                    && matches!(&entry.event, Event::Arrived(a) if a.track == track)
            };
            later.track == track && later.due.limit == due.limit && !journal.iter().any(arrived)
        });
        sets[place].fate = match again {
            true => Fate::Replaced,
            false if running(track, due) => Fate::Running,
            false => Fate::Past,
        };
    }
    sets
}

fn limits(journal: &[Entry]) -> Vec<&str> {
    let mut names: Vec<&str> =
        journal.iter().flat_map(|entry| entry.event.dues()).map(|(_, due)| due.limit.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn explained(set: &Set, almanac: &Almanac) -> anyhow::Result<Explanation> {
    let version = &set.due.basis.calendar;
    let calendar = almanac
        .version(version)
        .with_context(|| format!("the calendar {version} is not loaded; run `redress doctor`"))?;
    Ok(law::explain(&set.due.basis, &calendar)?)
}

fn as_json(set: &Set, almanac: &Almanac) -> anyhow::Result<serde_json::Value> {
    let explanation = explained(set, almanac)?;
    let digest = almanac.version(&set.due.basis.calendar).map(|calendar| calendar.digest().to_owned());
    Ok(json!({
        "track": set.track, "limit": set.due.limit, "state": set.fate.word(), "entry": set.seq,
        "due_on": set.due.on, "due_at": set.due.at, "calendar_digest": digest,
        "as_recorded": explanation.deadline().is_none_or(|deadline| deadline.due_at == set.due.at),
        "explanation": explanation,
    }))
}
