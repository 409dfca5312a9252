//! The keeper: a small process of its own that waits until nobody uses the cluster any more, then stops the
//! server and deletes a throw-away cluster. The hidden command `redress cluster-keeper <folder>` is [`run`].
//!
//! It rests on locks, not on anybody's good manners: openers that are killed, crash or forget to close have let
//! go of `alive` all the same. There is one keeper for each cluster; if it is killed, the next opener starts
//! another. It looks once a second, and only while deciding, so an opener or closer never meets it half way.
//! If somebody deletes the folder of a running server, the keeper goes, and Postgres notices by itself within
//! a minute.

use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;
use tokio::time::sleep;

use super::folder::Folder;
use super::lock::{self, Tries};
use super::{ClusterError, server};

/// How often to look whether anybody is there.
const ROUND: Duration = Duration::from_secs(1);
/// How many rounds in a row must find nobody: the next of a row of short programs shall find the server.
const LINGER: u32 = 3;
/// How long to try to become the keeper.
const HANDOVER: Duration = Duration::from_millis(500);
/// How long a keeper may take to report for duty.
const REPORT: Duration = Duration::from_secs(10);

/// Keeps the cluster in `dir` until nobody uses it, then returns. Returns at once if it has a keeper already.
///
/// # Errors
/// When the server cannot be stopped, or what is left of a throw-away cluster cannot be deleted.
pub async fn run(dir: &Path) -> Result<(), ClusterError> {
    let folder = Folder::existing(dir);
    // An opener who looks whether there is a keeper holds the lock for an instant, so one try is not enough.
    let mut tries = Tries::within(HANDOVER);
    while tries.again().await {
        if let Some(duty) = lock::try_take(&folder.keeper())? {
            return keep(&folder, duty).await;
        }
    }
    Ok(())
}

async fn keep(folder: &Folder, duty: File) -> Result<(), ClusterError> {
    let mut unused = 0;
    loop {
        sleep(ROUND).await;
        let decision = match folder.decide().await {
            // Somebody has been starting it for minutes: it is in use.
            Err(ClusterError::Busy { .. }) => continue,
            // Deleted by the last opener: what is here now, if anything, has a keeper of its own.
            Ok(None) => return Ok(()),
            other => other?,
        };
        let alone = lock::try_take(&folder.alive())?;
        unused = if alone.is_some() { unused + 1 } else { 0 };
        if unused == LINGER {
            let retired = server::retire(folder, folder.kind()).await;
            // Off duty before anybody else can decide: they must not count on us any more.
            drop(duty);
            drop(decision);
            return retired;
        }
    }
}

/// Starts a keeper if the cluster has none, and waits until it is on duty: without one, nobody would ever stop
/// the server. Called while deciding.
pub(super) async fn ensure(folder: &Folder, program: &Path) -> Result<(), ClusterError> {
    if lock::is_held(&folder.keeper())? {
        return Ok(());
    }
    let failed = |source| ClusterError::Keeper { program: program.to_owned(), source };
    let mut keeper = Command::new(program)
        .arg("cluster-keeper")
        .arg(folder.root())
        .env_clear()
        .current_dir("/")
        .process_group(0)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(folder.new_log(&folder.keeper_log())?)
        .spawn()
        .map_err(failed)?;
    let mut tries = Tries::within(REPORT);
    while tries.again().await {
        if lock::is_held(&folder.keeper())? {
            return Ok(());
        }
        if let Some(status) = keeper.try_wait().map_err(failed)? {
            return Err(failed(io::Error::other(format!("it ended at once: {status}"))));
        }
    }
    Err(failed(ErrorKind::TimedOut.into()))
}
