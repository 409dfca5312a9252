//! `redress story run` and `redress story coverage`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, bail};
use clap::Subcommand;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::say;
use crate::clock::Clock;
use crate::cluster::{Cluster, Kind as ClusterKind, Settings};
use crate::config::Config;
use crate::mail::{Identity, Mail};
use crate::registry::{Registry, Rulebook};
use crate::shipped::{self, RuleFiles};
use crate::source::{Problems, Source};
use crate::store::{self, Store};
use crate::story::{self, Cast, Coverage, Kind, Played, Player};

/// Stories.
#[derive(Debug, Subcommand)]
pub enum Story {
    /// Play stories on a virtual clock and compare what is seen with what they expect.
    Run {
        /// Story files, or folders of them; without any, those inside the program.
        paths: Vec<PathBuf>,
        /// Over the real registry, daemon and a throw-away Postgres instead of in memory.
        #[arg(long)]
        live: bool,
        /// With every letter as its reader gets it.
        #[arg(long, conflicts_with = "json")]
        letters: bool,
        /// As JSON, one story a line.
        #[arg(long)]
        json: bool,
    },
    /// Tell which steps, actions, limits, reminders, pauses and letters no story reaches.
    Coverage {
        /// The workflow; without it, every one.
        workflow: Option<String>,
        /// Story files, or folders of them; without any, those inside the program.
        #[arg(long = "stories")]
        paths: Vec<PathBuf>,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
}

/// A story file.
struct File {
    name: String,
    text: String,
}

impl Story {
    pub(super) async fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        let files = rule_files(&config)?;
        match self {
            Story::Run { paths, live, letters, json } => {
                let stage = if live { Some(Live::open(&config, files).await?) } else { None };
                let rulebook = match &stage {
                    Some(_) => None,
                    None => Some(rulebook(&rule_files(&config)?)?),
                };
                let mut right = true;
                for file in stories(&paths)? {
                    let begun = Instant::now();
                    let outcome = match (&stage, &rulebook) {
                        (Some(live), _) => live.play(&file).await?,
                        (None, Some(rulebook)) => in_memory(&file, rulebook)?,
                        (None, None) => bail!("there are no rules to play by"),
                    };
                    let milliseconds = begun.elapsed().as_secs_f64() * 1000.0;
                    right &= tell(&file, &outcome, milliseconds, json);
                    if letters {
                        print_letters(&outcome.played);
                    }
                }
                if let Some(live) = stage {
                    live.close().await?;
                }
                Ok(if right { ExitCode::SUCCESS } else { ExitCode::FAILURE })
            }
            Story::Coverage { workflow, paths, json } => {
                coverage(&rulebook(&files)?, workflow.as_deref(), &stories(&paths)?, json)
            }
        }
    }
}

/// The rules that the settings name.
pub(super) fn rule_files(config: &Config) -> anyhow::Result<RuleFiles> {
    match &config.workflows {
        Some(folder) => {
            shipped::rules_in(folder).with_context(|| format!("{} cannot be read", folder.display()))
        }
        None => Ok(shipped::rules()),
    }
}

/// The rules in memory.
pub(super) fn rulebook(files: &RuleFiles) -> anyhow::Result<Rulebook> {
    Ok(Rulebook::of_files(&files.workflows, &files.calendars)?)
}

fn stories(paths: &[PathBuf]) -> anyhow::Result<Vec<File>> {
    if paths.is_empty() {
        let shipped = shipped::stories().into_iter();
        return Ok(shipped
            .map(|(name, text)| File { name: name.to_owned(), text: text.to_owned() })
            .collect());
    }
    let mut found = Vec::new();
    for path in paths {
        gather(path, &mut found)?;
    }
    if found.is_empty() {
        bail!("no story is there: name .yaml files, or folders that hold some");
    }
    let read = |path: PathBuf| -> anyhow::Result<File> {
        let text =
            std::fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
        Ok(File { name: path.display().to_string(), text })
    };
    found.into_iter().map(read).collect()
}

