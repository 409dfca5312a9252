//! What the pages of the house keep between two looks: the examination under way, and counts over all appeals.
//!
//! In the memory of one process; lost with it, and made anew when asked for.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

use super::doctor::Examination;
use crate::store::{self, Store, StoreFault};
use crate::web::remembered::Remembered;

/// How many open appeals and how many of all follow each version of a workflow, by its digest.
pub(super) type Following = BTreeMap<String, (i64, i64)>;

/// For how long counts are shown: counting reads every appeal.
const FRESH: Duration = Duration::from_secs(60);

/// What is kept. Clones keep the same.
#[derive(Debug, Clone)]
pub(in crate::web) struct Kept {
    stop: CancellationToken,
    examination: Arc<Mutex<Examination>>,
    following: Remembered<Following>,
}

impl Default for Kept {
    fn default() -> Kept {
        let (stop, examination) = Default::default();
        Kept { stop, examination, following: Remembered::fresh_for(FRESH) }
    }
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
        let count = async {
            let counted = store::appeal::following(store).await?.into_iter();
            Ok(counted.map(|(digest, open, all)| (digest, (open, all))).collect())
        };
        self.following.or_count(now, count).await
    }
}
