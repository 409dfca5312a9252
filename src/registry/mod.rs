//! The registry: the one way an appeal is written.
//!
//! It takes a batch of commands, whether a page's one or a thousand that fell due at midnight, and in one
//! transaction claims their keys, locks the appeals in the order of their ids, loads all facts in a
//! constant number of statements, decides each in memory, and writes entries, rows and letters with one
//! statement per table. A refusal or a fault of one appeal never fails its neighbours. Serialization
//! failures and deadlocks are tried again; anything else that fails a batch is narrowed down to the
//! appeal that causes it.
//!
//! Pages, the terminal and `watch` call it; nothing else writes appeals, entries or letters.

mod batch;
mod carry;
mod foresight;
mod migrate;
mod on_paper;
mod reference;
mod reschedule;
mod rulebook;
mod submission;

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use rand::RngExt;

use crate::appeal::{Actor, Command, Deed};
use crate::store::appeal::Place;
use crate::store::{self, Store, StoreFault};

use batch::Batch;
pub(crate) use batch::shown;
pub use batch::{Foreseen, Rehearsal};
pub(crate) use carry::{Journal, Stop, carry, carry_counting};
pub use foresight::MissingYear;
pub use migrate::{Migrated, Migrating, Targets};
pub use on_paper::OnPaperFault;
pub use reference::Reference;
pub use reschedule::{Applied, ApplyFault, Moving, Preview};
pub use rulebook::{LoadFault, Rulebook, Rules, WorkflowFiles};
pub use submission::{Answer, Receipt, Submission};

/// How many appeals one transaction carries; more hold locks longer and win nothing.
pub const BATCH: usize = 400;

/// How often a transaction that met a conflict is tried again.
const TRIES: u32 = 8;

/// The registry.
#[derive(Debug, Clone)]
pub struct Registry {
    store: Store,
    rulebook: Arc<Rulebook>,
    /// The domain after the `@` of every Message-ID.
    mail_domain: Arc<str>,
    /// The address of the pages, to which letters lead.
    site: Option<Arc<str>>,
}

/// What a look at the clock brought about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Passed {
    /// How many appeals were due and taken.
    pub due: usize,
    /// How many of them could not be carried on and wait for a person.
    pub faulty: usize,
    /// How many letters were written.
    pub letters: usize,
    /// Where the next look goes on.
    pub place: Option<Place>,
}

impl Registry {
    /// A registry over a database, with the rules it applies.
    pub fn new(store: Store, rulebook: Arc<Rulebook>, mail_domain: &str) -> Registry {
        Registry { store, rulebook, mail_domain: mail_domain.into(), site: None }
    }

    /// The same, with letters that lead to the appeal's page on the pages at this address.
    pub fn with_site(self, site: &str) -> Registry {
        Registry { site: Some(site.trim_end_matches('/').into()), ..self }
    }

    /// The address of the pages as others reach them, without a stroke at its end, if it is known.
    pub fn site(&self) -> Option<&str> {
        self.site.as_deref()
    }

    /// The database.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The rules.
    pub fn rulebook(&self) -> &Rulebook {
        &self.rulebook
    }

    /// Submits one command.
    pub async fn submit(&self, submission: Submission, now: Timestamp) -> Result<Answer, StoreFault> {
        let mut answers = self.submit_all(vec![submission], now).await?;
        Ok(answers.remove(0))
    }

    /// Submits commands and answers each, in their order.
    ///
    /// A command sent again under its key has no second effect and gets the first answer. Errors: only
    /// when the database itself fails; then nothing of the failed transaction is written.
    pub async fn submit_all(
        &self,
        submissions: Vec<Submission>,
        now: Timestamp,
    ) -> Result<Vec<Answer>, StoreFault> {
        let mut answers = Vec::with_capacity(submissions.len());
        for part in submissions.chunks(BATCH) {
            answers.extend(self.submit_or_split(part, now).await?);
        }
        self.say_look().await;
        Ok(answers)
    }

    /// Hints to every process that something has changed: its loops look, and its open pages.
    async fn say_look(&self) {
        if let Err(fault) = self.store.say_look().await {
            tracing::debug!(%fault, "nobody was told to look");
        }
    }

