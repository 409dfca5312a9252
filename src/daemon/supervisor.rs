//! The supervisor of the daemon's loops.
//!
//! A loop that dies is reported and started again after a pause that grows while it keeps dying. On a stop
//! every loop ends the round that it is at; one that takes too long gives up its transaction, which then
//! never happened.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::task::JoinError;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::bell::Bell;
use super::collect::{Collect, Maildir};
use super::guard::{Guard, Guarded};
use super::listen::Listen;
use super::post::Post;
use super::rounds::{self, NET, Rounds};
use super::schedule::Wall;
use super::vitals::{Pulse, Vitals};
use super::watch::Watch;
use crate::clock::Clock;
use crate::mail::Mail;
use crate::registry::Registry;
use crate::store::{Store, StoreFault};

/// The daemon's loops, running.
#[derive(Debug)]
pub struct Daemon {
    stop: CancellationToken,
    loops: TaskTracker,
    vitals: Vitals,
    bell: Bell,
    clock: Clock,
    /// Told when a loop died because the database was away.
    away: Arc<Notify>,
}

/// How long a loop may take to end its round when it is told to stop.
const LAST_ROUND: Duration = Duration::from_secs(2);

/// How long a loop may take to come round: a rest as long as the net, and a round.
const PATIENCE: Duration = NET.saturating_add(Duration::from_secs(120));

/// The same for post, whose round may meet a mail server that is slow to answer each of its letters.
const PATIENCE_FOR_MAIL: Duration = NET.saturating_add(Duration::from_secs(600));

/// The pause before a dead loop is started again: a second at first, a minute at most.
fn back_off(deaths: u32) -> Duration {
    Duration::from_secs((1_u64 << deaths.min(6)).min(60))
}

impl Daemon {
    /// Starts watch, post, schedule and the listener.
    pub fn start(registry: &Registry, mail: &Mail, clock: &Clock) -> Daemon {
        let daemon = Daemon::idle(clock);
        let [look, letters] = [(); 2].map(|()| Arc::new(Notify::new()));
        let (rules, time, told) = (registry.clone(), clock.clone(), Arc::clone(&letters));
        daemon.keep("watch", PATIENCE, Arc::clone(&look), move || {
            Watch::new(rules.clone(), time.clone(), Arc::clone(&told))
        });
        let (rules, way, time) = (registry.clone(), mail.clone(), clock.clone());
        daemon.keep("post", PATIENCE_FOR_MAIL, Arc::clone(&letters), move || Post {
            registry: rules.clone(),
            mail: way.clone(),
            clock: time.clone(),
        });
        let (rules, time) = (registry.clone(), clock.clone());
        let written = Arc::clone(&letters);
        daemon.keep("schedule", PATIENCE, Arc::default(), move || {
            Wall::new(rules.clone(), time.clone(), Arc::clone(&written))
        });
        let (store, told, stop) = (registry.store().clone(), [look, letters], daemon.stop.clone());
        let bell = daemon.bell();
        daemon.keep("listen", PATIENCE, Arc::default(), move || {
            Listen::new(store.clone(), told.clone(), bell.clone(), stop.clone())
        });
        daemon
    }

    /// Guards the private cluster as well.
    pub fn guard(&self, guarded: &Guarded, store: &Store) {
        let (guarded, store) = (guarded.clone(), store.clone());
        self.keep("guard", PATIENCE, Arc::clone(&self.away), move || Guard {
            guarded: guarded.clone(),
            store: store.clone(),
        });
    }

    /// Takes what comes into a Maildir as well.
    pub fn collect(&self, maildir: &Maildir, registry: &Registry, mail: &Mail) {
        let (maildir, registry, mail) = (maildir.clone(), registry.clone(), mail.clone());
        let clock = self.clock.clone();
        self.keep("collect", PATIENCE_FOR_MAIL, Arc::default(), move || Collect {
            maildir: maildir.clone(),
            registry: registry.clone(),
            mail: mail.clone(),
            clock: clock.clone(),
        });
    }

    /// How the loops are.
    pub fn vitals(&self) -> Vitals {
        self.vitals.clone()
    }

    /// What rings when something may have changed.
    pub fn bell(&self) -> Bell {
        self.bell.clone()
    }

    /// A daemon without loops.
    fn idle(clock: &Clock) -> Daemon {
        let (stop, loops, vitals) = (CancellationToken::new(), TaskTracker::new(), Vitals::default());
        Daemon { stop, loops, vitals, bell: Bell::default(), clock: clock.clone(), away: Arc::default() }
    }

    fn keep<R: Rounds + 'static>(
        &self,
        name: &'static str,
        patience: Duration,
        look: Arc<Notify>,
        make: impl Fn() -> R + Send + 'static,
    ) {
        let pulse = self.vitals.watch_over(name, patience);
        let (stop, clock, away) = (self.stop.clone(), self.clock.clone(), Arc::clone(&self.away));
        self.loops.spawn(async move {
            let (mut deaths, mut rounds) = (0, 0);
            while !stop.is_cancelled() {
                let life = rounds::run(make(), clock.clone(), Arc::clone(&look), pulse.clone(), stop.clone());
                let Some(fault) = live(tokio::spawn(life), &stop, &away).await else { return };
                // A loop that has come round since it was started was well again.
                deaths = if pulse.rounds() > rounds { 0 } else { deaths + 1 };
                rounds = pulse.rounds();
                let pause = back_off(deaths);
                report(name, &fault, pause, &pulse, &clock);
                let _ = tokio::time::timeout(pause, stop.cancelled()).await;
            }
        });
    }

    /// Stops every loop, within seconds.
    pub async fn stop(self) {
        self.stop.cancel();
        self.loops.close();
        self.loops.wait().await;
    }
}

