//! What was met on some date: the other half of reachability.
//!
//! A way that no date ever takes, because another limit always ends first or a time is always over, is no
//! way. This is known only for filing days that the calendar reaches.

use std::collections::BTreeSet;

use super::course::Course;
use super::fault::{Fault, FaultKind};
use super::net::Net;
use super::state::{Happens, Next, State};

/// The steps, actions and silences that were met on some date.
#[derive(Debug)]
pub(super) struct Met {
    pub steps: Vec<bool>,
    acts: Vec<bool>,
    /// By step and limit.
    silences: Vec<Vec<bool>>,
    over: BTreeSet<(usize, usize)>,
    /// The steps where there was time to act.
    open: Vec<bool>,
}

impl Met {
    /// Nothing was met yet.
    pub fn new(net: &Net) -> Met {
        Met {
            steps: vec![false; net.steps.len()],
            acts: vec![false; net.acts.len()],
            silences: net.steps.iter().map(|step| vec![false; step.limits.len()]).collect(),
            over: BTreeSet::new(),
            open: vec![false; net.steps.len()],
        }
    }

    /// Takes note of a state and of all that can happen next.
    pub fn see(&mut self, course: &Course, state: &State, next: &[Next]) {
        let (configuration, arrived) = match state {
            State::Arrived(arrived) => (arrived.configuration, Some(arrived)),
            State::Staying(staying) => (staying.configuration, None),
        };
        let step = course.step_of(configuration);
        for next in next {
            if let Some(to) = next.to {
                self.steps[to] = true;
            }
            match next.happens {
                Happens::Acted(act)
                | Happens::Stopped { act, .. }
                | Happens::Restarted { act: Some(act) }
                | Happens::Extended { act, .. } => {
                    self.acts[act] = true;
                }
                Happens::Silent { limit, due, .. } => {
                    self.silences[step][limit] = true;
                    if arrived.is_some_and(|arrived| due < arrived.since.day) {
                        self.over.insert((step, limit));
                    }
                    if arrived.is_none_or(|arrived| next.at > arrived.wall) {
                        self.open[step] = true;
                    }
                }
                Happens::Restarted { act: None } | Happens::Unknown => {}
            }
        }
    }

    /// What was never met, and what was over when it was met.
    pub fn report(&self, net: &Net, faults: &mut Vec<Fault>, warnings: &mut Vec<Fault>) {
        let found = |kind, place, message, help: &str| Fault {
            kind,
            place,
            at_key: true,
            message,
            help: Some(help.to_owned()),
            path: Vec::new(),
        };
        for (place, step) in net.legal_steps().filter(|(_, step)| step.named) {
            if !self.steps[place] {
                let message = format!("on no date does an appeal reach `{}`", step.name);
                let help = "another limit always ends first, or the time is always over: look at the limits of the steps before";
                faults.push(found(FaultKind::Unreachable, net.path(place), message, help));
                continue;
            }
            for (number, limit) in step.limits.iter().enumerate() {
                let here = [net.path(place), vec!["limits".to_owned(), limit.name.clone()]].concat();
                if !self.silences[place][number] {
                    let message = format!(
                        "`{}` never matters: another limit of `{}` always ends first",
                        limit.name, step.name
                    );
                    warnings.push(found(
                        FaultKind::Forestalled,
                        here.clone(),
                        message,
                        "remove it, or give it a shorter time",
                    ));
                }
                if self.over.contains(&(place, number)) {
                    let message = format!(
                        "`{}` can be over before `{}` is reached, and then nobody can act there",
                        limit.name, step.name
                    );
                    warnings.push(found(
                        FaultKind::OverOnArrival,
                        here,
                        message,
                        "count it `from: entry`, if that is what is meant",
                    ));
                }
            }
        }
        for act in (0..net.acts.len()).filter(|act| !self.done(net, *act)) {
            let message = format!("on no date can anybody do `{}`", net.acts[act].name);
            let help = "its steps are never reached, or the time there is always over: look at the limits";
            let place = vec!["actions".to_owned(), net.acts[act].name.clone()];
            faults.push(found(FaultKind::NeverDone, place, message, help));
        }
    }

    /// Whether an action was done. What changes nothing and rests on nothing is done wherever there is time for it; of side tracks no
    /// dates are known.
    fn done(&self, net: &Net, act: usize) -> bool {
        let done_at = |(place, step): (usize, &super::net::Step)| {
            let mut listed = step.moves.iter().filter(|one| one.act == act);
            let free = |one: &super::net::Move| !one.matters(&net.acts) && !net.acts[act].depends();
            listed.any(|one| !net.decides[step.track] || free(one) && self.open[place])
        };
        self.acts[act] || net.steps.iter().enumerate().any(done_at)
    }
}
