//! `redress workflow`: a workflow file, from its author to the program, and the format of such files.

mod migrate;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Subcommand, ValueEnum};

use super::house::House;
use super::say;
use crate::clock::Clock;
use crate::config::Config;
use crate::registry::{Rules, WorkflowFiles};
use crate::shipped;
use crate::story::{self, simulate::Behaviour};
use crate::workflow::file::WorkflowFile;
use crate::workflow::{self, Definition, proof};
use crate::{law, source};

/// Workflows.
#[derive(Debug, Subcommand)]
pub enum Workflow {
    /// Print the JSON Schema by which editors complete and check a file.
    Schema {
        /// The kind of file.
        #[arg(value_enum, default_value_t = Kind::Workflow)]
        of: Kind,
    },
    /// Check a workflow file: every fault at once, each with its line and column. Needs no database.
    Check {
        /// The file; its letters lie beside it in `letters/<its name>/`.
        file: PathBuf,
    },
    /// Prove a workflow file and load it: new appeals take it, those under way keep the one they were filed under.
    Load {
        /// The file; its letters lie beside it in `letters/<its name>/`.
        file: PathBuf,
    },
    /// Say what a newer version would make of open appeals under older ones, or move them to it.
    Migrate(migrate::Migrate),
}

/// A kind of file.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Kind {
    /// A workflow.
    Workflow,
    /// A calendar.
    Calendar,
    /// A story.
    Story,
    /// How people act in a simulation.
    Behaviour,
}

impl Workflow {
    pub(super) async fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        match self {
            Workflow::Schema { of } => {
                let schema = match of {
                    Kind::Workflow => workflow::schema(),
                    Kind::Calendar => source::schema::<law::CalendarFile>(),
                    Kind::Story => source::schema::<story::Story>(),
                    Kind::Behaviour => source::schema::<Behaviour>(),
                };
                say!("{}", serde_json::to_string_pretty(&schema)?);
                Ok(ExitCode::SUCCESS)
            }
            Workflow::Check { file } => {
                let (definition, _) = read(&file)?;
                say!("{} version {} holds together", definition.name, definition.version);
                Ok(ExitCode::SUCCESS)
            }
            Workflow::Migrate(migrate) => migrate.run(config).await,
            Workflow::Load { file } => {
                let (definition, files) = read(&file)?;
                load(config, &definition, files).await
            }
        }
    }
}

fn read(file: &Path) -> anyhow::Result<(Definition, WorkflowFiles)> {
    let files = shipped::workflow_at(file).with_context(|| format!("{} cannot be read", file.display()))?;
    Ok((Rules::read(&files)?.definition, files))
}

async fn load(config: Config, definition: &Definition, files: WorkflowFiles) -> anyhow::Result<ExitCode> {
    let (name, version) = (&definition.name, definition.version);
    let house = House::open(&config, Clock::Real).await?;
    let rulebook = house.registry.rulebook();
    match rulebook.newest(name) {
        Some(newest) if newest.definition.digest == definition.digest => {
            say!("{name} version {version} was loaded before, and has not changed");
        }
        Some(newest) if newest.definition.version >= version => bail!(
            "{name} version {} is loaded and this file says `version: {version}`; raise it to {} or more",
            newest.definition.version,
            newest.definition.version + 1
        ),
        _ => {
            let calendar = rulebook.calendar(&definition.calendar).with_context(|| {
                format!("there is no calendar `{}`: see `redress calendar list`", definition.calendar)
            })?;
            let mut proof = proof::prove(definition, &calendar);
            proof.faults.extend(proof::unasked(definition, &files.letters).0);
            if !proof.faults.is_empty() {
                let source = source::read::<WorkflowFile>(&files.file, &files.text)?;
                return Err(proof::placed(&proof.faults, &source).into());
            }
            rulebook.store(house.registry.store(), &[files], &[], house.clock.now()).await?;
            say!(
                "{name} version {version} is loaded; what it would make of appeals under way: redress workflow migrate {name} --dry-run"
            );
        }
    }
    house.close().await?;
    Ok(ExitCode::SUCCESS)
}
