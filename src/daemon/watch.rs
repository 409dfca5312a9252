//! watch: appeals of which time asks something.

use std::sync::Arc;

use tokio::sync::Notify;

use super::until;
use crate::clock::Clock;
use crate::registry::{BATCH, Passed, Registry};
use crate::store::{StoreFault, appeal};

/// Deals with everything that fell due by now, batch after batch, each with the time at which it begins.
pub async fn catch_up(registry: &Registry, clock: &Clock) -> Result<Passed, StoreFault> {
    let mut all = Passed::default();
    loop {
        let passed = registry.pass_time(clock.now(), BATCH, all.place).await?;
        all.due += passed.due;
        all.faulty += passed.faulty;
        all.letters += passed.letters;
        // At the end of what it saw, a look goes back once to what may have come before its place.
        if passed.due == 0 && all.place.is_none() {
            return Ok(all);
        }
        all.place = passed.place;
    }
}

/// Looks for ever; `look` is told when there may be something, `letters` when there are letters to send.
pub async fn run(
    registry: Registry,
    clock: Clock,
    look: Arc<Notify>,
    letters: Arc<Notify>,
) -> Result<(), StoreFault> {
    loop {
        let Passed { due, faulty, letters: written, .. } = catch_up(&registry, &clock).await?;
        if due > 0 {
            tracing::info!(appeals = due, faulty, letters = written, "deadlines were dealt with");
            letters.notify_one();
        }
        let next = appeal::next_wake(registry.store()).await?;
        let _ = tokio::time::timeout(until(next, clock.now()), look.notified()).await;
    }
}
