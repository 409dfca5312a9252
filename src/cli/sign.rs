//! `redress sign` and `redress confirm-silence`: what waits for a second person.

use std::process::ExitCode;

use clap::Args;

use super::act::{How, submit};
use crate::appeal::{Actor, Command, Deed, Sign};
use crate::config::Config;
use crate::registry::Reference;

/// Sign an action that was proposed, or refuse to.
#[derive(Debug, Args)]
pub struct SignArgs {
    /// The appeal's reference.
    reference: String,
    /// The action that was proposed.
    action: String,
    #[command(flatten)]
    who: Who,
    /// Why it is not signed; without a reason it is.
    #[arg(long)]
    refuse: Option<String>,
    #[command(flatten)]
    how: How,
}

/// Confirm that an office was silent, where a deemed decision waits for that.
#[derive(Debug, Args)]
pub struct ConfirmArgs {
    /// The appeal's reference.
    reference: String,
    #[command(flatten)]
    who: Who,
    #[command(flatten)]
    how: How,
}

#[derive(Debug, Args)]
struct Who {
    /// The code of the office.
    #[arg(long)]
    office: String,
    /// The person of that office.
    #[arg(long)]
    person: Option<String>,
}

impl From<Who> for Actor {
    fn from(Who { office, person }: Who) -> Actor {
        match person {
            Some(person) => Actor::official(&office, &person),
            None => Actor::Office(office),
        }
    }
}

impl SignArgs {
    pub(super) async fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        let command = Command::Sign(Sign { action: self.action, refused: self.refuse });
        let deed = Deed { actor: self.who.into(), command };
        submit(&config, Some(written(&self.reference)), deed, self.how).await
    }
}

impl ConfirmArgs {
    pub(super) async fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        let deed = Deed { actor: self.who.into(), command: Command::ConfirmSilence };
        submit(&config, Some(written(&self.reference)), deed, self.how).await
    }
}

/// A reference as everybody writes it, however it was typed.
fn written(reference: &str) -> String {
    Reference::read(reference).map_or_else(|| reference.to_owned(), |reference| reference.to_string())
}
