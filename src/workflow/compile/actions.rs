//! Actions: who may do what, what comes first, who signs, what it does to clocks and execution.
//!
//! Pure; part of `compile`.

use std::collections::BTreeMap;

use super::at;
use super::filing::{fields, stay};
use super::limits::positive;
use super::names::Check;
use super::tracks::{deciding, decisions_are_sure};
use crate::workflow::definition::{
    ANOTHER_OFFICIAL, Action, Clock, FILING, NotBefore, Outcome, Second, Signatory,
};
use crate::workflow::file::{ActionFile, ExtensionFile, SignatureFile, WorkflowFile};

pub(super) fn actions(file: &WorkflowFile, check: &mut Check, legal_track: &str) -> BTreeMap<String, Action> {
    let deciding = deciding(file, legal_track);
    for (track, body) in &file.tracks {
        for (step, body) in &body.steps {
            for (place, name) in body.allows.iter().enumerate() {
                let place = place.to_string();
                let here = ["tracks", track, "steps", step, "allows", &place];
                fits_track(file, check, &here, track, name, deciding.contains(track.as_str()));
                fits_step(file, check, &here, name);
            }
        }
    }
    for (place, name) in file.anytime.iter().enumerate() {
        fits_track(file, check, &["anytime", &place.to_string()], legal_track, name, true);
    }
    file.actions
        .iter()
        .map(|(name, action)| (name.clone(), self::action(file, name, action, check)))
        .collect()
}

/// What an action does must suit the track that allows it.
fn fits_track(file: &WorkflowFile, check: &mut Check, here: &[&str], track: &str, name: &str, decides: bool) {
    let (Some(action), Some(body)) = (file.actions.get(name), file.tracks.get(track)) else { return };
    let led_astray =
        |to: &&String| !body.steps.contains_key(*to) && !check.unsure_of_names(&["tracks", track, "steps"]);
    if let Some(to) = action.to.as_ref().filter(led_astray) {
        let message = format!("`{name}` leads to `{to}`, which is no step of the track `{track}`");
        check.wrong(here, message);
    }
    if let Some(decision) = action.decision.filter(|_| !decides && decisions_are_sure(check)) {
        let message = format!("`{name}` decides ({decision}), but the track `{track}` decides nothing");
        check.wrong(here, message).help("allow it on the track that decides");
    }
}

/// The limit that an action extends must run at the step that allows it.
fn fits_step(file: &WorkflowFile, check: &mut Check, here: &[&str], name: &str) {
    let [_, track, _, step, ..] = here else { return };
    let limits = file.tracks.get(*track).and_then(|track| track.steps.get(*step)).map(|step| &step.limits);
    let extends = file.actions.get(name).and_then(|action| action.extends.as_ref());
    let (Some(limits), Some(extends)) = (limits, extends) else { return };
    let rests_on: [&[&str]; 2] =
        [&["tracks", track, "steps", step, "limits"], &["actions", name, "extends", "limit"]];
    if rests_on.iter().any(|path| check.unsure_of_names(path)) {
        return;
    }
    match limits.get(&extends.limit) {
        None => {
            let message =
                format!("`{name}` extends the limit `{}`, which does not run at this step", extends.limit);
            check.wrong(here, message);
        }
        Some(limit) => {
            if let Some(article) = &limit.never_extended {
                let message =
                    format!("`{name}` extends the limit `{}`, which {article} forbids", extends.limit);
                check.wrong(here, message).help("remove the action here, or `never-extended` there");
            }
        }
    }
}

