//! A loop of the daemon: rounds and rests, until it is stopped.
//!
//! Only the supervisor lets loops run. A stop lets the round under way come to its end.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::vitals::Pulse;
use crate::clock::Clock;
use crate::store::StoreFault;

/// A resting loop looks at least this often, whatever it was told.
pub(super) const NET: Duration = Duration::from_secs(60);

/// How long a loop rests that found nothing although something is due: another process is at it.
const ANOTHER: Duration = Duration::from_millis(250);

/// Work that is done a round at a time. A round is short: the loop is stopped and watched between rounds.
pub(super) trait Rounds: Send {
    /// Looks, and does what there is to do.
    fn round(&mut self) -> impl Future<Output = Result<Rest, StoreFault>> + Send;
}

/// What follows a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rest {
    /// There may be more to do: the next round at once.
    None,
    /// A rest until this instant, until a hint, or for the length of the net, whichever comes first.
    Until(Option<Timestamp>),
}

impl Rest {
    fn length(self, now: Timestamp) -> Duration {
        let Rest::Until(next) = self else { return Duration::ZERO };
        let Some(next) = next else { return NET };
        // Negative, and so refused, when the instant has passed.
        match Duration::try_from(next.duration_since(now)) {
            Ok(wait) if !wait.is_zero() => wait.min(NET),
            _ => ANOTHER,
        }
    }
}

/// Lets a loop run until it is stopped or a round fails.
pub(super) async fn run(
    mut work: impl Rounds,
    clock: Clock,
    look: Arc<Notify>,
    pulse: Pulse,
    stop: CancellationToken,
) -> Result<(), StoreFault> {
    while !stop.is_cancelled() {
        let rest = work.round().await?;
        pulse.beat(clock.now());
        if rest == Rest::None {
            // A loop that always finds more must let the others have their turn.
            tokio::task::yield_now().await;
            continue;
        }
        tokio::select! {
            () = stop.cancelled() => break,
            () = look.notified() => {}
            () = tokio::time::sleep(rest.length(clock.now())) => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rest_ends_at_the_next_instant_and_never_outlasts_the_net() {
        let now: Timestamp = "2021-01-27T04:00:00Z".parse().unwrap();
        let at = |text: &str| Some(text.parse().unwrap());
        assert_eq!(Rest::Until(at("2021-01-27T04:00:07Z")).length(now), Duration::from_secs(7));
        assert_eq!(Rest::Until(at("2021-02-09T00:00:00Z")).length(now), NET);
        assert_eq!(Rest::Until(at("2021-01-01T00:00:00Z")).length(now), ANOTHER);
        assert_eq!(Rest::Until(None).length(now), NET);
        assert_eq!(Rest::None.length(now), Duration::ZERO);
    }
}
