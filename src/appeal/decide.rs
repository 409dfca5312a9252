//! What follows from a command: events, or a refusal.
//!
//! Pure. A decision is built up event by event on a copy of the appeal, so that each rule sees what the
//! ones before it brought about; the caller gets the events and applies them itself.

use jiff::Timestamp;

use super::command::{Act, Actor, Command, Deed, Facts};
use super::deadlines::{self, Entry as Entered};
use super::event::{Arrival, Due, Entry, Event, Why};
use super::evolve::evolve;
use super::refusal::Refusal;
use super::state::{Appeal, Standing};
use super::{filing, recount, wake};
use crate::law::{self, Calendar, Pause};
use crate::source::nearest;
use crate::workflow::{Action, Clock, End, Limit, Outcome, Step, Turn};

/// The events that follow from a deed at the instant `now`, in their order, with legal times.
///
/// Sequence numbers start after `last`, the number of the appeal's last entry. The empty answer means
/// that nothing needs doing. Errors: a refusal, and then nothing happened.
pub fn decide(facts: &Facts, deed: &Deed, last: i32, now: Timestamp) -> Result<Vec<Entry>, Refusal> {
    let mut decision =
        Decision { facts, actor: &deed.actor, now, last, appeal: facts.appeal.cloned(), entries: Vec::new() };
    match &deed.command {
        Command::File(file) => filing::file(&mut decision, file)?,
        Command::Act(act) => decision.act(act)?,
        Command::Note(note) => {
            decision.open_appeal()?;
            decision.record(now, Event::Noted { text: note.text.clone(), source: note.source.clone() });
        }
        Command::TimePassed => wake::time_passed(&mut decision)?,
        Command::CalendarChanged(new) => recount::calendar_changed(&mut decision, new)?,
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

impl Decision<'_> {
    /// Adds an event and lets it take effect.
    pub fn record(&mut self, legal_at: Timestamp, event: Event) {
        self.last += 1;
        let entry =
            Entry { seq: self.last, legal_at, recorded_at: self.now, actor: self.actor.clone(), event };
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

    /// Does what a step allows.
    fn act(&mut self, act: &Act) -> Result<(), Refusal> {
        let definition = self.facts.definition;
        let appeal = self.open_appeal()?;
        let action =
            definition.actions.get(&act.action).ok_or_else(|| unknown_action(self.facts, appeal, act))?;
        let track = self.track_of(appeal, act)?;
        let by = self.party(appeal, &track, &act.action, action)?;
        if let Some(times) = action.at_most.filter(|most| appeal.used.get(&act.action) >= Some(most)) {
            return Err(Refusal::UsedUp { action: act.action.clone(), times });
        }
        let today = law::day_of(self.now, &self.calendar_on(appeal, &track));
        let stated = filing::check_stated(&action.asks, &act.stated, today)?;
        let clock = self.clock(appeal, &track, action, act)?;
        let acted = Event::Acted {
            track: track.clone(),
            action: act.action.clone(),
            by,
            stated,
            decision: action.decision,
        };
        self.record(self.now, acted);
        if let Some(event) = clock {
            self.record(self.now, event);
        }
        self.open_side_tracks(&act.action)?;
        match &action.to {
            Some(step) => self.arrive(&track, step, Why::Action, None, self.now),
            None => Ok(()),
        }
    }

    /// The calendar in force, by the clock of whoever holds a track.
    pub fn calendar_on(&self, appeal: &Appeal, track: &str) -> Calendar {
        let version = appeal.zone_version(track);
        version.map_or_else(|| self.facts.calendar.clone(), |version| self.facts.calendar.in_zone_of(version))
    }

    /// The track on which an action is lawful now.
    fn track_of(&self, appeal: &Appeal, act: &Act) -> Result<String, Refusal> {
        let definition = self.facts.definition;
        let allows = |(track, standing): &(&String, &Standing)| {
            definition.step(track, &standing.step).is_some_and(|step| step.allows.contains(&act.action))
        };
        if let Some((track, _)) = appeal.tracks.iter().find(allows) {
            return Ok(track.clone());
        }
        if definition.anytime.contains(&act.action) {
            return Ok(definition.legal_track.clone());
        }
        let step = appeal
            .tracks
            .get(&definition.legal_track)
            .map(|standing| standing.step.clone())
            .unwrap_or_default();
        Err(Refusal::NotLawfulHere {
            action: act.action.clone(),
            step,
            possible: possible(self.facts, appeal),
        })
    }

    /// The party as which the actor may do the action.
    fn party(&self, appeal: &Appeal, track: &str, name: &str, action: &Action) -> Result<String, Refusal> {
        if let Actor::Office(code) = self.actor
            && action.barred.iter().any(|party| appeal.parties.get(party) == Some(code))
        {
            return Err(Refusal::Barred { office: code.clone() });
        }
        let standing = appeal.tracks.get(track);
        let is_actor = |party: &&String| match self.actor {
            Actor::Organisation(code) => *code == appeal.appellant && !appeal.parties.contains_key(*party),
            Actor::Office(code) => match standing.filter(|standing| standing.holder == **party) {
                Some(standing) => standing.office.as_ref() == Some(code),
                None => appeal.parties.get(*party) == Some(code),
            },
            Actor::Redress | Actor::Clerk => false,
        };
        action.by.iter().find(is_actor).cloned().ok_or_else(|| Refusal::NotYours {
            action: name.to_owned(),
            parties: action
                .by
                .iter()
                .map(|party| describe(appeal, standing, party))
                .collect::<Vec<_>>()
                .join(" or "),
            actor: self.actor.to_string(),
        })
    }

    /// What an action does to the clock of its step.
    fn clock(
        &self,
        appeal: &Appeal,
        track: &str,
        action: &Action,
        act: &Act,
    ) -> Result<Option<Event>, Refusal> {
        let standing = appeal.tracks.get(track);
        let stopped = standing.and_then(|standing| standing.stopped.as_ref());
        let calendar = self.calendar_on(appeal, track);
        let today = law::day_of(self.now, &calendar);
        match &action.clock {
            Clock::Runs => Ok(None),
            Clock::Stops { .. } | Clock::Extends { .. } if stopped.is_some() => {
                Err(Refusal::ClockState { stopped: true })
            }
            Clock::Stops { at_most, grounds, .. } => {
                let known = |ground: &&String| grounds.contains_key(*ground);
                let refusal =
                    || Refusal::Ground { grounds: grounds.keys().cloned().collect::<Vec<_>>().join(", ") };
                let ground = act.ground.as_ref().filter(known).ok_or_else(refusal)?.clone();
                let until = law::after(today, *at_most, &calendar).map_err(deadlines::beyond)?;
                let until_at = law::end_of(until, &calendar);
                Ok(Some(Event::ClockStopped { track: track.to_owned(), ground, until, until_at }))
            }
            Clock::Restarts => {
                let stopped = stopped.ok_or(Refusal::ClockState { stopped: false })?;
                let pause = Pause { from: stopped.since, to: Some(today) };
                let due = self.due_after(appeal, track, pause, self.now)?;
                Ok(Some(Event::ClockRestarted { track: track.to_owned(), by_itself: false, due }))
            }
            Clock::Extends { limit, by } => {
                let asked = act.extend_by.unwrap_or(*by);
                if asked.unit != by.unit || asked.amount > by.amount || asked.amount == 0 {
                    return Err(Refusal::ExtensionTooLong { most: by.to_string(), asked: asked.to_string() });
                }
                let running = standing.and_then(|s| s.running.iter().find(|running| running.limit == *limit));
                let (Some(running), Some(rule)) = (running, self.limit(appeal, track, limit)) else {
                    return Ok(None);
                };
                let due =
                    deadlines::extended(self.facts, running, rule, asked, action.article.clone(), self.now)?;
                Ok(Some(Event::Extended { track: track.to_owned(), by: asked, due: Box::new(due) }))
            }
        }
    }

    /// The deadlines of a track as they are after a pause.
    pub fn due_after(
        &self,
        appeal: &Appeal,
        track: &str,
        pause: Pause,
        now: Timestamp,
    ) -> Result<Vec<Due>, Refusal> {
        let running =
            appeal.tracks.get(track).map(|standing| standing.running.as_slice()).unwrap_or_default();
        running
            .iter()
            .filter(|running| running.chased.is_none())
            .filter_map(|running| Some((running, self.limit(appeal, track, &running.limit)?)))
            .map(|(running, limit)| deadlines::after_pause(self.facts, running, limit, pause, now))
            .collect()
    }

    /// A limit of the step where a track stands.
    pub fn limit(&self, appeal: &Appeal, track: &str, limit: &str) -> Option<&Limit> {
        let step = self.facts.definition.step(track, &appeal.tracks.get(track)?.step)?;
        match &step.turn {
            Turn::Held { limits, .. } => limits.get(limit),
            Turn::End(_) => None,
        }
    }

    fn open_side_tracks(&mut self, action: &str) -> Result<(), Refusal> {
        let definition = self.facts.definition;
        for (name, track) in &definition.tracks {
            let open = self.appeal.as_ref().is_some_and(|appeal| appeal.tracks.contains_key(name));
            if let Some(step) = track.opens.get(action).filter(|_| !open) {
                self.arrive(name, step, Why::Action, None, self.now)?;
            }
        }
        Ok(())
    }

    /// Moves a track to a step, whose deadlines begin to run or which ends it.
    ///
    /// `climbed` names the office and rung when the step is reached by climbing the ladder.
    pub fn arrive(
        &mut self,
        track: &str,
        name: &str,
        why: Why,
        climbed: Option<(String, u32)>,
        at: Timestamp,
    ) -> Result<(), Refusal> {
        let definition = self.facts.definition;
        let (Some(step), Some(appeal)) = (definition.step(track, name), &self.appeal) else { return Ok(()) };
        let mut arrival = Arrival {
            track: track.to_owned(),
            step: name.to_owned(),
            on: law::day_of(at, &self.calendar_on(appeal, track)),
            why,
            holder: None,
            office: None,
            rung: 0,
            due: Vec::new(),
        };
        match &step.turn {
            Turn::Held { holder, limits } => {
                (arrival.office, arrival.rung) = match climbed {
                    Some((office, rung)) => (Some(office), rung),
                    None => (appeal.parties.get(holder).cloned(), 0),
                };
                // A party that is no office lives by the clock of the office whose decision it appeals.
                let office = arrival.office.as_ref().unwrap_or(&appeal.decision.issuer);
                let calendar = self.facts.calendar_of(Some(office));
                arrival.on = law::day_of(at, &calendar);
                let entered = Entered { at, on: arrival.on };
                let start = |(name, limit): (&String, &Limit)| {
                    deadlines::start(&calendar, appeal, name, limit, entered)
                };
                arrival.due = limits.iter().map(start).collect::<Result<_, _>>()?;
                arrival.holder = Some(holder.clone());
                self.record(at, Event::Arrived(arrival));
            }
            Turn::End(end) => {
                let outcome = outcome(*end, appeal);
                self.record(at, Event::Arrived(arrival));
                self.end(track, outcome, at);
            }
        }
        Ok(())
    }

    fn end(&mut self, track: &str, outcome: Option<Outcome>, at: Timestamp) {
        let Some(outcome) = outcome.filter(|_| track == self.facts.definition.legal_track) else {
            return self.record(at, Event::TrackEnded { track: track.to_owned() });
        };
        let open = self.appeal.iter().flat_map(|appeal| appeal.tracks.keys());
        let beside: Vec<String> = open.filter(|open| *open != track).cloned().collect();
        for track in beside {
            self.record(at, Event::TrackEnded { track });
        }
        self.record(at, Event::Closed { outcome });
    }
}

fn outcome(end: End, appeal: &Appeal) -> Option<Outcome> {
    match end {
        End::Done => None,
        End::Outcome(outcome) => Some(outcome),
        End::AsDecided => {
            Some(appeal.decided.map_or(Outcome::LeftWithoutConsideration, |(outcome, _)| outcome))
        }
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
fn describe(appeal: &Appeal, standing: Option<&Standing>, party: &str) -> String {
    let held =
        standing.filter(|standing| standing.holder == party).and_then(|standing| standing.office.as_ref());
    match held.or_else(|| appeal.parties.get(party)) {
        Some(office) => format!("{party} ({office})"),
        None => format!("{party} ({})", appeal.appellant),
    }
}
