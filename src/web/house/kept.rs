//! What the pages of the house keep between two looks: the examination under way, and counts over all appeals.
//!
//! In the memory of one process; lost with it, and made anew when asked for.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use tokio_util::sync::CancellationToken;

use super::doctor::Examination;
use crate::store::{self, Store, StoreFault};

/// How many open appeals and how many of all follow each version of a workflow, by its digest.
pub(super) type Following = BTreeMap<String, (i64, i64)>;

/// Counts, with the instant at which they were made.
type Counted = (Timestamp, Arc<Following>);

/// For how long counts are shown: counting reads every appeal.
const FRESH: SignedDuration = SignedDuration::from_mins(1);

/// What is kept. Clones keep the same.
#[derive(Debug, Clone, Default)]
pub(in crate::web) struct Kept {
    stop: CancellationToken,
    examination: Arc<Mutex<Examination>>,
    following: Arc<tokio::sync::Mutex<Option<Counted>>>,
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
        self.examination.lock().unwrap_or_else(PoisonError::into_inner)
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
