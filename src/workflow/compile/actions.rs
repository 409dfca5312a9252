//! Actions: who may do what, what they must state, what it does to the clock.
//!
//! Pure; part of `compile`.

use std::collections::BTreeMap;

use super::names::Check;
use super::steps::positive;
use crate::workflow::definition::{Action, Clock, Field, FieldKind};
use crate::workflow::file::{ActionFile, FieldFile, WorkflowFile};

pub(super) fn actions(file: &WorkflowFile, check: &mut Check) -> BTreeMap<String, Action> {
    for (track, body) in &file.tracks {
        for (step, body) in &body.steps {
            for (place, name) in body.allows.iter().enumerate() {
                let here = ["tracks", track, "steps", step, "allows", &place.to_string()].map(str::to_owned);
                fits_step(file, check, &here, track, name);
            }
        }
    }
    for (place, name) in file.anytime.iter().enumerate() {
        let legal = file.tracks.iter().find(|(_, track)| track.decides).map(|(name, _)| name.as_str());
        let here = ["anytime".to_owned(), place.to_string()];
        fits_step(file, check, &here, legal.unwrap_or_default(), name);
    }
    file.actions.iter().map(|(name, action)| (name.clone(), self::action(name, action, check))).collect()
}

/// What an action refers to must exist on the track, and at the step, that allows it.
fn fits_step(file: &WorkflowFile, check: &mut Check, here: &[String], track: &str, name: &str) {
    let Some(action) = file.actions.get(name) else { return };
    let path: Vec<&str> = here.iter().map(String::as_str).collect();
    let Some(body) = file.tracks.get(track) else { return };
    if let Some(to) = action.to.as_ref().filter(|to| !body.steps.contains_key(*to)) {
        let message = format!("`{name}` leads to `{to}`, which is no step of the track `{track}`");
        check.wrong(&path, message);
    }
    if let (Some(extends), [_, _, _, step, ..]) = (&action.extends, here)
        && let Some(step) = body.steps.get(step)
        && !step.limits.contains_key(&extends.limit)
    {
        let message =
            format!("`{name}` extends the limit `{}`, which does not run at this step", extends.limit);
        check.wrong(&path, message);
    }
}

fn action(name: &str, action: &ActionFile, check: &mut Check) -> Action {
    check.texts(&["actions", name, "title"], &action.title);
    if action.by.is_empty() {
        check.wrong(&["actions", name, "by"], "nobody may do this").help("name at least one party");
    }
    for (list, parties) in [("by", &action.by), ("barred", &action.barred)] {
        for (place, party) in parties.iter().enumerate() {
            check.party(&["actions", name, list, &place.to_string()], party);
        }
    }
    Action {
        title: action.title.clone(),
        by: action.by.clone(),
        barred: action.barred.clone(),
        to: action.to.clone(),
        article: action.article.clone(),
        decision: action.decision,
        at_most: action.at_most,
        asks: fields(&["actions", name], &action.asks, check),
        clock: clock(name, action, check),
        letters: check.letters_to(&["actions", name, "letters"], &action.letters),
    }
}

fn clock(name: &str, action: &ActionFile, check: &mut Check) -> Clock {
    let mut effects = Vec::new();
    if let Some(extends) = &action.extends {
        positive(&["actions", name, "extends", "by"], extends.by, check);
        if action.at_most.is_none() {
            check
                .wrong_key(&["actions", name, "extends"], "it could be extended for ever")
                .help("add `at-most: 1` to the action");
        }
        effects.push(Clock::Extends { limit: extends.limit.clone(), by: extends.by });
    }
    if let Some(stops) = &action.stops_clock {
        positive(&["actions", name, "stops-clock", "at-most"], stops.at_most, check);
        if stops.grounds.is_empty() {
            check
                .wrong(&["actions", name, "stops-clock", "grounds"], "the clock is stopped on no ground")
                .help("name the grounds of the law");
        }
        for (ground, title) in &stops.grounds {
            check.texts(&["actions", name, "stops-clock", "grounds", ground], title);
        }
        let letters = check.letters_to(&["actions", name, "stops-clock", "letters"], &stops.letters);
        effects.push(Clock::Stops { at_most: stops.at_most, grounds: stops.grounds.clone(), letters });
    }
    if action.restarts_clock {
        effects.push(Clock::Restarts);
    }
    if effects.len() > 1 {
        check
            .wrong_key(&["actions", name], "one action may do one thing to the clock")
            .help("split it into two actions");
    }
    effects.pop().unwrap_or(Clock::Runs)
}

pub(super) fn fields(
    path: &[&str],
    fields: &BTreeMap<String, FieldFile>,
    check: &mut Check,
) -> BTreeMap<String, Field> {
    let field = |(name, field): (&String, &FieldFile)| {
        let here = [path, &["asks", name]].concat();
        check.texts(&[here.as_slice(), &["title"]].concat(), &field.title);
        if (field.kind == FieldKind::Choice) == field.choices.is_empty() {
            check.wrong_key(&here, "a choice needs `choices`, and only a choice has them");
        }
        let FieldFile { title, kind, optional, choices } = field;
        (
            name.clone(),
            Field { title: title.clone(), kind: *kind, optional: *optional, choices: choices.clone() },
        )
    };
    fields.iter().map(field).collect()
}
