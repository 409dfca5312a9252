//! What of a workflow its stories reach.
//!
//! Pure. The items come from the definition: every step, way of filing, action, ground, limit that can pass unkept,
//! reminder, chase, pause that can run out, and letter. A played story marks those that its journals show.

use std::collections::BTreeMap;

use super::judge::kind_of;
use super::play::Played;
use crate::appeal::{Actor, Appeal, Entry, Event, Why, evolve};
use crate::law::Calendar;
use crate::workflow::{Clock, Definition, FILING, Late, Limit, OtherTime, Reminder, Silence, Time};

/// Something of a workflow that a story can reach.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Item {
    /// What it is.
    pub kind: Kind,
    /// Its name in the workflow, such as `legal/review/decide`.
    pub name: String,
}

/// What a story can reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A step was reached.
    Step,
    /// An appeal was handed to this party.
    Filing,
    /// A late appeal was answered as the workflow says.
    Late,
    /// An action was done.
    Action,
    /// The clock was stopped on this ground.
    Ground,
    /// A limit passed unkept.
    Expiry,
    /// The appeal climbed a rung of the ladder.
    Climb,
    /// A reminder was sent.
    Reminder,
    /// A silent holder was chased.
    Chase,
    /// The patience with a chased holder ended.
    Patience,
    /// A pause ran out.
    Pause,
    /// A proposed action got its second signature.
    Signature,
    /// A proposed action did not get it.
    Unsigned,
    /// A silence recorded late had to be confirmed.
    Confirmation,
    /// A late filing moved to restore its time.
    Motion,
    /// The longest time of a stay of execution was over.
    Stay,
    /// A forum took over from another.
    Forum,
    /// A choice of the filing gave another time.
    OtherTime,
    /// A letter was written.
    Letter,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 19] = [
        Kind::Step,
        Kind::Filing,
        Kind::Late,
        Kind::Action,
        Kind::Ground,
        Kind::Expiry,
        Kind::Climb,
        Kind::Reminder,
        Kind::Chase,
        Kind::Patience,
        Kind::Pause,
        Kind::Signature,
        Kind::Unsigned,
        Kind::Confirmation,
        Kind::Motion,
        Kind::Stay,
        Kind::Forum,
        Kind::OtherTime,
        Kind::Letter,
    ];

    /// The kind in words.
    pub fn words(self) -> &'static str {
        match self {
            Kind::Step => "steps reached",
            Kind::Filing => "ways of filing",
            Kind::Late => "late filings",
            Kind::Action => "actions done",
            Kind::Ground => "grounds to stop the clock",
            Kind::Expiry => "limits that passed",
            Kind::Climb => "climbs",
            Kind::Reminder => "reminders",
            Kind::Chase => "chases",
            Kind::Patience => "ends of patience",
            Kind::Pause => "pauses that ran out",
            Kind::Signature => "second signatures",
            Kind::Unsigned => "proposals not signed",
            Kind::Confirmation => "silences to confirm",
            Kind::Motion => "motions to restore",
            Kind::Stay => "stays that ran out",
            Kind::Forum => "forums that took over",
            Kind::OtherTime => "times by choice",
            Kind::Letter => "letters written",
        }
    }
}

/// The items of one workflow and how often stories reached each.
#[derive(Debug, Clone)]
pub struct Coverage {
    /// The workflow.
    pub workflow: String,
    /// How often each item was reached.
    pub items: BTreeMap<Item, usize>,
}

impl Coverage {
    /// All items of a workflow, none reached yet.
    pub fn of(definition: &Definition) -> Coverage {
        let mut names: Vec<(Kind, String)> = Vec::new();
        names.extend(definition.filing.with.keys().map(|party| (Kind::Filing, party.clone())));
        names.push((Kind::Late, late(definition).to_owned()));
        names.extend(definition.letters.keys().map(|letter| (Kind::Letter, letter.clone())));
        for (name, action) in &definition.actions {
            names.push((Kind::Action, name.clone()));
            if let Clock::Stops { grounds, .. } = &action.clock {
                names.push((Kind::Pause, name.clone()));
                names.extend(grounds.keys().map(|ground| (Kind::Ground, ground_of(name, ground))));
            }
            if action.second.is_some() {
                names.extend([(Kind::Signature, name.clone()), (Kind::Unsigned, name.clone())]);
            }
            if action.stays_execution.as_ref().is_some_and(|rule| rule.at_most.is_some()) {
                names.push((Kind::Stay, name.clone()));
            }
        }
        names.extend(of_filing(definition));
        let forums = definition.tracks.iter().filter(|(_, track)| !track.swallows.is_empty());
        names.extend(forums.map(|(track, _)| (Kind::Forum, track.clone())));
        for (track, name, step) in steps(definition) {
            names.push((Kind::Step, step_of(track, name)));
            for (limit, rules) in step.limits() {
                let limit = limit_of(track, name, limit);
                if matches!(rules.silence, Silence::Deemed { .. }) && definition.after_outage.deemed.is_some()
                {
                    names.push((Kind::Confirmation, limit.clone()));
                }
                names.extend(limit_items(&limit, rules));
            }
        }
        let items = names.into_iter().map(|(kind, name)| (Item { kind, name }, 0)).collect();
        Coverage { workflow: definition.name.clone(), items }
    }

