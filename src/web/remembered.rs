//! Counts over all appeals, which cost too much to be made for every look: remembered for a while, in the memory of one
//! process.
//!
//! How old one is, is asked of the clock of appeals and of the process's own time: in a demonstration the first stands
//! still while people go on filing.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::Mutex;
use tokio::time::Instant;

/// Something that was counted, for as long as it is fresh. Clones remember the same.
pub(super) struct Remembered<T> {
    fresh_for: Duration,
    counted: Arc<Mutex<Option<Counted<T>>>>,
}

struct Counted<T> {
    at: Timestamp,
    made: Instant,
    what: Arc<T>,
}

impl<T> Remembered<T> {
    /// Nothing yet; later what was counted within so long.
    pub fn fresh_for(fresh_for: Duration) -> Remembered<T> {
        Remembered { fresh_for, counted: Arc::default() }
    }

    /// What is remembered, or what is counted now. Only one reader at a time counts anew, and the others wait for him.
    ///
    /// # Errors
    /// What hindered the counting.
    pub async fn or_count<E>(
        &self,
        now: Timestamp,
        count: impl Future<Output = Result<T, E>>,
    ) -> Result<Arc<T>, E> {
        let mut counted = self.counted.lock().await;
        let fresh_for = SignedDuration::try_from(self.fresh_for).unwrap_or(SignedDuration::MAX);
        let is_fresh = |one: &&Counted<T>| {
            now.duration_since(one.at).abs() < fresh_for && one.made.elapsed() < self.fresh_for
        };
        if let Some(fresh) = counted.as_ref().filter(is_fresh) {
            return Ok(Arc::clone(&fresh.what));
        }
        let what = Arc::new(count.await?);
        *counted = Some(Counted { at: now, made: Instant::now(), what: Arc::clone(&what) });
        Ok(what)
    }
}

impl<T> Clone for Remembered<T> {
    fn clone(&self) -> Remembered<T> {
        Remembered { fresh_for: self.fresh_for, counted: Arc::clone(&self.counted) }
    }
}

impl<T> fmt::Debug for Remembered<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Remembered").field("fresh_for", &self.fresh_for).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use tokio::time::advance;

    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    async fn look(remembered: &Remembered<u32>, now: Timestamp, counts: u32) -> u32 {
        let count = async { Ok::<u32, Infallible>(counts) };
        let Ok(seen) = remembered.or_count(now, count).await;
        *seen
    }

    #[tokio::test(start_paused = true)]
    async fn a_count_grows_old_by_the_clock_of_appeals_and_by_the_time_of_the_process() {
        let (remembered, now) = (Remembered::fresh_for(MINUTE), Timestamp::UNIX_EPOCH);
        assert_eq!(look(&remembered, now, 1).await, 1);
        advance(MINUTE / 2).await;
        assert_eq!(look(&remembered, now, 2).await, 1, "it is fresh");
        advance(MINUTE / 2).await;
        assert_eq!(look(&remembered, now, 3).await, 3, "the clock of appeals stands, and people do not");
        assert_eq!(look(&remembered, now + MINUTE, 4).await, 4, "a day may pass at once in a demonstration");
    }
}
