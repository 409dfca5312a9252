//! The moments worth trying: when somebody acts, and when it is worth stopping the clock.

use super::{At, Course, Trait};
use crate::workflow::proof::net::{Clock, Move};
use crate::workflow::proof::state::Staying;
use crate::workflow::proof::steady::counts;
use crate::workflow::proof::term::From;

impl Course<'_> {
    /// The moments at which somebody may act, of those worth trying, and whether it is worth stopping the clock.
    pub(super) fn moments(
        &mut self,
        staying: &Staying,
        moves: &[(Move, u32)],
        due: u32,
        last: At,
    ) -> Vec<(At, bool)> {
        let step = self.step_of(staying.configuration);
        let one = self.traits[step];
        let has =
            |clock: fn(&Clock) -> bool| moves.iter().any(|(one, _)| clock(&one.clock) && one.to.is_none());
        if one.steady && !has(|clock| matches!(clock, Clock::Stops { .. })) {
            let extends = has(|clock| matches!(clock, Clock::Extends { .. }));
            let first = extends.then(|| self.days.last_second(staying.wall.day).min(last));
            let moments = first.into_iter().filter(|first| *first < last).chain([last]);
            return moments.map(|at| (at, false)).collect();
        }
        let worth = self.worth_stopping(staying, moves, due, last.day);
        let worth_it = |day: u32| worth.as_ref().is_none_or(|worth| worth.binary_search(&day).is_ok());
        let mut days = worth.clone().unwrap_or_else(|| (staying.wall.day..=last.day).collect());
        if days.last() != Some(&last.day) {
            days.push(last.day);
        }
        self.at_once(one, staying.wall)
            .chain(days.into_iter().flat_map(|day| self.moments_of(one, day, staying.wall, last)))
            .map(|at| (at, worth_it(at.day)))
            .collect()
    }

    /// The days on which it is worth stopping the clock; none if all are.
    ///
    /// A pause adds the days that it takes from the count to the end of the term. Who stops earlier and gains as
    /// many has all later choices, so only days that gain more than every day before are tried; and those after
    /// the count, while its last day moves to a working day and a stop holds it up in another way.
    fn worth_stopping(
        &mut self,
        staying: &Staying,
        moves: &[(Move, u32)],
        due: u32,
        last: u32,
    ) -> Option<Vec<u32>> {
        let step = self.step_of(staying.configuration);
        let kind = counts(&self.net.steps[step]).filter(|_| self.steady(staying))?;
        // It has one limit, or pauses would not count in one way.
        let term = self.terms.term(staying.terms, 0).clone();
        let From::Day(from) = term.from else { return None };
        let end = self.terms.unrolled(self.limit(staying.configuration, 0), &term)?;
        let mut worth: Vec<u32> = if end == due { Vec::new() } else { (end..=last).collect() };
        for (one, _) in moves {
            let Clock::Stops { most } = one.clock else { continue };
            let days = (staying.wall.day, last.min(end));
            worth.extend(self.terms.records(most, kind, from, days));
        }
        worth.sort_unstable();
        worth.dedup();
        Some(worth)
    }

    /// The moment itself, where another second of the same day can matter.
    pub(super) fn at_once(&self, one: Trait, wall: At) -> impl Iterator<Item = At> + use<> {
        (!one.steady && !one.by_day).then_some(wall).into_iter()
    }

    /// The moments of one day that lie between two others, both included.
    pub(super) fn moments_of(&self, one: Trait, day: u32, first: At, last: At) -> Vec<At> {
        let latest = self.days.last_second(day).min(last).max(first);
        let closing = self.days.before_closing(day);
        match !one.by_day && !one.steady && first < closing && closing < latest {
            true => vec![closing, latest],
            false => vec![latest],
        }
    }
}
