//! Configurations: where the legal track stands, apart from all dates.
//!
//! A step, the rung it has been climbed to, whether the appeal came late, and how often each action was used that is
//! bounded or on which another rests. A use is forgotten as soon as nothing ahead asks for it, so that a thousand steps
//! with an extension each have a thousand configurations and not two to the thousandth. There are finitely many; the
//! track moves for ever if and only if they have a circle.

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
    /// Whether it came late and its time was not restored, where something ahead hangs on it.
    pub late: bool,
    /// Counted actions with their uses, in the order of the actions.
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
    /// Whether it matters there that an appeal came late.
    tardy: Vec<bool>,
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
        let hangs = |one: &Move| net.acts[one.act].restores || net.acts[one.act].in_time;
        let hang = |step: &Step| net.late && step.moves.iter().any(hangs);
        let tardy = reaches(net, &net.steps.iter().map(hang).collect::<Vec<_>>());
        Configurations {
            net,
            ahead: ahead(net),
            chosen,
            tardy,
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
    pub fn filed(&mut self, step: usize, choice: usize, late: bool) -> u32 {
        self.arrive(Configuration { step, rung: 0, choice, late, used: Vec::new() })
    }

    /// Whether an action has uses left and all that it rests on was done, whenever that was.
    pub fn may(&self, number: u32, act: usize) -> bool {
        let (one, here) = (&self.net.acts[act], self.get(number));
        let used =
            |act: usize| here.used.iter().find(|(used, _)| *used == act).map_or(0, |(_, times)| *times);
        one.most.is_none_or(|most| used(act) < most)
            && if here.late { !one.in_time } else { !one.restores }
            && one.after.is_none_or(|after| used(after.act) > 0)
            && one.earned_by.is_none_or(|by| used(act) < used(by))
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
        let acts = &self.net.acts;
        let able = |one: &&Move| acts[one.act].by.is_some() && self.may(number, one.act);
        let moves: Vec<Move> = step.moves.iter().filter(able).copied().collect();
        let moves = moves.into_iter().map(|one| (one, self.acted(number, one)));
        let matters =
            |(one, next): &(Move, u32)| one.matters(acts) || *next != number || acts[one.act].depends();
        let moves: Vec<(Move, u32)> = moves.filter(matters).collect();
        let touches = |(one, next): &(Move, u32)| {
            let clock = matches!(one.clock, Clock::Stops { .. } | Clock::Extends { .. });
            one.to.is_none() && (clock || *next != number && acts[one.act].opens())
        };
        let ways = Rc::new(Ways {
            touches: moves.iter().any(touches),
            moves,
            silent: (0..step.limits.len()).map(|limit| self.silent(number, limit)).collect(),
        });
        self.ways[number as usize] = Some(Rc::clone(&ways));
        ways
    }

    /// The configuration after an action, at the step it leads to or at the same one.
    fn acted(&mut self, number: u32, one: Move) -> u32 {
        let mut after = self.get(number).clone();
        (after.step, after.rung) = one.to.map_or((after.step, after.rung), |to| (to, 0));
        after.late &= !self.net.acts[one.act].restores;
        if let Some(enough) = self.net.acts[one.act].counted.filter(|enough| *enough > 0) {
            match after.used.iter_mut().find(|(act, _)| *act == one.act) {
                Some((_, times)) => *times = enough.min(*times + 1),
                None => after.used.push((one.act, 1)),
            }
            after.used.sort_unstable();
        }
        self.arrive(after)
    }

    /// The configurations that silence at a limit can lead to. A ladder may end below the last rung.
    fn silent(&mut self, number: u32, limit: usize) -> Vec<(bool, u32)> {
        let here = self.get(number).clone();
        let silence = self.net.steps[here.step].limits[limit].silence;
        let mut next = Vec::new();
        if let Silence::Climbs { rungs, .. } = silence
            && here.rung < rungs
        {
            next.push((true, self.arrive(Configuration { rung: here.rung + 1, ..here.clone() })));
        }
        next.push((false, self.arrive(Configuration { step: silence.then(), rung: 0, ..here })));
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
            if lawful && (one.to.is_some() || *next != number) {
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

    /// The number of a configuration without what nothing ahead asks for.
    fn arrive(&mut self, mut at: Configuration) -> u32 {
        at.used.retain(|(act, _)| self.ahead[at.step].binary_search(act).is_ok());
        at.choice = if self.chosen[at.step] { at.choice } else { 0 };
        at.late &= self.tardy[at.step];
        self.number(at)
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

/// For each step the counted actions whose uses matter there or later, in their order.
fn ahead(net: &Net) -> Vec<Vec<usize>> {
    let mut before: Vec<Vec<usize>> = vec![Vec::new(); net.steps.len()];
    for (place, step) in net.steps.iter().enumerate() {
        for to in next_steps(step) {
            before[to].push(place);
        }
    }
    let mut ahead: Vec<Vec<usize>> = vec![Vec::new(); net.steps.len()];
    for act in (0..net.acts.len()).filter(|act| net.acts[*act].counted.is_some()) {
        let bounds = |one: &Move| one.act == act && !net.acts[act].prepares && one.matters(&net.acts);
        let asks = |one: &Move| bounds(one) || net.acts[one.act].rests_on(act);
        let listed = |step: &Step| step.moves.iter().any(asks);
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
