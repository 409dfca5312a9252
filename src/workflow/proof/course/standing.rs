//! What can happen while the clock of a step stands, and how it runs on.

use super::{At, Course};
use crate::workflow::proof::days::end_of;
use crate::workflow::proof::net::{Clock, Silence};
use crate::workflow::proof::state::{Happens, Next, State, Staying, Stopped, unknown};

impl Course<'_> {
    /// What can happen while the clock stands.
    pub(super) fn stand(&mut self, staying: &Staying, stopped: Stopped) -> Vec<Next> {
        let ways = self.configurations.ways(staying.configuration);
        // A limit that runs on may end while the clock of the others stands.
        let Some(ran_out) = self.fires(staying, |limit| limit.runs_on) else { return vec![unknown()] };
        let ran_out = ran_out.filter(|(_, _, fires)| *fires < end_of(stopped.until));
        let stands_until = ran_out.map_or(end_of(stopped.until), |(_, _, fires)| fires);
        let last = staying.wall.max(self.days.just_before(stands_until));
        let one = self.traits[self.step_of(staying.configuration)];
        if ran_out.is_none_or(|(_, _, fires)| fires > staying.wall)
            && let Some((one, then)) = self.prepared_at_once(staying, &ways.moves)
        {
            let mut next = Vec::new();
            self.touch(staying, one, then, staying.wall, &mut next);
            return next;
        }
        let first = if one.steady { stopped.until } else { stopped.at.day };
        let mut next = Vec::new();
        let days = (first..=last.day).flat_map(|day| self.moments_of(one, day, staying.wall, last));
        let moments: Vec<At> = self.at_once(one, staying.wall).chain(days).collect();
        for at in moments {
            for (one, then) in &ways.moves {
                if !self.is_ripe(staying.past.done, one.act, at.day) {
                    continue;
                }
                match (one.to, one.clock) {
                    (Some(_), Clock::Runs | Clock::Restarts) => {
                        next.push(self.act(staying.past, one.act, *then, at))
                    }
                    (None, Clock::Restarts) => {
                        let happens = Happens::Restarted { act: Some(one.act) };
                        next.push(self.restart(staying, stopped, *then, at, at.day, happens));
                    }
                    (None, Clock::Runs) => self.touch(staying, *one, *then, at, &mut next),
                    _ => {}
                }
            }
        }
        if let Some((limit, due, fires)) = ran_out {
            let silence = (limit, due, fires);
            self.fire(staying.configuration, staying.past, staying.wall, silence, &mut next);
            return next;
        }
        let itself = Happens::Restarted { act: None };
        let alone = self.restart(
            staying,
            stopped,
            staying.configuration,
            end_of(stopped.until),
            stopped.until,
            itself,
        );
        match one.steady.then(|| self.started_by_hand(&next)).flatten() {
            Some(true) => {}
            Some(false) => {
                next.retain(|next| {
                    !matches!(next.happens, Happens::Restarted { .. }) || next.answered.is_some()
                });
                next.push(alone);
            }
            None => next.push(alone),
        }
        next
    }

    /// Whether a clock started by hand on its last day runs on from there, and so makes it needless to look at the
    /// clock that starts by itself the next day. If its time is over it is the other way round. None if nobody
    /// may start it, or not as often as one likes.
    fn started_by_hand(&mut self, next: &[Next]) -> Option<bool> {
        let by_hand = next.iter().find_map(|next| match (next.happens, next.then) {
            (Happens::Restarted { act: Some(act) }, Some(State::Staying(staying)))
                if self.net.acts[act].most.is_none() && !self.net.acts[act].decides =>
            {
                Some(staying)
            }
            _ => None,
        })?;
        let (_, _, fires) = self.fires(&by_hand, |_| true)??;
        Some(fires > by_hand.wall)
    }

    fn restart(
        &mut self,
        staying: &Staying,
        stopped: Stopped,
        configuration: u32,
        at: At,
        to: u32,
        happens: Happens,
    ) -> Next {
        let (net, step) = (self.net, self.step_of(configuration));
        let mut terms = Vec::new();
        for (place, limit) in net.steps[step].limits.iter().enumerate() {
            let chases = matches!(limit.silence, Silence::Chases { .. });
            // A limit that was over and is chased is not lengthened by the pause.
            let Some(due) = self.terms.due_in(staying.terms, place) else { return unknown() };
            let (term, runs_on) = (self.terms.term(staying.terms, place).clone(), limit.runs_on);
            terms.push(match (chases && due.at <= stopped.at) || runs_on || to == stopped.at.day {
                true => term,
                false => self.terms.paused(self.limit(configuration, place), term, stopped.at.day, to),
            });
        }
        let answered = self.decides(happens).then_some(at.day);
        let terms = self.terms.list(step, self.configurations.get(configuration).choice, terms);
        let mut past = staying.past;
        if let Happens::Restarted { act: Some(act) } = happens {
            past.done = self.done(past.done, act, at.day);
        }
        past.done = self.forgotten(past.done, step, at.day);
        let staying = Staying { configuration, past, terms, stopped: None, wall: at };
        Next { happens, at, answered, ended: None, to: None, then: Some(State::Staying(staying)) }
    }
}
