//! What was done to an appeal in the past, read back from its journal.
//!
//! Pure. People's commands stand in the entries that they caused; what followed from them by itself is left out, to
//! follow again. When the program looked at what was due is remembered as well: where it was down, it shall be down.

use jiff::{SignedDuration, Timestamp};

use crate::appeal::{Act, Actor, Appeal, Command, Deed, Entry, Event, File, Note, Sign, evolve, wake_at};
use crate::law::Calendar;

/// A command of the past.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub at: Timestamp,
    pub deed: Deed,
}

/// An appeal's past.
#[derive(Debug)]
pub(super) struct Past {
    /// What people asked, in order.
    pub commands: Vec<Asked>,
    /// From when to when time asked something and nobody looked.
    pub outages: Vec<(Timestamp, Timestamp)>,
    /// The appeal as its journal left it.
    pub appeal: Option<Appeal>,
}

impl Past {
    /// The past that a journal tells, up to an instant. `workflow` is the name under which it was filed.
    pub fn of(journal: &[Entry], workflow: &str, calendar: &Calendar, until: Timestamp) -> Past {
        let mut past = Past { commands: Vec::new(), outages: Vec::new(), appeal: None };
        let mut looked = None;
        for (place, entry) in journal.iter().enumerate() {
            let wake = past.appeal.as_ref().and_then(wake_at);
            if entry.actor == Actor::Redress && looked != Some(entry.recorded_at) {
                looked = Some(entry.recorded_at);
                past.outages.extend(
                    wake.filter(|wake| *wake < entry.recorded_at).map(|wake| (wake, entry.recorded_at)),
                );
            }
            if let Some(command) = command(journal, place, workflow) {
                let (at, actor) = (entry.recorded_at, entry.actor.clone());
                // Somebody acted when a deadline had passed that nobody had looked at yet.
                past.outages.extend(wake.filter(|wake| *wake <= at).map(|wake| (wake, just_after(at))));
                past.commands.push(Asked { at, deed: Deed { actor, command } });
            }
            past.appeal = evolve(past.appeal.take(), entry, calendar);
        }
        let wake = past.appeal.as_ref().and_then(wake_at).filter(|wake| *wake <= until);
        past.outages.extend(wake.map(|wake| (wake, Timestamp::MAX)));
        past
    }

    /// When the program looks at what is due at this instant: then, or when it was up again.
    pub fn look_at(&self, due: Timestamp) -> Timestamp {
        let down = self.outages.iter().filter(|(from, to)| *from <= due && due < *to);
        down.map(|(_, to)| *to).max().unwrap_or(due)
    }
}

fn just_after(at: Timestamp) -> Timestamp {
    at.checked_add(SignedDuration::from_nanos(1)).unwrap_or(at)
}

/// The command that the entry at this place is the first consequence of, if people gave it.
fn command(journal: &[Entry], place: usize, workflow: &str) -> Option<Command> {
    let entry = &journal[place];
    let event_at = |place: usize| journal.get(place).map(|entry| &entry.event);
    match &entry.event {
        Event::Filed(filed) => Some(Command::File(Box::new(File {
            workflow: workflow.to_owned(),
            appellant: filed.appellant.clone(),
            with: filed.with.clone(),
            language: filed.language,
            decision: filed.decision.clone(),
            stated: filed.stated.clone(),
        }))),
        // What was signed follows from the signature.
        Event::Acted { .. }
            if matches!(place.checked_sub(1).and_then(event_at), Some(Event::Signed { .. })) =>
        {
            None
        }
        Event::Proposed { proposal, .. } => Some(Command::Act(proposal.act.clone())),
        Event::Signed { action, .. } => {
            Some(Command::Sign(Sign { action: action.clone(), ..Sign::default() }))
        }
        Event::Unsigned { action, reason: Some(reason), .. } => {
            Some(Command::Sign(Sign { action: action.clone(), refused: Some(reason.clone()) }))
        }
        Event::Deemed(_) if entry.actor != Actor::Redress => Some(Command::ConfirmSilence),
        Event::Acted { action, stated, parts, .. } => {
            let (stated, parts) = (stated.clone(), parts.clone());
            let mut act = Act { action: action.clone(), stated, parts, ..Act::default() };
            match event_at(place + 1) {
                Some(Event::ClockStopped { ground, .. }) => act.ground = Some(ground.clone()),
                Some(Event::Extended { by, .. }) => act.extend_by = Some(*by),
                _ => {}
            }
            Some(Command::Act(act))
        }
        Event::Reminded { .. } if entry.actor != Actor::Redress => Some(Command::Remind),
        Event::Noted { text, source, wish } => {
            Some(Command::Note(Note { text: text.clone(), source: source.clone(), wish: *wish }))
        }
        _ => None,
    }
}