/// The files of a folder and of those in it, in the order of their names.
fn gather(path: &Path, found: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    if !path.is_dir() {
        found.push(path.to_owned());
        return Ok(());
    }
    let entries = std::fs::read_dir(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let mut inside = entries.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<PathBuf>>>()?;
    inside.sort();
    for path in inside {
        if path.is_dir() || path.extension().is_some_and(|extension| extension == "yaml") {
            gather(&path, found)?;
        }
    }
    Ok(())
}

/// A story that was read and played, or what is wrong with it.
struct Outcome {
    title: String,
    played: Played,
    problems: Problems,
    failures: Vec<Value>,
    read: bool,
}

impl Outcome {
    fn unread(problems: Problems) -> Outcome {
        let (title, played, failures) = Default::default();
        Outcome { title, played, problems, failures, read: false }
    }

    fn of(source: &Source<story::Story>, played: Played) -> Outcome {
        let failures = played.failures.iter().map(|failure| {
            let problem = failure.problem(source);
            json!({"line": problem.line, "column": problem.column, "what": failure.what,
                   "expected": failure.expected, "actual": failure.actual, "because": failure.because})
        });
        let failures = failures.collect();
        let problems = story::problems(source, &played);
        Outcome { title: source.value.title.clone(), played, problems, failures, read: true }
    }
}

fn in_memory(file: &File, rulebook: &Rulebook) -> anyhow::Result<Outcome> {
    let cast = Cast::samples();
    let source = match story::read_with(&file.name, &file.text, rulebook, &cast) {
        Ok(source) => source,
        Err(problems) => return Ok(Outcome::unread(problems)),
    };
    let played = story::play_in_memory(&source, rulebook, &cast).with_context(|| file.name.clone())?;
    Ok(Outcome::of(&source, played))
}

/// Tells how a story went, and answers whether all was as expected.
fn tell(file: &File, outcome: &Outcome, milliseconds: f64, json: bool) -> bool {
    let right = outcome.problems.is_empty();
    if json {
        let problems = outcome
            .problems
            .iter()
            .filter(|_| !outcome.read)
            .map(|p| json!({"line": p.line, "column": p.column, "message": p.message, "help": p.help}));
        let told = json!({"file": file.name, "title": outcome.title, "passed": right,
            "appeals": outcome.played.appeals.len(), "milliseconds": milliseconds,
            "failures": outcome.failures, "problems": problems.collect::<Vec<_>>()});
        say!("{told}");
        return right;
    }
    if right {
        say!("ok    {milliseconds:>7.1} ms  {}", outcome.title);
    } else {
        let colour = anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never;
        let title = if outcome.read { &outcome.title } else { &file.name };
        say!("WRONG {milliseconds:>7.1} ms  {title}\n\n{}\n", outcome.problems.render(colour));
    }
    right
}

/// Prints the letters of a story, appeal by appeal, in the order in which they were written.
fn print_letters(played: &Played) {
    let rule = "=".repeat(72);
    for (name, appeal) in &played.appeals {
        for letter in &appeal.letters {
            say!("{rule}\n{name}: {} to {}\nSubject: {}\n", letter.name, letter.recipient, letter.subject);
            say!("{}", letter.body);
        }
    }
}

/// A throw-away cluster in which each story gets a database of its own.
struct Live {
    cluster: Cluster,
    files: RuleFiles,
    /// The same rules, for names to be looked up in.
    rulebook: Rulebook,
    folder: PathBuf,
}

impl Live {
    async fn open(config: &Config, files: RuleFiles) -> anyhow::Result<Live> {
        let rulebook = rulebook(&files)?;
        let settings = Settings {
            keeper: config.program.clone(),
            binaries: config.postgres.clone(),
            path: config.path.clone(),
            data_home: config.data_home.clone(),
        };
        let folder = config.temporary.join(format!("redress-stories-{}", std::process::id()));
        let cluster = Cluster::open(&folder, ClusterKind::ThrowAway, &settings).await?;
        Ok(Live { cluster, files, rulebook, folder })
    }

    async fn play(&self, file: &File) -> anyhow::Result<Outcome> {
        let cast = Cast::samples();
        let source = match story::read_with(&file.name, &file.text, &self.rulebook, &cast) {
            Ok(source) => source,
            Err(problems) => return Ok(Outcome::unread(problems)),
        };
        let database = format!("story_{:016x}", rand::random::<u64>());
        let store = Store::connect(self.cluster.ensure_database(&database).await?, 4).await?;
        store.migrate().await?;
        let rulebook = Arc::new(Rulebook::default());
        rulebook.store(&store, &self.files.workflows, &self.files.calendars, Timestamp::UNIX_EPOCH).await?;
        let cast = cast.with(&source.value.given);
        let offices: Vec<_> = cast.ladder.iter().cloned().collect();
        let organisations: Vec<_> = cast.organisations.values().cloned().collect();
        store::ladder::store_offices(&store, &offices).await?;
        store::ladder::store_organisations(&store, &organisations).await?;
        let registry = Registry::new(store, rulebook, "story.example");
        // No answer ever comes to a story, so the key behind its addresses is no secret.
        let mail = Mail::memory(Identity::new("appeals@story.example", &[0; 32])?);
        let clock = Clock::standing_at(Timestamp::UNIX_EPOCH);
        let player = Player { registry: &registry, mail: &mail, clock: &clock };
        let played = player.play(&source, |_| {}).await.with_context(|| file.name.clone());
        registry.store().close().await;
        Ok(Outcome::of(&source, played?))
    }

    async fn close(self) -> anyhow::Result<()> {
        self.cluster.close().await?;
        let _ = std::fs::remove_dir_all(self.folder);
        Ok(())
    }
}

fn coverage(
    rulebook: &Rulebook,
    workflow: Option<&str>,
    files: &[File],
    json: bool,
) -> anyhow::Result<ExitCode> {
    let names = rulebook.names();
    let chosen: Vec<&String> = names.iter().filter(|name| workflow.is_none_or(|one| one == *name)).collect();
    if chosen.is_empty() {
        bail!("there is no workflow `{}`; loaded are: {}", workflow.unwrap_or_default(), names.join(", "));
    }
    let mut complete = true;
    for name in chosen {
        let coverage = reached(rulebook, name, files)?;
        complete &= coverage.missing().next().is_none();
        if json { say!("{}", coverage_json(&coverage)) } else { show(&coverage) }
    }
    Ok(if complete { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What the stories reach of a workflow; those of other workflows are passed over.
fn reached(rulebook: &Rulebook, workflow: &str, files: &[File]) -> anyhow::Result<Coverage> {
    let rules = rulebook.newest(workflow).context("the workflow is not loaded")?;
    let calendar = rulebook.calendar(&rules.definition.calendar).context("the calendar is not loaded")?;
    let mut coverage = Coverage::of(&rules.definition);
    for file in files {
        let source = story::read(&file.name, &file.text)?;
        if source.value.workflow == workflow {
            let played = story::play_in_memory(&source, rulebook, &Cast::samples())?;
            coverage.add(&played, &rules.definition, &calendar);
        }
    }
    Ok(coverage)
}

fn show(coverage: &Coverage) {
    say!("{}", coverage.workflow);
    for kind in Kind::ALL {
        let (reached, all) = coverage.count(kind);
        if all > 0 {
            let mark = if reached == all { "" } else { "   <- some are missing" };
            say!("  {:<26} {reached:>3} of {all:>3}{mark}", kind.words());
        }
    }
    let missing: Vec<_> = coverage.missing().collect();
    if missing.is_empty() {
        say!("  nothing is missing");
        return;
    }
    say!("  no story reaches");
    for item in missing {
        say!("    {:<26} {}", item.kind.words(), item.name);
    }
}

fn coverage_json(coverage: &Coverage) -> Value {
    let items = coverage
        .items
        .iter()
        .map(|(item, times)| json!({"kind": item.kind.words(), "name": item.name, "times": times}));
    json!({"workflow": coverage.workflow, "items": items.collect::<Vec<_>>()})
}