fn action(file: &WorkflowFile, name: &str, action: &ActionFile, check: &mut Check) -> Action {
    let path = ["actions", name];
    check.texts(&at(&path, "title"), &action.title);
    if name == FILING {
        check
            .wrong_key(&path, "`filing` is the filing itself; no action may be called so")
            .help("give it another name");
    }
    if action.by.is_empty() {
        check.wrong(&at(&path, "by"), "nobody may do this").help("name at least one party");
    }
    for (list, parties) in [("by", &action.by), ("barred", &action.barred)] {
        for (place, party) in parties.iter().enumerate() {
            check.party(&["actions", name, list, &place.to_string()], party);
        }
    }
    decision(file, &path, action, check);
    if let Some(not_before) = &action.not_before {
        check.names_action(&["actions", name, "not-before", "after"], &not_before.after);
        if not_before.after == name {
            check.wrong(&["actions", name, "not-before", "after"], "it would wait for itself");
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
        not_before: action.not_before.as_ref().map(|body| NotBefore {
            after: body.after.clone(),
            wait: body.wait,
            article: body.article.clone(),
        }),
        second: action
            .second_signature
            .as_ref()
            .map(|body| second(&at(&path, "second-signature"), body, check)),
        asks: fields(&path, &action.asks, check),
        clock: clock(file, name, action, check),
        stays_execution: action
            .stays_execution
            .as_ref()
            .map(|body| stay(&at(&path, "stays-execution"), body, check)),
        lifts_stay: action.lifts_stay,
        restores_time: action.restores_time,
        letters: check.letters_to(&at(&path, "letters"), &action.letters),
    }
}

fn decision(file: &WorkflowFile, path: &[&str], action: &ActionFile, check: &mut Check) {
    let Some(decision) = action.decision else { return };
    let here = at(path, "decision");
    if !decision.is_decision() {
        check
            .wrong(&here, format!("`{decision}` is a way in which an appeal ends, not a decision"))
            .help("lead to a step that `ends` so");
    }
    if decision == Outcome::AnnulledInPart && file.parts.is_empty() && !check.unsure(&["parts"]) {
        check
            .wrong(&here, "the decision appealed has no parts")
            .help("name the parts at the top of the file: `parts: {fine: …, suspension: …}`");
    }
    if decision == Outcome::SentBack && action.at_most.is_none() && !check.unsure(&at(path, "at-most")) {
        check.wrong(&here, "it could be sent back for ever").help("add `at-most: 1` to the action");
    }
    if action.stays_execution.is_some() && action.lifts_stay {
        check.wrong_key(path, "an action cannot both stay execution and lift the stay");
    }
}

fn second(path: &[&str], body: &SignatureFile, check: &mut Check) -> Second {
    positive(&at(path, "within"), body.within, check);
    let by = if body.by == ANOTHER_OFFICIAL {
        Signatory::AnotherOfficial
    } else {
        check.signatory(&at(path, "by"), &body.by);
        Signatory::Party(body.by.clone())
    };
    Second {
        by,
        within: body.within,
        article: body.article.clone(),
        letters: check.letters_to(&at(path, "letters"), &body.letters),
        unsigned: check.letters_to(&at(path, "unsigned"), &body.unsigned),
    }
}

fn clock(file: &WorkflowFile, name: &str, action: &ActionFile, check: &mut Check) -> Clock {
    let mut effects = Vec::new();
    if let Some(extends) = &action.extends {
        effects.push(extension(file, name, action, extends, check));
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

fn extension(
    file: &WorkflowFile,
    name: &str,
    action: &ActionFile,
    extends: &ExtensionFile,
    check: &mut Check,
) -> Clock {
    let path = ["actions", name, "extends"];
    positive(&at(&path, "by"), extends.by, check);
    let mut bounded = action.at_most.is_some();
    if let Some(per) = &extends.per {
        check.names_action(&at(&path, "per"), per);
        bounded |= file.actions.get(per).is_none_or(|per| per.at_most.is_some());
    }
    if let Some(in_all) = extends.in_all {
        if in_all.unit == extends.by.unit {
            bounded = true;
        } else {
            check.wrong(&at(&path, "in-all"), "`in-all` and `by` must be in the same unit");
        }
    }
    let others = std::iter::once(name).chain(extends.per.as_deref());
    let unsure = others.into_iter().any(|action| check.unsure(&["actions", action, "at-most"]));
    if !bounded && !unsure {
        check
            .wrong_key(&path, "it could be extended for ever")
            .help("add `at-most: 1` to the action, or `in-all:` to the extension");
    }
    let ExtensionFile { limit, by, per, in_all } = extends;
    Clock::Extends { limit: limit.clone(), by: *by, per: per.clone(), in_all: *in_all }
}
