//! `redress demo`: the story of 2021 through the real program, on a virtual clock.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;
use jiff::Timestamp;
use tokio::sync::mpsc;

use super::house::{self, House};
use super::telling::Telling;
use super::timeline::{Label, Moment, Timeline, gathered};
use super::{say, up};
use crate::appeal::{Appeal, Event};
use crate::clock::Clock;
use crate::cluster;
use crate::config::Config;
use crate::ladder::{self, Ladder};
use crate::shipped;
use crate::store::{self, appeal::Listed};
use crate::story::{self, Player, Told};
use crate::texts::Language;

/// Play the story of 2021.
#[derive(Debug, Args)]
pub struct Demo {
    /// The port of the pages, on this machine only.
    #[arg(long, default_value_t = 8021)]
    port: u16,
    /// End after the story instead of serving it.
    #[arg(long)]
    exit: bool,
}

/// What marks a folder as one that the demonstration made and may empty.
const MARK: &str = "made-by-redress-demo";

/// An organisation, an official, a minister and who keeps the house.
const PEOPLE: [&str; 4] = [
    "aigerim@ngo.example",
    "dana.akhmetova@kgd.example",
    "timur.kassymov@minfin.example",
    "olzhas@redress.example",
];

const STORIES: [&str; 2] = ["stories/kz-2021.yaml", "stories/kz-2021-silence.yaml"];

