//! A calendar that has changed: which running deadlines fall on another day by it, and what follows.
//!
//! Pure; part of `decide`, and asked by the registry for a preview. A date stays with the version of the
//! calendar that gave it until the new one is applied to the appeal. A promised date moves later with a letter;
//! it moves earlier only if that was asked for in so many words, else it stays and the journal says so.

use jiff::Timestamp;
use jiff::civil::Date;

use super::command::NewCalendar;
use super::deadlines;
use super::decide::Decision;
use super::event::Event;
use super::particulars::{Due, Recount};
use super::refusal::Refusal;
use super::state::{Appeal, Running, Standing};
use crate::law::{self, Almanac, Calendar};
use crate::workflow::Definition;

/// A running deadline that falls on another day by a new calendar.
#[derive(Debug, Clone, PartialEq)]
pub struct Move {
    /// The track.
    pub track: String,
    /// The last lawful day as it is.
    pub was: Date,
    /// The first instant after it.
    pub was_at: Timestamp,
    /// The deadline by the new calendar.
    pub due: Due,
    /// The digests and the days that differ.
    pub recount: Recount,
    /// Whether somebody has been told the date: a letter was written since the step was reached.
    pub promised: bool,
    /// Whether the date has already been kept against this very calendar.
    pub kept: bool,
}

impl Move {
    /// Whether the new calendar brings the date forward.
    pub fn is_earlier(&self) -> bool {
        self.due.at < self.was_at
    }
}

/// The deadlines of an appeal that run at `now` and fall on another day by `calendar`, in the order of tracks.
///
/// Deadlines that have passed are facts and stay; those of a stopped clock are computed when it runs again,
/// save the ones that run on while it stands.
/// `last_letter` is when the last letter about the appeal was written.
///
/// # Errors
/// [`Refusal::BeyondCalendar`] where a date lies outside the years that the new calendar knows.
pub fn moves(
    definition: &Definition,
    appeal: &Appeal,
    calendar: &Calendar,
    almanac: &Almanac,
    last_letter: Option<Timestamp>,
    now: Timestamp,
) -> Result<Vec<Move>, Refusal> {
    let mut moves = Vec::new();
    for (track, standing) in &appeal.tracks {
        let runs = |running: &&Running| running.is_running() && running.at > now;
        let open = |running: &&Running| runs(running) && (standing.stopped.is_none() || running.runs_on);
        for running in standing.running.iter().filter(open) {
            let calendar = calendar.in_zone_of(&running.basis.calendar);
            let Some(limit) = definition.limit(track, &standing.step, &running.limit) else { continue };
            let due = deadlines::recounted(&calendar, &running.limit, limit, running.basis.clone(), now)?;
            if due.at != running.at {
                let promised = is_promised(standing, last_letter, &calendar);
                moves.push(moved(track, running, due, &calendar, almanac, promised));
            }
        }
    }
    Ok(moves)
}

/// Whether somebody has been told the dates of a step: a letter was written since it was reached.
pub(super) fn is_promised(standing: &Standing, last_letter: Option<Timestamp>, calendar: &Calendar) -> bool {
    last_letter.is_some_and(|at| law::day_of(at, calendar) >= standing.since)
}

pub(super) fn moved(
    track: &str,
    running: &Running,
    due: Due,
    calendar: &Calendar,
    almanac: &Almanac,
    promised: bool,
) -> Move {
    let before = almanac.version(&running.basis.calendar);
    let from = match running.basis.from {
        law::Start::Day(day) => day,
        law::Start::Instant(instant) => law::day_of(instant, calendar),
    };
    let to = running.on.max(due.on);
    let because = before.as_ref().map(|before| law::changes(before, calendar, from, to)).unwrap_or_default();
    let before = before.map_or_else(|| running.basis.calendar.clone(), |before| before.digest().to_owned());
    let after = calendar.digest().to_owned();
    Move {
        track: track.to_owned(),
        was: running.on,
        was_at: running.at,
        kept: running.kept.as_deref() == Some(calendar.digest()),
        recount: Recount { before, after, because, version: None },
        due,
        promised,
    }
}

/// Moves what moves, keeps what was promised.
pub(super) fn calendar_changed(decision: &mut Decision, new: &NewCalendar) -> Result<(), Refusal> {
    let facts = decision.facts;
    if facts.calendar.digest() != new.digest {
        let in_force = facts.calendar.version().to_owned();
        return Err(Refusal::CalendarNotInForce { asked: new.digest.clone(), in_force });
    }
    let appeal = decision.open_appeal()?;
    let (calendar, now) = (facts.calendar, decision.now);
    for one in moves(facts.definition, appeal, calendar, facts.almanac, facts.last_letter, now)? {
        let Move { track, was, recount, .. } = one.clone();
        if !one.is_earlier() || !one.promised || new.allow_earlier {
            decision
                .record(now, Event::Rescheduled { track, was: Some(was), due: Box::new(one.due), recount });
        } else if !one.kept {
            let (limit, would_be) = (one.due.limit, one.due.on);
            decision.record(now, Event::PromiseKept { track, limit, due_on: was, would_be, recount });
        }
    }
    Ok(())
}
