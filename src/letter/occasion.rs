//! Occasions: which letters follow from the entries of a journal, and who gets them.
//!
//! Pure. The workflow names the letters of each event; here its parties become recipients. What a letter
//! then says is the work of `account`.

use super::account::Account;
use super::templates::{NOTED, REMINDED};
use super::{ComposeFault, Templates, Words};
use crate::appeal::{Actor, Appeal, Due, Entry, Event};
use crate::ladder::{Ladder, Organisation};
use crate::law::{Almanac, Calendar};
use crate::seal::Hash;
use crate::texts::{Language, Texts};
use crate::workflow::{Clock, Definition, HOLDER, NEXT, Notice, SILENT, Silence};

use jiff::Timestamp;

/// All that letters about one appeal draw on.
#[derive(Debug, Clone, Copy)]
pub struct Occasion<'a> {
    /// The workflow; of an appeal that moves to a newer version of it, that one.
    pub definition: &'a Definition,
    /// Its letters.
    pub templates: &'a Templates,
    /// The calendar in force.
    pub calendar: &'a Calendar,
    /// The calendars that earlier dates were computed with.
    pub almanac: &'a Almanac,
    /// The offices.
    pub ladder: &'a Ladder,
    /// The organisation that appeals.
    pub organisation: Option<&'a Organisation>,
    /// The time.
    pub now: Timestamp,
}

/// A letter as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The number of the entry that caused it.
    pub seq: i32,
    /// The party that it goes to.
    pub party: String,
    /// The code of the office or organisation.
    pub recipient: String,
    /// The address.
    pub address: String,
    /// The language.
    pub language: Language,
    /// The letter's name in the workflow.
    pub name: String,
    /// Whether it is a legal notice.
    pub legal: bool,
    /// The subject.
    pub subject: String,
    /// The body, plain text.
    pub body: String,
}

/// Whoever a letter goes to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Recipient<'a> {
    pub code: &'a str,
    pub name: &'a Texts,
    pub address: &'a str,
    pub language: Language,
}

impl Recipient<'_> {
    /// The same, written to in a language of the workflow: where theirs is none, in the first of its own.
    fn within(self, definition: &Definition) -> Self {
        let known = definition.languages.contains(&self.language);
        let language = definition.languages.first().copied().filter(|_| !known).unwrap_or(self.language);
        Recipient { language, ..self }
    }
}

/// The moves among new entries of a journal: a decision and the step it leads to are one move, two
/// deadlines missed one after the other are two.
pub fn moves(entries: &[Entry]) -> impl Iterator<Item = &[Entry]> {
    entries.chunk_by(|_, next| !is_cause(&next.event))
}

/// The letters that follow from one move, in their order, written for the state at its end.
///
/// `appeal` and `head` are the appeal and the head of its chain after the last entry. Errors: a letter
/// that cannot be composed, which `Templates::new` rules out.
pub fn write(
    occasion: &Occasion,
    entries: &[Entry],
    appeal: &Appeal,
    head: &Hash,
    words: &mut Words,
) -> Result<Vec<Written>, ComposeFault> {
    let mut letters = Vec::new();
    for Addressed { account, party, letter, recipient } in addressed(occasion, entries, appeal, head) {
        let facts = account.facts(&recipient, words);
        let text = occasion.templates.compose(letter, recipient.language, facts, &mut words.filled)?;
        letters.push(Written {
            seq: account.entry.seq,
            party: party.to_owned(),
            recipient: recipient.code.to_owned(),
            address: recipient.address.to_owned(),
            language: recipient.language,
            name: letter.to_owned(),
            legal: occasion.definition.letters.get(letter) == Some(&Notice::Legal),
            subject: text.subject,
            body: text.body,
        });
    }
    Ok(letters)
}

/// How many letters [`write`] would write, for whoever only counts them.
pub fn count(occasion: &Occasion, entries: &[Entry], appeal: &Appeal, head: &Hash) -> usize {
    addressed(occasion, entries, appeal, head).len()
}

/// A letter to be written.
struct Addressed<'a> {
    account: Account<'a>,
    party: &'a str,
    letter: &'a str,
    recipient: Recipient<'a>,
}

/// Which letters follow from one move, and to whom; nobody gets the same twice for one entry.
fn addressed<'a>(
    occasion: &'a Occasion<'a>,
    entries: &'a [Entry],
    appeal: &'a Appeal,
    head: &'a Hash,
) -> Vec<Addressed<'a>> {
    let mut addressed: Vec<Addressed> = Vec::new();
    for (place, entry) in entries.iter().enumerate() {
        let account = Account { occasion, appeal, head, entry, rest: &entries[place + 1..] };
        for (party, letter) in due(occasion.definition, appeal, entry) {
            let Some(recipient) = account.recipient(party).map(|one| one.within(occasion.definition)) else {
                continue;
            };
            let same = |one: &Addressed| {
                one.account.entry.seq == entry.seq
                    && one.letter == letter
                    && one.recipient.code == recipient.code
            };
            // Nobody is told what she wrote herself.
            let is_author = letter == NOTED && author(entry) == Some(recipient.code);
            if !is_author && !addressed.iter().any(same) {
                addressed.push(Addressed { account, party, letter, recipient });
            }
        }
    }
    addressed
}

