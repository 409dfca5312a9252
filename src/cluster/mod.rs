//! The private Postgres cluster: the database redress keeps for itself when nobody gave it one, and the
//! throw-away one its tests share. The only place that starts Postgres processes.
//!
//! It knows files, processes and accounts, and asks the server the few administrative questions of
//! [`crate::store::admin`]; it knows nothing of appeals. `redress up`, `redress demo` and the tests call it.
//!
//! It promises:
//! - whoever opens the folder gets a running server of that folder, or an error that says what to do;
//! - any number of processes share one server, and it stops when the last of them is gone, however it went:
//!   openers hold a shared lock, which the kernel drops even after `kill -9`, and a [`keeper`] waits for it;
//! - nothing half made is ever used: an interrupted `initdb` leaves a folder that the next opener removes;
//! - only the account that owns the folder reaches the server: no TCP, a socket in a folder of mode 0700.
//!
//! # The folder
//!
//! | name | what |
//! |---|---|
//! | `data/` | the cluster itself, owned by the account Postgres runs as |
//! | `socket/` | its socket; a link to a shorter folder where the path would be too long for one |
//! | `server.log` | what the server said in this run; `server.previous.log` in the run before |
//! | `keeper.log` | what the keeper said: nothing, if all is well |
//! | `throw-away` | present when the cluster was made for tests: unsafe settings, deleted when unused |
//! | `lock` | held while somebody decides: opens, closes, stops |
//! | `alive` | held, shared, by every opener; tried alone only by those who decide |
//! | `keeper` | held by the keeper |
//! | `server` | held by every process of the server (it is their standard input), and by `initdb` |

mod account;
mod binaries;
mod configuration;
mod error;
mod folder;
pub mod keeper;
mod lock;
mod server;

use std::ffi::OsString;
use std::fmt;
use std::fs::File;
use std::path::{Path, PathBuf};

use sqlx::postgres::{PgConnectOptions, PgConnection};

use crate::store::admin;

use account::Account;
use binaries::Binaries;
pub use error::ClusterError;
use folder::Folder;
use server::Standing;

/// What a cluster is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Keeps its data, with the settings that survive a power cut.
    Kept,
    /// For tests: fast, unsafe, and deleted when its last opener is gone.
    ThrowAway,
}

/// What opening a cluster needs to know of the machine. `config` fills it.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The executable that is started as `<keeper> cluster-keeper <folder>`: redress itself.
    pub keeper: PathBuf,
    /// The folder with `postgres` and `initdb`, if the operator named one; then no other is looked at.
    pub binaries: Option<PathBuf>,
    /// The value of `PATH`.
    pub path: Option<OsString>,
    /// The user's data home; server binaries from the Python wheel are looked for in `redress/postgres` below.
    pub data_home: Option<PathBuf>,
}

/// How opening found the cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// There was none: it was made.
    Created,
    /// It was there, stopped in good order: it was started.
    Started,
    /// It was there, left by a server that had not stopped in good order: it was started and repaired itself.
    Recovered,
    /// It was running: we share it.
    Joined,
}

/// What opening found, for one line of report: its [`Display`](fmt::Display) is that line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// How the cluster was found.
    pub state: State,
    /// The server's version, such as `15.18`.
    pub server_version: String,
    /// Where the cluster is kept.
    pub folder: PathBuf,
}

impl fmt::Display for Found {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match self.state {
            State::Created => "created",
            State::Started => "started",
            State::Recovered => "started after an unclean stop",
            State::Joined => "joined, already running",
        };
        write!(out, "private Postgres {} in {}: {state}", self.server_version, self.folder.display())
    }
}

/// An open cluster. While it lives, the server runs; when the last one is closed or dropped, it stops: at once
/// after [`Cluster::close`], some seconds later otherwise.
#[derive(Debug)]
pub struct Cluster {
    folder: Folder,
    kind: Kind,
    /// Never read: that it is open is what keeps the server alive.
    alive: File,
    socket: PathBuf,
    postmaster: u32,
    found: Found,
}

