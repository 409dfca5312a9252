//! What an action does to the clock of its step: stops it, starts it again, adds to a limit.
//!
//! Pure; part of `decide`.

use jiff::Timestamp;

use super::command::Act;
use super::deadlines;
use super::decide::Decision;
use super::event::Event;
use super::particulars::Due;
use super::refusal::Refusal;
use super::state::{Appeal, Running, Standing};
use crate::law::{self, Pause, Span};
use crate::workflow::{Action, Clock, Limit};

impl Decision<'_> {
    /// The event of the clock that an action brings about.
    pub(super) fn clock(
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
            Clock::Extends { limit, by, per, in_all } => {
                let Some(standing) = standing else { return Ok(None) };
                let found = standing.running.iter().find(|running| running.limit == *limit);
                let (Some(running), Some(rule)) = (found, self.limit_at(track, standing, limit)) else {
                    return Ok(None);
                };
                if let Some(per) = per.as_ref().filter(|per| allowances(appeal, &act.action, per) == 0) {
                    return Err(Refusal::NotEarned { action: act.action.clone(), per: per.clone() });
                }
                let asked = extension(running, act.extend_by, *by, *in_all)?;
                let article = action.article.clone();
                let due = deadlines::extended(self.facts, running, rule, asked, article, self.now)?;
                Ok(Some(Event::Extended { track: track.to_owned(), by: asked, due: Box::new(due) }))
            }
        }
    }

    /// The deadlines of a track as they are after a pause; what has passed or ran on is left as it is.
    pub(super) fn due_after(
        &self,
        appeal: &Appeal,
        track: &str,
        pause: Pause,
        now: Timestamp,
    ) -> Result<Vec<Due>, Refusal> {
        let Some(standing) = appeal.tracks.get(track) else { return Ok(Vec::new()) };
        let stood = standing.running.iter().filter(|running| running.is_running() && !running.runs_on);
        stood
            .filter_map(|running| Some((running, self.limit_at(track, standing, &running.limit)?)))
            .map(|(running, limit)| deadlines::after_pause(self.facts, running, limit, pause, now))
            .collect()
    }

    /// A limit of the step where a track stands.
    pub(super) fn limit_at(&self, track: &str, standing: &Standing, limit: &str) -> Option<&Limit> {
        self.facts.definition.limit(track, &standing.step, limit)
    }
}

/// How many extensions an event has earned and not yet used.
fn allowances(appeal: &Appeal, action: &str, per: &str) -> u32 {
    let times = |action: &str| appeal.used.get(action).copied().unwrap_or_default();
    times(per).saturating_sub(times(action))
}

/// The time to add: what was asked, or the most there is.
fn extension(
    running: &Running,
    asked: Option<Span>,
    by: Span,
    in_all: Option<Span>,
) -> Result<Span, Refusal> {
    let added = running.basis.extensions.iter().map(|extension| extension.span);
    let added: u32 = added.filter(|span| span.unit == by.unit).map(|span| span.amount).sum();
    let left = in_all.map_or(by.amount, |in_all| by.amount.min(in_all.amount.saturating_sub(added)));
    let most = Span { amount: left, unit: by.unit };
    let asked = asked.unwrap_or(most);
    if asked.unit != most.unit || asked.amount > most.amount || asked.amount == 0 {
        return Err(Refusal::ExtensionTooLong { most: most.to_string(), asked: asked.to_string() });
    }
    Ok(asked)
}
