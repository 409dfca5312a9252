//! The bell: tells whoever waits in this process that something may have changed.
//!
//! `listen` rings it for every hint that the database passes on, from this process or another. A ring carries nothing:
//! who hears it looks for himself. While nobody listens, because the connection is lost, an ear looks slowly instead.

use std::time::Duration;

use tokio::sync::watch;

/// How long an ear waits at most while no hint could reach it.
const SLOW: Duration = Duration::from_secs(30);

/// A bell; its copies are the same one.
#[derive(Debug, Clone, Default)]
pub struct Bell(watch::Sender<Heard>);

#[derive(Debug, Clone, Copy, Default)]
struct Heard {
    rings: u64,
    /// Whether hints of the database reach this process.
    listens: bool,
    /// Whether the process comes to its end.
    closed: bool,
}

impl Bell {
    /// Rings.
    pub(super) fn ring(&self) {
        self.0.send_modify(|heard| heard.rings += 1);
    }

    /// Says whether hints reach this process from now on.
    pub(super) fn listens(&self, listens: bool) {
        self.0.send_modify(|heard| heard.listens = listens);
    }

    /// Ends all waiting, for good.
    pub fn close(&self) {
        self.0.send_modify(|heard| heard.closed = true);
    }

    /// An ear that hears what rings from now on.
    pub fn ear(&self) -> Ear {
        let heard = self.0.subscribe();
        let known = heard.borrow().rings;
        Ear { heard, known }
    }
}

/// Somebody who waits for the bell.
#[derive(Debug)]
pub struct Ear {
    heard: watch::Receiver<Heard>,
    known: u64,
}

impl Ear {
    /// Waits until it is time to look; false when the bell is closed. Rings that came meanwhile are one. May be given
    /// up at any time without missing any.
    pub async fn rung(&mut self) -> bool {
        loop {
            let heard = *self.heard.borrow_and_update();
            if heard.closed {
                return false;
            }
            if heard.rings != self.known {
                self.known = heard.rings;
                return true;
            }
            if heard.listens {
                if self.heard.changed().await.is_err() {
                    return false;
                }
                continue;
            }
            match tokio::time::timeout(SLOW, self.heard.changed()).await {
                Ok(Ok(())) => {}
                Ok(Err(_)) => return false,
                Err(_) => return true,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::Instant;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn nobody_looks_while_nothing_rings_and_somebody_listens() {
        let bell = Bell::default();
        bell.listens(true);
        let mut ear = bell.ear();
        let day = Duration::from_secs(86_400);
        assert!(tokio::time::timeout(day, ear.rung()).await.is_err(), "silence is no reason to look");
        for _ in 0..3 {
            bell.ring();
        }
        assert!(ear.rung().await);
        assert!(tokio::time::timeout(day, ear.rung()).await.is_err(), "three rings are one look");
    }

    #[tokio::test(start_paused = true)]
    async fn while_nobody_listens_an_ear_looks_slowly() {
        let bell = Bell::default();
        let (mut ear, begun) = (bell.ear(), Instant::now());
        assert!(ear.rung().await && ear.rung().await);
        assert_eq!(begun.elapsed(), SLOW * 2);
        bell.close();
        assert!(!ear.rung().await);
    }
}
