//! The door to mail: the only room that knows lettre.
//!
//! A letter becomes a message with a Message-ID fixed beforehand and goes to a mail server, to a folder
//! as `.eml`, or to memory in tests. `post` calls it and decides what a failure means for the letter.
//! Delivery is at least once; a repetition bears the same Message-ID and is the same to the byte.

mod dkim;
mod habits;
mod identity;
pub mod incoming;
mod message;
mod server;
mod setup;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

pub use dkim::Dkim;
pub use habits::{Habits, Quiet};
pub use identity::{Identity, Purpose, token_hash};
pub use message::Outgoing;
pub use server::{Fault, Server};
pub use setup::MailSetup;

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

/// Where letters go, from whom and with what habits.
#[derive(Debug, Clone)]
pub struct Mail {
    identity: Arc<Identity>,
    habits: Habits,
    way: Way,
}

#[derive(Debug, Clone)]
enum Way {
    Smtp(Arc<Server>),
    Folder(PathBuf),
    Memory(Arc<Mutex<Vec<Vec<u8>>>>),
}

impl Mail {
    /// To a mail server.
    pub fn smtp(server: Server, identity: Identity) -> Mail {
        Mail::by(Way::Smtp(Arc::new(server)), identity)
    }

    /// To a folder, one `.eml` file each.
    ///
    /// # Errors
    /// A folder that cannot be made.
    pub fn folder(folder: PathBuf, identity: Identity) -> Result<Mail, MailSetup> {
        std::fs::create_dir_all(&folder).map_err(|why| MailSetup::Folder { folder: folder.clone(), why })?;
        Ok(Mail::by(Way::Folder(folder), identity))
    }

    /// To memory.
    pub fn memory(identity: Identity) -> Mail {
        Mail::by(Way::Memory(Arc::default()), identity)
    }

    fn by(way: Way, identity: Identity) -> Mail {
        Mail { identity: Arc::new(identity), habits: Habits::default(), way }
    }

    /// The same, with other habits.
    pub fn with_habits(self, habits: Habits) -> Mail {
        Mail { habits, ..self }
    }

    /// Who writes.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// When courtesy mail is sent.
    pub fn habits(&self) -> &Habits {
        &self.habits
    }

    /// The mail server, if letters go to one.
    pub fn server(&self) -> Option<&Server> {
        match &self.way {
            Way::Smtp(server) => Some(server),
            Way::Folder(_) | Way::Memory(_) => None,
        }
    }

    /// The messages in memory.
    pub fn sent(&self) -> Vec<Vec<u8>> {
        match &self.way {
            Way::Memory(sent) => sent.lock().unwrap_or_else(PoisonError::into_inner).clone(),
            Way::Smtp(_) | Way::Folder(_) => Vec::new(),
        }
    }

    /// Sends a letter.
    pub async fn send(&self, outgoing: &Outgoing) -> Delivery {
        let composed = match message::compose(outgoing, &self.identity) {
            Ok(composed) => composed,
            Err(why) => return Delivery::Failed(why),
        };
        match &self.way {
            Way::Memory(sent) => {
                sent.lock().unwrap_or_else(PoisonError::into_inner).push(composed.bytes);
                Delivery::Accepted("kept in memory".to_owned())
            }
            Way::Folder(folder) => {
                let name = &outgoing.file;
                match tokio::fs::write(folder.join(name), composed.bytes).await {
                    Ok(()) => Delivery::Accepted(format!("written to {name}")),
                    Err(why) => Delivery::Deferred(format!("{name} was not written: {why}")),
                }
            }
            Way::Smtp(server) => server.send(&composed).await,
        }
    }
}
