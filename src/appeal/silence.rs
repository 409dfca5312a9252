//! Silence that the law takes for a decision.
//!
//! Pure; part of `decide`. It cannot be undone, so a silence that the program recorded late, because nobody looked in
//! time, may have to be confirmed by a person first, who can see whether the office did answer meanwhile. While it
//! waits, the step stays open: the office's own answer goes before the fiction. A clock stopped on the last day of a time
//! lets it end with the restart, and nobody is asked then: nothing was missed.

use jiff::Timestamp;
use jiff::civil::Date;

use super::deadlines;
use super::decide::{Decision, describe, is_party};
use super::event::Event;
use super::moves::Came;
use super::particulars::Deemed;
use super::refusal::Refusal;
use super::state::{Running, Standing, Unconfirmed};
use crate::law;
use crate::workflow::{NewTime, Silence};

impl Decision<'_> {
    /// Takes a silence for a decision, or asks for its confirmation when it was recorded late.
    pub(super) fn deem_or_ask(
        &mut self,
        track: &str,
        standing: &Standing,
        running: &Running,
    ) -> Result<(), Refusal> {
        let confirmation = self.facts.definition.after_outage.deemed.as_ref();
        let Some(confirmation) = confirmation.filter(|_| self.was_overlooked(track, running)) else {
            return self.deem(track, standing, &running.limit, running.at);
        };
        let calendar = &self.facts.calendar.in_zone_of(&running.basis.calendar);
        let today = law::day_of(self.now, calendar);
        let until = law::after(today, confirmation.within, calendar).map_err(deadlines::beyond)?;
        let unconfirmed = Unconfirmed {
            limit: running.limit.clone(),
            legal_at: running.at,
            by: confirmation.by.clone(),
            until,
            until_at: law::end_of(until, calendar),
        };
        let (track, step) = (track.to_owned(), standing.step.clone());
        self.record(self.now, Event::ConfirmationAsked { track, step, unconfirmed });
        Ok(())
    }

    /// A person confirms that an office was silent.
    pub(super) fn confirm_silence(&mut self) -> Result<(), Refusal> {
        let appeal = self.open_appeal()?;
        let waiting = |(track, standing): (&String, &Standing)| {
            Some((track.clone(), standing.clone(), standing.unconfirmed.clone()?))
        };
        let (track, standing, unconfirmed) =
            appeal.tracks.iter().find_map(waiting).ok_or(Refusal::NothingToConfirm)?;
        if !is_party(self.actor, appeal, Some(&standing), &unconfirmed.by) {
            return Err(Refusal::NotYours {
                action: "confirm the silence".to_owned(),
                parties: describe(appeal, Some(&standing), &unconfirmed.by),
                actor: self.actor.to_string(),
            });
        }
        self.silence_confirmed(&track, &standing)
    }

    /// The silence stands: a person said so, or nobody looked in time and the law takes its course.
    pub(super) fn silence_confirmed(&mut self, track: &str, standing: &Standing) -> Result<(), Refusal> {
        match &standing.unconfirmed {
            Some(waiting) => self.deem(track, standing, &waiting.limit, waiting.legal_at),
            None => Ok(()),
        }
    }

    fn deem(
        &mut self,
        track: &str,
        standing: &Standing,
        limit: &str,
        legal_at: Timestamp,
    ) -> Result<(), Refusal> {
        let silence = self.limit_at(track, standing, limit).map(|limit| limit.silence.clone());
        let Some(Silence::Deemed { decision, article, then }) = silence else { return Ok(()) };
        let running = standing.running.iter().find(|running| running.limit == limit);
        let expired_on = running.map_or(standing.since, |running| running.on);
        let deemed = Deemed {
            track: track.to_owned(),
            step: standing.step.clone(),
            limit: limit.to_owned(),
            by: standing.holder.clone(),
            office: standing.office.clone(),
            due_on: expired_on,
            decision,
            article,
        };
        self.record(legal_at, Event::Deemed(Box::new(deemed)));
        self.decided(legal_at);
        self.arrive(track, &then, Came::Expired(expired_on), None, self.counted_from(track, legal_at))
    }

    /// The instant from which the next holder's time is counted, by the workflow's outage policy.
    pub(super) fn counted_from(&self, track: &str, legal_at: Timestamp) -> Timestamp {
        match self.facts.definition.after_outage.next_time {
            NewTime::FromNotice if self.told_late(track, legal_at) => self.now,
            _ => legal_at,
        }
    }

    /// Whether nobody looked when a time ended: neither on that day nor, where the clock had been stopped meanwhile, by
    /// the day after the last on which it stood.
    fn was_overlooked(&self, track: &str, running: &Running) -> bool {
        let Some(calendar) = self.appeal.as_ref().map(|appeal| self.calendar_on(appeal, track)) else {
            return false;
        };
        let stood = running.basis.pauses.iter().filter_map(|pause| pause.to).max();
        let began_again = stood.map(|last| law::shift(last, 1));
        let seen_by = began_again.into_iter().fold(law::day_of(running.at, &calendar), Date::max);
        law::day_of(self.now, &calendar) > seen_by
    }

    /// Whether what happened is recorded on a later day than its own.
    fn told_late(&self, track: &str, legal_at: Timestamp) -> bool {
        let calendar = self.appeal.as_ref().map(|appeal| self.calendar_on(appeal, track));
        calendar.is_some_and(|calendar| law::day_of(self.now, &calendar) > law::day_of(legal_at, &calendar))
    }
}