    /// The answer that a submission got already, if it was sent before; of another request under the same key, nothing.
    pub async fn answered(&self, submission: &Submission) -> Result<Option<Answer>, StoreFault> {
        let mut tx = self.store.begin().await?;
        let kept = store::receipt::answers(&mut tx, std::slice::from_ref(&submission.key)).await?;
        let same = kept.into_iter().find(|(_, fingerprint, _)| *fingerprint == submission.fingerprint());
        let answer = same.and_then(|(_, _, answer)| answer);
        answer.map(|answer| store::readable("an answer", &answer)).transpose()
    }

    /// A batch that the database refuses as a whole is split until the culprit stands alone.
    async fn submit_or_split(&self, part: &[Submission], now: Timestamp) -> Result<Vec<Answer>, StoreFault> {
        match self.submit_until_clear(part, now).await {
            Ok(answers) => Ok(answers),
            Err(fault) if fault.is_outage() || fault.is_conflict() => Err(fault),
            Err(fault) if part.len() == 1 => Ok(vec![Answer::Faulty(fault.to_string())]),
            Err(_) => {
                let (left, right) = part.split_at(part.len() / 2);
                let mut answers = Box::pin(self.submit_or_split(left, now)).await?;
                answers.extend(Box::pin(self.submit_or_split(right, now)).await?);
                Ok(answers)
            }
        }
    }

    async fn submit_until_clear(
        &self,
        part: &[Submission],
        now: Timestamp,
    ) -> Result<Vec<Answer>, StoreFault> {
        let mut tried = 0;
        loop {
            match self.submit_once(part, now).await {
                Err(fault) if Self::may_try_again(&fault, &mut tried).await => {}
                answer => return answer,
            }
        }
    }

    async fn submit_once(&self, part: &[Submission], now: Timestamp) -> Result<Vec<Answer>, StoreFault> {
        let mut batch = Batch::begin(self, now).await?;
        let answers = batch.submit(part).await?;
        batch.commit().await?;
        Ok(answers)
    }

    /// Takes up to `most` appeals of which time asks something by now, beyond a place where an earlier look
    /// ended, and deals with them.
    pub async fn pass_time(
        &self,
        now: Timestamp,
        most: usize,
        beyond: Option<Place>,
    ) -> Result<Passed, StoreFault> {
        let mut tried = 0;
        loop {
            match self.pass_time_once(now, most, beyond).await {
                Err(fault) if Self::may_try_again(&fault, &mut tried).await => {}
                Err(fault) if !fault.is_outage() && !fault.is_conflict() => {
                    return self.pass_time_narrowly(now, most, fault).await;
                }
                answer => return answer,
            }
        }
    }

    async fn pass_time_once(
        &self,
        now: Timestamp,
        most: usize,
        beyond: Option<Place>,
    ) -> Result<Passed, StoreFault> {
        let mut batch = Batch::begin(self, now).await?;
        let passed = batch.pass_time(most, beyond).await?;
        if passed.due > 0 {
            batch.commit().await?;
            self.say_look().await;
        }
        Ok(passed)
    }

    /// The batch failed as a whole: the appeals are taken fewer at a time, and one that fails alone is marked.
    async fn pass_time_narrowly(
        &self,
        now: Timestamp,
        most: usize,
        fault: StoreFault,
    ) -> Result<Passed, StoreFault> {
        if most > 1 {
            return Box::pin(self.pass_time(now, most / 2, None)).await;
        }
        let mut batch = Batch::begin(self, now).await?;
        let passed = batch.mark_most_overdue(&fault.to_string()).await?;
        batch.commit().await?;
        Ok(passed)
    }

    /// The deed of time itself.
    pub(crate) fn time_passed() -> Deed {
        Deed { actor: Actor::Redress, command: Command::TimePassed }
    }

    /// A Message-ID that nobody can guess.
    pub(crate) fn message_id(&self) -> String {
        format!("<{:032x}@{}>", rand::rng().random::<u128>(), self.mail_domain)
    }

    /// Whether work that failed may simply be tried again; if so, after a short pause of chance length.
    async fn may_try_again(fault: &StoreFault, tried: &mut u32) -> bool {
        if !fault.is_conflict() || *tried >= TRIES {
            return false;
        }
        *tried += 1;
        let pause = rand::rng().random_range(1..=5_u64 << *tried);
        tokio::time::sleep(Duration::from_millis(pause)).await;
        true
    }
}
