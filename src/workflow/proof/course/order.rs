//! What must come first, and how long before: the days on which actions were done that others wait for.
//!
//! That an action was done at all is remembered by the configuration. The day is remembered by the state, by the
//! number of a list of such days, until every action that waits for it is lawful or can come no more; and not where
//! `steady` knows that nobody waits too long.

use std::collections::HashMap;

use super::Course;
use crate::law::Span;
use crate::workflow::proof::configuration::reaches;
use crate::workflow::proof::net::{Act, After, Move, Net, Step};
use crate::workflow::proof::steady::Trait;

/// Actions with the days on which they were done last.
type Done = Vec<(usize, u32)>;

/// The days remembered so far.
#[derive(Debug)]
pub(super) struct Order {
    waited_for: Vec<WaitedFor>,
    /// Nothing is first.
    lists: Vec<Done>,
    numbers: HashMap<Done, u32>,
}

/// An action that others wait for.
#[derive(Debug)]
struct WaitedFor {
    act: usize,
    waits: Vec<Span>,
    /// By step, whether its day matters there or later.
    ahead: Vec<bool>,
}

impl Order {
    pub fn of(net: &Net, traits: &[Trait]) -> Order {
        let waits = |one: &Act, act: usize| match one.after {
            Some(After { act: first, wait }) if first == act => wait,
            _ => None,
        };
        let waited_for = |act: usize| {
            let all: Vec<Span> = net.acts.iter().filter_map(|one| waits(one, act)).collect();
            let asks = |one: &Move| waits(&net.acts[one.act], act).is_some();
            let has = |(step, one): (&Step, &Trait)| !one.steady && step.moves.iter().any(asks);
            let has: Vec<bool> = net.steps.iter().zip(traits).map(has).collect();
            (!all.is_empty()).then(|| WaitedFor { act, waits: all, ahead: reaches(net, &has) })
        };
        let waited_for = (0..net.acts.len()).filter_map(waited_for).collect();
        Order { waited_for, lists: vec![Vec::new()], numbers: HashMap::from([(Vec::new(), 0)]) }
    }

    fn number(&mut self, done: Done) -> u32 {
        if let Some(number) = self.numbers.get(&done) {
            return *number;
        }
        let number = self.lists.len() as u32;
        self.lists.push(done.clone());
        self.numbers.insert(done, number);
        number
    }
}

impl Course<'_> {
    /// The days remembered once an action was done.
    pub(super) fn done(&mut self, list: u32, act: usize, day: u32) -> u32 {
        if !self.order.waited_for.iter().any(|one| one.act == act) {
            return list;
        }
        let mut done = self.order.lists[list as usize].clone();
        done.retain(|(other, _)| *other != act);
        done.push((act, day));
        done.sort_unstable();
        self.order.number(done)
    }

    /// The days that still matter at a step.
    pub(super) fn forgotten(&mut self, list: u32, step: usize, today: u32) -> u32 {
        if list == 0 {
            return list;
        }
        let (done, terms) = (self.order.lists[list as usize].clone(), &mut self.terms);
        let mut waits = |(act, day): &(usize, u32)| {
            let mut waited_for = self.order.waited_for.iter();
            waited_for.any(|one| {
                let mut waits = one.waits.iter();
                let mut unripe = |wait: &Span| terms.until(*day, *wait).is_none_or(|ripe| ripe > today);
                one.act == *act && one.ahead[step] && waits.any(&mut unripe)
            })
        };
        let done = done.into_iter().filter(|one| waits(one)).collect();
        self.order.number(done)
    }

    /// Whether an action does not come too soon after the one that it must follow.
    pub(super) fn is_ripe(&mut self, list: u32, act: usize, today: u32) -> bool {
        let Some(After { act: first, wait: Some(wait) }) = self.net.acts[act].after else { return true };
        let done = self.order.lists[list as usize].iter().find(|(done, _)| *done == first);
        // What is no longer remembered is long ago.
        done.copied().is_none_or(|(_, day)| self.terms.until(day, wait).is_some_and(|ripe| ripe <= today))
    }
}
