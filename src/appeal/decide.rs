//! What follows from a command: events, or a refusal.
//!
//! Pure. A decision is built up event by event on a copy of the appeal, so that each rule sees what the
//! ones before it brought about; the caller gets the events and applies them itself.

use jiff::Timestamp;

use super::command::{Act, Actor, Command, Deed, Facts, Note};
use super::event::{Entry, Event};
use super::evolve::evolve;
use super::moves::Came;
use super::refusal::Refusal;
use super::state::{Appeal, Standing};
use super::{filing, migrate, recount, wake};
use crate::law::{self, Calendar};
use crate::source::nearest;
use crate::workflow::{Action, Step};

/// The events that follow from a deed at the instant `now`, in their order, with legal times.
///
/// Sequence numbers start after `last`, the number of the appeal's last entry. The empty answer means
/// that nothing needs doing. Errors: a refusal, and then nothing happened.
pub fn decide(facts: &Facts, deed: &Deed, last: i32, now: Timestamp) -> Result<Vec<Entry>, Refusal> {
    let mut decision = Decision::begin(facts, &deed.actor, last, now);
    match &deed.command {
        Command::File(file) => filing::file(&mut decision, file)?,
        Command::Act(act) => decision.act(act)?,
        Command::Sign(sign) => decision.sign(sign)?,
        Command::ConfirmSilence => decision.confirm_silence()?,
        Command::Note(note) => {
            // Also of one that has ended: what is learned of it later belongs in its journal.
            if decision.appeal.is_none() {
                return Err(Refusal::UnknownAppeal { reference: facts.reference.to_owned() });
            }
            let Note { text, source, wish } = note.clone();
            decision.record(now, Event::Noted { text, source, wish });
        }
        Command::Remind => decision.remind()?,
        Command::Undelivered(undelivered) => decision.undelivered(undelivered)?,
        Command::Served(served) => decision.served(served)?,
        Command::Receive(message) => decision.receive(message)?,
        Command::TimePassed => wake::time_passed(&mut decision)?,
        Command::CalendarChanged(new) => recount::calendar_changed(&mut decision, new)?,
        Command::Migrate(new) => migrate::migrate(&mut decision, new)?,
    }
    Ok(decision.entries)
}

/// A decision in the making.
pub(super) struct Decision<'a> {
    pub facts: &'a Facts<'a>,
    pub actor: &'a Actor,
    pub now: Timestamp,
    last: i32,
    pub appeal: Option<Appeal>,
    entries: Vec<Entry>,
}

impl<'a> Decision<'a> {
    /// Nothing decided yet.
    pub fn begin(facts: &'a Facts<'a>, actor: &'a Actor, last: i32, now: Timestamp) -> Decision<'a> {
        Decision { facts, actor, now, last, appeal: facts.appeal.cloned(), entries: Vec::new() }
    }
}

impl Decision<'_> {
    /// Adds an event and lets it take effect.
    pub fn record(&mut self, legal_at: Timestamp, event: Event) {
        self.record_of(self.actor.clone(), legal_at, event);
    }

    /// The same, of somebody else than the one who gave the command.
    pub fn record_of(&mut self, actor: Actor, legal_at: Timestamp, event: Event) {
        self.last += 1;
        let entry = Entry { seq: self.last, legal_at, recorded_at: self.now, actor, event };
        self.appeal = evolve(self.appeal.take(), &entry, self.facts.calendar);
        self.entries.push(entry);
    }

    /// The appeal, if it can still be acted on.
    pub fn open_appeal(&self) -> Result<&Appeal, Refusal> {
        let unknown = || Refusal::UnknownAppeal { reference: self.facts.reference.to_owned() };
        let appeal = self.appeal.as_ref().ok_or_else(unknown)?;
        match appeal.closed {
            Some((outcome, on)) => Err(Refusal::Closed { on, outcome }),
            None => Ok(appeal),
        }
    }

    /// Does, or proposes, what a step allows.
    fn act(&mut self, act: &Act) -> Result<(), Refusal> {
        let definition = self.facts.definition;
        let appeal = self.open_appeal()?;
        let action =
            definition.actions.get(&act.action).ok_or_else(|| unknown_action(self.facts, appeal, act))?;
        let track = self.track_of(appeal, act)?;
        let by = self.party(appeal, &track, &act.action, action)?;
        match &action.second {
            Some(second) => self.propose(&track, act, &by, second),
            None => self.perform(&track, act, &by, self.actor.clone()),
        }
    }

    /// Lets an action take effect, once it is known who does it.
    pub fn perform(&mut self, track: &str, act: &Act, by: &str, actor: Actor) -> Result<(), Refusal> {
        let definition = self.facts.definition;
        let action = &definition.actions[&act.action];
        let appeal = self.open_appeal()?;
        self.check_order(appeal, track, action, act)?;
        let today = law::day_of(self.now, &self.calendar_on(appeal, track));
        let stated = filing::check_stated(&action.asks, &act.stated, today)?;
        let (parts, lifts) = self.parts(appeal, action, act)?;
        let clock = self.clock(appeal, track, action, act)?;
        let acted = Event::Acted {
            track: track.to_owned(),
            action: act.action.clone(),
            by: by.to_owned(),
            stated,
            decision: action.decision,
            parts,
            lifts,
        };
        self.record_of(actor, self.now, acted);
        if let Some(event) = clock {
            self.record(self.now, event);
        }
        self.affect_execution(track, &act.action, action)?;
        self.open_tracks(&act.action)?;
        let still_open = |appeal: &Appeal| appeal.tracks.contains_key(track);
        match action.to.as_ref().filter(|_| self.appeal.as_ref().is_some_and(still_open)) {
            Some(step) => self.arrive(track, step, Came::Acted, None, self.now),
            None => Ok(()),
        }
    }

