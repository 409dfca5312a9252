//! `redress explain`: every deadline of an appeal, running and past, derived day by day.

use std::process::ExitCode;

use anyhow::bail;
use clap::Args;
use serde_json::json;

use super::house::House;
use super::say;
use crate::appeal::{self, Dated, Entry, Fate};
use crate::clock::Clock;
use crate::config::Config;
use crate::law::Explanation;
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
    textwrap::fill(line, page().subsequent_indent(&indent))
}

/// A page whose lines break at spaces alone: `826-3(1)` is one word.
fn page<'a>() -> textwrap::Options<'a> {
    textwrap::Options::new(COLUMNS).word_splitter(textwrap::WordSplitter::NoHyphenation)
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

        let dates = appeal::dates(&journal, &row.appeal, &almanac).map_err(anyhow::Error::msg)?;
        let is_asked = |date: &&Dated| self.limit.as_ref().is_none_or(|limit| *limit == date.due.limit);
        let asked: Vec<&Dated> = dates.iter().filter(is_asked).collect();
        if asked.is_empty() {
            bail!("{reference} has no such deadline; it has had: {}", limits(&dates).join(", "));
        }
        if self.told.json {
            say!("{}", json!({"reference": reference.as_str(), "deadlines": asked}));
            return Ok(ExitCode::SUCCESS);
        }
        asked.into_iter().for_each(|date| self.tell(date));
        Ok(ExitCode::SUCCESS)
    }

    fn tell(&self, date: &Dated) {
        say!("{} / {} ({}, set by entry {})", date.track, date.due.limit, state(date.state), date.entry);
        let now = matches!(date.state, Fate::Running | Fate::Stopped);
        if now || self.told.all || self.limit.is_some() {
            say!("{}\n", self.told.page(&date.explanation));
        } else {
            let options = page().initial_indent("  ").subsequent_indent("  ");
            say!("{}\n", textwrap::fill(&date.explanation.summary(self.told.language), options));
        }
    }
}

fn state(fate: Fate) -> &'static str {
    match fate {
        Fate::Running => "running",
        Fate::Stopped => "the clock stands still",
        Fate::Past => "past",
        Fate::Missed => "missed",
        Fate::Replaced => "replaced by a later entry",
        Fate::Cancelled => "cancelled by a new version of the workflow",
    }
}

fn limits<'a>(dates: &'a [Dated]) -> Vec<&'a str> {
    let mut names: Vec<&str> = dates.iter().map(|date| date.due.limit.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    names
}
