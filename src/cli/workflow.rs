//! `redress workflow`: a workflow file, from its author to the program.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Subcommand;

use super::house::House;
use super::say;
use crate::clock::Clock;
use crate::config::Config;
use crate::registry::{Rules, WorkflowFiles};
use crate::shipped;
use crate::workflow::Definition;

/// Workflows.
#[derive(Debug, Subcommand)]
pub enum Workflow {
    /// Check a workflow file: every fault at once, each with its line and column. Needs no database.
    Check {
        /// The file; its letters lie beside it in `letters/<its name>/`.
        file: PathBuf,
    },
    /// Check a workflow file and load it: new appeals take it, those under way keep the one they were filed under.
    Load {
        /// The file; its letters lie beside it in `letters/<its name>/`.
        file: PathBuf,
    },
}

impl Workflow {
    pub(super) async fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        let (Workflow::Check { file } | Workflow::Load { file }) = &self;
        let files =
            shipped::workflow_at(file).with_context(|| format!("{} cannot be read", file.display()))?;
        let definition = Rules::read(&files)?.definition;
        match self {
            Workflow::Check { .. } => {
                say!("{} version {} holds together", definition.name, definition.version);
                Ok(ExitCode::SUCCESS)
            }
            Workflow::Load { .. } => load(config, &definition, files).await,
        }
    }
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
            rulebook.store(house.registry.store(), &[files], &[], house.clock.now()).await?;
            say!("{name} version {version} is loaded");
        }
    }
    house.close().await?;
    Ok(ExitCode::SUCCESS)
}
