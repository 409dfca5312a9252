//! `redress calendar`: calendars as versioned data, each day with its act.

mod import;
mod moving;
mod shelf;

use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Subcommand;

use super::house::House;
use crate::config::Config;
use crate::law::{self, Calendar};
use crate::shipped;
use crate::source::nearest;

/// Calendars of working days.
#[derive(Debug, Subcommand)]
pub enum Calendars {
    /// List the stored versions and which of each name is in force.
    List(shelf::List),
    /// Show the days that differ from their weekday, each with the act that makes it so.
    Show(shelf::Show),
    /// Read an iCalendar feed or a calendar file, check it and store it. Nothing changes until it is applied.
    Import(import::Import),
    /// Show every open appeal whose date a calendar would move. Changes nothing.
    Preview(moving::Preview),
    /// Put a calendar in force, move the dates of open appeals and write to those who were told.
    Apply(moving::Apply),
}

impl Calendars {
    pub(super) async fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        match self {
            Calendars::List(list) => list.run(config).await,
            Calendars::Show(show) => show.run(config).await,
            Calendars::Import(import) => import.run(config).await,
            Calendars::Preview(preview) => preview.run(config).await,
            Calendars::Apply(apply) => apply.run(config).await,
        }
    }
}

/// Whether a text on the command line is meant as a file.
fn is_file(name: &str) -> bool {
    name.ends_with(".yaml") || name.contains(std::path::MAIN_SEPARATOR)
}

/// A stored calendar by its version.
fn stored(house: &House, version: &str) -> anyhow::Result<Calendar> {
    let almanac = house.registry.rulebook().almanac();
    if let Some(calendar) = almanac.version(version) {
        return Ok(calendar);
    }
    let known: Vec<&str> = almanac.iter().map(Calendar::version).collect();
    bail!(
        "no calendar `{version}` is stored; there are: {}. The name of a file ends in .yaml",
        known.join(", ")
    )
}

/// A calendar from a file, or the one that is shipped under a name (or lies in the folder of workflows).
pub(super) fn shipped_or_file(config: &Config, name: &str) -> anyhow::Result<Calendar> {
    if is_file(name) {
        let text = std::fs::read_to_string(name).with_context(|| format!("{name} cannot be read"))?;
        return Ok(law::read_calendar(name, &text)?);
    }
    let files = match &config.workflows {
        Some(folder) => {
            shipped::rules_in(folder).with_context(|| format!("{} cannot be read", folder.display()))?
        }
        None => shipped::rules(),
    };
    let calendars = files.calendars.iter().map(|(file, text)| law::read_calendar(file, text));
    let calendars: Vec<Calendar> = calendars.collect::<Result<_, _>>()?;
    if let Some(calendar) = calendars.iter().find(|calendar| calendar.name() == name) {
        return Ok(calendar.clone());
    }
    let names: Vec<&str> = calendars.iter().map(Calendar::name).collect();
    match nearest(name, names.iter().copied()) {
        Some(nearest) => bail!("there is no calendar `{name}`; did you mean `{nearest}`?"),
        None => bail!(
            "there is no calendar `{name}`; there are: {}. The name of a file ends in .yaml",
            names.join(", ")
        ),
    }
}
