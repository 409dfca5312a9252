//! The door to mail: the only room that knows lettre.
//!
//! A letter becomes a message with a Message-ID fixed beforehand and goes to a mail server, to a folder
//! as `.eml`, or to memory in tests. `post` calls it and decides what a failure means for the letter.
//! Delivery is at least once; a repetition bears the same Message-ID.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use lettre::message::header::{ContentTransferEncoding, ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MessageBuilder, SinglePart};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use thiserror::Error;

use crate::store::letter::Letter;

/// Why the mail settings do not work.
#[derive(Debug, Error)]
pub enum MailSetup {
    /// The server's address.
    #[error("REDRESS_SMTP_URL is not right: {0}. Write one such as smtps://user:password@mail.example.kz")]
    Server(lettre::transport::smtp::Error),
    /// The sender.
    #[error("REDRESS_MAIL_FROM is not an address: {0}")]
    Sender(#[from] lettre::address::AddressError),
    /// The folder.
    #[error("the folder {folder} for letters cannot be made: {why}. Give a folder that can be written to.")]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// Why.
        why: std::io::Error,
    },
}

/// What became of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// The server took it, with these words.
    Accepted(String),
    /// It may work later.
    Deferred(String),
    /// It will never work.
    Failed(String),
}

/// Where letters go.
#[derive(Debug, Clone)]
pub struct Mail {
    from: Mailbox,
    way: Way,
}

#[derive(Debug, Clone)]
enum Way {
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    Folder(PathBuf),
    Memory(Arc<Mutex<Vec<Vec<u8>>>>),
}

impl Mail {
    /// To a mail server, over at most so many connections.
    pub fn smtp(url: &str, from: &str, connections: u32) -> Result<Mail, MailSetup> {
        let pool = lettre::transport::smtp::PoolConfig::new().max_size(connections);
        let smtp = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(MailSetup::Server)?;
        let smtp = smtp.timeout(Some(Duration::from_secs(30))).pool_config(pool).build();
        Ok(Mail { from: sender(from)?, way: Way::Smtp(smtp) })
    }

    /// To a folder, one `.eml` file each.
    pub fn folder(folder: PathBuf, from: &str) -> Result<Mail, MailSetup> {
        std::fs::create_dir_all(&folder).map_err(|why| MailSetup::Folder { folder: folder.clone(), why })?;
        Ok(Mail { from: sender(from)?, way: Way::Folder(folder) })
    }

    /// To memory.
    pub fn memory(from: &str) -> Result<Mail, MailSetup> {
        Ok(Mail { from: sender(from)?, way: Way::Memory(Arc::default()) })
    }

    /// The messages in memory.
    pub fn sent(&self) -> Vec<Vec<u8>> {
        match &self.way {
            Way::Memory(sent) => sent.lock().unwrap_or_else(PoisonError::into_inner).clone(),
            Way::Smtp(_) | Way::Folder(_) => Vec::new(),
        }
    }

    /// Sends a letter.
    pub async fn send(&self, letter: &Letter) -> Delivery {
        let message = match self.message(letter) {
            Ok(message) => message,
            Err(why) => return Delivery::Failed(why),
        };
        match &self.way {
            Way::Memory(sent) => {
                sent.lock().unwrap_or_else(PoisonError::into_inner).push(message.formatted());
                Delivery::Accepted("kept in memory".to_owned())
            }
            Way::Folder(folder) => {
                let name =
                    format!("{:06}-{}-{}.{}.eml", letter.id, letter.reference, letter.name, letter.language);
                match tokio::fs::write(folder.join(&name), message.formatted()).await {
                    Ok(()) => Delivery::Accepted(format!("written to {name}")),
                    Err(why) => Delivery::Deferred(format!("{name} was not written: {why}")),
                }
            }
            Way::Smtp(smtp) => match smtp.send(message).await {
                Ok(response) => Delivery::Accepted(response.message().collect::<Vec<_>>().join(" ")),
                Err(fault) if fault.is_permanent() => Delivery::Failed(fault.to_string()),
                // Transient answers, and faults of network and TLS, which are neither: all may pass.
                Err(fault) => Delivery::Deferred(fault.to_string()),
            },
        }
    }

    fn message(&self, letter: &Letter) -> Result<Message, String> {
        let address: Address =
            letter.address.parse().map_err(|why| format!("{}: {why}", letter.recipient))?;
        let body = SinglePart::builder()
            .header(ContentType::TEXT_PLAIN)
            .header(ContentTransferEncoding::QuotedPrintable)
            .body(letter.body.clone());
        headers(Message::builder(), letter)
            .from(self.from.clone())
            .to(Mailbox::new(None, address))
            .singlepart(body)
            .map_err(|why| why.to_string())
    }
}

fn sender(from: &str) -> Result<Mailbox, MailSetup> {
    Ok(Mailbox::new(Some("redress".to_owned()), from.parse()?))
}

fn headers(builder: MessageBuilder, letter: &Letter) -> MessageBuilder {
    builder
        .message_id(Some(letter.message_id.clone()))
        .date(system_time(letter.written_at))
        .subject(letter.subject.clone())
        .header(AutoSubmitted)
}

fn system_time(at: Timestamp) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(u64::try_from(at.as_second()).unwrap_or_default())
}

/// `Auto-Submitted: auto-generated` (RFC 3834), so that no machine answers.
#[derive(Debug, Clone, Copy)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(AutoSubmitted)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}
