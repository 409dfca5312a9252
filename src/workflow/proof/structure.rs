//! What must hold whatever the dates: owners, limits, bounds, ways in and ways out.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::configuration::Change;
use super::fault::{Fault, FaultKind, Leg};
use super::net::{Clock, Net, Step};
use super::walk::{MOST_CONFIGURATIONS, Walk, change_leg, filed};
use crate::law::Roll;
use crate::workflow::End;

/// All faults that show without a calendar, and how many configurations were walked.
pub(super) fn faults(net: &Net, undecided: &Net) -> (Vec<Fault>, usize) {
    let walk = Walk::of(net);
    let mut check = Check { net, undecided, walk: &walk, found: Vec::new() };
    if !walk.complete {
        check.add(
            FaultKind::Unproven,
            &["tracks"],
            format!("the track has more than {MOST_CONFIGURATIONS} configurations, too many to walk"),
            "let fewer actions with `at-most` follow one another",
            Vec::new(),
        );
    }
    let (steps, acts) = check.reached();
    check.unreached(&steps, &acts);
    check.owners_and_limits(&steps);
    check.circles(&steps);
    check.bounds();
    check.side_tracks_that_decide();
    check.undecided_ends();
    (check.found, walk.configurations.len())
}

struct Check<'a, 'n> {
    net: &'n Net,
    /// The same as far as nothing is decided.
    undecided: &'n Net,
    walk: &'a Walk<'n>,
    found: Vec<Fault>,
}

/// How a step or an action is reached: on the legal track by a configuration, whose path is told only if somebody
/// asks, since paths are long and faults few; on a side track by this path.
#[derive(Debug, Clone)]
enum Way {
    Legal(u32),
    Beside(Vec<Leg>),
}

/// A way to each step that can be reached.
type Ways = BTreeMap<usize, Way>;

impl Check<'_, '_> {
    fn add(&mut self, kind: FaultKind, place: &[&str], message: String, help: &str, path: Vec<Leg>) {
        let place = place.iter().map(|key| (*key).to_owned()).collect();
        let help = (!help.is_empty()).then(|| help.to_owned());
        self.found.push(Fault { kind, place, at_key: true, message, help, path });
    }

    fn at_step(&mut self, kind: FaultKind, step: usize, message: String, help: &str, path: Vec<Leg>) {
        let place = self.net.path(step);
        let place: Vec<&str> = place.iter().map(String::as_str).collect();
        self.add(kind, &place, message, help, path);
    }

    /// The steps of all tracks that can be reached, and the actions that can be done.
    fn reached(&self) -> (Ways, BTreeSet<usize>) {
        let first = self.walk.first_at_steps();
        let mut ways: Ways = first.into_iter().map(|(step, number)| (step, Way::Legal(number))).collect();
        let legal = self.walk.acts();
        let mut acts: Ways = legal.iter().map(|(act, number)| (*act, Way::Legal(*number))).collect();
        // A side track is opened by an action of any track, so what it opens may open the next.
        loop {
            let open = |(act, step): &&(Option<usize>, usize)| {
                act.is_none_or(|act| acts.contains_key(&act)) && !ways.contains_key(step)
            };
            let Some((act, step)) = self.net.opens.iter().find(open).copied() else { break };
            let way = match act {
                None => vec![filed(self.net, 0)],
                Some(act) => {
                    let at = legal.get(&act).map_or(step, |number| self.walk.step_of(*number));
                    on(self.net, &self.legs(&acts[&act]), at, Change::Acted(act), step)
                }
            };
            self.side(step, way, &mut ways, &mut acts);
        }
        (ways, acts.into_keys().collect())
    }

    fn legs(&self, way: &Way) -> Vec<Leg> {
        match way {
            Way::Legal(number) => self.walk.path_to(*number),
            Way::Beside(legs) => legs.clone(),
        }
    }

    /// The path to a step; none if it is not reached.
    fn way_to(&self, steps: &Ways, step: usize) -> Vec<Leg> {
        steps.get(&step).map(|way| self.legs(way)).unwrap_or_default()
    }

    /// Walks a side track from a step.
    fn side(&self, step: usize, way: Vec<Leg>, ways: &mut Ways, acts: &mut Ways) {
        let mut open = vec![(step, way)];
        while let Some((step, way)) = open.pop() {
            if ways.contains_key(&step) {
                continue;
            }
            let here = &self.net.steps[step];
            for one in here.moves.iter().filter(|one| self.able(one.act) && lawful(here, one.clock, self.net))
            {
                acts.entry(one.act).or_insert_with(|| Way::Beside(way.clone()));
                open.extend(one.to.map(|to| (to, on(self.net, &way, step, Change::Acted(one.act), to))));
            }
            for (place, limit) in here.limits.iter().enumerate() {
                let change = Change::Silent { limit: place, climbed: false };
                let to = limit.silence.then();
                open.push((to, on(self.net, &way, step, change, to)));
            }
            ways.insert(step, Way::Beside(way));
        }
    }

