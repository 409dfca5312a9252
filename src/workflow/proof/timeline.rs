//! The path to a latest day, from the filing on, with the days of each hop.

use std::collections::HashMap;

use super::configuration::Change;
use super::course::Course;
use super::fault::{Leg, What};
use super::latest::{Best, Found};
use super::net::Net;
use super::state::{Arrived, Happens, Next, State};
use super::walk::{change_leg, filed};
use super::worst::Until;

/// The hops that lead from a state to the latest day that can be reached from it.
pub(super) fn timeline(
    net: &Net,
    course: &mut Course,
    found: &Found,
    filing: usize,
    state: &State,
    day: u32,
    until: Until,
) -> Vec<Leg> {
    let on = Some(course.days.date(day));
    let mut legs = vec![Leg { from: on, on, ..filed(net, filing) }];
    let (mut state, mut from) = (*state, day);
    while let Some(by) = best(found, &state, until) {
        let mut next = Vec::new();
        course.next(&state, &mut next);
        if by >= next.len() {
            break;
        }
        let next = next.swap_remove(by);
        legs.push(Leg { from: Some(course.days.date(from)), ..leg(net, course, &state, &next) });
        from = next.at.day;
        match next.then {
            Some(then) if until == Until::End || next.answered.is_none() => state = then,
            _ => break,
        }
    }
    legs
}

/// The way of filing and the hops that lead to an arrival, from one of these filings, the latest first.
pub(super) fn way_to(
    net: &Net,
    course: &mut Course,
    filed: &[(usize, u32, State)],
    arrived: &Arrived,
) -> Option<(usize, Vec<Leg>)> {
    let goal = State::Arrived(*arrived);
    // What was looked at once does not lead there from any other filing either.
    let mut before: HashMap<State, Option<(State, usize)>> = HashMap::new();
    for (filing, day, root) in filed.iter().rev() {
        if before.contains_key(root) {
            continue;
        }
        before.insert(*root, None);
        let mut open = vec![*root];
        while let Some(state) = open.pop() {
            if state == goal {
                return Some((*filing, legs_to(net, course, &before, (*filing, *day), state)));
            }
            let mut next = Vec::new();
            course.next(&state, &mut next);
            for (by, next) in next.into_iter().enumerate().filter(|(_, next)| next.at.day <= arrived.wall.day)
            {
                if let Some(then) = next.then
                    && !before.contains_key(&then)
                {
                    before.insert(then, Some((state, by)));
                    open.push(then);
                }
            }
        }
    }
    None
}

fn legs_to(
    net: &Net,
    course: &mut Course,
    before: &HashMap<State, Option<(State, usize)>>,
    (filing, day): (usize, u32),
    goal: State,
) -> Vec<Leg> {
    let mut hops = Vec::new();
    let mut state = &goal;
    while let Some(Some((from, by))) = before.get(state) {
        hops.push((from, *by));
        state = from;
    }
    let on = Some(course.days.date(day));
    let mut legs = vec![Leg { from: on, on, ..filed(net, filing) }];
    let mut from = on;
    for (state, by) in hops.into_iter().rev() {
        let mut next = Vec::new();
        course.next(state, &mut next);
        let leg = Leg { from, ..leg(net, course, state, &next[by]) };
        from = leg.on;
        legs.push(leg);
    }
    legs
}

fn best(found: &Found, state: &State, until: Until) -> Option<usize> {
    let latest = found.get(state)?;
    let best: Best = if until == Until::Answer { latest.answer } else { latest.end };
    best.on().map(|_| best.by as usize)
}

fn leg(net: &Net, course: &Course, state: &State, next: &Next) -> Leg {
    let configuration = course.configurations.get(match state {
        State::Arrived(arrived) => arrived.configuration,
        State::Staying(staying) => staying.configuration,
    });
    let (step, choice) = (configuration.step, configuration.choice);
    let date = |day: u32| course.days.date(day);
    let acted = |act: usize| change_leg(net, step, choice, Change::Acted(act), next.to);
    let leg = match next.happens {
        Happens::Acted(act) => acted(act),
        Happens::Silent { limit, due, climbed } => {
            let leg = change_leg(net, step, choice, Change::Silent { limit, climbed }, next.to);
            Leg { due: Some(date(due)), ..leg }
        }
        Happens::Stopped { act, until } => {
            let what = What::ClockStopped(net.acts[act].name.clone(), Some(date(until)));
            Leg { what, ..acted(act) }
        }
        Happens::Restarted { act: Some(act) } => {
            Leg { what: What::ClockRestarted(Some(net.acts[act].name.clone())), ..acted(act) }
        }
        Happens::Extended { act, limit, by } => {
            let limit = net.steps[step].limits[limit].name.clone();
            let what = What::Extended(net.acts[act].name.clone(), limit, by);
            Leg { what, time: Some(by), ..acted(act) }
        }
        Happens::Restarted { act: None } => bare(net, step, What::ClockRestarted(None)),
        Happens::Unknown => return bare(net, step, What::CalendarEnds),
    };
    Leg { on: Some(date(next.at.day)), ..leg }
}

fn bare(net: &Net, step: usize, what: What) -> Leg {
    let step = net.steps[step].name.clone();
    Leg { step, by: None, what, to: None, from: None, on: None, due: None, time: None, article: None }
}