impl Cluster {
    /// Opens the cluster in `dir`: makes it, starts it, repairs it or joins it, whichever it needs.
    ///
    /// The folder must belong to the caller. As root, the server runs as the owner of its data: `postgres`, or
    /// `nobody` where there is no such account. Safe against any number of others opening at the same time.
    ///
    /// # Errors
    /// Every [`ClusterError`] says what to do. After one, the folder is as usable as before.
    pub async fn open(dir: &Path, kind: Kind, settings: &Settings) -> Result<Self, ClusterError> {
        let (folder, decision) = Folder::claim(dir).await?;
        folder.mark(kind)?;
        let alive = lock::share(&folder.alive())?;
        keeper::ensure(&folder, &settings.keeper).await?;
        let (state, pid, mut connection) = match server::standing(&folder).await? {
            Standing::Up { pid, connection } => (State::Joined, pid, connection),
            Standing::Down { lock } => {
                let (state, started) = bring_up(&folder, kind, settings, lock).await?;
                (state, started.0, started.1)
            }
        };
        let server_version = admin::server_version(&mut connection).await?;
        drop(decision);
        let found = Found { state, server_version, folder: folder.root().to_owned() };
        Ok(Self { socket: folder.socket(), folder, kind, alive, postmaster: pid, found })
    }

    /// How to reach `database`, for programs: host, user and the like, nothing taken from password files.
    pub fn options(&self, database: &str) -> PgConnectOptions {
        server::options(&self.socket, database)
    }

    /// How to reach `database`, for people: a URL that sqlx and Postgres' own programs understand.
    pub fn url(&self, database: &str) -> String {
        server::url(&self.socket, database)
    }

    /// Makes `database` unless it is there, and says how to reach it.
    ///
    /// # Errors
    /// When the server refuses: [`ClusterError::Refused`].
    pub async fn ensure_database(&self, database: &str) -> Result<PgConnectOptions, ClusterError> {
        let mut connection = self.connect().await?;
        if !admin::database_exists(&mut connection, database).await? {
            admin::database_create(&mut connection, database).await?;
        }
        Ok(self.options(database))
    }

    /// The process id of the server when it was found. It changes when the server has to be started anew.
    pub fn postmaster_pid(&self) -> u32 {
        self.postmaster
    }

    /// How the cluster was found, for one line of report.
    pub fn was_found(&self) -> &Found {
        &self.found
    }

    /// Leaves the cluster; the last one to leave stops the server, and deletes a throw-away cluster. Returns when
    /// that is done. Close every connection of your own first: those still open are cut.
    ///
    /// # Errors
    /// When the server does not stop, or what is left of it cannot be deleted.
    pub async fn close(self) -> Result<(), ClusterError> {
        let Some(decision) = self.folder.decide().await? else { return Ok(()) };
        drop(self.alive);
        if lock::try_take(&self.folder.alive())?.is_some() {
            server::retire(&self.folder, self.kind).await?;
        }
        drop(decision);
        Ok(())
    }

    async fn connect(&self) -> Result<PgConnection, ClusterError> {
        Ok(server::connect(&self.socket).await?)
    }
}

/// Whether anybody has the cluster in `dir` open.
pub fn is_used(dir: &Path) -> bool {
    let folder = Folder::existing(dir);
    folder.alive().exists() && lock::is_held(&folder.alive()).unwrap_or(true)
}

/// Makes the cluster if there is none, and starts it. Called while deciding, holding the server's lock.
async fn bring_up(
    folder: &Folder,
    kind: Kind,
    settings: &Settings,
    lock: File,
) -> Result<(State, (u32, PgConnection)), ClusterError> {
    let account = Account::of_server(folder)?;
    account.can_enter(folder.root())?;
    let binaries = Binaries::find(settings, &account, folder.major()?).await?;
    let state = if !folder.data().exists() {
        server::create(folder, kind, &binaries, &account, &lock).await?;
        State::Created
    } else if server::left_behind(folder)? {
        State::Recovered
    } else {
        State::Started
    };
    Ok((state, server::start(folder, &binaries, &account, lock).await?))
}
