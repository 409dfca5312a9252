//! `redress replay`: past appeals under changed rules, five hundred at a time.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, bail};
use clap::Args;
use jiff::Timestamp;
use serde_json::json;

use super::house::House;
use super::progress::bar;
use super::say;
use crate::appeal::Entry;
use crate::clock::Clock;
use crate::config::Config;
use crate::ladder::{Ladder, Organisation};
use crate::law::{self, Calendar};
use crate::registry::{Reference, Rules};
use crate::shipped;
use crate::store::{self, Store, appeal::Listed};
use crate::story::replay::{self, Change, Changed, Difference, Figures};
use crate::texts::Language;
use crate::workflow::{self, Definition};

/// Replay past appeals under a changed workflow or calendar and list what would differ. Writes nothing.
#[derive(Debug, Args)]
pub struct Replay {
    /// The changed workflow file, under the workflow's own name; without letters beside it, those in use stand.
    #[arg(long = "with", required_unless_present = "calendar")]
    workflow: Option<PathBuf>,
    /// Only these appeals; without any, all of the workflow, or all there are.
    #[arg(long = "appeal", num_args = 1..)]
    appeals: Vec<String>,
    /// The changed calendar file.
    #[arg(long)]
    calendar: Option<PathBuf>,
    /// Draw a picture to this file.
    #[arg(long)]
    svg: Option<PathBuf>,
    /// Write what would differ to this file, one change a row.
    #[arg(long)]
    csv: Option<PathBuf>,
    /// As JSON, one appeal a line, and at last the figures.
    #[arg(long)]
    json: bool,
}

/// How many appeals are read at a time.
const PAGE: i64 = 500;

impl Replay {
    pub(super) async fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        let house = House::open(&config, Clock::Real).await?;
        let figures = self.replay(&house).await;
        house.close().await?;
        let figures = figures?;
        if self.json {
            say!("{}", json!({"figures": figures}));
        } else {
            say!("{} of {} appeals would differ; nothing was written", figures.differing, figures.appeals);
        }
        Ok(ExitCode::SUCCESS)
    }

    /// Tells each difference as it is found.
    async fn replay(&self, house: &House) -> anyhow::Result<Figures> {
        let store = house.registry.store();
        let trial = Trial::read(self, house).await?;
        let mut csv = self.csv.as_deref().map(table).transpose()?;
        let mut figures = Figures::default();
        let mut pages = Pages::of(self.references()?);
        let bar = bar(pages.count(store).await?, "appeals");
        let until = store::journal::last_written(store).await?.unwrap_or(Timestamp::MIN);
        while let Some(rows) = pages.next(store).await? {
            bar.inc(rows.len() as u64);
            for difference in trial.differences(rows, until).await? {
                figures.add(&difference);
                if let Some(csv) = &mut csv {
                    difference.rows().try_for_each(|row| csv.serialize(row))?;
                }
                if difference.changes.is_empty() {
                    continue;
                }
                let json = self.json.then(|| serde_json::to_string(&difference)).transpose()?;
                bar.suspend(|| match json {
                    Some(json) => say!("{json}"),
                    None => tell(&difference),
                });
            }
        }
        bar.finish_and_clear();
        if let Some(mut csv) = csv {
            csv.flush()?;
        }
        if let Some(path) = &self.svg {
            let picture = replay::picture(&trial.title(), &figures);
            std::fs::write(path, picture).with_context(|| format!("{} cannot be written", path.display()))?;
        }
        Ok(figures)
    }

    fn references(&self) -> anyhow::Result<Vec<String>> {
        let read = |typed: &String| {
            let reference = Reference::read(typed)
                .with_context(|| format!("`{typed}` is not a reference: check it for a typing mistake"))?;
            Ok(reference.to_string())
        };
        self.appeals.iter().map(read).collect()
    }
}

fn table(path: &Path) -> anyhow::Result<csv::Writer<File>> {
    let file = File::create(path).with_context(|| format!("{} cannot be written", path.display()))?;
    Ok(csv::Writer::from_writer(file))
}

fn text(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
}

/// The changed workflow, with the letters that lie beside it in `letters/<name>/`, or else those in use.
async fn changed_workflow(path: &Path, store: &Store) -> anyhow::Result<Definition> {
    let name = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let mut files =
        shipped::workflow_at(path).with_context(|| format!("{} cannot be read", path.display()))?;
    if files.letters.is_empty() {
        let stored = store::rules::workflows(&mut store.begin().await?).await?;
        let newest = stored.into_iter().rfind(|stored| stored.name == name);
        files.letters = newest.map(|newest| newest.letters).unwrap_or_default();
    }
    Ok(workflow::read(&files.file, &files.text, &files.letters)?)
}

/// The appeals, a page at a time: those that are named, or all.
struct Pages {
    named: Vec<String>,
    is_all: bool,
    after: i64,
}

impl Pages {
    fn of(named: Vec<String>) -> Pages {
        Pages { is_all: named.is_empty(), named, after: 0 }
    }

    async fn count(&self, store: &Store) -> anyhow::Result<u64> {
        let count = if self.is_all { store::appeal::count(store).await?.0 } else { self.named.len() as i64 };
        Ok(count.unsigned_abs())
    }

