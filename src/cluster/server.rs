//! The server's processes: made, started, found, reached and stopped. Whoever makes, starts or stops here has
//! first taken the right to decide ([`Folder::decide`]), so nothing here has a rival.
//!
//! Whether a server runs is never guessed from a process number, which another process may have by now: every
//! process of it, and of `initdb`, holds the lock `server` as its standard input.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::Path;
use std::process::ExitStatus;
use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use percent_encoding::{NON_ALPHANUMERIC, percent_encode};
use sqlx::ConnectOptions;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgSslMode};
use tokio::time::timeout;

use super::account::Account;
use super::binaries::Binaries;
use super::folder::{Folder, absent, private_folder};
use super::lock::Tries;
use super::{ClusterError, Kind, configuration, lock};
use crate::store::admin;

/// The number in the socket's name. Each cluster has a folder of its own, so all have the same.
pub(super) const PORT: u16 = 5432;
/// The one account of the database, its superuser.
pub(super) const ROLE: &str = "redress";
/// The database that every server has, for administration.
const MAINTENANCE: &str = "postgres";

/// How long a start may take: after a crash the server replays what it had not yet written in place.
const START: Duration = Duration::from_secs(300);
/// How long one attempt to connect may take.
const CONNECT: Duration = Duration::from_secs(5);
/// How long a server may take to heed a signal, before a sterner one.
const HEED: Duration = Duration::from_secs(60);

/// Where the server stands.
pub(super) enum Standing {
    /// It runs, and is ours.
    Up { pid: u32, connection: PgConnection },
    /// Nothing runs, and nothing can start without this lock.
    Down { lock: File },
}

/// Waits until the server is either up or down. In between it may be starting, stopping or, killed, waiting for
/// its last processes to notice.
pub(super) async fn standing(folder: &Folder) -> Result<Standing, ClusterError> {
    let mut tries = Tries::within(START);
    while tries.again().await {
        if let Some(lock) = lock::try_take(&folder.server())? {
            return Ok(Standing::Down { lock });
        }
        if let Some((pid, connection)) = answering(folder).await? {
            return Ok(Standing::Up { pid, connection });
        }
    }
    Err(stuck(folder))
}

/// Makes the cluster, under another name until it is whole.
pub(super) async fn create(
    folder: &Folder,
    kind: Kind,
    binaries: &Binaries,
    account: &Account,
    lock: &File,
) -> Result<(), ClusterError> {
    let unfinished = folder.unfinished();
    let failed = || ClusterError::io("make the cluster", &unfinished);
    absent(fs::remove_dir_all(&unfinished)).map_err(failed())?;
    private_folder(&unfinished).map_err(failed())?;
    account.give(&unfinished)?;

    let held = lock.try_clone().map_err(failed())?;
    let made = account
        .command(&binaries.program("initdb"), folder.root())
        .args(configuration::initdb(&unfinished, kind))
        .stdin(held)
        .output()
        .await
        .map_err(failed())?;
    if !made.status.success() {
        let said = String::from_utf8_lossy(&made.stderr).into_owned();
        return Err(ClusterError::of_server(folder.root(), "initdb", said));
    }
    let lz4 = knows_lz4(&unfinished, binaries, account).await;
    append(&unfinished.join("postgresql.conf"), &configuration::lines(kind, lz4)).map_err(failed())?;
    fs::rename(&unfinished, folder.data()).map_err(failed())?;
    // The rename is only safe from a power cut when the folder that holds the name is written.
    File::open(folder.root()).and_then(|root| root.sync_all()).map_err(failed())
}

fn append(path: &Path, lines: &str) -> std::io::Result<()> {
    let mut file = OpenOptions::new().append(true).open(path)?;
    file.write_all(lines.as_bytes())?;
    file.sync_all()
}

async fn knows_lz4(data: &Path, binaries: &Binaries, account: &Account) -> bool {
    let mut asked = account.command(&binaries.program("postgres"), data);
    asked.arg("-D").arg(data).args(["-c", "wal_compression=lz4", "-C", "wal_compression"]);
    asked.output().await.is_ok_and(|answer| answer.status.success())
}

/// Whether the last server did not stop in good order: it would have removed its process file. Refuses if that
/// server still runs without our lock, because somebody started it by hand.
pub(super) fn left_behind(folder: &Folder) -> Result<bool, ClusterError> {
    let path = folder.data().join("postmaster.pid");
    if !path.exists() {
        return Ok(false);
    }
    let Some(pid) = pid(folder) else { return Ok(true) };
    // A server stands in its data folder. Any other process with the number has nothing to do with us, but
    // would keep Postgres from starting.
    if Path::new("/proc/self").exists() {
        if fs::read_link(format!("/proc/{pid}/cwd")).is_ok_and(|place| place == folder.data()) {
            return Err(ClusterError::StartedByHand { pid, data: folder.data() });
        }
        absent(fs::remove_file(&path)).map_err(ClusterError::io("remove", &path))?;
    }
    Ok(true)
}

