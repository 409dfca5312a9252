//! What the pages of the house keep between two looks: the examination under way, proofs, and counts over all appeals.
//!
//! In the memory of one process; lost with it, and made anew when asked for.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use jiff::{SignedDuration, Timestamp};
use tokio_util::sync::CancellationToken;

use super::doctor::Examination;
use crate::law::Calendar;
use crate::registry::Rules;
use crate::store::{self, Store, StoreFault};
use crate::workflow::proof::{self, Proof};

/// How many open appeals and how many of all follow each version of a workflow, by its digest.
pub(super) type Following = BTreeMap<String, (i64, i64)>;

/// Counts, with the instant at which they were made.
type Counted = (Timestamp, Arc<Following>);

/// For how long counts are shown: counting reads every appeal.
const FRESH: SignedDuration = SignedDuration::from_mins(1);

/// Proofs by the digests of workflow and calendar, and the thread that makes more of them.
#[derive(Debug, Default)]
struct Proofs {
    made: BTreeMap<(String, String), Arc<Proof>>,
    under_way: Option<JoinHandle<()>>,
}

/// What is kept. Clones keep the same.
#[derive(Debug, Clone, Default)]
pub(in crate::web) struct Kept {
    stop: CancellationToken,
    examination: Arc<Mutex<Examination>>,
    proofs: Arc<Mutex<Proofs>>,
    following: Arc<tokio::sync::Mutex<Option<Counted>>>,
}

fn lock<T>(kept: &Mutex<T>) -> MutexGuard<'_, T> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Kept {
    /// Ends an examination that is under way.
    pub fn stop(&self) {
        self.stop.cancel();
    }

    /// Waits until what is under way is to end.
    pub(super) async fn stopped(&self) {
        self.stop.cancelled().await;
    }

    /// The examination under way, or the last one.
    pub(super) fn examination(&self) -> MutexGuard<'_, Examination> {
        lock(&self.examination)
    }

    /// The proof of a workflow by a calendar, if it has been made; those that are missing are made behind the page.
    ///
    /// On a thread of its own: it takes all of a processor for seconds, and a stop does not wait for it.
    pub(super) fn proofs(&self, wanted: &[(Arc<Rules>, Arc<Calendar>)]) -> Vec<Option<Arc<Proof>>> {
        let key = |rules: &Rules, calendar: &Calendar| {
            (rules.definition.digest.clone(), calendar.digest().to_owned())
        };
        let mut proofs = lock(&self.proofs);
        let made: Vec<_> =
            wanted.iter().map(|(rules, calendar)| proofs.made.get(&key(rules, calendar)).cloned()).collect();
        let missing = wanted.iter().zip(&made).filter(|(_, made)| made.is_none());
        let missing: Vec<_> = missing.map(|(wanted, _)| wanted.clone()).collect();
        if !missing.is_empty() && proofs.under_way.as_ref().is_none_or(JoinHandle::is_finished) {
            let keep = Arc::clone(&self.proofs);
            proofs.under_way = Some(std::thread::spawn(move || {
                for (rules, calendar) in missing {
                    let proof = Arc::new(proof::prove(&rules.definition, &calendar));
                    lock(&keep).made.insert(key(&rules, &calendar), proof);
                }
            }));
        }
        made
    }

    /// Who follows what, as counted within the last minute.
    pub(super) async fn following(
        &self,
        store: &Store,
        now: Timestamp,
    ) -> Result<Arc<Following>, StoreFault> {
        let mut kept = self.following.lock().await;
        match &*kept {
            Some((at, counted)) if now.duration_since(*at).abs() < FRESH => Ok(Arc::clone(counted)),
            _ => {
                let counted = store::appeal::following(store).await?;
                let counted = counted.into_iter().map(|(digest, open, all)| (digest, (open, all)));
                let counted: Arc<Following> = Arc::new(counted.collect());
                *kept = Some((now, Arc::clone(&counted)));
                Ok(counted)
            }
        }
    }
}