impl Demo {
    pub(super) async fn run(self, mut config: Config, data: Option<PathBuf>) -> anyhow::Result<ExitCode> {
        // A port that is taken must not cost the demonstration before this one its folder.
        let listener = if self.exit { None } else { Some(up::listen(self.port).await?) };
        let folder = data.unwrap_or_else(|| config.temporary.join("redress-demo"));
        fresh(&folder)?;
        config.data = folder;
        // The demonstration never touches a production database or writes to real people.
        config.database_url = None;
        config.smtp_url = None;
        let clock = Clock::standing_at("2021-01-26T00:00:00Z".parse::<Timestamp>()?);
        let house = House::open(&config, clock).await?;
        for line in house.described().await {
            say!("{line}");
        }
        import_samples(&house).await?;
        let mut played = Vec::new();
        for file in STORIES {
            played.push(play(&house, file).await?);
        }
        summary(&house, &played).await?;
        match listener {
            Some(listener) => up::serve_until_stopped(house, listener, &PEOPLE).await?,
            None => house.close().await?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn fresh(folder: &Path) -> anyhow::Result<()> {
    if folder.join(MARK).exists() {
        if cluster::is_used(&folder.join(house::CLUSTER)) {
            bail!(
                "a demonstration is running on {}; stop it, or name another folder with --data",
                folder.display()
            );
        }
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
    let people = ladder::people(sample("samples/people.csv")?)?;
    store::people::store_people(house.registry.store(), &people, house.clock.now()).await?;
    let mut timeline = Timeline::new();
    timeline.title("Who is who");
    for organisation in &organisations {
        timeline.paragraph(&organisation.code, &format!("{}, an organisation", organisation.name.en));
    }
    for office in &offices {
        let above = office.above.as_ref().map(|above| format!(", below {above}")).unwrap_or_default();
        timeline.paragraph(&office.code, &format!("{}{above}", office.name.en));
    }
    Ok(())
}

/// A story that was played: its title, and its appeals as it names them, by their references.
struct Played {
    title: String,
    names: BTreeMap<String, String>,
}

async fn play(house: &House, file: &str) -> anyhow::Result<Played> {
    let text = shipped::text(file).with_context(|| format!("{file} is not in the program"))?;
    let source = story::read(file, text)?;
    let story = &source.value;
    let mut timeline = Timeline::new();
    timeline.title(&story.title);
    for note in &story.notes {
        let (label, text) = note.split_once(": ").unwrap_or(("", note));
        timeline.paragraph(label, text);
    }
    let (tell, told) = mpsc::unbounded_channel();
    let title = story.title.clone();
    let player = Player { registry: &house.registry, mail: &house.mail, clock: &house.clock };
    let playing = async {
        // Who told the story last closes the channel when it goes.
        let tell = tell;
        player.play(&source, |told: &Told| drop(tell.send(told.clone()))).await
    };
    let (played, written) = tokio::join!(playing, write(house, timeline, told));
    let played = played?;
    anyhow::ensure!(played.failures.is_empty(), "{}", story::problems(&source, &played));
    Ok(Played { title, names: written? })
}

/// Writes what is told as it comes, the entries of one instant together; answers with the names of the appeals.
async fn write(
    house: &House,
    mut timeline: Timeline,
    mut told: mpsc::UnboundedReceiver<Told>,
) -> anyhow::Result<BTreeMap<String, String>> {
    let mut names = BTreeMap::new();
    let mut moments: Vec<(Moment, String)> = Vec::new();
    while let Some(told) = told.recv().await {
        let (moment, reference) = (moment(house, &told).await?, told.reference);
        names.insert(reference.clone(), told.appeal);
        if moments.last().is_some_and(|(before, _)| before.at != moment.at) {
            flush(&mut timeline, &mut moments);
        }
        match moments.last_mut() {
            Some((before, of)) if *of == reference => before.lines.extend(moment.lines),
            _ => moments.push((moment, reference)),
        }
    }
    flush(&mut timeline, &mut moments);
    Ok(names)
}
fn flush(timeline: &mut Timeline, moments: &mut Vec<(Moment, String)>) {
    let moments = moments.drain(..).map(|(mut moment, _)| {
        // Where the facts are known from stands below them and their letters.
        moment.lines.sort_by_key(|(label, _)| *label == Label::Source);
        moment
    });
    for moment in gathered(moments.collect()) {
        timeline.moment(&moment);
    }
}

/// An entry with its letters, in words.
async fn moment(house: &House, told: &Told) -> anyhow::Result<Moment> {
    let store = house.registry.store();
    let entry = &told.entry.entry;
    let row = store::appeal::find(store, &told.reference).await?.context("the appeal is not there")?;
    let letters = store::letter::of(store, &told.reference).await?;
    let letters: Vec<_> = letters.iter().filter(|letter| letter.seq == entry.seq).collect();
    let rulebook = house.registry.rulebook();
    let rules = rulebook.by_digest(&row.appeal.workflow).context("the workflow is not loaded")?;
    let almanac = rulebook.almanac();
    let calendar = rulebook.calendar(&rules.definition.calendar).context("the calendar is not loaded")?;
    let mut tx = store.begin().await?;
    let ladder = store::ladder::offices(&mut tx).await?;
    let organisations =
        store::ladder::organisations(&mut tx, std::slice::from_ref(&row.appeal.appellant)).await?;
    let appellant = organisations.first().map_or(row.appeal.appellant.as_str(), |one| &one.name.en);
    let telling = Telling { definition: &rules.definition, almanac: &almanac, ladder: &ladder, appellant };
    let mut lines = telling.lines(entry, &letters);
    if let (Some(source), Event::Filed(_) | Event::Acted { .. }) = (&told.source, &entry.event) {
        lines.push((Label::Source, source.clone()));
    }
    Ok(Moment { at: calendar.zone().to_datetime(entry.legal_at), appeals: vec![told.appeal.clone()], lines })
}

async fn summary(house: &House, played: &[Played]) -> anyhow::Result<()> {
    let store = house.registry.store();
    let mut timeline = Timeline::new();
    timeline.title("Summary");
    for Played { title, names } in played {
        timeline.paragraph("", title);
        let mut suspended = 0;
        for (reference, name) in names {
            let Some(row) = store::appeal::find(store, reference).await? else { continue };
            suspended += days_suspended(&row.appeal).unwrap_or_default();
            timeline.paragraph(name, &ended(&row));
        }
        timeline.paragraph("in sum", &format!("{suspended} days of suspension"));
    }
    let (appeals, open) = store::appeal::count(store).await?;
    let entries = store::journal::count(store).await?;
    let letters: i64 = store::letter::count(store).await?.iter().map(|(_, count)| count).sum();
    let counts = format!(
        "{appeals} appeals, {open} of them open; {entries} events in their journals; {letters} letters"
    );
    timeline.paragraph("in all", &counts);
    timeline.paragraph("letters", &house.letters);
    say!();
    Ok(())
}

/// How an appeal ended, or where it stands.
fn ended(row: &Listed) -> String {
    let appeal = &row.appeal;
    let how = appeal.closed.map_or_else(
        || format!("at {}", row.step),
        |(outcome, day)| format!("{outcome}, closed on {}", Language::En.date(day)),
    );
    let days = days_suspended(appeal)
        .map_or("not suspended".to_owned(), |days| format!("suspended for {days} days"));
    let late = if appeal.late { ", filed late and accepted" } else { "" };
    format!("{how}; {days}{late}; {}", appeal.reference)
}

/// For how many days the suspension lasted, or will last.
fn days_suspended(appeal: &Appeal) -> Option<i32> {
    appeal.suspension_ended_on().and_then(|day| appeal.days_suspended(day))
}