/// Whose words an entry is, by code: a clerk may have entered what somebody wrote.
fn author(entry: &Entry) -> Option<&str> {
    match &entry.event {
        Event::MessageReceived(message) => Some(&message.from),
        _ => entry.actor.side(),
    }
}

/// Whether an event begins a move rather than follow from the one before it.
fn is_cause(event: &Event) -> bool {
    match event {
        Event::Filed(_)
        | Event::Acted { .. }
        | Event::Deemed(_)
        | Event::DeadlineMissed { .. }
        | Event::Proposed { .. }
        | Event::Signed { .. }
        | Event::Unsigned { .. }
        | Event::Rescheduled { .. }
        | Event::Migrated(_)
        | Event::Reminded { .. } => true,
        Event::StayEnded { by_itself, .. } => *by_itself,
        Event::ClockRestarted { by_itself, .. } => *by_itself,
        Event::Arrived(_)
        | Event::Escalated { .. }
        | Event::ConfirmationAsked { .. }
        | Event::TimeRestored { .. }
        | Event::ExecutionStayed { .. }
        | Event::ForumTaken { .. }
        | Event::ClockStopped { .. }
        | Event::Extended { .. }
        | Event::PromiseKept { .. }
        | Event::Noted { .. }
        | Event::Undelivered { .. }
        | Event::Served(_)
        | Event::MessageReceived(_)
        | Event::TrackEnded { .. }
        | Event::Closed { .. } => false,
    }
}

/// The letters that the workflow names for an entry, with the party each goes to.
fn due<'a>(definition: &'a Definition, appeal: &Appeal, entry: &Entry) -> Vec<(&'a str, &'a str)> {
    let named =
        |letters: &'a [(String, String)]| letters.iter().map(|(party, name)| (party.as_str(), name.as_str()));
    match &entry.event {
        Event::Filed(filed) => {
            let motion = filed.moves_to_restore.as_ref().and(definition.filing.restoration.as_ref());
            let motion = motion.into_iter().flat_map(|restoration| named(&restoration.letters));
            named(&definition.filing.letters).chain(motion).collect()
        }
        Event::Arrived(arrival) => {
            // Whose time was over before it came here is told that, and not first to act within it.
            let over = |due: &&Due| due.at <= entry.recorded_at;
            let over =
                !arrival.due.is_empty() && arrival.due.iter().filter(over).count() == arrival.due.len();
            let step = definition.step(&arrival.track, &arrival.step).filter(|_| !over);
            step.into_iter().flat_map(|step| named(&step.letters)).collect()
        }
        Event::Acted { action, .. } => {
            let action = definition.actions.get(action);
            action.into_iter().flat_map(|action| named(&action.letters)).collect()
        }
        // Who is told of a deemed decision is told when it is one, not while a person still looks.
        Event::DeadlineMissed { track, step, limit, .. } => definition
            .limit(track, step, limit)
            .filter(|limit| !matches!(limit.silence, Silence::Deemed { .. }))
            .into_iter()
            .flat_map(|limit| named(&limit.letters))
            .collect(),
        Event::Deemed(deemed) => {
            let limit = definition.limit(&deemed.track, &deemed.step, &deemed.limit);
            limit.into_iter().flat_map(|limit| named(&limit.letters)).collect()
        }
        Event::ConfirmationAsked { .. } => {
            let deemed = definition.after_outage.deemed.as_ref();
            deemed.into_iter().flat_map(|confirmation| named(&confirmation.letters)).collect()
        }
        Event::Proposed { proposal, .. } => {
            let action = definition.actions.get(&proposal.act.action);
            let second = action.and_then(|action| action.second.as_ref());
            second.into_iter().flat_map(|second| named(&second.letters)).collect()
        }
        Event::Unsigned { action, .. } => {
            let second = definition.actions.get(action).and_then(|action| action.second.as_ref());
            second.into_iter().flat_map(|second| named(&second.unsigned)).collect()
        }
        Event::StayEnded { by_itself: true, by_action } => {
            let rule = match by_action {
                Some(action) => definition.actions.get(action).and_then(|one| one.stays_execution.as_ref()),
                None => definition.filing.stays_execution.as_ref(),
            };
            rule.into_iter().flat_map(|rule| named(&rule.letters)).collect()
        }
        // What a participant writes goes to all others who have a part in the case now.
        Event::Noted { .. } | Event::MessageReceived(_) if author(entry).is_some() => {
            let holders = appeal
                .tracks
                .iter()
                .filter_map(|(track, standing)| definition.step(track, &standing.step)?.holder());
            let mut parties: Vec<&str> = holders.chain([definition.filing.by.as_str()]).collect();
            parties.dedup();
            parties.into_iter().map(|party| (party, NOTED)).collect()
        }
        // A person's reminder goes to the holder in words that fit every step; the workflow knows nothing of it.
        Event::Reminded { .. } if entry.actor != Actor::Redress => vec![(HOLDER, REMINDED)],
        // Who let a deadline pass is chased with the letter of that silence; the others know already. A court is not
        // written to about its silence: then whoever was told of it is told again, or the chase would be nothing.
        Event::Reminded { track, step, limit, chase: 1.., .. } => {
            let letters = definition.limit(track, step, limit).map(|limit| &limit.letters);
            let told: Vec<_> = letters.into_iter().flat_map(|letters| named(letters)).collect();
            match told.iter().any(|(party, _)| *party == SILENT) {
                true => told.into_iter().filter(|(party, _)| *party == SILENT).collect(),
                false => told,
            }
        }
        Event::Reminded { track, step, limit, after, .. } => {
            let reminders = definition
                .limit(track, step, limit)
                .map(|limit| if *after { &limit.remind_after } else { &limit.remind })
                .map(Vec::as_slice)
                .unwrap_or_default();
            // Reminders stand in the order of time, so those still to come are the last.
            let running = appeal
                .tracks
                .get(track)
                .and_then(|s| s.running.iter().find(|running| running.limit == *limit));
            let to_come = running
                .map_or(0, |running| if *after { running.remind_after.len() } else { running.remind.len() });
            let place = reminders.len().checked_sub(to_come + 1);
            place.into_iter().flat_map(|place| named(&reminders[place].letters)).collect()
        }
        Event::ClockRestarted { by_itself: true, track, .. } => {
            let step = appeal.tracks.get(track).and_then(|standing| definition.step(track, &standing.step));
            let allowed = step.into_iter().flat_map(|step| definition.allowed(step));
            let clocks =
                allowed.filter_map(|action| definition.actions.get(action)).map(|action| &action.clock);
            let stopped = clocks.filter_map(|clock| match clock {
                Clock::Stops { letters, .. } => Some(letters),
                _ => None,
            });
            stopped.take(1).flat_map(|letters| named(letters)).collect()
        }
        Event::Rescheduled { .. } => named(&definition.date_moved).collect(),
        Event::ClockRestarted { .. }
        | Event::PromiseKept { .. }
        | Event::Migrated(_)
        | Event::Signed { .. }
        | Event::TimeRestored { .. }
        | Event::ExecutionStayed { .. }
        | Event::StayEnded { .. }
        | Event::ForumTaken { .. }
        | Event::Escalated { .. }
        | Event::ClockStopped { .. }
        | Event::Extended { .. }
        | Event::Noted { .. }
        | Event::Undelivered { .. }
        | Event::Served(_)
        | Event::MessageReceived(_)
        | Event::TrackEnded { .. }
        | Event::Closed { .. } => Vec::new(),
    }
}