/// Waits for the end of a loop's life; answers with what it died of, or nothing if it was stopped.
async fn live(
    mut life: tokio::task::JoinHandle<Result<(), StoreFault>>,
    stop: &CancellationToken,
    away: &Notify,
) -> Option<String> {
    let ended = tokio::select! {
        ended = &mut life => ended,
        () = stop.cancelled() => {
            if tokio::time::timeout(LAST_ROUND, &mut life).await.is_err() {
                tracing::warn!("a loop did not end its round in time; what it was doing is rolled back");
                life.abort();
                let _: Result<_, JoinError> = life.await;
            }
            return None;
        }
    };
    match ended {
        Ok(Ok(())) => None,
        Ok(Err(fault)) => {
            if fault.is_outage() {
                away.notify_one();
            }
            Some(fault.to_string())
        }
        Err(died) => Some(died.to_string()),
    }
}

fn report(name: &'static str, why: &str, pause: Duration, pulse: &Pulse, clock: &Clock) {
    let seconds = pause.as_secs();
    tracing::error!(name, why, seconds, "a loop of the daemon died and is started again");
    pulse.died(clock.now(), why);
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use jiff::Timestamp;
    use tokio::time::{Instant, advance};

    use super::*;
    use crate::daemon::rounds::Rest;

    /// A loop that does as its test says.
    struct Puppet(Arc<Strings>);

    #[derive(Default)]
    struct Strings {
        /// How many of its first rounds fail.
        fails: u32,
        /// Which round panics.
        panics: Option<u32>,
        /// How long a round takes.
        takes: Duration,
        begun: AtomicU32,
        ended: AtomicU32,
        /// Told at the begin of each round.
        begins: Notify,
    }

    impl Rounds for Puppet {
        async fn round(&mut self) -> Result<Rest, StoreFault> {
            let round = self.0.begun.fetch_add(1, Ordering::Relaxed) + 1;
            self.0.begins.notify_one();
            assert_ne!(self.0.panics, Some(round), "the round that panics");
            tokio::time::sleep(self.0.takes).await;
            self.0.ended.fetch_add(1, Ordering::Relaxed);
            if round <= self.0.fails {
                Err(StoreFault::Away(format!("{round}")))
            } else {
                Ok(Rest::Until(None))
            }
        }
    }

    fn daemon(strings: Strings) -> (Daemon, Arc<Strings>) {
        let strings = Arc::new(strings);
        let daemon = Daemon::idle(&Clock::standing_at(Timestamp::UNIX_EPOCH));
        let hung = Arc::clone(&strings);
        daemon.keep("puppet", PATIENCE, Arc::default(), move || Puppet(Arc::clone(&hung)));
        (daemon, strings)
    }

    #[tokio::test(start_paused = true)]
    async fn a_loop_that_dies_is_started_again_after_a_growing_pause_and_reported() {
        let (daemon, strings) = daemon(Strings { fails: 3, ..Strings::default() });
        let begun = Instant::now();
        let mut at = Vec::new();
        for _ in 0..4 {
            strings.begins.notified().await;
            at.push(begun.elapsed().as_secs());
        }
        assert_eq!(at, [0, 2, 6, 14]);
        // It rests now, having come round.
        tokio::time::sleep(Duration::from_secs(1)).await;
        let puppet = &daemon.vitals().loops()[0];
        assert_eq!((puppet.name, puppet.restarts, puppet.well), ("puppet", 3, true));
        assert_eq!(puppet.last_round, Some(Timestamp::UNIX_EPOCH));
        assert_eq!(puppet.last_fault.as_ref().unwrap().why, "the database is away: 3");
        daemon.stop().await;
    }

    #[tokio::test(start_paused = true)]
    async fn a_loop_that_panics_is_started_again() {
        let (daemon, strings) = daemon(Strings { panics: Some(1), ..Strings::default() });
        strings.begins.notified().await;
        strings.begins.notified().await;
        assert_eq!(daemon.vitals().loops()[0].restarts, 1);
        daemon.stop().await;
    }

    #[tokio::test(start_paused = true)]
    async fn a_loop_that_does_not_come_round_is_not_well() {
        let (daemon, strings) = daemon(Strings { takes: Duration::from_secs(3600), ..Strings::default() });
        strings.begins.notified().await;
        assert!(daemon.vitals().loops()[0].well);
        advance(PATIENCE + Duration::from_secs(1)).await;
        assert!(!daemon.vitals().loops()[0].well);
        daemon.stop().await;
    }

    #[tokio::test(start_paused = true)]
    async fn a_stop_lets_the_round_under_way_end() {
        let (daemon, strings) = daemon(Strings { takes: Duration::from_secs(2), ..Strings::default() });
        strings.begins.notified().await;
        daemon.stop().await;
        assert_eq!(strings.ended.load(Ordering::Relaxed), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn a_stop_does_not_wait_for_a_round_that_takes_too_long() {
        let (daemon, strings) = daemon(Strings { takes: Duration::from_secs(3600), ..Strings::default() });
        strings.begins.notified().await;
        let told = Instant::now();
        daemon.stop().await;
        assert_eq!(told.elapsed().as_secs(), LAST_ROUND.as_secs());
        assert_eq!(strings.ended.load(Ordering::Relaxed), 0);
    }
}
