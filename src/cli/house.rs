//! Opening the house: database, rules and mail, as the settings say.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, anyhow};

use super::progress::Progress;
use super::{post_office, provider};
use crate::clock::Clock;
use crate::cluster::{Cluster, Kind, Settings};
use crate::config::Config;
use crate::daemon::collect::Maildir;
use crate::daemon::guard::Guarded;
use crate::mail::Mail;
use crate::registry::{Registry, Rulebook};
use crate::shipped;
use crate::store::Store;
use crate::web::{Provider, Proxies};

/// The program's parts, connected.
#[derive(Debug)]
pub(super) struct House {
    pub registry: Registry,
    pub mail: Mail,
    pub clock: Clock,
    /// The private cluster, if there is no database of the operator's own.
    pub cluster: Option<Guarded>,
    /// Where mail comes in, if a mail server lays it into a folder.
    pub maildir: Option<Maildir>,
    /// Where letters go.
    pub letters: String,
    /// The address of the pages as others reach them, if the settings name it.
    pub site: Option<String>,
    /// Where this program lies.
    pub program: PathBuf,
    /// Where clamd listens, if the settings name it.
    pub clamd: Option<String>,
    /// The proxies before the pages.
    pub proxies: Proxies,
    /// The provider that officials can sign in with, if the settings name one.
    pub provider: Option<Provider>,
}

/// The private cluster's place in the data folder.
pub(super) const CLUSTER: &str = "postgres";

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
        let progress = Progress::new();
        progress.says("reaching the database");
        let (options, cluster) = match &config.database_url {
            Some(url) => (url.parse().context("DATABASE_URL is not right")?, None),
            None => {
                let settings = Settings {
                    keeper: config.program.clone(),
                    binaries: config.postgres.clone(),
                    path: config.path.clone(),
                    data_home: config.data_home.clone(),
                };
                progress.says("making or starting the private Postgres");
                let cluster = Cluster::open(&data.join(CLUSTER), Kind::Kept, &settings).await?;
                (cluster.ensure_database("redress").await?, Some(Guarded::new(cluster, settings)))
            }
        };
        let store = Store::connect(options, CONNECTIONS).await.context(
            "the database cannot be reached: check DATABASE_URL and that the server runs, then start again",
        )?;
        progress.says("bringing the schema up to date");
        store.migrate().await?;
        progress.says("reading the workflows and their letters");
        let rulebook = Arc::new(Rulebook::default());
        let files = match &config.workflows {
            Some(folder) => {
                shipped::rules_in(folder).with_context(|| format!("{} cannot be read", folder.display()))?
            }
            None => shipped::rules(),
        };
        rulebook.store(&store, &files.workflows, &files.calendars, clock.now()).await?;
        let folder = data.join("letters");
        let mail = post_office::open(config, &data, &folder)?;
        let letters = match mail.server() {
            Some(_) => "by the mail server of REDRESS_SMTP_URL".to_owned(),
            None => format!("as .eml files in {}", folder.display()),
        };
        let maildir = post_office::maildir(config)?;
        let provider = provider::open(config)?;
        let mut registry = Registry::new(store, rulebook, config.mail_domain());
        if let Some(site) = &config.mail.site {
            registry = registry.with_site(site);
        }
        let (site, clamd) = (config.mail.site.clone(), config.clamd.clone());
        let program = config.program.clone();
        let proxies = Proxies::read(config.trusted_proxies.as_deref().unwrap_or_default()).map_err(|wrong| {
            anyhow!("REDRESS_TRUSTED_PROXIES names `{wrong}`: write addresses or networks such as 127.0.0.1, 10.0.0.0/8")
        })?;
        Ok(House {
            registry,
            mail,
            clock,
            cluster,
            maildir,
            letters,
            site,
            program,
            clamd,
            proxies,
            provider,
        })
    }

    /// Where its database and its letters are, a line each.
    pub async fn described(&self) -> [String; 2] {
        let database = match &self.cluster {
            Some(cluster) => cluster.was_found().await.unwrap_or_default(),
            None => "that of DATABASE_URL".to_owned(),
        };
        [format!("database   {database}"), format!("letters    {}", self.letters)]
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
