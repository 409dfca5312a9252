//! `redress workflow migrate`: open appeals and a newer version of their workflow.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, bail};
use clap::Args;
use indicatif::ProgressBar;
use serde_json::json;

use super::super::explain::wrapped;
use super::super::house::House;
use super::super::{reference, say};
use crate::appeal::{Became, Planned};
use crate::chronicle;
use crate::clock::Clock;
use crate::config::Config;
use crate::law::{self, Almanac};
use crate::registry::{Migrated, Migrating, Rules, Targets};
use crate::shipped;

/// Migrate open appeals.
#[derive(Debug, Args)]
pub struct Migrate {
    /// The workflow: a name, whose newest loaded version is meant, or a file.
    workflow: String,
    /// Only the appeal with this reference.
    #[arg(long, value_name = "REF")]
    appeal: Option<String>,
    /// Say of each open appeal under an older version what would become of each deadline: keep, recompute or cancel.
    #[arg(long, required_unless_present = "apply", conflicts_with = "apply")]
    dry_run: bool,
    /// Move the appeals, each with an entry in its journal and letters to those whose date changes.
    #[arg(long)]
    apply: bool,
    /// Move also dates to an earlier day that somebody has been told.
    #[arg(long)]
    allow_earlier: bool,
    /// With --dry-run: as JSON, one deadline a line, or one appeal that would stay.
    #[arg(long, conflicts_with = "apply")]
    json: bool,
}

impl Migrate {
    pub(super) async fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        let meant = self.appeal.as_deref().map(reference).transpose()?;
        let house = House::open(&config, Clock::Real).await?;
        let now = house.clock.now();
        let successor = self.successor(&house)?;
        let reference = meant.as_ref().map(|reference| reference.as_str());
        let targets = Targets { successor: &successor, reference, allow_earlier: self.allow_earlier };
        let code = if self.apply {
            let bar = ProgressBar::new(0);
            let told = |done: usize, all: usize| {
                bar.set_length(all as u64);
                bar.inc(done as u64);
            };
            let migrated = house.registry.migrate(targets, now, told).await;
            bar.finish_and_clear();
            tell_done(&migrated?, &successor)
        } else {
            let found = house.registry.preview_migration(targets, now).await?;
            let almanac = house.registry.rulebook().almanac();
            self.tell_planned(&found, &successor, &almanac)
        };
        house.close().await?;
        Ok(code)
    }

    /// The version that is meant. A file need not be loaded to be tried, but to be applied.
    fn successor(&self, house: &House) -> anyhow::Result<Arc<Rules>> {
        let (name, rulebook) = (&self.workflow, house.registry.rulebook());
        if !(name.ends_with(".yaml") || name.contains(std::path::MAIN_SEPARATOR)) {
            return rulebook.newest(name).with_context(|| {
                let known = rulebook.names().join(", ");
                format!(
                    "there is no workflow `{name}`; loaded are: {known}. The name of a file ends in .yaml"
                )
            });
        }
        let files =
            shipped::workflow_at(Path::new(name)).with_context(|| format!("{name} cannot be read"))?;
        let rules = Rules::read(&files)?;
        match rulebook.by_digest(&rules.definition.digest) {
            Some(loaded) => Ok(loaded),
            None if self.apply => bail!("{name} is not loaded; load it first: redress workflow load {name}"),
            None => Ok(Arc::new(rules)),
        }
    }

    fn tell_planned(&self, found: &[Migrating], successor: &Rules, almanac: &Almanac) -> ExitCode {
        for one in found {
            match (&one.migration, self.json) {
                (Ok(migration), true) => {
                    migration.deadlines.iter().for_each(|planned| say!("{}", as_json(one, planned, almanac)));
                }
                (Err(why), true) => say!(
                    "{}",
                    json!({"reference": one.reference, "appellant": one.appellant, "version": one.version, "stays": why})
                ),
                (Ok(migration), false) => {
                    migration.deadlines.iter().for_each(|planned| tell(one, planned, almanac));
                }
                (Err(why), false) => say!("{}", wrapped(&format!("STAYS  {}  {why}", one.reference))),
            }
        }
        let stay = found.iter().filter(|one| one.migration.is_err()).count();
        if !self.json {
            let (name, version) = (&successor.definition.name, successor.definition.version);
            let moved = found.len() - stay;
            say!("{name} version {version}: {moved} open appeals would move to it, {stay} would stay");
        }
        if stay == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

/// What becomes of a deadline, in the words of the command.
fn word(became: Became) -> &'static str {
    match became {
        Became::Kept | Became::PromiseKept => "keep",
        Became::Recomputed => "recompute",
        Became::Begun => "begin",
        Became::Cancelled => "cancel",
    }
}

fn tell(one: &Migrating, planned: &Planned, almanac: &Almanac) {
    let Planned { passage, due, promised, .. } = planned;
    let earlier = passage.was.zip(due.as_ref()).is_some_and(|(was, due)| due.on < was);
    let day = |day: Option<jiff::civil::Date>| day.map_or_else(|| "none".to_owned(), |day| day.to_string());
    let note = match passage.became {
        Became::PromiseKept => "  EARLIER than promised: stays without --allow-earlier",
        Became::Recomputed if earlier && *promised => "  EARLIER than promised",
        Became::Recomputed if earlier => "  earlier; promised to nobody yet",
        Became::Recomputed if *promised => "  later; the old date was promised",
        Became::Recomputed => "  later; promised to nobody yet",
        Became::Kept | Became::Begun | Became::Cancelled => "",
    };
    let (word, was, on) = (word(passage.became), day(passage.was), day(passage.on));
    say!(
        "{}  {:<9} {:<9} {}/{}: {was} -> {on}{note}",
        one.reference,
        one.appellant,
        word,
        passage.track,
        passage.limit
    );
    if let Some(due) = due.as_ref().filter(|_| planned.recount.is_some()) {
        say!("{}", wrapped(&format!("    {}", chronicle::why(due, almanac))));
    }
}

fn as_json(one: &Migrating, planned: &Planned, almanac: &Almanac) -> serde_json::Value {
    let Planned { passage, due, promised, recount } = planned;
    let explained = due
        .as_ref()
        .filter(|_| recount.is_some())
        .and_then(|due| law::explain(&due.basis, &almanac.version(&due.basis.calendar)?).ok());
    json!({
        "reference": one.reference, "appellant": one.appellant, "version": one.version, "track": passage.track,
        "limit": passage.limit, "becomes": word(passage.became), "was": passage.was, "is": passage.on,
        "by_the_new_rule": due.as_ref().map(|due| due.on), "promised": promised,
        "promise_kept": passage.became == Became::PromiseKept, "explanation": explained,
    })
}

fn tell_done(done: &Migrated, successor: &Rules) -> ExitCode {
    let (name, version) = (&successor.definition.name, successor.definition.version);
    say!(
        "{name} version {version}: {} appeals moved to it; {} dates kept, {} computed again, {} kept as promised, {} begun, {} cancelled",
        done.appeals,
        done.kept,
        done.recomputed,
        done.promises_kept,
        done.begun,
        done.cancelled
    );
    if done.promises_kept > 0 {
        say!("what was promised is kept for good; with --allow-earlier those dates would have moved too");
    }
    done.refused.iter().for_each(|why| say!("{}", wrapped(&format!("STAYS  {why}"))));
    if done.refused.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
