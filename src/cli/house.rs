//! Opening the house: database, rules and mail, as the settings say.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;

use super::post_office;
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

/// Connections of one process: watch, post, the listener and a few pages.
const CONNECTIONS: u32 = 12;

impl House {
    /// Connects to the database, brings its schema and rules up to date and prepares the mail.
    pub async fn open(config: &Config, clock: Clock) -> anyhow::Result<House> {
        let data = data_folder(&config.data)?;
        let (options, cluster) = match &config.database_url {
            Some(url) => (url.parse().context("DATABASE_URL is not right")?, None),
            None => {
                let settings = Settings {
                    keeper: std::env::current_exe()?,
                    binaries: config.postgres.clone(),
                    path: config.path.clone(),
                    data_home: config.data_home.clone(),
                };
                let cluster = Cluster::open(&data.join("postgres"), Kind::Kept, &settings).await?;
                (cluster.ensure_database("redress").await?, Some(cluster))
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
        let mail = post_office::open(config, &data, &letters)?;
        let registry = Registry::new(store, rulebook, config.mail_domain());
        Ok(House { registry, mail, clock, cluster, letters })
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

fn data_folder(folder: &Path) -> anyhow::Result<PathBuf> {
    let advice = || {
        format!(
            "the data folder {} cannot be made or written to; choose another with --data",
            folder.display()
        )
    };
    std::fs::create_dir_all(folder).with_context(advice)?;
    std::fs::canonicalize(folder).with_context(advice)
}
