//! `redress offices` and `redress organisations`.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, ensure};
use clap::Subcommand;

use super::house::House;
use super::progress::Progress;
use super::say;
use crate::clock::Clock;
use crate::config::Config;
use crate::ladder;
use crate::store;

/// Offices.
#[derive(Debug, Subcommand)]
pub enum Offices {
    /// Import offices from a CSV file: all of it, or nothing if a row is wrong.
    Import {
        /// Columns: code, `name_en`, `name_ru`, `name_kk`, kind, place, above, email, language.
        file: PathBuf,
    },
    /// List the offices.
    List,
}

/// The people who sign in to the pages.
#[derive(Debug, Subcommand)]
pub enum People {
    /// Import people from a CSV file: all of it, or nothing if a row is wrong.
    Import {
        /// Columns: name, email, language, role, of. A person with two roles has two rows.
        file: PathBuf,
    },
    /// List the people and where they serve.
    List,
    /// Forget a person's second factor, after she has lost her app and her recovery codes. See first that it is her.
    ForgetSecondFactor {
        /// Her address.
        email: String,
    },
    /// Send a person the digest of her office's desk each working day.
    Digest {
        /// Her address.
        email: String,
        /// Send it no more.
        #[arg(long)]
        stop: bool,
    },
}

impl People {
    pub(super) async fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        let house = House::open(&config, Clock::Real).await?;
        let (store, now) = (house.registry.store(), house.clock.now());
        match self {
            People::Import { file } => {
                let people = ladder::people(&read(&file)?)
                    .with_context(|| format!("{} is not right, and nothing was imported", file.display()))?;
                store::people::store_people(store, &people, now).await.context(
                    "nothing was imported: does every office and organisation in the column `of` exist?",
                )?;
                say!("{} people imported", people.len());
            }
            People::ForgetSecondFactor { email } => {
                let known = store::people::by_email(store, &email, now).await?;
                let known = known.with_context(|| {
                    format!("nobody has the address {email}; `redress people list` shows all")
                })?;
                let was_on = store::factor::switch_off(store, known.id).await?;
                say!("{email} {}", if was_on { "signs in without a second factor now" } else { "has none" });
            }
            People::Digest { email, stop } => {
                let known = store::people::choose_digest(store, &email, !stop).await?;
                ensure!(known, "nobody has the address {email}; `redress people list` shows all");
                say!("{email} {} the daily digest", if stop { "no longer gets" } else { "gets" });
            }
            People::List => {
                for known in store::people::all(store, now).await? {
                    let mut serves: Vec<String> = known
                        .person
                        .serves
                        .iter()
                        .map(|one| format!("{} of {}", one.role, one.side))
                        .collect();
                    serves.extend(known.person.administrator.then(|| "administrator".to_owned()));
                    say!("{:<28} {:<36} {}", known.person.name, known.person.email, serves.join(", "));
                }
            }
        }
        house.close().await?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Organisations.
#[derive(Debug, Subcommand)]
pub enum Organisations {
    /// Import organisations from a CSV file: all of it, or nothing if a row is wrong.
    Import {
        /// Columns: code, `name_en`, `name_ru`, `name_kk`, bin, email, language.
        file: PathBuf,
    },
}

fn read(file: &PathBuf) -> anyhow::Result<String> {
    std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))
}

impl Offices {
    pub(super) async fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        let house = House::open(&config, Clock::Real).await?;
        let store = house.registry.store();
        let known = store::ladder::offices(&mut *store.begin().await?).await?;
        match self {
            Offices::Import { file } => {
                let offices = ladder::offices(&read(&file)?, &known)
                    .with_context(|| format!("{} is not right, and nothing was imported", file.display()))?;
                let progress = Progress::new();
                progress.says(format!("importing {} offices", offices.len()));
                store::ladder::store_offices(store, &offices).await?;
                drop(progress);
                say!("{} offices imported", offices.len());
            }
            Offices::List => {
                for office in known.iter() {
                    say!(
                        "{:<16} {:<28} above: {:<14} {}",
                        office.code,
                        office.kind,
                        office.above.as_deref().unwrap_or("-"),
                        office.name.en
                    );
                }
            }
        }
        house.close().await?;
        Ok(ExitCode::SUCCESS)
    }
}

impl Organisations {
    pub(super) async fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        let Organisations::Import { file } = self;
        let organisations = ladder::organisations(&read(&file)?)
            .with_context(|| format!("{} is not right, and nothing was imported", file.display()))?;
        let house = House::open(&config, Clock::Real).await?;
        let progress = Progress::new();
        progress.says(format!("importing {} organisations", organisations.len()));
        store::ladder::store_organisations(house.registry.store(), &organisations).await?;
        drop(progress);
        say!("{} organisations imported", organisations.len());
        house.close().await?;
        Ok(ExitCode::SUCCESS)
    }
}
