//! Configurations: where the legal track stands, apart from all dates.
//!
//! A step, the rung it has been climbed to, and how often each bounded action was used. A use is forgotten
//! as soon as the action cannot be met again, so that a thousand steps with an extension each have a
//! thousand configurations and not two to the thousandth. There are finitely many; the track moves for
//! ever if and only if they have a circle.

use std::collections::HashMap;

use super::net::{Clock, Move, Net, Silence};

/// A configuration.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Configuration {
    pub step: usize,
    pub rung: u32,
    /// Bounded actions with their uses, in the order of the actions.
    pub used: Vec<(usize, u32)>,
}

/// What happens between two configurations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    /// An action.
    Acted(usize),
    /// Silence at a limit of the step; `climbed` if the track stays at the step, one rung higher.
    Silent { limit: usize, climbed: bool },
}

/// The configurations met so far, each with a number.
#[derive(Debug)]
pub(super) struct Configurations<'n> {
    net: &'n Net,
    /// For each step the bounded actions that can be met there or later.
    ahead: Vec<Vec<usize>>,
    numbers: HashMap<Configuration, u32>,
    all: Vec<Configuration>,
}

impl<'n> Configurations<'n> {
    pub fn new(net: &'n Net) -> Self {
        Configurations { net, ahead: ahead(net), numbers: HashMap::new(), all: Vec::new() }
    }

    pub fn get(&self, number: u32) -> &Configuration {
        &self.all[number as usize]
    }

    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// The configuration in which an appeal begins.
    pub fn filed(&mut self, step: usize) -> u32 {
        self.number(Configuration { step, rung: 0, used: Vec::new() })
    }

    /// Whether an action has uses left.
    pub fn may(&self, number: u32, act: usize) -> bool {
        let Some(most) = self.net.acts[act].most else { return true };
        let used = self.get(number).used.iter().find(|(used, _)| *used == act);
        used.map_or(0, |(_, times)| *times) < most
    }

    /// The moves that can be made, as far as uses go.
    pub fn moves(&self, number: u32) -> Vec<Move> {
        let step = &self.net.steps[self.get(number).step];
        let able =
            |one: &&Move| self.net.acts[one.act].by.is_some() && one.matters(&self.net.acts) && self.may(number, one.act);
        step.moves.iter().filter(able).copied().collect()
    }

    /// The configuration after an action, at the step it leads to or at the same one.
    pub fn acted(&mut self, number: u32, act: usize, to: Option<usize>) -> u32 {
        let from = self.get(number);
        let (step, rung) = to.map_or((from.step, from.rung), |to| (to, 0));
        let mut used = from.used.clone();
        if self.net.acts[act].most.is_some() {
            match used.iter_mut().find(|(one, _)| *one == act) {
                Some((_, times)) => *times += 1,
                None => used.push((act, 1)),
            }
            used.sort_unstable();
        }
        self.arrive(step, rung, used)
    }

    /// The configurations that silence at a limit can lead to. A ladder may end below the last rung.
    pub fn silent(&mut self, number: u32, limit: usize) -> Vec<(bool, u32)> {
        let Configuration { step, rung, used } = self.get(number).clone();
        let silence = self.net.steps[step].limits[limit].silence;
        let mut next = Vec::new();
        if let Silence::Climbs { rungs, .. } = silence
            && rung < rungs
        {
            next.push((true, self.arrive(step, rung + 1, used.clone())));
        }
        next.push((false, self.arrive(silence.then(), 0, used)));
        next
    }

    /// All changes and what they lead to, whatever the dates.
    pub fn changes(&mut self, number: u32) -> Vec<(Change, u32)> {
        let mut changes = Vec::new();
        let moves = self.moves(number);
        let stoppable = self.stoppable(number);
        for one in moves {
            let lawful = one.clock != Clock::Restarts || stoppable;
            // An action that leaves both the step and the uses as they are has no bound; the bounds are checked apart.
            if lawful && (one.to.is_some() || self.net.acts[one.act].most.is_some()) {
                changes.push((Change::Acted(one.act), self.acted(number, one.act, one.to)));
            }
        }
        for limit in 0..self.net.steps[self.get(number).step].limits.len() {
            for (climbed, next) in self.silent(number, limit) {
                changes.push((Change::Silent { limit, climbed }, next));
            }
        }
        changes
    }

    /// Whether the clock can be stopped at the step; by the time it is restarted the uses may be spent.
    fn stoppable(&self, number: u32) -> bool {
        let step = &self.net.steps[self.get(number).step];
        step.moves.iter().any(|one| matches!(one.clock, Clock::Stops { .. }) && self.net.acts[one.act].by.is_some())
    }

    fn arrive(&mut self, step: usize, rung: u32, mut used: Vec<(usize, u32)>) -> u32 {
        used.retain(|(act, _)| self.ahead[step].binary_search(act).is_ok());
        self.number(Configuration { step, rung, used })
    }

    fn number(&mut self, configuration: Configuration) -> u32 {
        if let Some(number) = self.numbers.get(&configuration) {
            return *number;
        }
        let number = self.all.len() as u32;
        self.numbers.insert(configuration.clone(), number);
        self.all.push(configuration);
        number
    }
}

/// For each step the bounded actions that matter and can be met there or later, in their order.
fn ahead(net: &Net) -> Vec<Vec<usize>> {
    let mut before: Vec<Vec<usize>> = vec![Vec::new(); net.steps.len()];
    for (place, step) in net.steps.iter().enumerate() {
        for to in next_steps(step) {
            before[to].push(place);
        }
    }
    let mut ahead: Vec<Vec<usize>> = vec![Vec::new(); net.steps.len()];
    for act in (0..net.acts.len()).filter(|act| net.acts[*act].most.is_some()) {
        let listed = |step: &super::net::Step| {
            step.moves.iter().any(|one| one.act == act && one.matters(&net.acts))
        };
        let mut open: Vec<usize> = (0..net.steps.len()).filter(|step| listed(&net.steps[*step])).collect();
        while let Some(step) = open.pop() {
            if ahead[step].last() != Some(&act) {
                ahead[step].push(act);
                open.extend(&before[step]);
            }
        }
    }
    ahead
}

/// The steps that can follow a step directly, whatever the dates and uses.
pub(super) fn next_steps(step: &super::net::Step) -> impl Iterator<Item = usize> {
    let acted = step.moves.iter().filter_map(|one| one.to);
    acted.chain(step.limits.iter().map(|limit| limit.silence.then()))
}