/// Starts the server and waits until it answers. The lock passes to it.
pub(super) async fn start(
    folder: &Folder,
    binaries: &Binaries,
    account: &Account,
    lock: File,
) -> Result<(u32, PgConnection), ClusterError> {
    let socket = folder.make_socket(account)?;
    let _ = fs::rename(folder.log(), folder.previous_log());
    let log = folder.new_log(&folder.log())?;
    let program = binaries.program("postgres");
    let mut server = account
        .command(&program, folder.root())
        .args(configuration::arguments(&folder.data(), &socket, PORT))
        .stdin(lock)
        .stdout(log.try_clone().map_err(ClusterError::io("write", &folder.log()))?)
        .stderr(log)
        .spawn()
        .map_err(ClusterError::io("start", &program))?;
    let mut tries = Tries::within(START);
    while tries.again().await {
        if let Some(status) = server.try_wait().ok().flatten() {
            return Err(ClusterError::of_server(folder.root(), "postgres", last_words(folder, status)));
        }
        if let Some(answer) = answering(folder).await? {
            return Ok(answer);
        }
    }
    Err(stuck(folder))
}

/// The server's process number and a connection to it, if it answers by now and is ours.
async fn answering(folder: &Folder) -> Result<Option<(u32, PgConnection)>, ClusterError> {
    let Some(pid) = ready(folder) else { return Ok(None) };
    // Ready, yet not to be reached: it was killed, or is about to stop.
    let Ok(mut connection) = connect(&folder.socket()).await else { return Ok(None) };
    let serves = admin::data_directory(&mut connection).await?;
    if Path::new(&serves) != folder.data() {
        return Err(ClusterError::Foreign { socket: folder.socket(), serves });
    }
    Ok(Some((pid, connection)))
}

fn stuck(folder: &Folder) -> ClusterError {
    ClusterError::Stuck { pid: pid(folder), log: folder.log() }
}

/// The end of the log of a server that did not start.
fn last_words(folder: &Folder, status: ExitStatus) -> String {
    let log = fs::read(folder.log()).unwrap_or_default();
    let log = String::from_utf8_lossy(&log);
    let lines: Vec<&str> = log.lines().collect();
    let last = &lines[lines.len().saturating_sub(12)..];
    if last.is_empty() { status.to_string() } else { last.join("\n") }
}

/// Stops the server if it runs and, where the cluster is throw-away, deletes it. The last opener or the keeper
/// calls it, having made sure that nobody uses the server.
pub(super) async fn retire(folder: &Folder, kind: Kind) -> Result<(), ClusterError> {
    // "Fast" writes everything down and ends. "Immediate" leaves it to be repaired, or deleted.
    let stern: &[Signal] = match kind {
        Kind::Kept => &[Signal::SIGINT, Signal::SIGQUIT, Signal::SIGKILL],
        Kind::ThrowAway => &[Signal::SIGQUIT, Signal::SIGKILL],
    };
    for signal in stern {
        let mut sent = false;
        let mut tries = Tries::within(HEED);
        while tries.again().await {
            if lock::try_take(&folder.server())?.is_some() {
                return match kind {
                    Kind::Kept => folder.remove_socket(),
                    Kind::ThrowAway => folder.remove(),
                };
            }
            // A server that is only just starting has not said its number yet.
            if let Some(pid) = pid(folder).filter(|_| !sent) {
                sent = kill(Pid::from_raw(pid.cast_signed()), *signal).is_ok();
            }
        }
    }
    Err(stuck(folder))
}

/// The server's process number, from the file it writes: the first line.
fn pid(folder: &Folder) -> Option<u32> {
    process_file(folder)?.lines().next()?.trim().parse().ok().filter(|pid| *pid > 1)
}

/// The server's process number once it says that it takes connections: the eighth line of the file.
fn ready(folder: &Folder) -> Option<u32> {
    let says = process_file(folder)?;
    (says.lines().nth(7)?.trim() == "ready").then(|| pid(folder))?
}

fn process_file(folder: &Folder) -> Option<String> {
    fs::read_to_string(folder.data().join("postmaster.pid")).ok()
}

/// How to reach a database through the socket in this folder.
pub(super) fn options(socket: &Path, database: &str) -> PgConnectOptions {
    PgConnectOptions::new_without_pgpass()
        .socket(socket)
        .port(PORT)
        .username(ROLE)
        .database(database)
        .ssl_mode(PgSslMode::Disable)
}

/// The same as a URL. Libraries want a host before the path, and take the socket's folder instead of it.
pub(super) fn url(socket: &Path, database: &str) -> String {
    let encode = |bytes| percent_encode(bytes, NON_ALPHANUMERIC).to_string();
    let socket = encode(std::os::unix::ffi::OsStrExt::as_bytes(socket.as_os_str()));
    format!(
        "postgres://{ROLE}@localhost:{PORT}/{}?host={socket}&sslmode=disable",
        encode(database.as_bytes())
    )
}

/// Connects for administration.
pub(super) async fn connect(socket: &Path) -> Result<PgConnection, sqlx::Error> {
    let connected = timeout(CONNECT, options(socket, MAINTENANCE).connect()).await;
    connected.unwrap_or_else(|_| Err(sqlx::Error::Io(ErrorKind::TimedOut.into())))
}
