//! watch: appeals of which time asks something, and withdrawals whose time has come.

use std::sync::Arc;

use tokio::sync::Notify;

use super::rounds::{Rest, Rounds};
use super::withdrawals;
use crate::clock::Clock;
use crate::registry::{BATCH, Passed, Registry};
use crate::store::{StoreFault, appeal, withdrawal};

/// Deals with everything that fell due by now, batch after batch, each with the time at which it begins.
pub async fn catch_up(registry: &Registry, clock: &Clock) -> Result<Passed, StoreFault> {
    let mut look = Passed::default();
    while step(registry, clock, &mut look).await? {}
    Ok(look)
}

/// Deals with one batch and adds it to what the look has brought about; false when the look is at its end.
async fn step(registry: &Registry, clock: &Clock, look: &mut Passed) -> Result<bool, StoreFault> {
    if *look == Passed::default() {
        withdrawals::enter(registry, clock.now()).await?;
    }
    let passed = registry.pass_time(clock.now(), BATCH, look.place).await?;
    look.due += passed.due;
    look.faulty += passed.faulty;
    look.letters += passed.letters;
    // At the end of what it saw, a look goes back once to what may have come before its place.
    let ended = passed.due == 0 && look.place.is_none();
    look.place = passed.place;
    Ok(!ended)
}

/// The loop.
#[derive(Debug)]
pub(super) struct Watch {
    registry: Registry,
    clock: Clock,
    /// Told when there are letters to send.
    letters: Arc<Notify>,
    /// What this look has brought about so far, and how far it has come.
    look: Passed,
}

impl Watch {
    pub fn new(registry: Registry, clock: Clock, letters: Arc<Notify>) -> Watch {
        Watch { registry, clock, letters, look: Passed::default() }
    }
}

impl Rounds for Watch {
    /// A batch.
    async fn round(&mut self) -> Result<Rest, StoreFault> {
        if step(&self.registry, &self.clock, &mut self.look).await? {
            self.letters.notify_one();
            return Ok(Rest::None);
        }
        let Passed { due, faulty, letters, .. } = std::mem::take(&mut self.look);
        if due > 0 {
            tracing::info!(appeals = due, faulty, letters, "deadlines were dealt with");
        }
        let store = self.registry.store();
        let (wake, withdrawal) = (appeal::next_wake(store).await?, withdrawal::next_due(store).await?);
        Ok(Rest::Until(wake.into_iter().chain(withdrawal).min()))
    }
}
