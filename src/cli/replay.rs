//! `redress replay`: past appeals under changed rules.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, bail, ensure};
use clap::Args;
use jiff::Timestamp;

use super::house::House;
use super::say;
use crate::appeal::Entry;
use crate::clock::Clock;
use crate::config::Config;
use crate::ladder::{Ladder, Organisation};
use crate::law;
use crate::registry::{Reference, Rules};
use crate::shipped;
use crate::store::{self, Store, appeal::Listed};
use crate::story::replay::{self, Change, Changed, Difference};
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
    /// As JSON, one appeal a line.
    #[arg(long)]
    json: bool,
}

/// How many appeals are read at a time.
const PAGE: i64 = 500;

impl Replay {
    pub(super) async fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        let house = House::open(&config, Clock::Real).await?;
        let differences = self.differences(&house).await;
        house.close().await?;
        let differences = differences?;
        let differing: Vec<&Difference> =
            differences.iter().filter(|difference| !difference.changes.is_empty()).collect();
        if self.json {
            for difference in &differing {
                say!("{}", serde_json::to_string(difference)?);
            }
            return Ok(ExitCode::SUCCESS);
        }
        differing.iter().for_each(|difference| tell(difference));
        say!("{} of {} appeals would differ; nothing was written", differing.len(), differences.len());
        Ok(ExitCode::SUCCESS)
    }

    async fn differences(&self, house: &House) -> anyhow::Result<Vec<Difference>> {
        let store = house.registry.store();
        let definition = match &self.workflow {
            Some(path) => Some(changed_workflow(path, store).await?),
            None => None,
        };
        let calendar = match &self.calendar {
            Some(path) => Some(Arc::new(law::read_calendar(&path.display().to_string(), &text(path)?)?)),
            None => None,
        };
        let past = Pasts::load(house, &self.references()?, definition.as_ref()).await?;
        let mut differences = Vec::new();
        for (row, journal) in &past.appeals {
            let rules = past.rules(house, row)?;
            let in_use = house.registry.rulebook().calendar(&rules.definition.calendar);
            let in_use = in_use.context("the calendar of an appeal is not loaded")?;
            let definition = definition.as_ref().unwrap_or(&rules.definition);
            let new = match calendar.as_ref().filter(|new| new.name() == definition.calendar) {
                Some(new) => Arc::clone(new),
                None => house
                    .registry
                    .rulebook()
                    .calendar(&definition.calendar)
                    .with_context(|| format!("the calendar {} is not loaded", definition.calendar))?,
            };
            let changed = Changed {
                definition,
                calendar: &new,
                ladder: &past.ladder,
                organisation: past.organisations.get(&row.appeal.appellant),
                until: past.until,
            };
            let (reference, workflow) = (&row.appeal.reference, &rules.definition.name);
            differences.push(replay::replay(reference, journal, workflow, &in_use, &changed));
        }
        Ok(differences)
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

/// The appeals to be replayed, and all that their replay needs.
struct Pasts {
    appeals: Vec<(Listed, Vec<Entry>)>,
    ladder: Ladder,
    organisations: BTreeMap<String, Organisation>,
    /// The last instant at which anything was written down about any of them.
    until: Timestamp,
}

impl Pasts {
    /// Loads those with a reference, or all; with a changed workflow only those of its name.
    async fn load(
        house: &House,
        references: &[String],
        changed: Option<&Definition>,
    ) -> anyhow::Result<Pasts> {
        let store = house.registry.store();
        let mut connection = store.begin().await?;
        let ladder = store::ladder::offices(&mut connection).await?;
        let mut past =
            Pasts { appeals: Vec::new(), ladder, organisations: BTreeMap::new(), until: Timestamp::MIN };
        let mut after = 0;
        loop {
            let mut rows = store::appeal::list(store, after, PAGE, false).await?;
            let Some(last) = rows.last() else { break };
            after = last.id;
            rows.retain(|row| references.is_empty() || references.contains(&row.appeal.reference));
            past.add(house, rows, changed).await?;
        }
        for reference in references {
            let found = past.appeals.iter().any(|(row, _)| row.appeal.reference == *reference);
            ensure!(
                found,
                "there is no appeal {reference} of this workflow; `redress list` shows all of them"
            );
        }
        let codes: Vec<String> = past.appeals.iter().map(|(row, _)| row.appeal.appellant.clone()).collect();
        let organisations = store::ladder::organisations(&mut connection, &codes).await?;
        past.organisations = organisations.into_iter().map(|one| (one.code.clone(), one)).collect();
        Ok(past)
    }

    async fn add(
        &mut self,
        house: &House,
        rows: Vec<Listed>,
        changed: Option<&Definition>,
    ) -> anyhow::Result<()> {
        let mut chosen = Vec::new();
        for row in rows {
            let name = &self.rules(house, &row)?.definition.name;
            if changed.is_none_or(|changed| changed.name == *name) {
                chosen.push(row);
            }
        }
        let ids: Vec<i64> = chosen.iter().map(|row| row.id).collect();
        let mut journals: BTreeMap<i64, Vec<Entry>> = BTreeMap::new();
        for stored in store::journal::of(house.registry.store(), &ids).await? {
            self.until = self.until.max(stored.entry.recorded_at);
            journals.entry(stored.appeal).or_default().push(stored.entry);
        }
        self.appeals.extend(chosen.into_iter().map(|row| {
            let journal = journals.remove(&row.id).unwrap_or_default();
            (row, journal)
        }));
        Ok(())
    }

    /// The rules that an appeal is pinned to.
    fn rules(&self, house: &House, row: &Listed) -> anyhow::Result<Arc<Rules>> {
        match house.registry.rulebook().by_digest(&row.appeal.workflow) {
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
