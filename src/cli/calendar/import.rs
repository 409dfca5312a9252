//! `redress calendar import`: a feed or a file becomes a stored version.

use std::io::Read;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;

use super::super::house::House;
use super::super::say;
use crate::clock::Clock;
use crate::config::Config;
use crate::law::{Feed, Terms};

/// Import a calendar.
#[derive(Debug, Args)]
#[command(
    after_help = "A feed is laid onto the calendar in force. Of each all-day entry are read: SUMMARY, its name; \
    DESCRIPTION or URL, the act; CATEGORIES, one of holiday, holiday-not-moved, moved-day-off, working-weekend, \
    closure; X-INSTEAD-OF, the day worked instead. Without CATEGORIES an entry is a day off that does not move."
)]
pub struct Import {
    /// The calendar file or iCalendar feed; `-` reads the standard input.
    file: String,
    /// The calendar that a feed is laid onto.
    #[arg(long, default_value = "kz")]
    onto: String,
    /// The act of entries that name none.
    #[arg(long)]
    decree: Option<String>,
    /// A year that the calendar does not know yet and for which the feed is complete.
    #[arg(long, value_name = "YEAR")]
    complete_for: Option<i16>,
    /// Write the calendar to this file, to be read and mended, instead of storing it.
    #[arg(long, value_name = "FILE")]
    write: Option<std::path::PathBuf>,
}

impl Import {
    pub(super) async fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        let text = self.text()?;
        let house = House::open(&config, Clock::Real).await?;
        let imported = self.calendar_file(&house, text).await;
        house.close().await?;
        imported.map(|()| ExitCode::SUCCESS)
    }

    async fn calendar_file(&self, house: &House, text: String) -> anyhow::Result<()> {
        let rulebook = house.registry.rulebook();
        let text = if Feed::is_one(&text) { self.laid_onto(house, &text)? } else { text };
        if let Some(path) = &self.write {
            std::fs::write(path, &text).with_context(|| format!("{} cannot be written", path.display()))?;
            say!("written to {}: read it, then `redress calendar preview {0}`", path.display());
            return Ok(());
        }
        let calendar =
            rulebook.store_calendar(house.registry.store(), &self.file, &text, house.clock.now()).await?;
        let in_force =
            rulebook.calendar(calendar.name()).is_none_or(|known| known.digest() == calendar.digest());
        say!("{} is stored, digest {}", calendar.version(), calendar.digest());
        match in_force {
            true => say!("it is in force"),
            false => say!("see what it moves: redress calendar preview {}", calendar.version()),
        }
        Ok(())
    }

    fn laid_onto(&self, house: &House, text: &str) -> anyhow::Result<String> {
        let Some(base) = house.registry.rulebook().calendar(&self.onto) else {
            bail!(
                "no calendar `{}` is loaded to lay the feed onto; `redress calendar list` shows them",
                self.onto
            )
        };
        let terms = Terms { decree: self.decree.clone(), complete_for: self.complete_for };
        let imported = Feed::read(text)?.onto(&base, &terms)?;
        let (added, known) = (imported.added.len(), imported.known.len());
        say!("{added} days added to {}, {known} known already", base.version());
        imported.added.iter().for_each(|day| say!("  {day}"));
        if added > 0 {
            say!(
                "new names and acts stand in the feed's words in every language; --write FILE lets you translate them first"
            );
        }
        if added == 0 && self.complete_for.is_none() {
            bail!("the feed has nothing new; nothing was stored");
        }
        Ok(imported.file.to_yaml())
    }

    fn text(&self) -> anyhow::Result<String> {
        if self.file != "-" {
            return std::fs::read_to_string(&self.file)
                .with_context(|| format!("{} cannot be read", self.file));
        }
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).context("the standard input cannot be read")?;
        Ok(text)
    }
}