    /// Marks what a played story reached.
    pub fn add(&mut self, played: &Played, definition: &Definition, calendar: &Calendar) {
        for known in played.appeals.values() {
            let mut appeal = None;
            let mut stopped_by = BTreeMap::new();
            for entry in known.journal() {
                self.entry(entry, appeal.as_ref(), &mut stopped_by, definition);
                appeal = evolve(appeal, entry, calendar);
                self.reminder(entry, appeal.as_ref(), definition);
            }
            known.letters.iter().for_each(|letter| self.reach(Kind::Letter, letter.name.clone()));
        }
        let refused = played.refusals.iter().map(kind_of).filter(|kind| kind == REFUSED_LATE);
        refused.for_each(|kind| self.reach(Kind::Late, kind));
    }

    /// The items that no story reached.
    pub fn missing(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(|(_, times)| **times == 0).map(|(item, _)| item)
    }

    /// How many items of a kind were reached, and how many there are.
    pub fn count(&self, kind: Kind) -> (usize, usize) {
        let of_kind = || self.items.iter().filter(|(item, _)| item.kind == kind);
        (of_kind().filter(|(_, times)| **times > 0).count(), of_kind().count())
    }

    fn reach(&mut self, kind: Kind, name: String) {
        if let Some(times) = self.items.get_mut(&Item { kind, name }) {
            *times += 1;
        }
    }

    /// Marks what an entry shows, given the appeal before it and which action stopped each track's clock.
    fn entry(
        &mut self,
        entry: &Entry,
        before: Option<&Appeal>,
        stopped_by: &mut BTreeMap<String, String>,
        definition: &Definition,
    ) {
        match &entry.event {
            Event::Filed(filed) => {
                self.reach(Kind::Filing, filed.with.clone());
                if filed.late {
                    self.reach(Kind::Late, ACCEPTED_LATE.to_owned());
                }
                if filed.moves_to_restore.is_some() {
                    self.reach(Kind::Motion, definition.filing.by.clone());
                }
                let times = other_times("filing", &definition.filing.time);
                let fits = times.filter(|(_, other)| is_chosen(other, &filed.chosen));
                let fits: Vec<String> = fits.map(|(name, _)| name).collect();
                fits.into_iter().for_each(|name| self.reach(Kind::OtherTime, name));
            }
            Event::Arrived(arrival) => {
                let (track, step) = (&arrival.track, &arrival.step);
                self.reach(Kind::Step, step_of(track, step));
                let limits = definition.step(track, step).into_iter().flat_map(|step| step.limits());
                for (limit, rules) in limits {
                    for (name, other) in other_times(&limit_of(track, step, limit), &rules.time) {
                        if before.is_some_and(|appeal| is_chosen(other, &appeal.chosen)) {
                            self.reach(Kind::OtherTime, name);
                        }
                    }
                }
                let Some(standing) = before.and_then(|appeal| appeal.tracks.get(track)) else { return };
                for running in standing.running.iter().filter(|_| arrival.why == Why::Silence) {
                    let name = limit_of(track, &standing.step, &running.limit);
                    if running.chased.is_some() {
                        self.reach(Kind::Patience, name.clone());
                    }
                    if arrival.rung > standing.rung {
                        self.reach(Kind::Climb, name);
                    }
                }
            }
            Event::Acted { track, action, .. } => {
                self.reach(Kind::Action, action.clone());
                let clock = definition.actions.get(action).map(|action| &action.clock);
                if matches!(clock, Some(Clock::Stops { .. })) {
                    stopped_by.insert(track.clone(), action.clone());
                }
            }
            Event::ClockStopped { track, ground, .. } => {
                let action = stopped_by.get(track).cloned().unwrap_or_default();
                self.reach(Kind::Ground, ground_of(&action, ground));
            }
            Event::ClockRestarted { track, by_itself: true, .. } => {
                let action = stopped_by.get(track).cloned().unwrap_or_default();
                self.reach(Kind::Pause, action);
            }
            Event::DeadlineMissed { track, step, limit, .. } => {
                self.reach(Kind::Expiry, limit_of(track, step, limit));
            }
            Event::Signed { action, .. } => self.reach(Kind::Signature, action.clone()),
            Event::Unsigned { action, .. } => self.reach(Kind::Unsigned, action.clone()),
            Event::ConfirmationAsked { track, step, unconfirmed } => {
                self.reach(Kind::Confirmation, limit_of(track, step, &unconfirmed.limit));
            }
            Event::StayEnded { by_itself: true, by_action } => {
                self.reach(Kind::Stay, by_action.clone().unwrap_or_else(|| FILING.to_owned()));
            }
            Event::ForumTaken { track, .. } => self.reach(Kind::Forum, track.clone()),
            Event::Reminded { track, step, limit, chase: 1.., .. } => {
                self.reach(Kind::Chase, limit_of(track, step, limit));
            }
            _ => {}
        }
    }

