//! Bulletins on their way: like letters, but never at night, and none needs a person if it fails.

use futures_util::StreamExt;
use jiff::Timestamp;

use super::{GIVE_UP, LEASE, LEASED, SIDE_BY_SIDE, again, fate};
use crate::clock::Clock;
use crate::daemon::schedule;
use crate::mail::{Delivery, Identity, Mail, Outgoing};
use crate::store::bulletin::{self, Bulletin};
use crate::store::outbox::Settled;
use crate::store::{Store, StoreFault};

/// Sends as many as are leased at a time; answers with how many that were.
pub(super) async fn some(store: &Store, mail: &Mail, clock: &Clock) -> Result<usize, StoreFault> {
    let now = clock.now();
    if quiet_until(mail, now).is_some() {
        return Ok(0);
    }
    let leased = bulletin::lease(store, now, now.saturating_add(LEASE).unwrap_or(now), LEASED).await?;
    let taken = leased.len();
    let sending = futures_util::stream::iter(leased).map(|one| async move {
        let outgoing = outgoing(&one, mail.identity());
        let delivery = tokio::time::timeout(GIVE_UP, mail.send(&outgoing)).await;
        (one, delivery.unwrap_or_else(|_| Delivery::Deferred("it took too long".to_owned())))
    });
    let mut sending = std::pin::pin!(sending.buffer_unordered(SIDE_BY_SIDE));
    while let Some((one, delivery)) = sending.next().await {
        let now = clock.now();
        let (status, next_at, answer) = fate(&delivery, one.attempts, again(one.attempts, now));
        if matches!(status, "failed" | "held") {
            tracing::warn!(bulletin.id = one.id, one.about, status, answer, "a bulletin did not arrive");
        }
        let answer = answer.to_owned();
        let settled =
            Settled { id: one.id, attempt: one.attempts, status, next_at, waits: None, digest: None, answer };
        bulletin::settle(store, &settled, now).await?;
    }
    Ok(taken)
}

/// When the next may be sent.
pub(super) async fn next(
    store: &Store,
    mail: &Mail,
    now: Timestamp,
) -> Result<Option<Timestamp>, StoreFault> {
    let next = bulletin::next(store).await?;
    Ok(next.map(|next| quiet_until(mail, now).map_or(next, |morning| next.max(morning))))
}

fn quiet_until(mail: &Mail, now: Timestamp) -> Option<Timestamp> {
    mail.habits().quiet_until(now, &schedule::zone())
}

fn outgoing(one: &Bulletin, identity: &Identity) -> Outgoing {
    Outgoing {
        message_id: one.message_id.clone(),
        address: one.address.clone(),
        language: one.language.clone(),
        subject: one.subject.clone(),
        body: one.body.clone(),
        written_at: one.written_at,
        // It belongs to no one appeal: an answer goes to the mailbox itself and a person reads it.
        reply_to: identity.from().email.to_string(),
        return_path: identity.return_address_of_bulletin(one.id),
        about: one.job.clone(),
        earlier: Vec::new(),
        file: format!("bulletin-{:06}-{}-{}.{}.eml", one.id, one.job, one.about, one.language),
    }
}
