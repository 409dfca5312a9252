//! The terminal: one short file per command.

mod act;
mod calendar;
mod check;
mod deadline;
mod demo;
mod doctor;
mod draw;
mod explain;
mod house;
mod letters;
mod look;
mod mail;
mod people;
mod post_office;
mod progress;
mod provider;
mod replay;
mod show;
mod sign;
mod simulate;
mod story;
mod telling;
mod timeline;
mod up;
mod workflow;

use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Parser, Subcommand};

use crate::cluster::keeper;
use crate::config::Config;
use crate::registry::Reference;

/// Writes a line to the terminal; a reader that has gone away is no fault of ours.
macro_rules! say {
    ($($text:tt)*) => {{
        use std::io::Write;
        let _ = writeln!(anstream::stdout(), $($text)*);
    }};
}
use say;

/// An appeals engine: carries an appeal to whoever must act next, and never lets one stand still.
#[derive(Debug, Parser)]
#[command(name = "redress", version)]
struct Cli {
    /// The data folder, in place of `REDRESS_DATA`; the demonstration, which empties its folder, heeds only this.
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Play the story of 2021 on a fresh data folder, then serve it until Ctrl-C.
    Demo(demo::Demo),
    /// Serve appeals in real time.
    Up(up::Up),
    /// File an appeal.
    File(act::FileArgs),
    /// Do what a step allows.
    Act(act::ActArgs),
    /// Sign an action that was proposed, or refuse to.
    Sign(sign::SignArgs),
    /// Confirm that an office was silent, where a deemed decision waits for that.
    ConfirmSilence(sign::ConfirmArgs),
    /// Show an appeal with its journal and letters.
    Show(show::Show),
    /// List appeals.
    List(show::List),
    /// Prove workflow files: reachable steps, owners, limits, bounds, an end in reach, promises, the worst case.
    Check(check::Check),
    /// Explain the dates of an appeal, day by day.
    Explain(explain::Explain),
    /// Count a term of the law, day by day; needs no database.
    Deadline(deadline::Deadline),
    /// List, show, import, preview and apply calendars of working days.
    #[command(subcommand)]
    Calendar(calendar::Calendars),
    /// Import or list offices.
    #[command(subcommand)]
    Offices(people::Offices),
    /// List letters, show one, send it again or hold it.
    #[command(subcommand)]
    Letters(letters::Letters),
    /// Check the mail settings, take mail that came in, list it.
    #[command(subcommand)]
    Mail(mail::Mail),
    /// Import organisations.
    #[command(subcommand)]
    Organisations(people::Organisations),
    /// People who sign in to the pages.
    #[command(subcommand)]
    People(people::People),
    /// Play stories, or tell what of a workflow they reach.
    #[command(subcommand)]
    Story(story::Story),
    /// Carry many invented appeals through a workflow and tell how long they take.
    Simulate(simulate::Simulate),
    /// Replay past appeals under a changed workflow or calendar and list what would differ. Writes nothing.
    Replay(replay::Replay),
    /// Check or load workflow files, and tell of their format.
    #[command(subcommand)]
    Workflow(workflow::Workflow),
    /// Draw a workflow, with where an appeal stands in it if asked.
    Draw(draw::Draw),
    /// Fold every journal, check its chain and compare with the rows.
    Doctor(doctor::Doctor),
    /// Stop the private database when nobody uses it any more.
    #[command(hide = true)]
    ClusterKeeper {
        /// The cluster's folder.
        folder: PathBuf,
    },
    /// Say what the file on the input is.
    #[command(hide = true)]
    Look,
}

/// A reference as people type it.
fn reference(typed: &str) -> anyhow::Result<Reference> {
    Reference::read(typed).with_context(|| {
        format!("`{typed}` is not a reference such as R-7KQ4-XWPM-C3AF: check it for a typing mistake")
    })
}

/// Runs the program and answers with its exit status: 0 done, 1 refused or a fault, 2 a wrong command line.
pub async fn run(arguments: Vec<OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(wrong) => {
            let _ = wrong.print();
            return ExitCode::from(u8::try_from(wrong.exit_code()).unwrap_or(2));
        }
    };
    match dispatch(cli).await {
        Ok(code) => code,
        Err(fault) => {
            use std::io::Write;
            let mut text = String::new();
            // Many errors repeat their cause in their own words; it is said once.
            for cause in fault.chain().map(ToString::to_string).filter(|cause| !cause.is_empty()) {
                match text.is_empty() {
                    true => text = cause,
                    false if !text.contains(&cause) => text = format!("{text}: {cause}"),
                    false => {}
                }
            }
            let _ = writeln!(anstream::stderr(), "redress: {text}");
            ExitCode::FAILURE
        }
    }
}

async fn dispatch(Cli { data, command }: Cli) -> anyhow::Result<ExitCode> {
    if let Command::ClusterKeeper { folder } = &command {
        keeper::run(folder).await?;
        return Ok(ExitCode::SUCCESS);
    }
    if matches!(command, Command::Look) {
        return look::run();
    }
    let mut config = Config::from_env()?;
    let filter = tracing_subscriber::EnvFilter::try_new(&config.log)?;
    let colours = std::io::stderr().is_terminal();
    tracing_subscriber::fmt().with_env_filter(filter).with_ansi(colours).with_writer(std::io::stderr).init();
    if let Command::Demo(demo) = command {
        return demo.run(config, data).await;
    }
    config.data = data.unwrap_or(config.data);
    match command {
        Command::Up(up) => up.run(config).await,
        Command::File(file) => file.run(config).await,
        Command::Act(act) => act.run(config).await,
        Command::Show(show) => show.run(config).await,
        Command::List(list) => list.run(config).await,
        Command::Check(check) => check.run(),
        Command::Explain(explain) => explain.run(config).await,
        Command::Calendar(calendars) => calendars.run(config).await,
        Command::Deadline(deadline) => deadline.run(&config),
        Command::Offices(offices) => offices.run(config).await,
        Command::Letters(letters) => letters.run(config).await,
        Command::Mail(mail) => mail.run(config).await,
        Command::Organisations(organisations) => organisations.run(config).await,
        Command::People(people) => people.run(config).await,
        Command::Draw(draw) => draw.run(config).await,
        Command::Story(story) => story.run(config).await,
        Command::Simulate(simulate) => simulate.run(&config),
        Command::Replay(replay) => replay.run(config).await,
        Command::Doctor(doctor) => doctor.run(config).await,
        Command::Sign(sign) => sign.run(config).await,
        Command::ConfirmSilence(confirm) => confirm.run(config).await,
        Command::Workflow(workflow) => workflow.run(config).await,
        Command::Demo(_) | Command::ClusterKeeper { .. } | Command::Look => Ok(ExitCode::SUCCESS),
    }
}
