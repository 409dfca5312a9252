//! The latest days that can be reached from a state: of the first answer, and of the end.
//!
//! Every state is looked at once, however many filing days and paths lead to it; its answer is the latest
//! of all that can happen next. The states have no circle, because the configurations have none and time
//! goes on, so a stack of states that wait for others is enough, and no path is too long for it.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::course::{Course, Hop, Hops};
use super::state::{Arrived, Next, State};

/// The latest that can be reached, and by which of the next happenings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Best {
    /// The day; [`BEYOND`](super::state::BEYOND) if the calendar does not reach it.
    pub day: u32,
    /// Its place among the next happenings; for [`NEVER`] none.
    pub by: u32,
}

/// Nobody has looked yet.
const UNKNOWN: Latest = Latest { answer: Best { day: 0, by: u32::MAX - 1 }, end: NEVER };

/// Nothing leads to any day.
pub(super) const NEVER: Best = Best { day: 0, by: u32::MAX };

impl Best {
    /// The day, if it is reached at all.
    pub fn on(self) -> Option<u32> {
        (self.by != u32::MAX).then_some(self.day)
    }

    fn or_later(self, day: Option<u32>, by: usize) -> Best {
        match day {
            Some(day) if self.on().is_none_or(|known| day > known) => Best { day, by: by as u32 },
            _ => self,
        }
    }
}

/// The latest answer and the latest end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Latest {
    pub answer: Best,
    pub end: Best,
}

/// What was found out about all states so far.
#[derive(Debug)]
pub(super) struct Found {
    /// By configuration and day: the next day's appeals go the ways of the day before.
    plain: Vec<Vec<Latest>>,
    others: HashMap<State, Latest, RandomState>,
    /// How many states were looked at.
    pub looked_at: usize,
    /// Lists to be used again.
    spare: Vec<Vec<Next>>,
    most: usize,
}

/// There are more states than can be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooMany;

impl Found {
    pub fn new(most: usize) -> Found {
        Found { plain: Vec::new(), others: HashMap::default(), looked_at: 0, spare: Vec::new(), most }
    }

    pub fn get(&self, state: &State) -> Option<Latest> {
        match state {
            State::Arrived(arrived) if arrived.plain => {
                self.plain_at(arrived.configuration, arrived.since.day)
            }
            _ => self.others.get(state).copied(),
        }
    }

    fn plain_at(&self, configuration: u32, day: u32) -> Option<Latest> {
        let latest = self.plain.get(configuration as usize)?.get(day as usize)?;
        (latest.answer.by != UNKNOWN.answer.by).then_some(*latest)
    }

    fn put(&mut self, course: &Course, state: State, latest: Latest) -> Result<(), TooMany> {
        if self.looked_at >= self.most {
            return Err(TooMany);
        }
        self.looked_at += 1;
        match state {
            State::Arrived(Arrived { configuration, since, plain: true, .. }) => {
                let (place, day) = (configuration as usize, since.day as usize);
                if self.plain.len() <= place {
                    self.plain.resize(course.configurations.len().max(place + 1), Vec::new());
                }
                if self.plain[place].is_empty() {
                    self.plain[place].resize(course.days.count() as usize, UNKNOWN);
                }
                self.plain[place][day] = latest;
            }
            state => {
                self.others.insert(state, latest);
            }
        }
        Ok(())
    }

    /// The latest days from a state. `saw` is told once of each state and all that can happen next; of an arrival
    /// where the same can happen as on days before, of that alone.
    pub fn latest(
        &mut self,
        course: &mut Course,
        root: &State,
        saw: &mut impl FnMut(&Course, &State, &[Next]),
    ) -> Result<Latest, TooMany> {
        let mut waiting: Vec<(State, Option<Vec<Next>>)> = vec![(*root, None)];
        while let Some((state, next)) = waiting.pop() {
            if self.get(&state).is_some() {
                continue;
            }
            if let State::Arrived(arrived) = &state
                && next.is_none()
                && let Some(hops) = course.hops(arrived)
            {
                let place = waiting.len();
                let latest = self.best_hop(&hops, |unknown| waiting.push((State::Arrived(unknown), None)));
                if waiting.len() > place {
                    wait(&mut waiting, place, (state, None));
                    continue;
                }
                saw(course, &state, &[]);
                self.put(course, state, latest)?;
                continue;
            }
            let mut next = next.unwrap_or_else(|| {
                let mut next = self.spare.pop().unwrap_or_default();
                course.next(&state, &mut next);
                next
            });
            let place = waiting.len();
            let latest = self.best(&next, |unknown| waiting.push((*unknown, None)));
            if waiting.len() > place {
                wait(&mut waiting, place, (state, Some(next)));
                continue;
            }
            saw(course, &state, &next);
            self.put(course, state, latest)?;
            next.clear();
            self.spare.push(next);
        }
        Ok(self.get(root).unwrap_or(Latest { answer: NEVER, end: NEVER }))
    }

    /// The same where all that can happen is on one of two days.
    fn best_hop(&self, hops: &Hops, mut missing: impl FnMut(Arrived)) -> Latest {
        let mut latest = Latest { answer: NEVER, end: NEVER };
        for (by, (day, Hop { to, answers, ends })) in hops.all().enumerate() {
            let then = to.and_then(|to| {
                let known = self.plain_at(to, day);
                if known.is_none() {
                    missing(Arrived::plain(to, day));
                }
                known
            });
            let answer = if answers { Some(day) } else { then.and_then(|then| then.answer.on()) };
            latest.answer = latest.answer.or_later(answer, by);
            let end = if ends { Some(day) } else { then.and_then(|then| then.end.on()) };
            latest.end = latest.end.or_later(end, by);
        }
        latest
    }

    /// The latest of all that can happen next, as far as it is known; `missing` hears of the states that are not.
    fn best<'s>(&self, next: &'s [Next], mut missing: impl FnMut(&'s State)) -> Latest {
        let mut latest = Latest { answer: NEVER, end: NEVER };
        for (by, next) in next.iter().enumerate() {
            let then = next.then.as_ref().and_then(|then| {
                let known = self.get(then);
                if known.is_none() {
                    missing(then);
                }
                known
            });
            let answer = next.answered.or_else(|| then?.answer.on());
            latest.answer = latest.answer.or_later(answer, by);
            let end = next.ended.or_else(|| then?.end.on());
            latest.end = latest.end.or_later(end, by);
        }
        latest
    }
}

/// Puts a state below those that it waits for.
fn wait<T>(waiting: &mut Vec<T>, place: usize, state: T) {
    waiting.push(state);
    let top = waiting.len() - 1;
    waiting.swap(place, top);
}
