//! `redress simulate`: what if people act so.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, bail};
use clap::Args;
use serde_json::json;

use super::progress::bar;
use super::say;
use super::story::{rule_files, rulebook};
use crate::config::Config;
use crate::shipped;
use crate::story::Cast;
use crate::story::simulate::{self, Course, Figures, World};
use crate::texts::Language;

/// Carry many invented appeals through a workflow and tell how long they take.
#[derive(Debug, Args)]
pub struct Simulate {
    /// The workflow.
    workflow: String,
    /// How many appeals.
    #[arg(long, default_value_t = 1000)]
    appeals: usize,
    /// The same seed gives the same appeals.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How people act; without it, as the file of the workflow's name inside the program says.
    #[arg(long)]
    behaviour: Option<PathBuf>,
    /// Draw a picture to this file.
    #[arg(long)]
    svg: Option<PathBuf>,
    /// Write the appeals to this file, one a row.
    #[arg(long)]
    csv: Option<PathBuf>,
    /// The figures as JSON.
    #[arg(long)]
    json: bool,
}

impl Simulate {
    pub(super) fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        let rulebook = rulebook(&rule_files(config)?)?;
        let Some(rules) = rulebook.newest(&self.workflow) else {
            bail!("there is no workflow `{}`; loaded are: {}", self.workflow, rulebook.names().join(", "));
        };
        let calendar = rulebook.calendar(&rules.definition.calendar).context("its calendar is not loaded")?;
        let (file, text) = self.behaviour_file()?;
        let behaviour = simulate::read(&file, &text, &rules.definition)?;
        let cast = Cast::samples();
        let world = World::new(&rules, &calendar, &behaviour, &cast)?;
        let bar = bar(self.appeals as u64, "appeals");
        let begun = Instant::now();
        let courses = world.simulate(self.appeals, self.seed, |more| bar.inc(more as u64));
        bar.finish_and_clear();
        let seconds = begun.elapsed().as_secs_f64();
        let figures = Figures::of(&courses);
        if let Some(path) = &self.svg {
            let title = rules.definition.title.get(Language::En);
            write(path, simulate::picture(title, &figures).as_bytes())?;
        }
        if let Some(path) = &self.csv {
            write(path, &table(&courses)?)?;
        }
        if self.json {
            let told = json!({"workflow": self.workflow, "behaviour": behaviour.behaviour, "seed": self.seed,
                "seconds": seconds, "figures": figures});
            say!("{told}");
        } else {
            say!(
                "{} appeals under {}, behaviour {}, seed {}",
                figures.appeals,
                self.workflow,
                behaviour.behaviour,
                self.seed
            );
            tell(&figures);
            say!("  {seconds:.2} s, {:.0} appeals/s", figures.appeals as f64 / seconds);
        }
        Ok(ExitCode::SUCCESS)
    }

    fn behaviour_file(&self) -> anyhow::Result<(String, String)> {
        if let Some(path) = &self.behaviour {
            let text = std::fs::read_to_string(path)
                .with_context(|| format!("{} cannot be read", path.display()))?;
            return Ok((path.display().to_string(), text));
        }
        let own = format!("behaviours/{}.yaml", self.workflow);
        let names = [own.as_str(), "behaviours/default.yaml"];
        let found = names.into_iter().find_map(|name| Some((name, shipped::text(name)?)));
        let (name, text) = found.context("no behaviour is in the program; name a file with --behaviour")?;
        Ok((name.to_owned(), text.to_owned()))
    }
}

fn write(path: &Path, content: &[u8]) -> anyhow::Result<()> {
    std::fs::write(path, content).with_context(|| format!("{} cannot be written", path.display()))
}

fn table(courses: &[Course]) -> anyhow::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for course in courses {
        writer.serialize(course)?;
    }
    Ok(writer.into_inner()?)
}

fn tell(figures: &Figures) {
    let share = |count: usize| format!("{:>5.1} %", count as f64 * 100.0 / figures.appeals.max(1) as f64);
    let days = |days: Option<i32>| days.map_or_else(|| "-".to_owned(), |days| days.to_string());
    say!("  working days from filing to the decision");
    say!(
        "    median {}, nine in ten within {}, longest {}",
        days(figures.median),
        days(figures.p90),
        days(figures.longest)
    );
    say!("    {} got a decision, {} were filed late", share(figures.decided), share(figures.late));
    say!("  passed up because of silence to");
    for (level, count) in &figures.escalated {
        say!("    {}  {level}", share(*count));
    }
    say!("  ended");
    for (outcome, count) in &figures.outcomes {
        say!("    {}  {outcome}", share(*count));
    }
    for (why, count) in &figures.stuck {
        say!("    {}  not ended: {why}", share(*count));
    }
    say!(
        "  {:.1} letters per appeal, {} at most; {:.1} deadlines missed per appeal; {} deeds refused",
        figures.letters,
        figures.most_letters,
        figures.missed,
        figures.refused
    );
}
