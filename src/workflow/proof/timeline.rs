//! The path to a latest day, from the filing on, with the days of each hop.

use super::configuration::Change;
use super::course::Course;
use super::fault::{Leg, What};
use super::latest::{Best, Found};
use super::net::Net;
use super::state::{Happens, Next, State};
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
    let (mut state, mut from) = (state.clone(), day);
    while let Some(by) = best(course, found, &state, until) {
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

fn best(course: &Course, found: &Found, state: &State, until: Until) -> Option<usize> {
    let latest = found.get(course, state)?;
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
