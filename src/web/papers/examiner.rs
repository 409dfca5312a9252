//! Looking into files in a process of its own, the hidden command `redress look`: a hostile file may take time and memory
//! without end, or bring its reader down, and no thread can be stopped from outside. A process can.

use std::io;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::process::Command;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::kind::{Kind, KindFault};
use super::look::{Fault, understood};
use super::pdf::PdfFault;

/// How long one look may take. The process holds itself to less, in processor time.
const LOOK: Duration = Duration::from_secs(10);

/// How many files are looked into at once; the next waits for its turn.
const AT_ONCE: usize = 2;

/// Who looks into files.
#[derive(Debug, Clone)]
pub struct Examiner {
    program: Arc<Path>,
    turns: Arc<Semaphore>,
}

impl Examiner {
    /// With the program `redress`, which lies there.
    pub fn new(program: &Path) -> Examiner {
        Examiner { program: program.into(), turns: Arc::new(Semaphore::new(AT_ONCE)) }
    }

    /// What a file is, or why it is not taken. One that cannot be read in time and within limits is broken.
    ///
    /// # Errors
    /// The program cannot be started.
    pub(super) async fn look(&self, content: &[u8]) -> io::Result<Result<Kind, Fault>> {
        let _turn = self.turns.acquire().await.map_err(io::Error::other)?;
        let word = match timeout(LOOK, self.ask(content)).await {
            Ok(word) => word?,
            Err(_) => String::new(),
        };
        Ok(understood(&word).unwrap_or_else(|| {
            tracing::warn!(bytes = content.len(), "a file could not be looked into within limits");
            let is_zip = content.starts_with(b"PK");
            Err(if is_zip { Fault::Kind(KindFault::Unknown) } else { Fault::Pdf(PdfFault::Broken) })
        }))
    }

    /// Its answer. Whoever stops waiting ends it.
    async fn ask(&self, content: &[u8]) -> io::Result<String> {
        let mut process = Command::new(&*self.program)
            .arg("look")
            .env_clear()
            // The allocator would reserve more at the outset than the process may have; threads have stacks.
            .env("MIMALLOC_ARENA_RESERVE", "16M")
            .env("TOKIO_WORKER_THREADS", "1")
            .current_dir("/")
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        if let Some(mut to) = process.stdin.take() {
            // One that is down already takes no more, and gives no answer.
            let _ = to.write_all(content).await;
        }
        let said = process.wait_with_output().await?;
        Ok(String::from_utf8_lossy(&said.stdout).trim_end().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    /// Looks with a program that does this.
    async fn look_with(script: &str, content: &[u8]) -> io::Result<Result<Kind, Fault>> {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("redress");
        fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&program, Permissions::from_mode(0o755)).unwrap();
        Examiner::new(&program).look(content).await
    }

    // While nothing but the process is waited for, the clock runs ahead.
    #[tokio::test(start_paused = true)]
    async fn a_file_on_which_the_process_hangs_is_broken() {
        let broken = Err(Fault::Pdf(PdfFault::Broken));
        assert_eq!(look_with("exec sleep 600", b"%PDF-1.7").await.unwrap(), broken);
    }

    #[tokio::test]
    async fn a_file_on_which_the_process_dies_is_not_taken() {
        assert_eq!(look_with("kill -9 $$", b"%PDF-1.7").await.unwrap(), Err(Fault::Pdf(PdfFault::Broken)));
        assert_eq!(look_with("exit 1", b"PK").await.unwrap(), Err(Fault::Kind(KindFault::Unknown)));
        // It has not taken what it was given.
        assert_eq!(look_with("echo image/png", &[0; 1 << 20]).await.unwrap(), Ok(Kind::Png));
        assert!(Examiner::new("/nowhere/redress".as_ref()).look(b"x").await.is_err());
    }
}