    fn able(&self, act: usize) -> bool {
        self.net.acts[act].by.is_some() && self.net.acts[act].most != Some(0)
    }

    fn unreached(&mut self, steps: &Ways, acts: &BTreeSet<usize>) {
        let unreached = |step: &usize| !steps.contains_key(step) && self.net.steps[*step].named;
        for step in (0..self.net.steps.len()).filter(unreached) {
            let message = format!("no appeal ever reaches `{}`", self.net.steps[step].name);
            self.at_step(
                FaultKind::Unreachable,
                step,
                message,
                "lead to it from a step that is reached, or remove it",
                Vec::new(),
            );
        }
        for act in (0..self.net.acts.len()).filter(|act| !acts.contains(act)) {
            let one = &self.net.acts[act];
            let steps_with = |reached: bool| {
                let with = |(place, step): &(usize, &Step)| {
                    steps.contains_key(place) == reached && step.moves.iter().any(|one| one.act == act)
                };
                let names =
                    self.net.steps.iter().enumerate().filter(with).map(|(_, step)| step.name.as_str());
                names.collect::<Vec<_>>().join(", ")
            };
            let (message, help) = if one.by.is_none() {
                (format!("everybody who may do `{}` is barred from it", one.name), "let another party do it")
            } else if one.most == Some(0) {
                (format!("`{}` may be done at most 0 times", one.name), "allow it once, or remove it")
            } else if one.restores && !self.net.late {
                (
                    format!("`{}` restores a time, and no appeal comes late", one.name),
                    "let late appeals in, or remove it",
                )
            } else if let Some(first) =
                one.earned_by.or(one.after.map(|after| after.act)).filter(|_| !steps_with(true).is_empty())
            {
                let message = format!(
                    "`{}` rests on `{}`, which nobody can do before it",
                    one.name, self.net.acts[first].name
                );
                (message, "allow that at a step before it")
            } else if !steps_with(true).is_empty() {
                let message =
                    format!("`{}` starts a clock that nothing stops at: {}", one.name, steps_with(true));
                (message, "allow an action that stops the clock at that step too")
            } else {
                let message = format!(
                    "`{}` is lawful only where no appeal ever comes: {}",
                    one.name,
                    steps_with(false)
                );
                (message, "allow it at a step that is reached, or remove it")
            };
            let name = one.name.clone();
            self.add(FaultKind::NeverDone, &["actions", &name], message, help, Vec::new());
        }
    }

    fn owners_and_limits(&mut self, steps: &Ways) {
        for (step, here) in self.net.steps.iter().enumerate().filter(|(_, step)| step.end.is_none()) {
            if here.holder.is_none() {
                let message = format!("nobody must act at `{}`", here.name);
                let way = self.way_to(steps, step);
                self.at_step(FaultKind::NoHolder, step, message, "name a `holder`", way);
            }
            if here.limits.is_empty() {
                let way = self.way_to(steps, step);
                let message = format!("silence at `{}` leads nowhere: no limit runs there", here.name);
                self.at_step(FaultKind::NoLimit, step, message, "give it at least one limit", way);
            }
        }
    }

    fn circles(&mut self, steps: &Ways) {
        let silent = |change| matches!(change, Change::Silent { .. });
        if let Some(round) = self.walk.circle(silent).or_else(|| self.walk.circle(|_| true)) {
            let step = self.walk.step_of(round[0].0);
            let names: Vec<&str> = round
                .iter()
                .map(|(number, _)| self.net.steps[self.walk.step_of(*number)].name.as_str())
                .collect();
            let around = names.join(", ");
            let path = self.walk.path_round(&round);
            // The action that closes the circle is the one to bound.
            let act = round.iter().rev().find_map(|(_, change)| match change {
                Change::Acted(act) => Some(self.net.acts[*act].name.clone()),
                Change::Silent { .. } => None,
            });
            match act {
                Some(act) => {
                    let message = format!("the appeal can go round for ever by `{act}`: {around}, and again");
                    let help = format!("bound it: `at-most: 1` under `{act}`");
                    self.add(FaultKind::Circle, &["actions", &act], message, &help, path);
                }
                None => {
                    let message = format!("silence goes round for ever: {around}, and again");
                    self.at_step(
                        FaultKind::SilentCircle,
                        step,
                        message,
                        "let silence lead to a step that ends",
                        path,
                    );
                }
            }
        }
        // Whatever a party does on a side track ends with the legal track; what time alone does must end by itself.
        let side = |step: &usize| !self.net.is_legal(*step);
        let reached: Vec<usize> = steps.keys().copied().filter(side).collect();
        if let Some(step) = silent_circle(self.net, &reached) {
            let message = format!("silence at `{}` leads back to it for ever", self.net.steps[step].name);
            let way = self.way_to(steps, step);
            self.at_step(
                FaultKind::SilentCircle,
                step,
                message,
                "let silence lead to a step that ends the track",
                way,
            );
        }
    }

