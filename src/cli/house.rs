//! Opening the house: database, rules and mail, as the settings say.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;

use crate::clock::Clock;
use crate::cluster::{Cluster, Kind, Settings};
use crate::config::Config;
use crate::mail::Mail;
use crate::registry::{Registry, Rulebook};
use crate::shipped;
use crate::store::Store;

/// The program's parts, connected.
#[derive(Debug)]
pub(super) struct House {
    pub registry: Registry,
    pub mail: Mail,
    pub clock: Clock,
    /// The private cluster, if there is no database of the operator's own.
    pub cluster: Option<Cluster>,
    pub letters: PathBuf,
}

/// The private cluster's place in the data folder.
pub(super) const CLUSTER: &str = "postgres";

/// Its database.
const DATABASE: &str = "redress";

/// How often to look whether its server lives.
const ROUND: Duration = Duration::from_secs(1);
/// The longest pause before what could not be mended is tried again.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// Connections of one process: watch, post, the listener and a few pages.
const CONNECTIONS: u32 = 12;

impl House {
    /// Connects to the database, brings its schema and rules up to date and prepares the mail.
    pub async fn open(config: &Config, clock: Clock) -> anyhow::Result<House> {
        // With a database and a mail server given, nothing is kept on this machine.
        if config.database_url.is_none() || config.smtp_url.is_none() {
            make_folder(&config.data)?;
        }
        let data = std::path::absolute(&config.data)?;
        let (options, cluster) = match &config.database_url {
            Some(url) => (url.parse().context("DATABASE_URL is not right")?, None),
            None => {
                let settings = Settings {
                    keeper: config.program.clone(),
                    binaries: config.postgres.clone(),
                    path: config.path.clone(),
                    data_home: config.data_home.clone(),
                };
                let cluster = Cluster::open(&data.join(CLUSTER), Kind::Kept, &settings).await?;
                (cluster.ensure_database(DATABASE).await?, Some(cluster))
            }
        };
        let store = Store::connect(options, CONNECTIONS).await.context(
            "the database cannot be reached: check DATABASE_URL and that the server runs, then start again",
        )?;
        store.migrate().await?;
        let rulebook = Arc::new(Rulebook::default());
        let files = match &config.workflows {
            Some(folder) => {
                shipped::rules_in(folder).with_context(|| format!("{} cannot be read", folder.display()))?
            }
            None => shipped::rules(),
        };
        rulebook.store(&store, &files.workflows, &files.calendars, clock.now()).await?;
        let letters = data.join("letters");
        let mail = match &config.smtp_url {
            Some(url) => Mail::smtp(url, &config.mail_from, 8)?,
            None => Mail::folder(letters.clone(), &config.mail_from)?,
        };
        let registry = Registry::new(store, rulebook, config.mail_domain());
        Ok(House { registry, mail, clock, cluster, letters })
    }

    /// Brings the private cluster back whenever its server has died, for as long as it is waited for. What cannot be
    /// mended is reported and tried again, less and less often.
    pub async fn keep_database(&mut self) {
        let Some(cluster) = &mut self.cluster else { return std::future::pending().await };
        let mut pause = ROUND;
        loop {
            tokio::time::sleep(pause).await;
            match cluster.mend().await {
                Ok(None) => pause = ROUND,
                Ok(Some(found)) => {
                    tracing::warn!(%found, "the server of the private database had died");
                    self.registry.store().follow(cluster.options(DATABASE));
                    pause = ROUND;
                }
                Err(fault) => {
                    pause = (pause * 2).min(LONGEST_PAUSE);
                    let seconds = pause.as_secs();
                    tracing::error!(%fault, seconds, "the private database is down and is tried again");
                }
            }
        }
    }

    /// Closes the connections and, as its last user, the private cluster.
    pub async fn close(self) -> anyhow::Result<()> {
        self.registry.store().close().await;
        if let Some(cluster) = self.cluster {
            cluster.close().await?;
        }
        Ok(())
    }
}

/// Makes the folder, and tries whether it can be written to: better now than in the middle of the work.
fn make_folder(folder: &Path) -> anyhow::Result<()> {
    let trial = folder.join(".trial");
    let made = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&trial, ""));
    made.and_then(|()| std::fs::remove_file(&trial)).with_context(|| {
        format!(
            "the data folder {} cannot be made or written to; choose another with --data or REDRESS_DATA",
            folder.display()
        )
    })
}
