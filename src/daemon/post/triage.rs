//! What is done with each leased letter: sent now, put off, gathered into a digest, or withdrawn.
//!
//! Legal notices are always sent now. A courtesy letter that is no longer true, or that its organisation does not want, is
//! withdrawn with the reason; where courtesy letters are wanted together, it waits for the next morning's digest; at night it waits for the morning, a reminder for offices to open; beyond the day's number for an address it waits for a digest.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{Leased, Letter, Settled};
use crate::appeal::Event;
use crate::ladder::Courtesy;
use crate::law::Calendar;
use crate::letter;
use crate::mail::{Habits, Identity, Mail, Outgoing};
use crate::registry::Registry;
use crate::store::{self, StoreFault, outbox};
use crate::texts::Language;

/// One message and the letters it carries: one, or those of a digest.
pub(super) struct Parcel {
    pub letters: Vec<Letter>,
    pub outgoing: Outgoing,
}

/// Letters to be sent, and what was decided on the others.
#[derive(Default)]
pub(super) struct Triage {
    pub parcels: Vec<Parcel>,
    pub settled: Vec<Settled>,
}

/// Sorts leased letters.
pub(super) async fn sort(
    registry: &Registry,
    mail: &Mail,
    leased: Vec<Leased>,
    now: Timestamp,
) -> Result<Triage, StoreFault> {
    let calendar = |leased: &Leased| {
        let rules = registry.rulebook().by_digest(&leased.workflow)?;
        registry.rulebook().calendar(&rules.definition.calendar)
    };
    let zone = |leased: &Leased| calendar(leased).map_or(TimeZone::UTC, |calendar| calendar.zone().clone());
    let mut counts = Counts::load(registry, &leased, now, zone).await?;
    let courtesy = leased.iter().filter(|one| !one.letter.legal).map(|one| one.letter.recipient.clone());
    let wanted = store::ladder::courtesies(registry.store(), &courtesy.collect::<Vec<_>>()).await?;
    let mut triage = Triage::default();
    let mut gathered: BTreeMap<(String, String), Vec<Leased>> = BTreeMap::new();
    for one in leased {
        if one.letter.legal {
            triage.parcels.push(single(one, mail.identity()));
            continue;
        }
        let untrue = one.reminder.as_ref().and_then(|(event, appeal)| letter::outdated(event, appeal));
        if let Some(why) = untrue {
            triage.settled.push(put_off(&one.letter, "withdrawn", None, None, why));
            continue;
        }
        let zone = zone(&one);
        match wanted.get(&one.letter.recipient).copied().unwrap_or_default() {
            Courtesy::Never => {
                let why = "the organisation wants legal notices alone".to_owned();
                triage.settled.push(put_off(&one.letter, "withdrawn", None, None, why));
                continue;
            }
            Courtesy::Together if !one.for_digest => {
                let at = mail.habits().digest_at(now, &zone);
                let why = "the organisation wants courtesy letters together".to_owned();
                triage.settled.push(put_off(&one.letter, "queued", Some(at), Some("digest"), why));
                continue;
            }
            Courtesy::Together | Courtesy::AtOnce => {}
        }
        let quiet = mail.habits().quiet_until(now, &zone).map(|until| (until, "quiet hours"));
        let closed = || closed_until(&one, calendar(&one).as_deref(), now);
        if let Some((until, why)) = quiet.or_else(|| closed().map(|until| (until, "offices are closed"))) {
            let waits = if one.for_digest { "digest" } else { "quiet" };
            triage.settled.push(put_off(&one.letter, "queued", Some(until), Some(waits), why.to_owned()));
        } else if one.for_digest {
            let whom = (one.letter.address.clone(), one.letter.language.clone());
            gathered.entry(whom).or_default().push(one);
        } else if counts.one_more(&one.letter.address) > mail.habits().courtesy_a_day {
            let at = mail.habits().digest_at(now, &zone);
            let why =
                format!("more than {} courtesy letters to this address today", mail.habits().courtesy_a_day);
            triage.settled.push(put_off(&one.letter, "queued", Some(at), Some("digest"), why));
        } else {
            triage.parcels.push(single(one, mail.identity()));
        }
    }
    triage.parcels.extend(gathered.into_values().map(|letters| together(letters, mail.identity())));
    Ok(triage)
}

