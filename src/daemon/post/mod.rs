//! post: letters that wait to be sent.
//!
//! A letter is leased, sent without a transaction held open, and settled by the server's answer: at
//! least once, with the same Message-ID each time. A deferred letter waits longer each time; after the
//! last attempt it is held for a person. Nothing is dropped. What may wait or has become untrue is
//! decided in `triage`; a legal notice does neither.

mod bulletins;
mod triage;
pub(crate) mod undelivered;

use std::time::Duration;

use futures_util::StreamExt;
use jiff::{SignedDuration, Timestamp};
use rand::RngExt;

use super::rounds::{Rest, Rounds};
use crate::clock::Clock;
use crate::mail::{Delivery, Mail, token_hash};
use crate::registry::Registry;
use crate::store::letter::Letter;
use crate::store::outbox::{self, Leased, ReplyAddress, Settled};
use crate::store::{Store, StoreFault};
use triage::{Parcel, Triage};

/// How many letters are leased at a time.
const LEASED: i64 = 128;
/// How many are sent side by side, each over a connection of its own.
const SIDE_BY_SIDE: usize = 16;
/// How many settled letters are written down together, at most.
const WRITTEN_DOWN: usize = 32;
/// When sending one letter is given up: 128 letters, 16 side by side, take less than ten minutes then.
const GIVE_UP: Duration = Duration::from_secs(70);
/// How long a lease lasts: longer than that.
const LEASE: SignedDuration = SignedDuration::from_mins(15);
/// After so many attempts a letter is held for a person: about a day and a half.
const MOST_ATTEMPTS: i32 = 16;

/// Sends everything that may be sent now; answers with how many letters were taken.
pub async fn empty(registry: &Registry, mail: &Mail, clock: &Clock) -> Result<usize, StoreFault> {
    let mut taken = 0;
    loop {
        match some(registry, mail, clock).await? {
            0 => return Ok(taken),
            more => taken += more,
        }
    }
}

/// Deals with as many letters and bulletins as are leased at a time; answers with how many that were.
async fn some(registry: &Registry, mail: &Mail, clock: &Clock) -> Result<usize, StoreFault> {
    let (store, now) = (registry.store(), clock.now());
    let letters = outbox::lease(store, now, now.saturating_add(LEASE).unwrap_or(now), LEASED).await?;
    let taken = letters.len();
    if taken > 0 {
        let Triage { parcels, settled } = triage::sort(registry, mail, letters, now).await?;
        outbox::settle(store, &settled, now).await?;
        make_addresses_known(store, mail, &parcels, now).await?;
        send(registry, mail, clock, parcels).await?;
    }
    Ok(taken + bulletins::some(store, mail, clock).await?)
}

/// Answers may come as soon as a letter is out, so their addresses are known before.
async fn make_addresses_known(
    store: &Store,
    mail: &Mail,
    parcels: &[Parcel],
    now: Timestamp,
) -> Result<(), StoreFault> {
    let address = |parcel: &Parcel| {
        let letter = parcel.letters.first()?;
        let token = mail.identity().reply_token(&letter.reference, &letter.recipient);
        Some(ReplyAddress { token_hash: token_hash(&token), letter: letter.id })
    };
    let addresses: Vec<ReplyAddress> = parcels.iter().filter_map(address).collect();
    match addresses.is_empty() {
        true => Ok(()),
        false => outbox::know(store, &addresses, now).await,
    }
}

/// Sends side by side and writes down the answers as they come.
async fn send(
    registry: &Registry,
    mail: &Mail,
    clock: &Clock,
    parcels: Vec<Parcel>,
) -> Result<(), StoreFault> {
    let sending = futures_util::stream::iter(parcels).map(|parcel| async move {
        let delivery = match tokio::time::timeout(GIVE_UP, mail.send(&parcel.outgoing)).await {
            Ok(delivery) => delivery,
            Err(_) => Delivery::Deferred(format!("it took more than {} seconds", GIVE_UP.as_secs())),
        };
        let settled = settle(&parcel, &delivery, clock.now());
        (parcel, settled)
    });
    let mut answers = std::pin::pin!(sending.buffer_unordered(SIDE_BY_SIDE).ready_chunks(WRITTEN_DOWN));
    while let Some(answered) = answers.next().await {
        // The appeal is told before the letter is settled: whoever dies in between tells it again, and once.
        undelivered::tell(registry, &failed(&answered), clock.now()).await?;
        let settled: Vec<Settled> = answered.into_iter().flat_map(|(_, settled)| settled).collect();
        outbox::settle(registry.store(), &settled, clock.now()).await?;
    }
    Ok(())
}

/// The legal notices that wait for a person now, with the reason.
fn failed(answered: &[(Parcel, Vec<Settled>)]) -> Vec<(&Letter, &str)> {
    let letters = answered.iter().flat_map(|(parcel, settled)| parcel.letters.iter().zip(settled));
    letters
        .filter(|(letter, settled)| letter.legal && matches!(settled.status, "failed" | "held"))
        .map(|(letter, settled)| (letter, settled.answer.as_str()))
        .collect()
}

fn settle(parcel: &Parcel, delivery: &Delivery, now: Timestamp) -> Vec<Settled> {
    // Those of a digest are tried again together.
    let again = again(parcel.letters.first().map_or(0, |letter| letter.attempts), now);
    let digest = (parcel.letters.len() > 1).then(|| parcel.outgoing.message_id.clone());
    let settled = parcel.letters.iter().map(|letter| {
        let (status, next_at, answer) = fate(delivery, letter.attempts, again);
        if status == "failed" || status == "held" {
            tracing::warn!(letter.id, appeal.reference = %letter.reference, status, "a letter needs a person");
        }
        let waits = (status == "deferred" && digest.is_some()).then_some("digest");
        let (id, attempt) = (letter.id, letter.attempts);
        Settled { id, attempt, status, next_at, waits, digest: digest.clone(), answer: answer.to_owned() }
    });
    settled.collect()
}

/// What a delivery makes of a letter: its status, when it is tried again, and the answer.
fn fate(
    delivery: &Delivery,
    attempts: i32,
    again: Option<Timestamp>,
) -> (&'static str, Option<Timestamp>, &str) {
    match delivery {
        Delivery::Accepted(answer) => ("accepted", None, answer),
        Delivery::Failed(answer) => ("failed", None, answer),
        Delivery::Deferred(answer) if attempts >= MOST_ATTEMPTS => ("held", None, answer),
        Delivery::Deferred(answer) => ("deferred", again, answer),
    }
}

/// When it is tried again: after twice as long for each attempt, from a minute to about four hours, and by chance
/// up to a quarter more or less, so that letters do not march in step.
fn again(attempts: i32, now: Timestamp) -> Option<Timestamp> {
    let seconds = 60_i64 << (attempts.clamp(1, 9) - 1);
    let pause = SignedDuration::from_secs(rand::rng().random_range(seconds * 3 / 4..=seconds * 5 / 4));
    now.saturating_add(pause).ok()
}

/// The loop.
#[derive(Debug)]
pub(super) struct Post {
    pub registry: Registry,
    pub mail: Mail,
    pub clock: Clock,
}

impl Rounds for Post {
    async fn round(&mut self) -> Result<Rest, StoreFault> {
        Ok(match some(&self.registry, &self.mail, &self.clock).await? {
            0 => {
                let store = self.registry.store();
                let letter = outbox::next(store).await?;
                let bulletin = bulletins::next(store, &self.mail, self.clock.now()).await?;
                Rest::Until(letter.into_iter().chain(bulletin).min())
            }
            _ => Rest::None,
        })
    }
}
