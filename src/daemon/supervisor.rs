//! The supervisor of the daemon's loops.
//!
//! A loop that dies is reported and started again after a pause that grows while it keeps dying. On a
//! stop every loop gives up its transaction, which then never happened.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::{post, watch};
use crate::clock::Clock;
use crate::mail::Mail;
use crate::registry::Registry;
use crate::store::{Store, StoreFault};

/// The daemon's loops, running.
#[derive(Debug)]
pub struct Daemon {
    stop: CancellationToken,
    loops: TaskTracker,
}

/// How long a stop may take.
const PATIENCE: Duration = Duration::from_secs(4);

/// The pause before a dead loop is started again: a second at first, a minute at most.
fn back_off(deaths: u32) -> Duration {
    Duration::from_secs((1_u64 << deaths.min(6)).min(60))
}

impl Daemon {
    /// Starts watch, post and the listener.
    pub fn start(registry: &Registry, mail: &Mail, clock: &Clock) -> Daemon {
        let daemon = Daemon { stop: CancellationToken::new(), loops: TaskTracker::new() };
        let look = Arc::new(Notify::new());
        let letters = Arc::new(Notify::new());
        let parts = (registry.clone(), clock.clone(), Arc::clone(&look), Arc::clone(&letters));
        daemon.keep("watch", move || {
            let (registry, clock, look, letters) = parts.clone();
            watch::run(registry, clock, look, letters)
        });
        let parts = (registry.clone(), mail.clone(), clock.clone(), Arc::clone(&letters));
        daemon.keep("post", move || {
            let (registry, mail, clock, letters) = parts.clone();
            post::run(registry, mail, clock, letters)
        });
        let parts = (registry.store().clone(), look, letters);
        daemon.keep("listen", move || {
            let (store, look, letters) = parts.clone();
            listen(store, look, letters)
        });
        daemon.loops.close();
        daemon
    }

    fn keep<F>(&self, name: &'static str, start: impl Fn() -> F + Send + 'static)
    where
        F: Future<Output = Result<(), StoreFault>> + Send + 'static,
    {
        let stop = self.stop.clone();
        self.loops.spawn(async move {
            let mut deaths = 0;
            while !stop.is_cancelled() {
                let life = tokio::spawn(start());
                let abort = life.abort_handle();
                let ended = tokio::select! {
                    () = stop.cancelled() => return abort.abort(),
                    ended = life => ended,
                };
                let why = match ended {
                    Ok(Ok(())) => "it ended".to_owned(),
                    Ok(Err(fault)) => fault.to_string(),
                    Err(died) => died.to_string(),
                };
                let pause = back_off(deaths);
                let seconds = pause.as_secs();
                tracing::error!(name, why, seconds, "a loop of the daemon died and is started again");
                deaths += 1;
                let _ = tokio::time::timeout(pause, stop.cancelled()).await;
            }
        });
    }

    /// Stops every loop, within seconds.
    pub async fn stop(self) {
        self.stop.cancel();
        if tokio::time::timeout(PATIENCE, self.loops.wait()).await.is_err() {
            tracing::warn!("a loop did not stop in time; what it was doing is rolled back");
        }
    }
}

/// Passes on the hint to look that other processes give.
async fn listen(store: Store, look: Arc<Notify>, letters: Arc<Notify>) -> Result<(), StoreFault> {
    let mut listener = store.listen().await?;
    loop {
        // Whatever was said before the connection stood is looked for now.
        look.notify_one();
        letters.notify_one();
        listener.recv().await?;
    }
}
