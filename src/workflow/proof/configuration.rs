//! Configurations: where the legal track stands, apart from all dates.
//!
//! A step, the rung it has been climbed to, and how often each bounded action was used. A use is forgotten
//! as soon as the action cannot be met again, so that a thousand steps with an extension each have a
//! thousand configurations and not two to the thousandth. There are finitely many; the track moves for
//! ever if and only if they have a circle.

use std::collections::HashMap;
use std::rc::Rc;

use super::net::{Clock, Move, Net, Silence, Step};

/// A configuration.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Configuration {
    pub step: usize,
    pub rung: u32,
    /// What the filing chose, where a time ahead depends on it.
    pub choice: usize,
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
    /// Whether what the filing chose matters at a step or later.
    chosen: Vec<bool>,
    numbers: HashMap<Configuration, u32>,
    all: Vec<Configuration>,
    ways: Vec<Option<Rc<Ways>>>,
}

/// What can happen in a configuration, each with the configuration that follows.
#[derive(Debug)]
pub(super) struct Ways {
    /// The moves that can be made, as far as uses go.
    pub moves: Vec<(Move, u32)>,
    /// Whether one of them stops the clock or lengthens a limit, and the track stays.
    pub touches: bool,
    /// For each limit, where its silence can lead, and whether by climbing.
    pub silent: Vec<Vec<(bool, u32)>>,
}

impl<'n> Configurations<'n> {
    pub fn new(net: &'n Net) -> Self {
        let depends = |step: &Step| {
            step.limits.iter().any(|limit| limit.rules.iter().any(|rule| *rule != limit.rules[0]))
        };
        let chosen = reaches(net, &net.steps.iter().map(depends).collect::<Vec<_>>());
        Configurations {
            net,
            ahead: ahead(net),
            chosen,
            numbers: HashMap::new(),
            all: Vec::new(),
            ways: Vec::new(),
        }
    }

    pub fn get(&self, number: u32) -> &Configuration {
        &self.all[number as usize]
    }

    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// The configuration in which an appeal begins.
    pub fn filed(&mut self, step: usize, choice: usize) -> u32 {
        self.arrive(step, 0, choice, Vec::new())
    }

    /// Whether an action has uses left.
    pub fn may(&self, number: u32, act: usize) -> bool {
        let Some(most) = self.net.acts[act].most else { return true };
        let used = self.get(number).used.iter().find(|(used, _)| *used == act);
        used.map_or(0, |(_, times)| *times) < most
    }

    /// Whether a bounded action can be met again once a step was left.
    pub fn is_met_after(&self, step: usize, act: usize) -> bool {
        let met = |next: usize| self.ahead[next].binary_search(&act).is_ok();
        next_steps(&self.net.steps[step]).any(met)
    }

    /// What can happen in a configuration.
    pub fn ways(&mut self, number: u32) -> Rc<Ways> {
        if let Some(ways) = &self.ways[number as usize] {
            return Rc::clone(ways);
        }
        let step = &self.net.steps[self.get(number).step];
        let able = |one: &&Move| {
            self.net.acts[one.act].by.is_some() && one.matters(&self.net.acts) && self.may(number, one.act)
        };
        let moves: Vec<Move> = step.moves.iter().filter(able).copied().collect();
        let touches =
            |one: &Move| one.to.is_none() && matches!(one.clock, Clock::Stops { .. } | Clock::Extends { .. });
        let ways = Rc::new(Ways {
            touches: moves.iter().any(touches),
            moves: moves.into_iter().map(|one| (one, self.acted(number, one))).collect(),
            silent: (0..step.limits.len()).map(|limit| self.silent(number, limit)).collect(),
        });
        self.ways[number as usize] = Some(Rc::clone(&ways));
        ways
    }

