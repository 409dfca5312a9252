//! How the daemon's loops are: the board on which they write and which health is read from.
//!
//! Whether a loop is overdue is measured on the machine's steady clock, which nobody can set; the instants
//! shown are those of the program's clock.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;
use tokio::time::Instant;

/// How a loop is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LoopState {
    /// Its name.
    pub name: &'static str,
    /// Whether it has come round lately.
    pub well: bool,
    /// When it last ended a round.
    pub last_round: Option<Timestamp>,
    /// What it last died of, and when.
    pub last_fault: Option<Fault>,
    /// How often it was started again.
    pub restarts: u32,
}

/// What a loop died of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// When.
    pub at: Timestamp,
    /// Why.
    pub why: String,
}

/// The board. Clones show the same.
#[derive(Debug, Clone, Default)]
pub struct Vitals {
    loops: Arc<Mutex<BTreeMap<&'static str, Kept>>>,
}

#[derive(Debug)]
struct Kept {
    patience: Duration,
    beat: Instant,
    rounds: u64,
    last_round: Option<Timestamp>,
    last_fault: Option<Fault>,
    restarts: u32,
}

impl Vitals {
    /// Puts a loop on the board that is to come round within `patience`, and gives it its pulse.
    pub(super) fn watch_over(&self, name: &'static str, patience: Duration) -> Pulse {
        let kept = Kept {
            patience,
            beat: Instant::now(),
            rounds: 0,
            last_round: None,
            last_fault: None,
            restarts: 0,
        };
        self.lock().insert(name, kept);
        Pulse { name, vitals: self.clone() }
    }

    /// Every loop, by its name.
    pub fn loops(&self) -> Vec<LoopState> {
        let state = |(name, kept): (&&'static str, &Kept)| LoopState {
            name,
            well: kept.beat.elapsed() <= kept.patience,
            last_round: kept.last_round,
            last_fault: kept.last_fault.clone(),
            restarts: kept.restarts,
        };
        self.lock().iter().map(state).collect()
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<&'static str, Kept>> {
        self.loops.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What one loop writes on the board.
#[derive(Debug, Clone)]
pub(super) struct Pulse {
    name: &'static str,
    vitals: Vitals,
}

impl Pulse {
    /// A round has ended.
    pub fn beat(&self, now: Timestamp) {
        self.write(|kept| {
            kept.beat = Instant::now();
            kept.rounds += 1;
            kept.last_round = Some(now);
        });
    }

    /// The loop has died and will be started again.
    pub fn died(&self, now: Timestamp, why: &str) {
        self.write(|kept| {
            kept.last_fault = Some(Fault { at: now, why: why.to_owned() });
            kept.restarts += 1;
        });
    }

    /// How many rounds it has ended.
    pub fn rounds(&self) -> u64 {
        self.vitals.lock().get(self.name).map_or(0, |kept| kept.rounds)
    }

    fn write(&self, change: impl FnOnce(&mut Kept)) {
        if let Some(kept) = self.vitals.lock().get_mut(self.name) {
            change(kept);
        }
    }
}