    async fn next(&mut self, store: &Store) -> anyhow::Result<Option<Vec<Listed>>> {
        if self.is_all {
            let rows = store::appeal::list(store, self.after, PAGE, false).await?;
            self.after = rows.last().map_or(self.after, |last| last.id);
            return Ok((!rows.is_empty()).then_some(rows));
        }
        let mut rows = Vec::new();
        for reference in self.named.drain(..) {
            let found = store::appeal::find(store, &reference).await?;
            rows.push(found.with_context(|| {
                format!("there is no appeal {reference}; `redress list` shows all of them")
            })?);
        }
        Ok((!rows.is_empty()).then_some(rows))
    }
}

/// The rules that are tried, and the offices that act.
struct Trial<'a> {
    house: &'a House,
    definition: Option<Definition>,
    calendar: Option<Arc<Calendar>>,
    ladder: Ladder,
}

impl Trial<'_> {
    async fn read<'a>(replay: &Replay, house: &'a House) -> anyhow::Result<Trial<'a>> {
        let store = house.registry.store();
        let definition = match &replay.workflow {
            Some(path) => Some(changed_workflow(path, store).await?),
            None => None,
        };
        let calendar = match &replay.calendar {
            Some(path) => Some(Arc::new(law::read_calendar(&path.display().to_string(), &text(path)?)?)),
            None => None,
        };
        let ladder = store::ladder::offices(&mut *store.begin().await?).await?;
        Ok(Trial { house, definition, calendar, ladder })
    }

    /// What is tried, as a picture names it.
    fn title(&self) -> String {
        let workflow = self.definition.as_ref().map(|one| one.title.get(Language::En).to_owned());
        let calendar = self.calendar.as_ref().map(|one| format!("calendar {}", one.version()));
        [workflow, calendar].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// What would differ in these appeals; those of other workflows than the one that is tried are passed over.
    async fn differences(&self, rows: Vec<Listed>, until: Timestamp) -> anyhow::Result<Vec<Difference>> {
        let store = self.house.registry.store();
        let mut chosen = Vec::new();
        for row in rows {
            let rules = self.rules(&row)?;
            if self.definition.as_ref().is_none_or(|tried| tried.name == rules.definition.name) {
                chosen.push((row, rules));
            }
        }
        let ids: Vec<i64> = chosen.iter().map(|(row, _)| row.id).collect();
        let mut journals: BTreeMap<i64, Vec<Entry>> = BTreeMap::new();
        for stored in store::journal::of(store, &ids).await? {
            journals.entry(stored.appeal).or_default().push(stored.entry);
        }
        let codes: Vec<String> = chosen.iter().map(|(row, _)| row.appeal.appellant.clone()).collect();
        let organisations = store::ladder::organisations(&mut *store.begin().await?, &codes).await?;
        let organisations: BTreeMap<String, Organisation> =
            organisations.into_iter().map(|one| (one.code.clone(), one)).collect();
        let differences = chosen.iter().map(|(row, rules)| {
            let journal = journals.remove(&row.id).unwrap_or_default();
            self.difference(row, rules, &journal, organisations.get(&row.appeal.appellant), until)
        });
        differences.collect()
    }

    fn difference(
        &self,
        row: &Listed,
        rules: &Rules,
        journal: &[Entry],
        organisation: Option<&Organisation>,
        until: Timestamp,
    ) -> anyhow::Result<Difference> {
        let in_force = |name: &str| {
            let calendar = self.house.registry.rulebook().calendar(name);
            calendar.with_context(|| format!("the calendar {name} is not loaded"))
        };
        let was = in_force(&rules.definition.calendar)?;
        let definition = self.definition.as_ref().unwrap_or(&rules.definition);
        let new = match self.calendar.as_ref().filter(|new| new.name() == definition.calendar) {
            Some(new) => Arc::clone(new),
            None => in_force(&definition.calendar)?,
        };
        let changed = Changed { definition, calendar: &new, ladder: &self.ladder, organisation, until };
        Ok(replay::replay(&row.appeal.reference, journal, &rules.definition.name, &was, &changed))
    }

    /// The rules that an appeal is pinned to.
    fn rules(&self, row: &Listed) -> anyhow::Result<Arc<Rules>> {
        match self.house.registry.rulebook().by_digest(&row.appeal.workflow) {
            Some(rules) => Ok(rules),
            None => bail!("the workflow of {} is not loaded; run `redress doctor`", row.appeal.reference),
        }
    }
}

fn tell(difference: &Difference) {
    say!("{}", difference.reference);
    let day = |day: Option<jiff::civil::Date>| day.map_or_else(|| "none".to_owned(), |day| day.to_string());
    for change in &difference.changes {
        match change {
            Change::Date { limit, was, would_be } => {
                say!("  {limit}: {} -> {}", day(*was), day(*would_be));
            }
            Change::Way { track, was, would_be } => {
                say!("  the way of {track}");
                say!("    was       {}", was.join(", "));
                say!("    would be  {}", would_be.join(", "));
            }
            Change::Outcome { was, would_be } => say!("  {was} -> {would_be}"),
            Change::Refused { at, actor, asked, refusal } => {
                say!("  refused on {}: {asked} by {actor}. {refusal}", at.strftime("%Y-%m-%d %H:%M"));
            }
        }
    }
}
