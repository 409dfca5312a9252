//! listen: hints to look that other processes give.
//!
//! A hint carries nothing and may be missed; who missed it looks a little later.

use std::sync::Arc;

use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::bell::Bell;
use super::rounds::{NET, Rest, Rounds};
use crate::store::{Hints, Store, StoreFault};

/// The loop.
#[derive(Debug)]
pub(super) struct Listen {
    store: Store,
    told: [Arc<Notify>; 2],
    bell: Bell,
    stop: CancellationToken,
    hints: Option<Hints>,
}

impl Listen {
    pub fn new(store: Store, told: [Arc<Notify>; 2], bell: Bell, stop: CancellationToken) -> Listen {
        Listen { store, told, bell, stop, hints: None }
    }
}

impl Rounds for Listen {
    /// Waits for one hint, within the net.
    async fn round(&mut self) -> Result<Rest, StoreFault> {
        match &mut self.hints {
            None => {
                self.hints = Some(self.store.listen().await?);
                self.bell.listens(true);
                self.bell.ring();
            }
            Some(hints) => tokio::select! {
                hint = tokio::time::timeout(NET, hints.next()) => if let Ok(hint) = hint {
                    hint?;
                    self.bell.ring();
                },
                () = self.stop.cancelled() => {}
            },
        }
        // Whatever was said before the connection stood is looked for as well.
        self.told.iter().for_each(|look| look.notify_one());
        Ok(Rest::None)
    }
}

impl Drop for Listen {
    fn drop(&mut self) {
        self.bell.listens(false);
    }
}
