//! post: letters that wait to be sent.
//!
//! A letter is leased, sent without a transaction held open, and settled by the server's answer: at
//! least once, with the same Message-ID each time. A deferred letter waits longer each time; after the
//! last attempt it is held for a person. Nothing is dropped.

use futures_util::StreamExt;
use jiff::{SignedDuration, Timestamp};

use super::rounds::{Rest, Rounds};
use crate::clock::Clock;
use crate::mail::{Delivery, Mail};
use crate::store::letter::{self, Letter, Settled};
use crate::store::{Store, StoreFault};

/// How many letters are leased at a time.
const LEASED: i64 = 200;
/// How many are sent side by side.
const SIDE_BY_SIDE: usize = 16;
/// How long a lease lasts; sending is given up well before.
const LEASE: SignedDuration = SignedDuration::from_mins(10);
/// After so many attempts a letter is held for a person: about two days.
const MOST_ATTEMPTS: i32 = 16;

/// Sends everything that may be sent now; answers with how many letters were taken.
pub async fn empty(store: &Store, mail: &Mail, clock: &Clock) -> Result<usize, StoreFault> {
    let mut taken = 0;
    loop {
        match some(store, mail, clock).await? {
            0 => return Ok(taken),
            more => taken += more,
        }
    }
}

/// Sends as many letters as are leased at a time; answers with how many that were.
async fn some(store: &Store, mail: &Mail, clock: &Clock) -> Result<usize, StoreFault> {
    let now = clock.now();
    let letters = letter::lease(store, now, now.saturating_add(LEASE).unwrap_or(now), LEASED).await?;
    let taken = letters.len();
    if taken > 0 {
        let sending = futures_util::stream::iter(letters).map(|letter| async move {
            let delivery = mail.send(&letter).await;
            settle(&letter, delivery, now)
        });
        let settled: Vec<Settled> = sending.buffer_unordered(SIDE_BY_SIDE).collect().await;
        letter::settle(store, &settled, clock.now()).await?;
    }
    Ok(taken)
}

fn settle(letter: &Letter, delivery: Delivery, now: Timestamp) -> Settled {
    let (status, next_at, answer) = match delivery {
        Delivery::Accepted(answer) => ("accepted", None, answer),
        Delivery::Failed(answer) => ("failed", None, answer),
        Delivery::Deferred(answer) if letter.attempts >= MOST_ATTEMPTS => ("held", None, answer),
        Delivery::Deferred(answer) => ("deferred", now.saturating_add(pause(letter)).ok(), answer),
    };
    if status == "failed" || status == "held" {
        tracing::warn!(letter.id, appeal.reference = %letter.reference, status, "a letter needs a person");
    }
    Settled { id: letter.id, attempt: letter.attempts, status, next_at, answer }
}

/// Twice as long after each attempt, from a minute to about four hours, spread so that letters do not
/// march in step.
fn pause(letter: &Letter) -> SignedDuration {
    let minutes = 1_i64 << letter.attempts.clamp(1, 9) >> 1;
    let spread = letter.id % 60;
    SignedDuration::from_secs(minutes * 60 + spread)
}

/// The loop.
#[derive(Debug)]
pub(super) struct Post {
    pub store: Store,
    pub mail: Mail,
    pub clock: Clock,
}

impl Rounds for Post {
    async fn round(&mut self) -> Result<Rest, StoreFault> {
        Ok(match some(&self.store, &self.mail, &self.clock).await? {
            0 => Rest::Until(letter::next(&self.store).await?),
            _ => Rest::None,
        })
    }
}