    /// The configuration after an action, at the step it leads to or at the same one.
    fn acted(&mut self, number: u32, one: Move) -> u32 {
        let from = self.get(number);
        let (step, rung) = one.to.map_or((from.step, from.rung), |to| (to, 0));
        let (choice, mut used) = (from.choice, from.used.clone());
        if self.net.acts[one.act].most.is_some() {
            match used.iter_mut().find(|(act, _)| *act == one.act) {
                Some((_, times)) => *times += 1,
                None => used.push((one.act, 1)),
            }
            used.sort_unstable();
        }
        self.arrive(step, rung, choice, used)
    }

    /// The configurations that silence at a limit can lead to. A ladder may end below the last rung.
    fn silent(&mut self, number: u32, limit: usize) -> Vec<(bool, u32)> {
        let Configuration { step, rung, choice, used } = self.get(number).clone();
        let silence = self.net.steps[step].limits[limit].silence;
        let mut next = Vec::new();
        if let Silence::Climbs { rungs, .. } = silence
            && rung < rungs
        {
            next.push((true, self.arrive(step, rung + 1, choice, used.clone())));
        }
        next.push((false, self.arrive(silence.then(), 0, choice, used)));
        next
    }

    /// All changes and what they lead to, whatever the dates.
    pub fn changes(&mut self, number: u32) -> Vec<(Change, u32)> {
        let ways = self.ways(number);
        let stoppable = self.stoppable(number);
        let mut changes = Vec::new();
        for (one, next) in &ways.moves {
            let lawful = one.clock != Clock::Restarts || stoppable;
            // An action that leaves both the step and the uses as they are has no bound; the bounds are checked apart.
            if lawful && (one.to.is_some() || self.net.acts[one.act].most.is_some()) {
                changes.push((Change::Acted(one.act), *next));
            }
        }
        for (limit, silent) in ways.silent.iter().enumerate() {
            changes.extend(
                silent.iter().map(|(climbed, next)| (Change::Silent { limit, climbed: *climbed }, *next)),
            );
        }
        changes
    }

    /// Whether the clock can be stopped at the step; by the time it is restarted the uses may be spent.
    fn stoppable(&self, number: u32) -> bool {
        let step = &self.net.steps[self.get(number).step];
        step.moves
            .iter()
            .any(|one| matches!(one.clock, Clock::Stops { .. }) && self.net.acts[one.act].by.is_some())
    }

    fn arrive(&mut self, step: usize, rung: u32, choice: usize, mut used: Vec<(usize, u32)>) -> u32 {
        used.retain(|(act, _)| self.ahead[step].binary_search(act).is_ok());
        let choice = if self.chosen[step] { choice } else { 0 };
        self.number(Configuration { step, rung, choice, used })
    }

    fn number(&mut self, configuration: Configuration) -> u32 {
        if let Some(number) = self.numbers.get(&configuration) {
            return *number;
        }
        let number = self.all.len() as u32;
        self.numbers.insert(configuration.clone(), number);
        self.all.push(configuration);
        self.ways.push(None);
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
        let listed = |step: &Step| step.moves.iter().any(|one| one.act == act && one.matters(&net.acts));
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
pub(super) fn next_steps(step: &Step) -> impl Iterator<Item = usize> {
    let acted = step.moves.iter().filter_map(|one| one.to);
    acted.chain(step.limits.iter().map(|limit| limit.silence.then()))
}

/// The steps that have something, or from which one that has it can be reached.
pub(super) fn reaches(net: &Net, has: &[bool]) -> Vec<bool> {
    let mut before: Vec<Vec<usize>> = vec![Vec::new(); has.len()];
    for (place, step) in net.steps.iter().enumerate() {
        for to in next_steps(step) {
            before[to].push(place);
        }
    }
    let mut reach = vec![false; has.len()];
    let mut open: Vec<usize> = (0..has.len()).filter(|step| has[*step]).collect();
    while let Some(step) = open.pop() {
        if !std::mem::replace(&mut reach[step], true) {
            open.extend(&before[step]);
        }
    }
    reach
}
