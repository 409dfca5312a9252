//! The account Postgres runs as: our own, or as root, which Postgres refuses, an unprivileged one. Knows the
//! password file and folder permissions; called while a cluster is made or started.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::Path;

use nix::unistd::{Uid, User, geteuid};
use tokio::process::Command;

use super::ClusterError;
use super::folder::Folder;

/// Accounts to run as when we are root and there is no data yet, best first. `nobody` is shared with other
/// programs, so it comes last.
const UNPRIVILEGED: [&str; 2] = ["postgres", "nobody"];

#[derive(Debug)]
pub(super) struct Account {
    user: User,
    other: bool,
}

impl Account {
    /// The account for this folder's server: as root, the owner of the data, or the first unprivileged account
    /// there is; otherwise our own.
    pub(super) fn of_server(folder: &Folder) -> Result<Self, ClusterError> {
        let own = geteuid();
        if !own.is_root() {
            let user = user(own)?.ok_or(ClusterError::NoPasswordEntry { uid: own.as_raw() })?;
            return Ok(Self { user, other: false });
        }
        let owner = fs::metadata(folder.data()).map(|data| data.uid()).ok().filter(|uid| *uid != 0);
        if let Some(uid) = owner {
            let user = user(Uid::from_raw(uid))?.ok_or(ClusterError::NoPasswordEntry { uid })?;
            return Ok(Self { user, other: true });
        }
        for name in UNPRIVILEGED {
            if let Some(user) = User::from_name(name).map_err(ClusterError::accounts)? {
                return Ok(Self { user, other: true });
            }
        }
        Err(ClusterError::NoServerAccount)
    }

    pub(super) fn name(&self) -> &str {
        &self.user.name
    }

    /// Whether it is another account than the one we run as.
    pub(super) fn is_other(&self) -> bool {
        self.other
    }

    /// A command that runs as this account, in `place`, with an empty environment (`PG*` variables would change
    /// what the server does) and out of reach of the terminal's Ctrl-C: we have things to save before it stops.
    pub(super) fn command(&self, program: &Path, place: &Path) -> Command {
        let mut command = Command::new(program);
        // Without TZ, initdb compares every time zone there is with the machine's.
        command.env_clear().env("TZ", "UTC").current_dir(place).process_group(0);
        if self.other {
            // Drops the supplementary groups of root as well.
            command.uid(self.user.uid.as_raw()).gid(self.user.gid.as_raw());
        }
        command
    }

    /// Hands a file or folder to the account, where it is not our own.
    pub(super) fn give(&self, path: &Path) -> Result<(), ClusterError> {
        if !self.other {
            return Ok(());
        }
        chown(path, Some(self.user.uid.as_raw()), Some(self.user.gid.as_raw()))
            .map_err(ClusterError::io("hand to the server's account", path))
    }

    /// Checks that the account may pass through every folder on the way to `path` and into it.
    pub(super) fn can_enter(&self, path: &Path) -> Result<(), ClusterError> {
        if !self.other {
            return Ok(());
        }
        for folder in path.ancestors() {
            let entry = fs::metadata(folder).map_err(ClusterError::io("look at", folder))?;
            let mode = entry.permissions().mode();
            let bit = match (entry.uid() == self.user.uid.as_raw(), entry.gid() == self.user.gid.as_raw()) {
                (true, _) => 0o100,
                (false, true) => 0o010,
                (false, false) => 0o001,
            };
            if mode & bit == 0 {
                let (folder, account) = (folder.to_owned(), self.name().to_owned());
                return Err(ClusterError::Closed { path: path.to_owned(), folder, account });
            }
        }
        Ok(())
    }
}

fn user(uid: Uid) -> Result<Option<User>, ClusterError> {
    User::from_uid(uid).map_err(ClusterError::accounts)
}

/// The name of an account, or its number if it has none.
pub(super) fn name_of(uid: u32) -> String {
    match User::from_uid(Uid::from_raw(uid)) {
        Ok(Some(user)) => user.name,
        _ => format!("user number {uid}"),
    }
}

/// The name of the account we run as.
pub(super) fn own_name() -> String {
    name_of(geteuid().as_raw())
}
