//! guard: the private database comes back when its server has died.
//!
//! Nobody else restarts that server, and all loops need it. The supervisor wakes the guard when a loop died
//! because the database was away; it asks the server for itself and opens the cluster anew, in the same
//! folder and behind the same socket, so that every connection finds it again. With a database of the
//! operator's own there is no guard.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;

use super::rounds::{Rest, Rounds};
use crate::cluster::{Cluster, ClusterError, Kind, Settings};
use crate::store::{Store, StoreFault};

/// How long the server may take to answer.
const ANSWER: Duration = Duration::from_secs(2);

/// The private cluster, kept open. Clones are the same one.
#[derive(Debug, Clone)]
pub struct Guarded {
    cluster: Arc<Mutex<Option<Cluster>>>,
    settings: Settings,
}

impl Guarded {
    /// Keeps a cluster that is open; `settings` are those it was opened with.
    pub fn new(cluster: Cluster, settings: Settings) -> Guarded {
        Guarded { cluster: Arc::new(Mutex::new(Some(cluster))), settings }
    }

    /// Opens it anew, which starts a server that has died and joins one that lives.
    ///
    /// # Errors
    /// When the server does not start; the cluster is kept as it was.
    pub async fn reopen(&self) -> Result<(), ClusterError> {
        let mut kept = self.cluster.lock().await;
        let Some(folder) = kept.as_ref().map(|cluster| cluster.was_found().folder.clone()) else {
            return Ok(());
        };
        let opened = Cluster::open(&folder, Kind::Kept, &self.settings).await?;
        tracing::warn!(found = %opened.was_found(), "the private database did not answer and was opened anew");
        *kept = Some(opened);
        Ok(())
    }

    /// How it was found when it was last opened, in a line.
    pub async fn was_found(&self) -> Option<String> {
        self.cluster.lock().await.as_ref().map(|cluster| cluster.was_found().to_string())
    }

    /// Leaves the cluster; the last one to leave stops the server.
    ///
    /// # Errors
    /// When the server does not stop.
    pub async fn close(&self) -> Result<(), ClusterError> {
        match self.cluster.lock().await.take() {
            Some(cluster) => cluster.close().await,
            None => Ok(()),
        }
    }
}

/// The loop.
#[derive(Debug)]
pub(super) struct Guard {
    pub guarded: Guarded,
    pub store: Store,
}

impl Rounds for Guard {
    async fn round(&mut self) -> Result<Rest, StoreFault> {
        if !self.store.answers(ANSWER).await
            && let Err(fault) = self.guarded.reopen().await
        {
            // The next round tries again; what stands in the way is for the operator to read.
            tracing::error!(%fault, "the private database could not be opened anew");
            return Err(StoreFault::Away(fault.to_string()));
        }
        Ok(Rest::Until(None))
    }
}
