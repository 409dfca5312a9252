//! `redress demo`: the story of 2021 through the real program, on a virtual clock.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;
use jiff::Timestamp;

use super::house::House;
use super::{say, show, up};
use crate::clock::Clock;
use crate::config::Config;
use crate::ladder::{self, Ladder};
use crate::law;
use crate::shipped;
use crate::store;
use crate::story::{self, Player, Told};

/// Play the story of 2021.
#[derive(Debug, Args)]
pub struct Demo {
    /// The data folder, which is made anew.
    #[arg(long)]
    data: Option<PathBuf>,
    /// The port of the pages, on this machine only.
    #[arg(long, default_value_t = 8021)]
    port: u16,
    /// End after the story instead of serving it.
    #[arg(long)]
    exit: bool,
}

/// What marks a folder as one that the demonstration made and may empty.
const MARK: &str = "made-by-redress-demo";

const STORIES: [&str; 2] = ["stories/kz-2021.yaml", "stories/kz-2021-silence.yaml"];

impl Demo {
    pub(super) async fn run(self, mut config: Config) -> anyhow::Result<ExitCode> {
        let folder = self.data.clone().unwrap_or_else(|| std::env::temp_dir().join("redress-demo"));
        fresh(&folder)?;
        config.data = folder;
        // The demonstration never touches a production database or writes to real people.
        config.database_url = None;
        config.smtp_url = None;
        let listener = if self.exit { None } else { Some(up::listen(self.port).await?) };
        let clock = Clock::standing_at("2021-01-26T00:00:00Z".parse::<Timestamp>()?);
        let house = House::open(&config, clock).await?;
        if let Some(cluster) = &house.cluster {
            say!("{}", cluster.was_found());
        }
        import_samples(&house).await?;
        for file in STORIES {
            play(&house, file).await?;
        }
        summary(&house).await?;
        if let Some(listener) = listener {
            up::serve_until_stopped(&house, listener).await?;
        }
        house.close().await?;
        Ok(ExitCode::SUCCESS)
    }
}

fn fresh(folder: &Path) -> anyhow::Result<()> {
    if folder.join(MARK).exists() {
        std::fs::remove_dir_all(folder).with_context(|| format!("{} cannot be emptied", folder.display()))?;
    } else if folder.read_dir().is_ok_and(|mut entries| entries.next().is_some()) {
        bail!(
            "{} is not empty and was not made by `redress demo`; name another folder with --data",
            folder.display()
        );
    }
    std::fs::create_dir_all(folder).and_then(|()| std::fs::write(folder.join(MARK), "")).with_context(|| {
        format!("the data folder {} cannot be made; name another with --data", folder.display())
    })
}

async fn import_samples(house: &House) -> anyhow::Result<()> {
    let sample = |name: &str| shipped::text(name).with_context(|| format!("{name} is not in the program"));
    let offices = ladder::offices(sample("samples/offices.csv")?, &Ladder::default())?;
    let organisations = ladder::organisations(sample("samples/organisations.csv")?)?;
    store::ladder::store_offices(house.registry.store(), &offices).await?;
    store::ladder::store_organisations(house.registry.store(), &organisations).await?;
    say!("{} offices and {} organisations imported", offices.len(), organisations.len());
    Ok(())
}

async fn play(house: &House, file: &str) -> anyhow::Result<()> {
    let text = shipped::text(file).with_context(|| format!("{file} is not in the program"))?;
    let story = story::read(file, text)?;
    say!("\n{}\n{}", story.title, "=".repeat(story.title.chars().count()));
    for note in &story.notes {
        say!("  {note}");
    }
    let rules = house.registry.rulebook().newest(&story.workflow).context("the workflow is not loaded")?;
    let calendar = house
        .registry
        .rulebook()
        .calendar(&rules.definition.calendar)
        .context("the calendar is not loaded")?;
    let almanac = house.registry.rulebook().almanac();
    let player = Player { registry: &house.registry, mail: &house.mail, clock: &house.clock };
    player.play(&story, |told: &Told| tell(told, &calendar, &almanac)).await?;
    Ok(())
}

fn tell(told: &Told, calendar: &law::Calendar, almanac: &law::Almanac) {
    let day = law::day_of(told.entry.entry.legal_at, calendar);
    for (place, line) in show::lines(&told.entry.entry, almanac).into_iter().enumerate() {
        if place == 0 {
            say!("{day}  {:<9} {line}", told.appeal);
        } else {
            say!("{:<12}{:<9} {line}", "", "");
        }
    }
    if let (Some(source), crate::appeal::Event::Filed(_) | crate::appeal::Event::Acted { .. }) =
        (&told.source, &told.entry.entry.event)
    {
        say!("{:<12}{:<9} source: {source}", "", "");
    }
}

async fn summary(house: &House) -> anyhow::Result<()> {
    let store = house.registry.store();
    let (appeals, open) = store::appeal::count(store).await?;
    let entries = store::journal::count(store).await?;
    let letters: i64 = store::letter::count(store).await?.iter().map(|(_, count)| count).sum();
    let rows = store::appeal::list(store, 0, 1000, false).await?;
    say!("\nSummary");
    for row in &rows {
        let day = row.appeal.suspension_ended_on().unwrap_or(row.appeal.filed_on);
        let suspended = row
            .appeal
            .days_suspended(day)
            .map_or("not suspended".to_owned(), |days| format!("suspended for {days} days"));
        let late = if row.appeal.late { ", filed late and accepted" } else { "" };
        let how =
            row.appeal.closed.map_or(row.step.clone(), |(outcome, on)| format!("{outcome}, closed on {on}"));
        say!("  {}  {:<9} {how}; {suspended}{late}", row.appeal.reference, row.appeal.appellant);
    }
    say!(
        "  {appeals} appeals ({open} open), {entries} events, {letters} letters in {}",
        house.letters.display()
    );
    Ok(())
}
