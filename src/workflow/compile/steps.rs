//! Tracks, steps, limits and what silence means at each.
//!
//! Pure; part of `compile`.

use std::collections::BTreeMap;

use super::names::Check;
use crate::law::{Rule, Span};
use crate::workflow::definition::{End, Limit, Outcome, Reminder, Silence, Step, Time, Track, Turn};
use crate::workflow::file::{EndFile, LimitFile, SilenceFile, StepFile, TimeFile, TrackFile, WorkflowFile};

pub(super) fn tracks(file: &WorkflowFile, check: &mut Check, legal_track: &str) -> BTreeMap<String, Track> {
    let tracks = file.tracks.iter();
    tracks.map(|(name, track)| (name.clone(), self::track(name, track, check, legal_track))).collect()
}

fn track(name: &str, track: &TrackFile, check: &mut Check, legal_track: &str) -> Track {
    check.texts(&["tracks", name, "title"], &track.title);
    let legal = name == legal_track;
    if legal && !track.opens.is_empty() {
        check
            .wrong_key(&["tracks", name, "opens"], "the legal track is opened by filing")
            .help("remove `opens`");
    }
    if !legal && track.opens.is_empty() {
        check
            .wrong_key(&["tracks", name], "nothing opens this side track")
            .help("name an action and a first step: `opens: {action: step}`");
    }
    for (action, step) in &track.opens {
        check.action(&["tracks", name, "opens", action], action);
        check.step(&["tracks", name, "opens", action], name, step);
    }
    let steps = track.steps.iter();
    Track {
        title: track.title.clone(),
        opens: track.opens.clone(),
        steps: steps
            .map(|(step, body)| {
                (step.clone(), self::step(&["tracks", name, "steps", step], body, check, legal))
            })
            .collect(),
    }
}

fn step(path: &[&str], step: &StepFile, check: &mut Check, legal: bool) -> Step {
    check.texts(&at(path, "title"), &step.title);
    for (place, action) in step.allows.iter().enumerate() {
        check.action(&[path, &["allows", &place.to_string()]].concat(), action);
    }
    Step {
        title: step.title.clone(),
        turn: turn(path, step, check, legal),
        letters: check.letters_to(&at(path, "letters"), &step.letters),
        allows: step.allows.clone(),
    }
}

fn turn(path: &[&str], step: &StepFile, check: &mut Check, legal: bool) -> Turn {
    if let Some(end) = step.ends {
        if step.holder.is_some() || !step.limits.is_empty() || !step.allows.is_empty() {
            check
                .wrong_key(path, "a step that ends the track has no holder, limits or actions")
                .help("remove them, or `ends`");
        }
        if legal == (end == EndFile::Done) {
            check.wrong(&at(path, "ends"), "a side track ends with `done`, the legal track with an outcome");
        }
        return Turn::End(self::end(end));
    }
    let holder = step.holder.clone().unwrap_or_default();
    if step.holder.is_some() {
        check.party(&at(path, "holder"), &holder);
    } else {
        check
            .wrong_key(path, "nobody must act at this step")
            .help("name a `holder`, or say how the track `ends` here");
    }
    if step.limits.is_empty() {
        check
            .wrong_key(path, "no limit runs at this step, so the appeal could stand here for ever")
            .help("give it at least one limit");
    }
    let limits = step.limits.iter();
    let track = path[1];
    let limit = |(name, limit): (&String, &LimitFile)| {
        let here = [path, &["limits", name]].concat();
        (name.clone(), self::limit(&here, track, limit, check))
    };
    Turn::Held { holder, limits: limits.map(limit).collect() }
}

fn end(end: EndFile) -> End {
    match end {
        EndFile::AsDecided => End::AsDecided,
        EndFile::InForce => End::Outcome(Outcome::InForce),
        EndFile::Withdrawn => End::Outcome(Outcome::Withdrawn),
        EndFile::LeftWithoutConsideration => End::Outcome(Outcome::LeftWithoutConsideration),
        EndFile::Unanswered => End::Outcome(Outcome::Unanswered),
        EndFile::Done => End::Done,
    }
}

fn limit(path: &[&str], track: &str, limit: &LimitFile, check: &mut Check) -> Limit {
    let remind = limit.remind.iter().enumerate().map(|(place, reminder)| {
        let place = place.to_string();
        let here = [path, &["remind", &place, "letters"]].concat();
        Reminder { before: reminder.before, letters: check.letters_to(&here, &reminder.letters) }
    });
    let remind = remind.collect();
    Limit {
        time: time(&at(path, "time"), &limit.time, check),
        remind,
        silence: silence(&at(path, "on-silence"), track, &limit.on_silence, check),
        letters: check
            .letters_on_silence(&[path, &["on-silence", "letters"]].concat(), &limit.on_silence.letters),
    }
}

fn silence(path: &[&str], track: &str, silence: &SilenceFile, check: &mut Check) -> Silence {
    let mut meanings = Vec::new();
    if let Some(step) = &silence.escalate {
        check.step(&at(path, "escalate"), track, step);
        meanings.push(Silence::Escalate(step.clone()));
    }
    if let Some(climb) = &silence.climb {
        check.step(&[path, &["climb", "then"]].concat(), track, &climb.then);
        meanings.push(Silence::Climb { rungs: climb.rungs, then: climb.then.clone() });
    }
    if let Some(step) = &silence.lapse {
        check.step(&at(path, "lapse"), track, step);
        meanings.push(Silence::Lapse(step.clone()));
    }
    if let Some(chase) = &silence.chase {
        check.step(&[path, &["chase", "then"]].concat(), track, &chase.then);
        positive(&[path, &["chase", "every"]].concat(), chase.every, check);
        meanings.push(Silence::Chase {
            every: chase.every,
            at_most: chase.at_most,
            then: chase.then.clone(),
        });
    }
    if meanings.len() != 1 {
        let message = format!("silence must mean exactly one thing; here it means {}", meanings.len());
        check.wrong_key(path, message).help("write one of escalate, climb, lapse, chase");
    }
    meanings.pop().unwrap_or(Silence::Lapse(String::new()))
}

pub(super) fn time(path: &[&str], time: &TimeFile, check: &mut Check) -> Time {
    positive(&at(path, "within"), time.within, check);
    let mut rule = Rule::of(time.within);
    rule.reading = time.sutki.unwrap_or(rule.reading);
    rule.roll = time.roll.unwrap_or(rule.roll);
    rule.article = time.article.clone();
    if time.nature == crate::workflow::Nature::Statutory && time.article.is_none() {
        check
            .wrong_key(path, "a statutory time names no article")
            .help("add `article: …`, or say `nature: service`");
    }
    Time { rule, from: time.from, nature: time.nature }
}

pub(super) fn positive(path: &[&str], span: Span, check: &mut Check) {
    if span.amount == 0 {
        check.wrong(path, "a time of nothing would pass at once").help("give at least one");
    }
}

fn at<'a>(path: &[&'a str], key: &'a str) -> Vec<&'a str> {
    path.iter().copied().chain([key]).collect()
}