/// Until when a reminder waits for offices to open; what reminds of no date does not.
fn closed_until(one: &Leased, calendar: Option<&Calendar>, now: Timestamp) -> Option<Timestamp> {
    match &one.reminder {
        Some((Event::Reminded { due_on, .. }, _)) => Habits::closed_until(now, *due_on, calendar?),
        _ => None,
    }
}

/// How many courtesy letters each address has had today.
struct Counts(HashMap<String, usize>);

impl Counts {
    async fn load(
        registry: &Registry,
        leased: &[Leased],
        now: Timestamp,
        zone: impl Fn(&Leased) -> TimeZone,
    ) -> Result<Counts, StoreFault> {
        let courtesy = || leased.iter().filter(|one| !one.letter.legal);
        let Some(first) = courtesy().next() else { return Ok(Counts(HashMap::new())) };
        let mut addresses: Vec<&str> = courtesy().map(|one| one.letter.address.as_str()).collect();
        addresses.sort_unstable();
        addresses.dedup();
        let since = Habits::day_began(now, &zone(first));
        let counts = outbox::courtesy_since(registry.store(), &addresses, since).await?;
        let count = |(address, count)| (address, usize::try_from(count).unwrap_or_default());
        Ok(Counts(counts.into_iter().map(count).collect()))
    }

    /// Counts one more for this address; answers with how many that makes.
    fn one_more(&mut self, address: &str) -> usize {
        let count = self.0.entry(address.to_owned()).or_default();
        *count += 1;
        *count
    }
}

fn put_off(
    letter: &Letter,
    status: &'static str,
    next_at: Option<Timestamp>,
    waits: Option<&'static str>,
    answer: String,
) -> Settled {
    Settled { id: letter.id, attempt: letter.attempts, status, next_at, waits, digest: None, answer }
}

fn single(leased: Leased, identity: &Identity) -> Parcel {
    let Leased { letter, earlier, .. } = leased;
    let outgoing = Outgoing {
        message_id: letter.message_id.clone(),
        address: letter.address.clone(),
        language: letter.language.clone(),
        subject: letter.subject.clone(),
        body: letter.body.clone(),
        written_at: letter.written_at,
        reply_to: identity.reply_address(&letter.reference, &letter.recipient),
        return_path: identity.return_address(letter.id),
        about: letter.reference.clone(),
        earlier,
        file: format!("{:06}-{}-{}.{}.eml", letter.id, letter.reference, letter.name, letter.language),
    };
    Parcel { letters: vec![letter], outgoing }
}

/// A digest of courtesy letters; one alone goes as it is.
fn together(mut leased: Vec<Leased>, identity: &Identity) -> Parcel {
    if leased.len() == 1 {
        return single(leased.remove(0), identity);
    }
    let letters: Vec<Letter> = leased.into_iter().map(|one| one.letter).collect();
    let texts: Vec<(&str, &str)> =
        letters.iter().map(|letter| (letter.subject.as_str(), letter.body.as_str())).collect();
    let language: Language = letters[0].language.parse().unwrap_or_default();
    let text = letter::digest(&texts, language);
    // Made from what it carries: the same letters make the same digest, others never take its place.
    let ids: Vec<&str> = letters.iter().map(|letter| letter.message_id.as_str()).collect();
    let outgoing = Outgoing {
        message_id: identity.digest_id(&ids),
        address: letters[0].address.clone(),
        language: letters[0].language.clone(),
        subject: text.subject,
        body: text.body,
        written_at: letters.iter().map(|letter| letter.written_at).max().unwrap_or_default(),
        // An answer to a digest belongs to no one appeal: it goes to the mailbox itself and a person reads it.
        reply_to: identity.from().email.to_string(),
        return_path: identity.return_address(letters[0].id),
        about: "digest".to_owned(),
        earlier: Vec::new(),
        file: format!("{:06}-digest.{}.eml", letters[0].id, letters[0].language),
    };
    Parcel { letters, outgoing }
}
