//! `redress calendar preview` and `redress calendar apply`.

use std::io::IsTerminal;
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget};
use serde_json::json;

use super::super::explain::wrapped;
use super::super::house::House;
use super::super::say;
use super::{is_file, stored};
use crate::appeal::Move;
use crate::clock::Clock;
use crate::config::Config;
use crate::law::{self, Calendar};
use crate::registry::Moving;
use crate::texts::Language;

/// Preview a calendar.
#[derive(Debug, Args)]
pub struct Preview {
    /// A calendar file, or a stored version such as kz@0123456789ab.
    calendar: String,
    /// As JSON, one deadline a line.
    #[arg(long)]
    json: bool,
}

/// Apply a calendar.
#[derive(Debug, Args)]
pub struct Apply {
    /// A calendar file, or a stored version such as kz@0123456789ab.
    calendar: String,
    /// Move also dates to an earlier day that somebody has been told.
    #[arg(long)]
    allow_earlier: bool,
}

impl Preview {
    pub(super) async fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        let house = House::open(&config, Clock::Real).await?;
        let calendar = match is_file(&self.calendar) {
            true => read(&self.calendar).map(|(_, calendar)| calendar)?,
            false => stored(&house, &self.calendar)?,
        };
        let preview = house.registry.preview(&calendar, house.clock.now()).await?;
        house.close().await?;
        if self.json {
            for moving in &preview.appeals {
                moving.moves.iter().for_each(|one| say!("{}", as_json(moving, one)));
            }
            return Ok(ExitCode::SUCCESS);
        }
        for moving in &preview.appeals {
            moving.moves.iter().for_each(|one| tell(moving, one));
        }
        for fault in &preview.faults {
            say!("{}", wrapped(&format!("CANNOT BE COMPUTED  {fault}")));
        }
        say!(
            "{}: {} of {} open appeals would move, {} cannot be computed",
            calendar.version(),
            preview.appeals.len(),
            preview.looked_at,
            preview.faults.len()
        );
        Ok(if preview.faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

impl Apply {
    pub(super) async fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        let house = House::open(&config, Clock::Real).await?;
        let now = house.clock.now();
        let calendar = match is_file(&self.calendar) {
            true => {
                let (text, _) = read(&self.calendar)?;
                let rulebook = house.registry.rulebook();
                rulebook.store_calendar(house.registry.store(), &self.calendar, &text, now).await?
            }
            false => stored(&house, &self.calendar)?,
        };
        let bar = ProgressBar::new(0);
        if !std::io::stderr().is_terminal() {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        let progress = |done: usize, all: usize| {
            bar.set_length(all as u64);
            bar.inc(done as u64);
        };
        let applied = house.registry.apply(&calendar, self.allow_earlier, now, progress).await;
        bar.finish_and_clear();
        house.close().await?;
        let applied = applied?;
        say!(
            "{} is in force: {} appeals changed, {} dates moved later, {} earlier, {} kept as promised",
            calendar.version(),
            applied.appeals,
            applied.later,
            applied.earlier,
            applied.kept
        );
        if applied.kept > 0 {
            say!("to move those too: redress calendar apply {} --allow-earlier", calendar.version());
        }
        applied.refused.iter().for_each(|why| say!("not moved  {why}"));
        Ok(if applied.refused.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

fn read(file: &str) -> anyhow::Result<(String, Calendar)> {
    let text = std::fs::read_to_string(file).with_context(|| format!("{file} cannot be read"))?;
    let calendar = law::read_calendar(file, &text)?;
    Ok((text, calendar))
}

fn tell(moving: &Moving, one: &Move) {
    let promise = match (one.is_earlier(), one.promised, one.kept) {
        (true, true, true) => "earlier; kept as promised already",
        (true, true, false) => "EARLIER than promised: stays without --allow-earlier",
        (true, false, _) => "earlier; promised to nobody yet",
        (false, true, _) => "later; the old date was promised",
        (false, false, _) => "later; promised to nobody yet",
    };
    let (limit, was, is) = (&one.due.limit, one.was, one.due.on);
    say!("{}  {:<9} {}/{limit}: {was} -> {is}  {promise}", moving.reference, moving.appellant, one.track);
    for day in &one.recount.because {
        say!("{}", wrapped(&format!("    {}", day.text(Language::En))));
    }
}

fn as_json(moving: &Moving, one: &Move) -> serde_json::Value {
    json!({
        "reference": moving.reference, "appellant": moving.appellant, "track": one.track, "limit": one.due.limit,
        "was": one.was, "is": one.due.on, "earlier": one.is_earlier(), "promised": one.promised,
        "already_kept": one.kept, "because": one.recount.because,
    })
}
