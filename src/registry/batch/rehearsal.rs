//! A command tried and taken back: what would follow from it, for whoever is about to give it.
//!
//! It is decided by the very path that a submission takes, in a transaction that is rolled back.

use jiff::Timestamp;

use super::{Batch, Case, Stop};
use crate::appeal::{Appeal, Entry, Refusal};
use crate::letter::Written;
use crate::registry::{Registry, Submission};
use crate::store::{self, StoreFault};

/// What would follow from a command.
#[derive(Debug, Clone, PartialEq)]
pub struct Foreseen {
    /// The number of the last entry before it.
    pub seq: i32,
    /// The appeal as it would be.
    pub appeal: Appeal,
    /// The entries.
    pub entries: Vec<Entry>,
    /// The letters, each as it would be sent; only the seal that they carry would be another.
    pub letters: Vec<Written>,
}

/// The answer to a rehearsal.
#[derive(Debug, Clone, PartialEq)]
pub enum Rehearsal {
    /// It would be done.
    Would(Box<Foreseen>),
    /// It would be refused.
    Refused(Refusal),
    /// The program could not do it; an operator must look.
    Faulty(String),
}

impl Registry {
    /// Decides a command on an appeal as [`submit`](Registry::submit) would at this instant, and writes nothing. The
    /// key of the submission is neither looked at nor used.
    ///
    /// # Errors
    /// The database's.
    pub async fn rehearse(&self, submission: &Submission, now: Timestamp) -> Result<Rehearsal, StoreFault> {
        let mut batch = Batch::begin(self, now).await?;
        let answer = batch.rehearse(submission).await?;
        batch.tx.rollback().await?;
        Ok(answer)
    }
}

impl Batch<'_> {
    async fn rehearse(&mut self, submission: &Submission) -> Result<Rehearsal, StoreFault> {
        let reference = submission.reference.clone().unwrap_or_default();
        let locked = store::appeal::lock(&mut self.tx, std::slice::from_ref(&reference)).await?;
        let Some(mut case) = locked.into_iter().next().map(Case::from) else {
            return Ok(Rehearsal::Refused(Refusal::UnknownAppeal { reference }));
        };
        self.load([&case].into_iter(), Vec::new()).await?;
        let seq = case.seq;
        let decided = self.decide(&mut case, &submission.deed);
        Ok(match (decided, case.appeal) {
            (Ok(()), Some(appeal)) => {
                let entries = case.entries.into_iter().map(|(entry, _)| entry).collect();
                Rehearsal::Would(Box::new(Foreseen { seq, appeal, entries, letters: case.letters }))
            }
            (Err(Stop::Refused(refusal)), _) => Rehearsal::Refused(refusal),
            (Err(Stop::Faulty(fault)), _) => Rehearsal::Faulty(fault),
            (Ok(()), None) => Rehearsal::Faulty("the state of the appeal cannot be read".to_owned()),
        })
    }
}