    /// Marks a reminder. Which one it was is told by how many are still to come after it.
    fn reminder(&mut self, entry: &Entry, after: Option<&Appeal>, definition: &Definition) {
        if entry.actor != Actor::Redress {
            return;
        }
        let Event::Reminded { track, step, limit, chase: 0, after: late, .. } = &entry.event else { return };
        let standing = after.and_then(|appeal| appeal.tracks.get(track));
        let running = standing.and_then(|standing| standing.running.iter().find(|one| one.limit == *limit));
        let (Some(rules), Some(running)) = (definition.limit(track, step, limit), running) else { return };
        let (reminders, to_come, when) = match late {
            true => (&rules.remind_after, running.remind_after.len(), AFTER),
            false => (&rules.remind, running.remind.len(), BEFORE),
        };
        let place = reminders.len().checked_sub(to_come + 1);
        if let Some(reminder) = place.and_then(|place| reminders.get(place)) {
            self.reach(Kind::Reminder, reminder_of(&limit_of(track, step, limit), reminder, when));
        }
    }
}

/// A late appeal that is accepted.
const ACCEPTED_LATE: &str = "accepted";
/// A late appeal that is refused: the kind of refusal.
const REFUSED_LATE: &str = "too-late";

fn late(definition: &Definition) -> &'static str {
    match definition.filing.late {
        Late::Accept => ACCEPTED_LATE,
        Late::Refuse => REFUSED_LATE,
    }
}

/// What filing can bring besides the ways of it.
fn of_filing(definition: &Definition) -> Vec<(Kind, String)> {
    let filing = &definition.filing;
    let mut items: Vec<_> =
        other_times("filing", &filing.time).map(|(name, _)| (Kind::OtherTime, name)).collect();
    if filing.restoration.is_some() {
        items.push((Kind::Motion, filing.by.clone()));
    }
    if filing.stays_execution.as_ref().is_some_and(|rule| rule.at_most.is_some()) {
        items.push((Kind::Stay, FILING.to_owned()));
    }
    items
}

/// The times that choices of the filing give, by name.
fn other_times<'a>(name: &str, time: &'a Time) -> impl Iterator<Item = (String, &'a OtherTime)> {
    time.or.iter().map(move |other| {
        let choices = other.stated.iter().map(|(question, choice)| format!("{question}: {choice}"));
        (format!("{name} where {}", choices.collect::<Vec<_>>().join(", ")), other)
    })
}

fn is_chosen(other: &OtherTime, chosen: &BTreeMap<String, String>) -> bool {
    other.stated.iter().all(|(question, choice)| chosen.get(question) == Some(choice))
}

fn limit_items(name: &str, rules: &Limit) -> Vec<(Kind, String)> {
    let mut items = vec![(Kind::Expiry, name.to_owned())];
    match &rules.silence {
        Silence::Climb { .. } => items.push((Kind::Climb, name.to_owned())),
        Silence::Chase { .. } => {
            items.push((Kind::Chase, name.to_owned()));
            items.push((Kind::Patience, name.to_owned()));
        }
        _ => {}
    }
    items.extend(rules.remind.iter().map(|one| (Kind::Reminder, reminder_of(name, one, BEFORE))));
    items.extend(rules.remind_after.iter().map(|one| (Kind::Reminder, reminder_of(name, one, AFTER))));
    items.extend(other_times(name, &rules.time).map(|(name, _)| (Kind::OtherTime, name)));
    items
}

fn steps(definition: &Definition) -> impl Iterator<Item = (&str, &str, &crate::workflow::Step)> {
    definition.tracks.iter().flat_map(|(name, track)| {
        track.steps.iter().map(move |(step, rules)| (name.as_str(), step.as_str(), rules))
    })
}

fn step_of(track: &str, step: &str) -> String {
    format!("{track}/{step}")
}

fn limit_of(track: &str, step: &str, limit: &str) -> String {
    format!("{track}/{step}/{limit}")
}

fn ground_of(action: &str, ground: &str) -> String {
    format!("{action} {ground}")
}

const BEFORE: &str = "before";
const AFTER: &str = "after";

fn reminder_of(limit: &str, reminder: &Reminder, when: &str) -> String {
    format!("{limit} {} {when}", reminder.distance)
}
