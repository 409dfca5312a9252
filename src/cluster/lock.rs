//! File locks: who is alive, who decides, who keeps, who serves. The kernel holds them, so they end with their
//! holder, whatever ended it. Called by the other files of the room; knows nothing of Postgres.
//!
//! A lock belongs to the *open file*, which a child may share: the server gets its own as standard input, and
//! so holds it for as long as any of its processes lives.

use std::fs::{File, OpenOptions, TryLockError};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::ClusterError;

/// How long to wait for somebody who opens or closes the same cluster: longer than a server may take to start.
const PATIENCE: Duration = Duration::from_secs(330);

/// Opens a lock file, making it if needed; takes no lock.
pub(super) fn open(path: &Path) -> Result<File, ClusterError> {
    OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(path)
        .map_err(ClusterError::io("open the lock file", path))
}

/// Takes the lock for oneself if nobody holds it.
pub(super) fn try_take(path: &Path) -> Result<Option<File>, ClusterError> {
    let file = open(path)?;
    Ok(outcome(file.try_lock(), path)?.map(|()| file))
}

/// Takes the lock for oneself, in one's turn, on a file that is open already; `path` is for the error.
pub(super) async fn take(file: &File, path: &Path) -> Result<(), ClusterError> {
    let mut tries = Tries::within(PATIENCE);
    while tries.again().await {
        if outcome(file.try_lock(), path)?.is_some() {
            return Ok(());
        }
    }
    Err(ClusterError::Busy { lock: path.to_owned() })
}

/// Whether somebody holds the lock, shared or alone.
pub(super) fn is_held(path: &Path) -> Result<bool, ClusterError> {
    Ok(try_take(path)?.is_none())
}

/// Takes the lock together with others, or fails if somebody has it alone.
pub(super) fn share(path: &Path) -> Result<File, ClusterError> {
    let file = open(path)?;
    outcome(file.try_lock_shared(), path)?
        .map(|()| file)
        .ok_or_else(|| ClusterError::Busy { lock: path.to_owned() })
}

fn outcome(tried: Result<(), TryLockError>, path: &Path) -> Result<Option<()>, ClusterError> {
    match tried {
        Ok(()) => Ok(Some(())),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(source)) => Err(ClusterError::io("lock", path)(source)),
    }
}

/// Tries, at first every millisecond and then more slowly, until a time is up:
/// `while tries.again().await { .. }`.
pub(super) struct Tries {
    end: Instant,
    pause: Duration,
}

impl Tries {
    pub(super) fn within(limit: Duration) -> Self {
        Self { end: Instant::now() + limit, pause: Duration::ZERO }
    }

    /// Waits for the time of the next try; the first is at once. `false` when the time is up.
    pub(super) async fn again(&mut self) -> bool {
        if !self.pause.is_zero() {
            sleep(self.pause).await;
        }
        self.pause = (self.pause * 2).clamp(Duration::from_millis(1), Duration::from_millis(20));
        Instant::now() < self.end
    }
}
