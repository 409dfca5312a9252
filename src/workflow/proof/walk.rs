//! The walk: all configurations of the legal track from filing on, and the way to each.
//!
//! Knows no dates. Finds what nothing leads to, circles, and the shortest path to each configuration, which
//! is the counter-example of whatever is wrong there.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap, VecDeque};

use super::configuration::{Change, Configurations};
use super::fault::{Leg, What};
use super::net::{Clock, Filing, Move, Net, Silence};

/// More configurations than these are not walked.
pub(super) const MOST_CONFIGURATIONS: usize = 200_000;

/// What was met on the way.
#[derive(Debug)]
pub(super) struct Walk<'n> {
    net: &'n Net,
    pub configurations: Configurations<'n>,
    /// In the order in which they were met, with how.
    met: Vec<u32>,
    from: HashMap<u32, Origin>,
    changes: HashMap<u32, Vec<(Change, u32)>>,
    /// Whether all were met.
    pub complete: bool,
}

/// How a configuration was met first.
#[derive(Debug, Clone, Copy)]
enum Origin {
    Filed(usize),
    Change(u32, Change),
}

impl<'n> Walk<'n> {
    /// Walks the legal track from every way of filing.
    pub fn of(net: &'n Net) -> Walk<'n> {
        let mut walk = Walk {
            net,
            configurations: Configurations::new(net),
            met: Vec::new(),
            from: HashMap::new(),
            changes: HashMap::new(),
            complete: true,
        };
        let mut open = VecDeque::new();
        for (place, filing) in net.filings.iter().enumerate() {
            for (choice, late) in filing.kinds(net) {
                let number = walk.configurations.filed(filing.step, choice, late);
                walk.meet(number, Origin::Filed(place), &mut open);
            }
        }
        while let Some(number) = open.pop_front() {
            if walk.met.len() > MOST_CONFIGURATIONS {
                walk.complete = false;
                break;
            }
            let changes = walk.configurations.changes(number);
            for (change, to) in &changes {
                walk.meet(*to, Origin::Change(number, *change), &mut open);
            }
            walk.changes.insert(number, changes);
        }
        walk
    }

    fn meet(&mut self, number: u32, origin: Origin, open: &mut VecDeque<u32>) {
        if let Entry::Vacant(new) = self.from.entry(number) {
            new.insert(origin);
            self.met.push(number);
            open.push_back(number);
        }
    }

    pub fn step_of(&self, number: u32) -> usize {
        self.configurations.get(number).step
    }

    /// The first configuration met at each step.
    pub fn first_at_steps(&self) -> HashMap<usize, u32> {
        let mut first = HashMap::new();
        for number in &self.met {
            first.entry(self.step_of(*number)).or_insert(*number);
        }
        first
    }

    /// The actions that can be done on the legal track, each with a configuration where it can.
    pub fn acts(&self) -> HashMap<usize, u32> {
        let mut acts = HashMap::new();
        for number in &self.met {
            let step = &self.net.steps[self.step_of(*number)];
            let stops =
                step.moves.iter().any(|one| self.able(one) && matches!(one.clock, Clock::Stops { .. }));
            for one in step.moves.iter().filter(|one| self.able(one)) {
                if self.configurations.may(*number, one.act) && (stops || one.clock != Clock::Restarts) {
                    acts.entry(one.act).or_insert(*number);
                }
            }
        }
        acts
    }

    fn able(&self, one: &Move) -> bool {
        self.net.acts[one.act].by.is_some()
    }

    /// A way in which the track can move for ever by these changes: once round.
    pub fn circle(&self, by: impl Fn(Change) -> bool) -> Option<Vec<(u32, Change)>> {
        let mut done: BTreeSet<u32> = BTreeSet::new();
        let mut place_on_way: HashMap<u32, usize> = HashMap::new();
        for start in &self.met {
            let mut way: Vec<(u32, usize)> = vec![(*start, 0)];
            place_on_way.insert(*start, 0);
            while let Some((number, next)) = way.last_mut() {
                let number = *number;
                let change = self.changes.get(&number).and_then(|changes| changes.get(*next)).copied();
                *next += 1;
                let Some((change, to)) = change.filter(|_| !done.contains(&number)) else {
                    done.insert(number);
                    place_on_way.remove(&number);
                    way.pop();
                    continue;
                };
                if !by(change) {
                    continue;
                }
                if let Some(place) = place_on_way.get(&to) {
                    let round = way[*place..].iter();
                    return Some(
                        round.map(|(number, next)| (*number, self.changes[number][next - 1].0)).collect(),
                    );
                }
                if !done.contains(&to) {
                    place_on_way.insert(to, way.len());
                    way.push((to, 0));
                }
            }
        }
        None
    }

    /// The shortest way from filing to a configuration.
    pub fn path_to(&self, number: u32) -> Vec<Leg> {
        let (mut legs, mut number) = (Vec::new(), number);
        loop {
            match self.from[&number] {
                Origin::Filed(filing) => {
                    legs.push(filed(self.net, filing));
                    break;
                }
                Origin::Change(before, change) => {
                    legs.push(self.leg(before, change, Some(number)));
                    number = before;
                }
            }
        }
        legs.reverse();
        legs
    }

    /// The path to the circle and once round it.
    pub fn path_round(&self, round: &[(u32, Change)]) -> Vec<Leg> {
        let mut legs = self.path_to(round[0].0);
        for (place, (number, change)) in round.iter().enumerate() {
            let next = round[(place + 1) % round.len()].0;
            legs.push(self.leg(*number, *change, Some(next)));
        }
        legs
    }

    /// A leg without dates.
    pub fn leg(&self, number: u32, change: Change, next: Option<u32>) -> Leg {
        let to = next.map(|next| self.step_of(next)).filter(|to| *to != self.step_of(number));
        let choice = self.configurations.get(number).choice;
        change_leg(self.net, self.step_of(number), choice, change, to)
    }
}

/// The filing, without its day.
pub(super) fn filed(net: &Net, filing: usize) -> Leg {
    let Filing { with, step, .. } = &net.filings[filing];
    let name = &net.steps[*step].name;
    Leg {
        step: name.clone(),
        by: None,
        what: What::Filed(with.clone()),
        to: Some(name.clone()),
        from: None,
        on: None,
        due: None,
        time: None,
        article: None,
    }
}

/// A change at a step, without its days.
pub(super) fn change_leg(net: &Net, step: usize, choice: usize, change: Change, to: Option<usize>) -> Leg {
    let here = &net.steps[step];
    let (by, what, time, article) = match change {
        Change::Acted(act) => {
            let act = &net.acts[act];
            (act.by.clone(), What::Acted(act.name.clone()), None, act.article.clone())
        }
        Change::Silent { limit, climbed } => {
            let limit = &here.limits[limit];
            let climbed = climbed && matches!(limit.silence, Silence::Climbs { .. });
            let what =
                if climbed { What::Climbed(limit.name.clone()) } else { What::Silent(limit.name.clone()) };
            let rule = &limit.rules[choice];
            (here.holder.clone(), what, Some(rule.span), rule.article.clone())
        }
    };
    let to = to.map(|to| net.steps[to].name.clone());
    Leg { step: here.name.clone(), by, what, to, from: None, on: None, due: None, time, article }
}
