//! Reminders that a person gives, beside those of the workflow.
//!
//! Pure; part of `decide`. Whoever has the appeal, or an office above it, has the holder written to. A reminder moves
//! nothing: no date, no chase. One day brings one reminder, whoever gives it and whether a person or time itself does.

use super::command::Actor;
use super::decide::Decision;
use super::event::Event;
use super::refusal::Refusal;
use super::state::{Appeal, Standing};
use crate::law;

impl Decision<'_> {
    /// Reminds the office that must act on the track that decides.
    pub(super) fn remind(&mut self) -> Result<(), Refusal> {
        let appeal = self.open_appeal()?;
        let track = appeal.legal_track.clone();
        let today = law::day_of(self.now, &self.calendar_on(appeal, &track));
        let standing = appeal.tracks.get(&track).filter(|standing| standing.stopped.is_none());
        let (Some(standing), Some(holder)) = (standing, standing.and_then(|one| one.office.as_deref()))
        else {
            return Err(Refusal::NobodyToRemind);
        };
        self.may_remind(appeal, standing, holder)?;
        if appeal.reminded_on == Some(today) {
            return Err(Refusal::RemindedToday { on: today });
        }
        // What is over and not yet entered enters itself in a moment, with letters of its own.
        let running = standing.nearest().filter(|running| running.missed || running.at > self.now);
        let running = running.ok_or(Refusal::NobodyToRemind)?;
        let event = Event::Reminded {
            track,
            step: standing.step.clone(),
            limit: running.limit.clone(),
            due_on: running.on,
            at: self.now,
            chase: 0,
            after: running.missed,
            next_at: None,
        };
        self.record(self.now, event);
        Ok(())
    }

    fn may_remind(&self, appeal: &Appeal, standing: &Standing, holder: &str) -> Result<(), Refusal> {
        let rung = |code: &str| appeal.ladder.iter().position(|one| one == code);
        let is_above = |code: &str| rung(code).zip(rung(holder)).is_some_and(|(one, other)| one > other);
        match (self.actor, self.actor.office()) {
            (Actor::Clerk, _) => Ok(()),
            (_, Some(code)) if code == holder || is_above(code) => Ok(()),
            _ => Err(Refusal::NotYours {
                action: "remind".to_owned(),
                parties: super::decide::describe(appeal, Some(standing), &standing.holder),
                actor: self.actor.to_string(),
            }),
        }
    }
}
