//! `redress calendar list` and `redress calendar show`.

use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use super::super::explain::wrapped;
use super::super::house::House;
use super::super::say;
use super::{is_file, shipped_or_file, stored};
use crate::clock::Clock;
use crate::config::Config;
use crate::law::{self, Day};
use crate::store;
use crate::texts::Language;

/// List the stored versions.
#[derive(Debug, Args)]
pub struct List {
    /// As JSON, one version a line.
    #[arg(long)]
    json: bool,
}

/// Show a calendar.
#[derive(Debug, Args)]
pub struct Show {
    /// The calendar as it is shipped, by name; a calendar file; or a stored version such as kz@0123456789ab.
    #[arg(default_value = "kz")]
    calendar: String,
    /// Only this year.
    #[arg(long)]
    year: Option<i16>,
    /// The language: en, ru or kk.
    #[arg(long, default_value_t = Language::En)]
    language: Language,
    /// As JSON, one day a line.
    #[arg(long)]
    json: bool,
}

impl List {
    pub(super) async fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        let house = House::open(&config, Clock::Real).await?;
        let today = house.clock.now();
        let mut tx = house.registry.store().begin().await?;
        for text in store::rules::calendars(&mut tx).await? {
            let calendar = law::read_calendar(&text.name, &text.source)?;
            let known = calendar.known();
            let (from, to) = (*known.start(), *known.end());
            if self.json {
                say!(
                    "{}",
                    json!({"name": text.name, "version": calendar.version(), "digest": text.digest, "in_force": text.in_force,
                           "known": {"from": from, "to": to}, "loaded_at": text.loaded_at})
                );
                continue;
            }
            let state = if text.in_force { "in force" } else { "stored" };
            let loaded = law::day_of(text.loaded_at, &calendar);
            say!("{:<18} {state:<9} years {from} to {to}, loaded on {loaded}", calendar.version());
            say!("{:<18} digest {}", "", text.digest);
            if text.in_force
                && let Some(year) = calendar.missing_on(law::day_of(today, &calendar))
            {
                say!("{:<18} {year} is missing: import it and apply it, dates in it cannot be computed", "");
            }
        }
        house.close().await?;
        Ok(ExitCode::SUCCESS)
    }
}

impl Show {
    pub(super) async fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        let calendar = match is_file(&self.calendar) || !self.calendar.contains('@') {
            true => shipped_or_file(&config, &self.calendar)?,
            false => {
                let house = House::open(&config, Clock::Real).await?;
                let calendar = stored(&house, &self.calendar);
                house.close().await?;
                calendar?
            }
        };
        let asked = |day: &Day| self.year.is_none_or(|year| day.on.year() == year);
        if let Some(year) = self.year.filter(|year| !calendar.known().contains(year)) {
            let known = calendar.known();
            anyhow::bail!(
                "{} knows the years {} to {}, not {year}",
                calendar.name(),
                known.start(),
                known.end()
            );
        }
        if !self.json {
            let file = calendar.file();
            say!("{} ({})", calendar.title().get(self.language), calendar.version());
            say!("digest {}", calendar.digest());
            say!(
                "zone {}, zone data {}; open {} to {}",
                file.zone,
                law::tz_version(),
                file.hours.opens.strftime("%H:%M"),
                file.hours.closes.strftime("%H:%M")
            );
        }
        for day in calendar.marked_days().filter(asked) {
            if self.json { say!("{}", json!(day)) } else { say!("{}", wrapped(&day.text(self.language))) }
        }
        Ok(ExitCode::SUCCESS)
    }
}
