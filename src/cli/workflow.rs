//! `redress workflow`: the workflow files and their format.

use std::process::ExitCode;

use clap::{Args, Subcommand, ValueEnum};

use super::say;
use crate::{law, source, workflow};

/// Workflow files and their format.
#[derive(Debug, Subcommand)]
pub enum Workflow {
    /// Print the JSON Schema by which editors complete and check a file.
    Schema(Schema),
}

/// Print the JSON Schema of a file.
#[derive(Debug, Args)]
pub struct Schema {
    /// The kind of file.
    #[arg(value_enum, default_value_t = Kind::Workflow)]
    of: Kind,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    Workflow,
    Calendar,
}

impl Workflow {
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let Workflow::Schema(Schema { of }) = self;
        let schema = match of {
            Kind::Workflow => workflow::schema(),
            Kind::Calendar => source::schema::<law::CalendarFile>(),
        };
        say!("{}", serde_json::to_string_pretty(&schema)?);
        Ok(ExitCode::SUCCESS)
    }
}