    fn bounds(&mut self) {
        let legal: HashMap<usize, u32> = self.walk.acts();
        let way = |act: usize| legal.get(&act).map(|number| self.walk.path_to(*number)).unwrap_or_default();
        let mut seen = BTreeSet::new();
        for step in 0..self.net.steps.len() {
            let here = &self.net.steps[step];
            for one in &here.moves {
                let act = &self.net.acts[one.act];
                let (name, endless) = (act.name.clone(), act.most.is_none() && one.to.is_none());
                match one.clock {
                    Clock::Stops { .. } if endless && seen.insert(one.act) => self.add(
                        FaultKind::EndlessPause,
                        &["actions", &name, "stops-clock"],
                        format!("`{name}` can stop the clock again and again, for ever"),
                        "bound it: `at-most: 1` under the action",
                        way(one.act),
                    ),
                    Clock::Extends { in_all: None, .. } if endless && seen.insert(one.act) => self.add(
                        FaultKind::EndlessExtension,
                        &["actions", &name, "extends"],
                        format!("`{name}` can lengthen the time again and again, for ever"),
                        "bound it: `at-most: 1` under the action",
                        way(one.act),
                    ),
                    _ => {}
                }
            }
            self.pauses_ignored(step);
        }
    }

    /// A last day that moves back may move into a pause, so the pause would count for nothing.
    fn pauses_ignored(&mut self, step: usize) {
        let here = &self.net.steps[step];
        let Some(stops) = here.moves.iter().find(|one| matches!(one.clock, Clock::Stops { .. })) else {
            return;
        };
        let stops = &self.net.acts[stops.act].name;
        for limit in
            here.limits.iter().filter(|limit| limit.rules.iter().any(|rule| rule.roll == Roll::Previous))
        {
            let message = format!(
                "the last day of `{}` moves back, and may move back into the time in which `{stops}` stopped the clock",
                limit.name
            );
            let place =
                [self.net.path(step), ["limits", &limit.name, "time", "roll"].map(str::to_owned).to_vec()]
                    .concat();
            let place: Vec<&str> = place.iter().map(String::as_str).collect();
            let help = format!("write `roll: next` or `roll: none`, or do not allow `{stops}` here");
            self.found.push(Fault {
                kind: FaultKind::PauseIgnored,
                place: place.iter().map(|key| (*key).to_owned()).collect(),
                at_key: true,
                message,
                help: Some(help),
                path: Vec::new(),
            });
        }
    }

    fn side_tracks_that_decide(&mut self) {
        for step in (0..self.net.steps.len()).filter(|step| !self.net.is_legal(*step)) {
            for one in self.net.steps[step].moves.clone() {
                if let (true, Some(place)) = (self.net.acts[one.act].decides, one.listed) {
                    let name = &self.net.acts[one.act].name;
                    let message = format!("`{name}` takes a decision, and only the legal track decides");
                    let mut path = self.net.path(step);
                    path.extend(["allows".to_owned(), place.to_string()]);
                    let path: Vec<&str> = path.iter().map(String::as_str).collect();
                    self.add(
                        FaultKind::SideTrackDecides,
                        &path,
                        message,
                        "remove its `decision`, or allow it on the legal track",
                        Vec::new(),
                    );
                }
            }
        }
    }

    /// An appeal that ends as decided must have been decided on every path.
    fn undecided_ends(&mut self) {
        let without = Walk::of(self.undecided);
        let mut first: Vec<(usize, u32)> = without.first_at_steps().into_iter().collect();
        first.sort_unstable();
        for (step, number) in first {
            if self.undecided.steps[step].end == Some(End::AsDecided) {
                let message = format!(
                    "the appeal can end `as-decided` at `{}` and nothing was decided",
                    self.net.steps[step].name
                );
                let path = without.path_to(number);
                self.at_step(
                    FaultKind::EndsUndecided,
                    step,
                    message,
                    "let that path end at a step with an outcome of its own",
                    path,
                );
            }
        }
    }
}

fn lawful(step: &Step, clock: Clock, net: &Net) -> bool {
    let stops =
        |one: &super::net::Move| matches!(one.clock, Clock::Stops { .. }) && net.acts[one.act].by.is_some();
    clock != Clock::Restarts || step.moves.iter().any(stops)
}

fn on(net: &Net, way: &[Leg], step: usize, change: Change, to: usize) -> Vec<Leg> {
    way.iter().cloned().chain([change_leg(net, step, 0, change, Some(to))]).collect()
}

/// A step to which silence alone leads back.
fn silent_circle(net: &Net, steps: &[usize]) -> Option<usize> {
    steps.iter().copied().find(|start| {
        let mut seen = BTreeSet::new();
        let mut open: Vec<usize> =
            net.steps[*start].limits.iter().map(|limit| limit.silence.then()).collect();
        while let Some(step) = open.pop() {
            if step == *start {
                return true;
            }
            if seen.insert(step) {
                open.extend(net.steps[step].limits.iter().map(|limit| limit.silence.then()));
            }
        }
        false
    })
}
