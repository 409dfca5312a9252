//! The terminal: one short file per command.

mod act;
mod check;
mod demo;
mod doctor;
mod house;
mod people;
mod show;
mod up;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::cluster::keeper;
use crate::config::Config;

/// Writes a line to the terminal; a reader that has gone away is no fault of ours.
macro_rules! say {
    ($($text:tt)*) => {{
        use std::io::Write;
        let _ = writeln!(anstream::stdout(), $($text)*);
    }};
}
pub(crate) use say;
pub(crate) use show::lines;

/// An appeals engine: carries an appeal to whoever must act next, and never lets one stand still.
#[derive(Debug, Parser)]
#[command(name = "redress", version)]
struct Cli {
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
    /// Show an appeal with its journal and letters.
    Show(show::Show),
    /// List appeals.
    List(show::List),
    /// Prove workflow files: reachable steps, owners, limits, bounds, an end in reach, promises, the worst case.
    Check(check::Check),
    /// Import or list offices.
    #[command(subcommand)]
    Offices(people::Offices),
    /// Import organisations.
    #[command(subcommand)]
    Organisations(people::Organisations),
    /// Fold every journal, check its chain and compare with the rows.
    Doctor(doctor::Doctor),
    /// Stop the private database when nobody uses it any more.
    #[command(hide = true)]
    ClusterKeeper {
        /// The cluster's folder.
        folder: PathBuf,
    },
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
    match dispatch(cli.command).await {
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

async fn dispatch(command: Command) -> anyhow::Result<ExitCode> {
    if let Command::ClusterKeeper { folder } = &command {
        keeper::run(folder).await?;
        return Ok(ExitCode::SUCCESS);
    }
    let config = Config::from_env()?;
    let filter = tracing_subscriber::EnvFilter::try_new(&config.log)?;
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    match command {
        Command::Demo(demo) => demo.run(config).await,
        Command::Up(up) => up.run(config).await,
        Command::File(file) => file.run(config).await,
        Command::Act(act) => act.run(config).await,
        Command::Show(show) => show.run(config).await,
        Command::List(list) => list.run(config).await,
        Command::Check(check) => check.run(),
        Command::Offices(offices) => offices.run(config).await,
        Command::Organisations(organisations) => organisations.run(config).await,
        Command::Doctor(doctor) => doctor.run(config).await,
        Command::ClusterKeeper { .. } => Ok(ExitCode::SUCCESS),
    }
}
