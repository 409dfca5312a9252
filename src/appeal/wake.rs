//! The passage of time: reminders, deadlines that nobody kept, pauses that are over.
//!
//! Pure; part of `decide`. Whatever fell due up to `now` is dealt with in the order in which it fell
//! due, each from its own legal day, so a night and three weeks of absence take the same path.

use jiff::Timestamp;

use super::deadlines;
use super::decide::Decision;
use super::event::{Event, Why};
use super::refusal::Refusal;
use super::state::{Appeal, Running, Standing};
use crate::law::{self, Pause, Span};
use crate::workflow::{NewTime, Silence};

/// The earliest instant at which the passage of time alone asks something of this appeal.
pub fn wake_at(appeal: &Appeal) -> Option<Timestamp> {
    next(appeal).map(|next| next.at)
}

/// What time asks next.
struct Next {
    at: Timestamp,
    track: String,
    what: What,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum What {
    /// The clock's longest pause is over.
    Restart,
    /// A deadline passed; the running limit by its place.
    Miss(usize),
    /// A chased holder is reminded again, or the patience ends.
    Chase(usize),
    /// A reminder before the deadline.
    Remind(usize),
}

fn next(appeal: &Appeal) -> Option<Next> {
    let tracks = appeal.tracks.iter();
    let all = tracks.flat_map(|(track, standing)| asks(standing).map(move |(at, what)| (at, track, what)));
    let (at, track, what) = all.min()?;
    Some(Next { at, track: track.clone(), what })
}

/// All that time will ask of a track as it stands.
fn asks(standing: &Standing) -> impl Iterator<Item = (Timestamp, What)> {
    let restart = standing.stopped.iter().map(|stopped| (stopped.until_at, What::Restart));
    let running = if standing.stopped.is_some() { &[] } else { standing.running.as_slice() };
    restart.chain(running.iter().enumerate().map(|(place, running)| {
        match (&running.chased, running.remind.first()) {
            (Some((_, at)), _) => (*at, What::Chase(place)),
            (None, Some(at)) => (*at, What::Remind(place)),
            (None, None) => (running.at, What::Miss(place)),
        }
    }))
}

/// More steps than this without a person is a workflow that runs in a circle.
const MOST_MOVES: usize = 10_000;

/// Deals with all that fell due up to now.
pub(super) fn time_passed(decision: &mut Decision) -> Result<(), Refusal> {
    for _ in 0..MOST_MOVES {
        let Some(appeal) = decision.appeal.as_ref().filter(|appeal| appeal.is_open()) else { return Ok(()) };
        let Some(Next { at, track, what }) = next(appeal).filter(|next| next.at <= decision.now) else {
            return Ok(());
        };
        let Some(standing) = appeal.tracks.get(&track).cloned() else { return Ok(()) };
        match what {
            What::Restart => restart(decision, &track, &standing)?,
            What::Remind(place) if standing.running[place].at > decision.now => {
                remind(decision, &track, &standing, place)
            }
            // A reminder of a deadline that has passed as well would only confuse: the miss itself follows.
            What::Remind(place) | What::Miss(place) => {
                miss(decision, &track, &standing, &standing.running[place])?
            }
            What::Chase(place) => chase(decision, &track, &standing, &standing.running[place], at)?,
        }
    }
    Err(Refusal::BeyondCalendar { why: format!("the workflow moved {MOST_MOVES} times without a person") })
}

fn restart(decision: &mut Decision, track: &str, standing: &Standing) -> Result<(), Refusal> {
    let (Some(stopped), Some(appeal)) = (&standing.stopped, &decision.appeal) else { return Ok(()) };
    let pause = Pause { from: stopped.since, to: Some(stopped.until) };
    let due = decision.due_after(appeal, track, pause, stopped.until_at)?;
    decision
        .record(stopped.until_at, Event::ClockRestarted { track: track.to_owned(), by_itself: true, due });
    Ok(())
}

/// Reminds once, however many reminders were due while nobody looked.
fn remind(decision: &mut Decision, track: &str, standing: &Standing, place: usize) {
    let running = &standing.running[place];
    let Some(at) = running.remind.iter().copied().filter(|at| *at <= decision.now).max() else { return };
    let event = Event::Reminded {
        track: track.to_owned(),
        step: standing.step.clone(),
        limit: running.limit.clone(),
        due_on: running.on,
        at,
        chase: 0,
        next_at: None,
    };
    decision.record(at, event);
}

fn miss(decision: &mut Decision, track: &str, standing: &Standing, running: &Running) -> Result<(), Refusal> {
    let Some(appeal) = &decision.appeal else { return Ok(()) };
    let Some(silence) = decision.limit(appeal, track, &running.limit).map(|limit| limit.silence.clone())
    else {
        return Ok(());
    };
    let chase_at = match &silence {
        Silence::Chase { every, .. } => Some(chase_after(decision, running, *every, 1)?),
        _ => None,
    };
    let missed = Event::DeadlineMissed {
        track: track.to_owned(),
        step: standing.step.clone(),
        limit: running.limit.clone(),
        by: standing.holder.clone(),
        office: standing.office.clone(),
        due_on: running.on,
        chase_at,
    };
    decision.record(running.at, missed);
    follow(decision, track, standing, &silence, running.at)
}

/// What the silence leads to.
fn follow(
    decision: &mut Decision,
    track: &str,
    standing: &Standing,
    silence: &Silence,
    legal_at: Timestamp,
) -> Result<(), Refusal> {
    let at = counted_from(decision, track, legal_at);
    match silence {
        Silence::Chase { .. } => Ok(()),
        Silence::Lapse(step) => decision.arrive(track, step, Why::Silence, None, at),
        Silence::Escalate(step) => escalate(decision, track, standing, step, at),
        Silence::Climb { rungs, then } => {
            match above(decision, standing).filter(|_| standing.rung < *rungs) {
                Some(office) => {
                    decision.record(at, escalated(track, standing, Some(office.clone())));
                    let climbed = Some((office, standing.rung + 1));
                    decision.arrive(track, &standing.step, Why::Silence, climbed, at)
                }
                None => decision.arrive(track, then, Why::Silence, None, at),
            }
        }
    }
}

fn escalate(
    decision: &mut Decision,
    track: &str,
    standing: &Standing,
    step: &str,
    at: Timestamp,
) -> Result<(), Refusal> {
    let holder = decision.facts.definition.step(track, step).and_then(|step| step.holder());
    let parties = decision.appeal.as_ref().map(|appeal| &appeal.parties);
    let to = holder.and_then(|holder| parties?.get(holder).cloned());
    decision.record(at, escalated(track, standing, to));
    decision.arrive(track, step, Why::Silence, None, at)
}

fn escalated(track: &str, standing: &Standing, to: Option<String>) -> Event {
    Event::Escalated { track: track.to_owned(), from: standing.office.clone(), to }
}

/// The office above the one that holds the step now.
fn above(decision: &Decision, standing: &Standing) -> Option<String> {
    let ladder = &decision.appeal.as_ref()?.ladder;
    let place = ladder.iter().position(|code| Some(code) == standing.office.as_ref())?;
    ladder.get(place + 1).cloned()
}

/// The instant from which the next holder's time is counted, by the workflow's outage policy.
fn counted_from(decision: &Decision, track: &str, legal_at: Timestamp) -> Timestamp {
    let calendar = decision.appeal.as_ref().map(|appeal| decision.calendar_on(appeal, track));
    let calendar = calendar.as_ref().unwrap_or(decision.facts.calendar);
    let told_late = law::day_of(decision.now, calendar) > law::day_of(legal_at, calendar);
    match decision.facts.definition.after_outage.next_time {
        NewTime::FromNotice if told_late => decision.now,
        _ => legal_at,
    }
}

fn chase(
    decision: &mut Decision,
    track: &str,
    standing: &Standing,
    running: &Running,
    at: Timestamp,
) -> Result<(), Refusal> {
    let Some(appeal) = &decision.appeal else { return Ok(()) };
    let limit = decision.limit(appeal, track, &running.limit);
    let Some(Silence::Chase { every, at_most, then }) = limit.map(|limit| limit.silence.clone()) else {
        return Ok(());
    };
    let done = running.chased.map_or(0, |(done, _)| done);
    if done >= at_most {
        let at = counted_from(decision, track, at);
        return escalate(decision, track, standing, &then, at);
    }
    let event = Event::Reminded {
        track: track.to_owned(),
        step: standing.step.clone(),
        limit: running.limit.clone(),
        due_on: running.on,
        at,
        chase: done + 1,
        next_at: Some(chase_after(decision, running, every, done + 2)?),
    };
    decision.record(at, event);
    Ok(())
}

/// When the holder is chased for the `times`th time: at the opening of the office, `times` spans after the last lawful day.
fn chase_after(
    decision: &Decision,
    running: &Running,
    every: Span,
    times: u32,
) -> Result<Timestamp, Refusal> {
    let calendar = &decision.facts.calendar.in_zone_of(&running.basis.calendar);
    let span = Span { amount: every.amount * times, unit: every.unit };
    let day = law::after(running.on, span, calendar).map_err(deadlines::beyond)?;
    Ok(law::opening(day, calendar))
}