impl<'a> Account<'a> {
    /// Who a party is in this appeal at this moment.
    pub(super) fn recipient(&self, party: &str) -> Option<Recipient<'a>> {
        match party {
            SILENT => match &self.entry.event {
                Event::DeadlineMissed { by, office, .. } => self.code_or_party(office.as_deref(), by),
                Event::Deemed(deemed) => self.code_or_party(deemed.office.as_deref(), &deemed.by),
                Event::Reminded { track, .. } => {
                    let standing = self.appeal.tracks.get(track)?;
                    self.code_or_party(standing.office.as_deref(), &standing.holder)
                }
                _ => None,
            },
            HOLDER => {
                let standing = self.appeal.tracks.get(self.entry.event.track()?)?;
                self.code_or_party(standing.office.as_deref(), &standing.holder)
            }
            NEXT => self.rest.iter().find_map(|entry| match &entry.event {
                Event::Escalated { to: Some(code), .. } => self.office(code),
                _ => None,
            }),
            party => {
                let held = self.appeal.tracks.values().find(|standing| standing.holder == party);
                let office = held.and_then(|standing| standing.office.as_ref());
                self.code_or_party(
                    office.or_else(|| self.appeal.parties.get(party)).map(String::as_str),
                    party,
                )
            }
        }
    }

    fn code_or_party(&self, code: Option<&str>, party: &str) -> Option<Recipient<'a>> {
        match code {
            Some(code) => self.office(code),
            None => match self.appeal.parties.get(party) {
                Some(code) => self.office(code),
                None => self.appellant(),
            },
        }
    }

    fn office(&self, code: &str) -> Option<Recipient<'a>> {
        let office = self.occasion.ladder.get(code)?;
        Some(Recipient {
            code: &office.code,
            name: &office.name,
            address: &office.email,
            language: office.language,
        })
    }

    /// The organisation, written to in the language that it chose for this appeal.
    fn appellant(&self) -> Option<Recipient<'a>> {
        let one = self.occasion.organisation?;
        let language = self.appeal.language;
        Some(Recipient { code: &one.code, name: &one.name, address: &one.email, language })
    }
}
