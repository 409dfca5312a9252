//! The check for viruses: ClamAV's daemon, asked over its socket (`INSTREAM`, clamd(8)).

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpStream, UnixStream};
use tokio::time::timeout;

use crate::store::paper::Checked;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Bytes sent in one piece.
const PIECE: usize = 64 * 1024;

/// Where clamd listens: the path of its socket, or `host:port`.
#[derive(Debug, Clone)]
pub struct Clamd(Arc<str>);

impl Clamd {
    /// The daemon at `unix:/run/clamav/clamd.ctl`, at the path itself, or at `host:port`.
    pub fn new(address: &str) -> Clamd {
        Clamd(address.trim_start_matches("unix:").into())
    }

    /// What it says of a file. A daemon that is away or says nothing clear leaves it waiting.
    pub(super) async fn check(&self, bytes: &[u8]) -> Checked {
        match timeout(PATIENCE, self.ask(bytes)).await {
            Ok(Ok(answer)) if answer.ends_with("OK") => Checked::Clean,
            Ok(Ok(answer)) if answer.ends_with("FOUND") => Checked::Infected,
            Ok(Ok(answer)) => {
                tracing::warn!(answer, "the check for viruses gave no answer on a paper");
                Checked::Waits
            }
            Ok(Err(fault)) => {
                tracing::warn!(%fault, "the check for viruses could not be reached");
                Checked::Waits
            }
            Err(_) => {
                tracing::warn!("the check for viruses took too long");
                Checked::Waits
            }
        }
    }

    async fn ask(&self, bytes: &[u8]) -> io::Result<String> {
        if self.0.starts_with('/') {
            converse(UnixStream::connect(&*self.0).await?, bytes).await
        } else {
            converse(TcpStream::connect(&*self.0).await?, bytes).await
        }
    }
}

async fn converse(mut stream: impl AsyncRead + AsyncWrite + Unpin, bytes: &[u8]) -> io::Result<String> {
    stream.write_all(b"zINSTREAM\0").await?;
    for piece in bytes.chunks(PIECE) {
        stream.write_all(&u32::try_from(piece.len()).unwrap_or_default().to_be_bytes()).await?;
        stream.write_all(piece).await?;
    }
    stream.write_all(&[0; 4]).await?;
    let mut answer = Vec::new();
    // An answer is a line; more would be none of ours.
    stream.take(4096).read_to_end(&mut answer).await?;
    Ok(String::from_utf8_lossy(&answer).trim_end_matches(['\0', '\n']).to_owned())
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    /// A clamd that finds something in every file that has `EICAR` in it, once.
    async fn clamd() -> Clamd {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut said = vec![0; 10];
            stream.read_exact(&mut said).await.unwrap();
            assert_eq!(said, b"zINSTREAM\0");
            let mut file = Vec::new();
            loop {
                let length = stream.read_u32().await.unwrap() as usize;
                if length == 0 {
                    break;
                }
                let mut piece = vec![0; length];
                stream.read_exact(&mut piece).await.unwrap();
                file.extend(piece);
            }
            let found = file.windows(5).any(|window| window == b"EICAR");
            let answer: &[u8] = if found { b"stream: Eicar-Signature FOUND\0" } else { b"stream: OK\0" };
            stream.write_all(answer).await.unwrap();
        });
        Clamd::new(&address)
    }

    #[tokio::test]
    async fn what_clamd_finds_is_infected_and_what_it_passes_is_clean() {
        assert_eq!(clamd().await.check(&[b'x'; 200_000]).await, Checked::Clean);
        assert_eq!(clamd().await.check(b"EICAR").await, Checked::Infected);
    }

    #[tokio::test]
    async fn a_paper_waits_while_clamd_is_away() {
        assert_eq!(Clamd::new("unix:/nowhere/clamd.ctl").check(b"x").await, Checked::Waits);
    }
}
