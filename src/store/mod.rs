//! The store: the only room that holds SQL.
//!
//! One file per thing stored, functions named after it (`letter::lease`, `appeal::lock`). Every query
//! takes the time as a parameter, works on sets, and writes nothing that its caller did not decide. The
//! registry, the daemon's loops and the terminal's reading commands call it.

pub mod absence;
pub mod admin;
pub mod appeal;
pub mod assignment;
pub mod bulletin;
pub mod colleague;
mod copy;
pub mod crossing;
pub mod document;
pub mod draft;
pub mod examination;
pub mod factor;
pub mod figures;
pub mod finding;
pub mod incoming;
pub mod journal;
pub mod knock;
pub mod ladder;
pub mod letter;
pub mod mailbox;
pub mod milestone;
pub mod outbox;
pub mod overview;
pub mod paper;
pub mod people;
pub mod picked;
pub mod queue;
pub mod readers;
pub mod receipt;
pub mod roles;
pub mod rules;
pub mod schedule;
pub mod session;
pub mod sight;
pub mod statistics;
pub mod tracking;
pub mod view;
pub mod wish;
pub mod withdrawal;

use std::io::ErrorKind;
use std::time::Duration;

use jiff::Timestamp;
use sqlx::postgres::{PgConnectOptions, PgListener, PgPoolOptions};
use sqlx::{ConnectOptions, Connection, PgPool, PgTransaction};
use thiserror::Error;

/// The schema, step by step; each step works while the program before it still runs.
pub static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!();

/// The channel on which processes tell each other to look now.
const LOOK: &str = "redress_look";

/// A fault of the database, for the operator.
#[derive(Debug, Error)]
pub enum StoreFault {
    /// A statement or the connection failed.
    #[error("the database did not do what was asked: {0}")]
    Database(#[from] sqlx::Error),
    /// The schema could not be brought up to date.
    #[error("the schema could not be brought up to date: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// The server itself could not be brought back.
    #[error("the database is away: {0}")]
    Away(String),
    /// A stored value is not what this program writes.
    #[error("{what} in the database cannot be read: {why}. Run `redress doctor`.")]
    Unreadable {
        /// What it is.
        what: String,
        /// Why.
        why: String,
    },
}

impl StoreFault {
    /// Whether another transaction was in the way and the same work may simply be tried again
    /// (serialization failure 40001, deadlock 40P01).
    pub fn is_conflict(&self) -> bool {
        matches!(self.code().as_deref(), Some("40001" | "40P01"))
    }

    /// Whether the server could not be reached or went away, rather than refused the work.
    pub fn is_outage(&self) -> bool {
        match self {
            StoreFault::Database(
                sqlx::Error::Io(_)
                | sqlx::Error::PoolTimedOut
                | sqlx::Error::PoolClosed
                | sqlx::Error::Tls(_)
                | sqlx::Error::Protocol(_)
                | sqlx::Error::WorkerCrashed,
            ) => true,
            // Classes 57 (operator intervention), 53 (out of resources) and 08 (connection).
            _ => {
                self.code().is_some_and(|code| ["57", "53", "08"].iter().any(|class| code.starts_with(class)))
            }
        }
    }

    fn code(&self) -> Option<String> {
        match self {
            StoreFault::Database(sqlx::Error::Database(fault)) => fault.code().map(|code| code.into_owned()),
            _ => None,
        }
    }
}

/// A JSON value from the database as one of our types.
pub(crate) fn readable<T: serde::de::DeserializeOwned>(what: &str, text: &str) -> Result<T, StoreFault> {
    serde_json::from_str(text)
        .map_err(|fault| StoreFault::Unreadable { what: what.to_owned(), why: fault.to_string() })
}

/// A transaction: what was written in it never was, unless it is committed.
pub type Transaction = PgTransaction<'static>;

/// The database.
#[derive(Debug, Clone)]
pub struct Store {
    pool: PgPool,
}

impl Store {
    /// Connects, with up to so many connections. The first one is tried at once.
    pub async fn connect(options: PgConnectOptions, connections: u32) -> Result<Store, StoreFault> {
        let options = options.application_name("redress").options([
            ("timezone", "UTC"),
            // A daemon's transactions are short; one that is not holds back every other.
            ("idle_in_transaction_session_timeout", "30s"),
            ("lock_timeout", "20s"),
        ]);
        // The pool would take a refused connection for a server that is only starting, wait, and forget why.
        options.connect().await?.close().await?;
        let pool = PgPoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(Duration::from_secs(10))
            .connect_with(options)
            .await?;
        Ok(Store { pool })
    }

    /// Brings the schema up to date; any number of processes may do so at once.
    pub async fn migrate(&self) -> Result<(), StoreFault> {
        Ok(MIGRATIONS.run(&self.pool).await?)
    }

    /// The connections, for this room's queries.
    pub fn pool(&self) -> &PgPool {
        &self.pool
    }

    /// Begins a transaction.
    pub async fn begin(&self) -> Result<Transaction, StoreFault> {
        Ok(self.pool.begin().await?)
    }

    /// Tells every process to look now. A hint only: who misses it looks a little later.
    pub async fn say_look(&self) -> Result<(), StoreFault> {
        sqlx::query("select pg_notify($1, '')").bind(LOOK).execute(&self.pool).await?;
        Ok(())
    }

    /// Listens for the hint to look.
    pub async fn listen(&self) -> Result<Hints, StoreFault> {
        let mut listener = PgListener::connect_with(&self.pool).await?;
        // Whoever listens shall know at once that the server is gone.
        listener.eager_reconnect(false);
        listener.listen(LOOK).await?;
        Ok(Hints(listener))
    }

    /// Whether the database answers within a time.
    pub async fn answers(&self, within: Duration) -> bool {
        let asked = sqlx::query("select 1").execute(&self.pool);
        tokio::time::timeout(within, asked).await.is_ok_and(|answer| answer.is_ok())
    }

    /// Closes all connections.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

/// The hints to look that other processes give.
#[derive(Debug)]
pub struct Hints(PgListener);

impl Hints {
    /// Waits for the next one. May be given up at any time without missing any.
    ///
    /// # Errors
    /// The connection was lost, and hints with it: look, and listen anew.
    pub async fn next(&mut self) -> Result<(), StoreFault> {
        match self.0.try_recv().await? {
            Some(_) => Ok(()),
            None => Err(sqlx::Error::Io(ErrorKind::ConnectionAborted.into()).into()),
        }
    }
}

/// An instant as Postgres takes it.
pub(crate) fn at(instant: Timestamp) -> jiff_sqlx::Timestamp {
    instant.into()
}