    /// The calendar in force, by the clock of whoever holds a track.
    pub fn calendar_on(&self, appeal: &Appeal, track: &str) -> Calendar {
        let version = appeal.zone_version(track);
        version.map_or_else(|| self.facts.calendar.clone(), |version| self.facts.calendar.in_zone_of(version))
    }

    /// Whether an action may come at this point: not too often, not too early, not before what it rests on.
    pub fn check_order(
        &self,
        appeal: &Appeal,
        track: &str,
        action: &Action,
        act: &Act,
    ) -> Result<(), Refusal> {
        if let Some(times) = action.at_most.filter(|most| appeal.used.get(&act.action) >= Some(most)) {
            return Err(Refusal::UsedUp { action: act.action.clone(), times });
        }
        if let Some(not_before) = &action.not_before {
            self.check_not_before(appeal, track, not_before, act)?;
        }
        self.check_restored(appeal, action, &act.action)
    }

    /// The track on which an action is lawful now.
    pub fn track_of(&self, appeal: &Appeal, act: &Act) -> Result<String, Refusal> {
        let definition = self.facts.definition;
        let allows = |(track, standing): &(&String, &Standing)| {
            definition.step(track, &standing.step).is_some_and(|step| step.allows.contains(&act.action))
        };
        if let Some((track, _)) = appeal.tracks.iter().find(allows) {
            return Ok(track.clone());
        }
        if definition.anytime.contains(&act.action) {
            return Ok(appeal.legal_track.clone());
        }
        let standing = appeal.tracks.get(&appeal.legal_track);
        let step = standing.map(|standing| standing.step.clone()).unwrap_or_default();
        let possible = possible(self.facts, appeal);
        Err(Refusal::NotLawfulHere { action: act.action.clone(), step, possible })
    }

    /// The party as which the actor may do the action.
    pub fn party(
        &self,
        appeal: &Appeal,
        track: &str,
        name: &str,
        action: &Action,
    ) -> Result<String, Refusal> {
        self.check_barred(appeal, action)?;
        let standing = appeal.tracks.get(track);
        let is_actor = |party: &&String| is_party(self.actor, appeal, standing, party);
        action.by.iter().find(is_actor).cloned().ok_or_else(|| {
            let parties = action.by.iter().map(|party| describe(appeal, standing, party));
            Refusal::NotYours {
                action: name.to_owned(),
                parties: parties.collect::<Vec<_>>().join(" or "),
                actor: self.actor.to_string(),
            }
        })
    }

    /// Who took the decision appealed, or has no power over it, may not do this (APPC 91(3), 97(2)).
    pub fn check_barred(&self, appeal: &Appeal, action: &Action) -> Result<(), Refusal> {
        if let Some(code) = self.actor.office()
            && action.barred.iter().any(|party| appeal.parties.get(party).is_some_and(|one| one == code))
        {
            return Err(Refusal::Barred { office: code.to_owned() });
        }
        match self.actor.person() {
            Some(person)
                if action.decision.is_some() && appeal.decision.taken_by.iter().any(|one| one == person) =>
            {
                Err(Refusal::TookPart { person: person.to_owned() })
            }
            _ => Ok(()),
        }
    }
}

/// Whether somebody is a party of an appeal; the holder of a step may be another office than the party's own,
/// when the appeal has climbed.
pub(super) fn is_party(actor: &Actor, appeal: &Appeal, standing: Option<&Standing>, party: &str) -> bool {
    match (actor, actor.office()) {
        (Actor::Organisation(code), _) => *code == appeal.appellant && !appeal.parties.contains_key(party),
        (_, Some(code)) => {
            let office = match standing.filter(|standing| standing.holder == party) {
                Some(standing) => standing.office.as_ref(),
                None => appeal.parties.get(party),
            };
            office.is_some_and(|office| office == code)
        }
        (_, None) => false,
    }
}

/// The actions that are lawful now on any open track, for a person to choose from.
pub(super) fn lawful<'a>(facts: &Facts<'a>, appeal: &Appeal) -> Vec<&'a str> {
    let definition = facts.definition;
    let steps = appeal.tracks.iter().filter_map(|(track, standing)| definition.step(track, &standing.step));
    let mut names: Vec<&str> = steps.flat_map(|step: &Step| definition.allowed(step)).collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn possible(facts: &Facts, appeal: &Appeal) -> String {
    lawful(facts, appeal).join(", ")
}

fn unknown_action(facts: &Facts, appeal: &Appeal, act: &Act) -> Refusal {
    let names = facts.definition.actions.keys().map(String::as_str);
    Refusal::UnknownAction {
        action: act.action.clone(),
        nearest: nearest(&act.action, names).map(str::to_owned),
        possible: possible(facts, appeal),
    }
}

/// A party with its office, such as `reviewer (DGD-ALMATY)`.
pub(super) fn describe(appeal: &Appeal, standing: Option<&Standing>, party: &str) -> String {
    let held =
        standing.filter(|standing| standing.holder == party).and_then(|standing| standing.office.as_ref());
    match held.or_else(|| appeal.parties.get(party)) {
        Some(office) => format!("{party} ({office})"),
        None => format!("{party} ({})", appeal.appellant),
    }
}
