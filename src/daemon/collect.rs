//! collect: mail that a mail server lays into a Maildir.
//!
//! Each file in `new` is taken as `inbox` takes it and moved to `cur`, marked as seen. One that was taken but not
//! yet moved when the process died is taken again, which changes nothing. Any number of processes may share a Maildir.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use tokio::io::AsyncReadExt;

use super::inbox;
use super::rounds::{Rest, Rounds};
use crate::clock::Clock;
use crate::mail::Mail;
use crate::mail::incoming::LARGEST;
use crate::registry::Registry;
use crate::store::StoreFault;

/// How many mails a round takes at most.
const MOST: usize = 100;

/// A folder into which a mail server lays mail, a file each (https://cr.yp.to/proto/maildir.html).
#[derive(Debug, Clone)]
pub struct Maildir {
    folder: PathBuf,
    authority: Option<String>,
}

impl Maildir {
    /// The Maildir in a folder. `authority` is the name under which the mail server writes `Authentication-Results`.
    ///
    /// # Errors
    /// When it has no `new` that can be read or no `cur`.
    pub fn open(folder: PathBuf, authority: Option<String>) -> io::Result<Maildir> {
        std::fs::read_dir(folder.join("new"))?;
        std::fs::metadata(folder.join("cur"))?;
        Ok(Maildir { folder, authority })
    }

    /// The files that are new, the earliest name first.
    async fn new_mail(&self) -> io::Result<Vec<PathBuf>> {
        let mut entries = tokio::fs::read_dir(self.folder.join("new")).await?;
        let mut files = Vec::new();
        while let Some(entry) = entries.next_entry().await? {
            if entry.file_type().await?.is_file() {
                files.push(entry.path());
            }
        }
        files.sort_unstable();
        files.truncate(MOST);
        Ok(files)
    }

    /// Marks a mail as seen; another process may have done so.
    async fn seen(&self, file: &Path) -> io::Result<()> {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let seen = self.folder.join("cur").join(format!("{name}:2,S"));
        or_gone(tokio::fs::rename(file, seen).await).map(|_| ())
    }
}

/// The bytes of a mail, one more than are read of the largest; none if another process has taken it.
async fn content(file: &Path) -> io::Result<Option<Vec<u8>>> {
    let Some(file) = or_gone(tokio::fs::File::open(file).await)? else { return Ok(None) };
    let mut raw = Vec::new();
    file.take(LARGEST as u64 + 1).read_to_end(&mut raw).await?;
    Ok(Some(raw))
}

fn or_gone<T>(done: io::Result<T>) -> io::Result<Option<T>> {
    match done {
        Ok(done) => Ok(Some(done)),
        Err(fault) if fault.kind() == ErrorKind::NotFound => Ok(None),
        Err(fault) => Err(fault),
    }
}

/// The loop.
#[derive(Debug)]
pub(super) struct Collect {
    pub maildir: Maildir,
    pub registry: Registry,
    pub mail: Mail,
    pub clock: Clock,
}

impl Collect {
    /// Takes one mail.
    async fn take(&self, file: &Path) -> Result<(), StoreFault> {
        let raw = match content(file).await {
            Ok(Some(raw)) => raw,
            Ok(None) => return Ok(()),
            Err(fault) => {
                tracing::warn!(file = %file.display(), %fault, "a mail cannot be read");
                return Ok(());
            }
        };
        let authority = self.maildir.authority.as_deref();
        let verdicts = inbox::take(&self.registry, &self.mail, authority, &raw, self.clock.now()).await?;
        for verdict in verdicts {
            tracing::info!(file = %file.display(), verdict.what, verdict.reasons, "a mail was taken");
        }
        if let Err(fault) = self.maildir.seen(file).await {
            tracing::warn!(file = %file.display(), %fault, "a mail was taken and cannot be moved to cur");
        }
        Ok(())
    }
}

impl Rounds for Collect {
    async fn round(&mut self) -> Result<Rest, StoreFault> {
        match self.maildir.new_mail().await {
            Ok(files) => {
                for file in &files {
                    self.take(file).await?;
                }
            }
            Err(fault) => {
                tracing::warn!(folder = %self.maildir.folder.display(), %fault, "the Maildir cannot be read");
            }
        }
        // What could not be moved is looked at again a minute later, not at once.
        Ok(Rest::Until(None))
    }
}
