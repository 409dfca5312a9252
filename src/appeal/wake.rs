//! The passage of time: reminders, deadlines that nobody kept, pauses that are over.
//!
//! Pure; part of `decide`. Whatever fell due up to `now` is dealt with in the order in which it fell
//! due, each from its own legal day, so a night and three weeks of absence take the same path.

use jiff::Timestamp;

use super::deadlines;
use super::decide::Decision;
use super::event::Event;
use super::moves::Came;
use super::refusal::Refusal;
use super::state::{Appeal, Running, Standing};
use crate::law::{self, Pause, Span};
use crate::workflow::Silence;

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
    /// The longest time of a stay of execution is over.
    StayOver,
    /// The clock's longest pause is over.
    Restart,
    /// A proposal was not signed in time.
    Unsigned,
    /// Nobody confirmed a silence in time.
    Unconfirmed,
    /// A deadline passed; the running limit by its place.
    Miss(usize),
    /// A chased holder is reminded again, or the patience ends.
    Chase(usize),
    /// A reminder before the deadline.
    Remind(usize),
    /// A reminder after it.
    RemindAfter(usize),
}

fn next(appeal: &Appeal) -> Option<Next> {
    let legal = &appeal.legal_track;
    let stay = appeal.stay.iter().filter_map(|stay| stay.until);
    let stay = stay.map(|(_, at)| (at, legal, What::StayOver));
    let tracks = appeal.tracks.iter();
    let all = tracks.flat_map(|(track, standing)| asks(standing).map(move |(at, what)| (at, track, what)));
    let (at, track, what) = stay.chain(all).min()?;
    Some(Next { at, track: track.clone(), what })
}

/// All that time will ask of a track as it stands.
fn asks(standing: &Standing) -> impl Iterator<Item = (Timestamp, What)> {
    let restart = standing.stopped.iter().map(|stopped| (stopped.until_at, What::Restart));
    let unsigned = standing.proposal.iter().map(|proposal| (proposal.until_at, What::Unsigned));
    let unconfirmed = standing.unconfirmed.iter().map(|waiting| (waiting.until_at, What::Unconfirmed));
    let stands = standing.stopped.is_some();
    let running = standing.running.iter().enumerate().filter(move |(_, running)| !stands || running.runs_on);
    let running = running.flat_map(|(place, running)| asks_of(running, place).into_iter().flatten());
    restart.chain(unsigned).chain(unconfirmed).chain(running)
}

/// All that time will ask of a limit: what comes next of it, and the next reminder after it was missed.
fn asks_of(running: &Running, place: usize) -> [Option<(Timestamp, What)>; 2] {
    let next = match (&running.chased, running.missed, running.remind.first()) {
        (Some((_, at)), _, _) => Some((*at, What::Chase(place))),
        (None, true, _) => None,
        (None, false, Some(at)) => Some((*at, What::Remind(place))),
        (None, false, None) => Some((running.at, What::Miss(place))),
    };
    let after = running.remind_after.first().filter(|_| running.missed);
    [next, after.map(|at| (*at, What::RemindAfter(place)))]
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
            What::StayOver => decision.end_stay(true, at),
            What::Unsigned => unsigned(decision, &track, &standing, at),
            What::Unconfirmed => decision.silence_confirmed(&track, &standing)?,
            What::Restart => restart(decision, &track, &standing)?,
            What::Remind(place) if standing.running[place].at > decision.now => {
                remind(decision, &track, &standing, place, false)
            }
            What::RemindAfter(place) => remind(decision, &track, &standing, place, true),
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

fn unsigned(decision: &mut Decision, track: &str, standing: &Standing, at: Timestamp) {
    if let Some(proposal) = &standing.proposal {
        let (track, action) = (track.to_owned(), proposal.act.action.clone());
        decision.record(at, Event::Unsigned { track, action, reason: None });
    }
}

/// Reminds once, however many reminders were due while nobody looked.
fn remind(decision: &mut Decision, track: &str, standing: &Standing, place: usize, after: bool) {
    let running = &standing.running[place];
    let reminders = if after { &running.remind_after } else { &running.remind };
    let Some(at) = reminders.iter().copied().filter(|at| *at <= decision.now).max() else { return };
    let event = Event::Reminded {
        track: track.to_owned(),
        step: standing.step.clone(),
        limit: running.limit.clone(),
        due_on: running.on,
        at,
        chase: 0,
        after,
        next_at: None,
    };
    decision.record(at, event);
}

fn miss(decision: &mut Decision, track: &str, standing: &Standing, running: &Running) -> Result<(), Refusal> {
    let limit = decision.limit_at(track, standing, &running.limit);
    let Some(silence) = limit.map(|limit| limit.silence.clone()) else { return Ok(()) };
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
    follow(decision, track, standing, running, &silence)
}

/// What the silence leads to.
fn follow(
    decision: &mut Decision,
    track: &str,
    standing: &Standing,
    running: &Running,
    silence: &Silence,
) -> Result<(), Refusal> {
    let at = decision.counted_from(track, running.at);
    let came = Came::Expired(running.on);
    match silence {
        Silence::Chase { .. } | Silence::Stay(_) => Ok(()),
        Silence::Deemed { .. } => decision.deem_or_ask(track, standing, running),
        Silence::Close(end) => {
            decision.end(track, *end, at);
            Ok(())
        }
        Silence::Lapse(step) => decision.arrive(track, step, came, None, at),
        Silence::Escalate(step) => escalate(decision, track, standing, step, (came, at)),
        Silence::Climb { rungs, then } => {
            match above(decision, standing).filter(|_| standing.rung < *rungs) {
                Some(office) => {
                    decision.record(at, escalated(track, standing, Some(office.clone())));
                    let climbed = Some((office, standing.rung + 1));
                    decision.arrive(track, &standing.step, came, climbed, at)
                }
                None => decision.arrive(track, then, came, None, at),
            }
        }
    }
}

fn escalate(
    decision: &mut Decision,
    track: &str,
    standing: &Standing,
    step: &str,
    (came, at): (Came, Timestamp),
) -> Result<(), Refusal> {
    let holder = decision.facts.definition.step(track, step).and_then(|step| step.holder());
    let parties = decision.appeal.as_ref().map(|appeal| &appeal.parties);
    let to = holder.and_then(|holder| parties?.get(holder).cloned());
    decision.record(at, escalated(track, standing, to));
    decision.arrive(track, step, came, None, at)
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

fn chase(
    decision: &mut Decision,
    track: &str,
    standing: &Standing,
    running: &Running,
    at: Timestamp,
) -> Result<(), Refusal> {
    let limit = decision.limit_at(track, standing, &running.limit);
    let Some(Silence::Chase { every, at_most, then }) = limit.map(|limit| limit.silence.clone()) else {
        return Ok(());
    };
    let done = running.chased.map_or(0, |(done, _)| done);
    if done >= at_most {
        let at = decision.counted_from(track, at);
        return escalate(decision, track, standing, &then, (Came::Expired(running.on), at));
    }
    let event = Event::Reminded {
        track: track.to_owned(),
        step: standing.step.clone(),
        limit: running.limit.clone(),
        due_on: running.on,
        at,
        chase: done + 1,
        after: false,
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
