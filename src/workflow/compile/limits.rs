//! Limits: times, reminders, and what silence means.
//!
//! Pure; part of `compile`.

use std::collections::{BTreeMap, BTreeSet};

use super::names::Check;
use super::{at, tracks};
use crate::law::{Rule, Span};
use crate::workflow::Nature;
use crate::workflow::definition::{Limit, OtherTime, Outcome, Reminder, Silence, Time};
use crate::workflow::file::{DeemedFile, LimitFile, ReminderFile, SilenceFile, StepFile, TimeFile};

/// The limits of the step at `path`, which begins with `tracks` and the track.
pub(super) fn limits(
    path: &[&str],
    step: &StepFile,
    check: &mut Check,
    decides: bool,
) -> BTreeMap<String, Limit> {
    let mut limits = BTreeMap::new();
    for (name, body) in &step.limits {
        let here = [path, &["limits", name]].concat();
        if let Some(until) = &body.on_silence.stay {
            stays_within(&here, name, until, step, check);
        }
        limits.insert(name.clone(), limit(&here, body, check, decides));
    }
    limits
}

/// A limit that leaves the appeal standing must leave it to one that does not.
fn stays_within(here: &[&str], name: &str, until: &str, step: &StepFile, check: &mut Check) {
    let path = [here, &["on-silence", "stay"]].concat();
    check.limit(&path, &here[..here.len() - 1], until, &step.limits);
    let mut seen = BTreeSet::from([name]);
    let mut next = Some(until);
    while let Some(limit) = next {
        if !seen.insert(limit) {
            check
                .wrong(&path, "these limits wait for each other, so the appeal could stand here for ever")
                .help("name a limit whose silence leads somewhere");
            return;
        }
        next = step.limits.get(limit).and_then(|body| body.on_silence.stay.as_deref());
    }
}

fn limit(path: &[&str], limit: &LimitFile, check: &mut Check, decides: bool) -> Limit {
    let silence = silence(&at(path, "on-silence"), &limit.on_silence, check, decides);
    let stands =
        matches!(silence, Silence::Chase { .. } | Silence::Stay(_)) || check.unsure(&at(path, "on-silence"));
    let (mut remind, mut remind_after) = (Vec::new(), Vec::new());
    for (place, reminder) in limit.remind.iter().enumerate() {
        let place = place.to_string();
        let here = [path, &["remind", &place]].concat();
        let (distance, list) = match distance(&here, reminder, stands, check) {
            (span, false) => (span, &mut remind),
            (span, true) => (span, &mut remind_after),
        };
        let letters = check.letters_to(&at(&here, "letters"), &reminder.letters);
        list.extend(distance.map(|distance| Reminder { distance, letters }));
    }
    // The workflow's author lists them as they come; the core needs them in the order of time.
    remind.sort_by_key(|reminder: &Reminder| std::cmp::Reverse(length(reminder.distance)));
    remind_after.sort_by_key(|reminder: &Reminder| length(reminder.distance));
    let letters = [path, &["on-silence", "letters"]].concat();
    Limit {
        time: time(&at(path, "time"), &limit.time, check),
        runs_on: limit.runs_on,
        never_extended: limit.never_extended.clone(),
        remind,
        remind_after,
        silence,
        letters: check.letters_on_silence(&letters, &limit.on_silence.letters),
    }
}

/// How far a reminder is from the deadline, and whether it comes after it.
fn distance(path: &[&str], reminder: &ReminderFile, stands: bool, check: &mut Check) -> (Option<Span>, bool) {
    match (reminder.before, reminder.after) {
        (Some(before), None) => (Some(before), false),
        (None, Some(after)) => {
            if !stands {
                check
                    .wrong_key(
                        &at(path, "after"),
                        "silence moves the appeal on, so nobody is left to be reminded",
                    )
                    .help("remind before, or let silence `chase` or `stay`");
            }
            (Some(after), true)
        }
        _ => {
            check
                .wrong_key(path, "a reminder comes either before the deadline or after it")
                .help("write `before: 2 working days` or `after: 2 working days`");
            (None, false)
        }
    }
}

/// About how many hours a span lasts: enough to put reminders of one limit in order.
fn length(span: Span) -> u64 {
    use crate::law::Unit;
    let hours = match span.unit {
        Unit::Hours => 1,
        Unit::Sutki | Unit::CalendarDays => 24,
        Unit::WorkingDays => 34,
        Unit::Months => 730,
        Unit::Years => 8766,
    };
    hours * u64::from(span.amount)
}

fn silence(path: &[&str], silence: &SilenceFile, check: &mut Check, decides: bool) -> Silence {
    let track = path[1];
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
        let then = chase.then.clone();
        meanings.push(Silence::Chase { every: chase.every, at_most: chase.at_most, then });
    }
    if let Some(deemed) = &silence.deemed {
        meanings.push(self::deemed(&at(path, "deemed"), deemed, check, decides));
    }
    if let Some(end) = silence.close {
        meanings.push(Silence::Close(tracks::end(&at(path, "close"), end, check, decides)));
    }
    if let Some(until) = &silence.stay {
        meanings.push(Silence::Stay(until.clone()));
    }
    if meanings.len() != 1 {
        let message = format!("silence must mean exactly one thing; here it means {}", meanings.len());
        check
            .wrong_key(path, message)
            .help("write one of escalate, climb, lapse, chase, deemed, close, stay");
    }
    meanings.pop().unwrap_or(Silence::Lapse(String::new()))
}

fn deemed(path: &[&str], deemed: &DeemedFile, check: &mut Check, decides: bool) -> Silence {
    check.step(&at(path, "then"), path[1], &deemed.then);
    let can_be_silent =
        [Outcome::Unchanged, Outcome::Annulled, Outcome::LeftWithoutConsideration].contains(&deemed.decision);
    if !can_be_silent {
        check
            .wrong(&at(path, "decision"), format!("silence cannot say `{}`", deemed.decision))
            .help("silence is a refusal (`unchanged`, `left-without-consideration`) or a grant (`annulled`)");
    }
    if !decides && tracks::decisions_are_sure(check) {
        check.wrong_key(path, "a side track decides nothing, so its silence is no decision");
    }
    if check.file().after_outage.deemed.is_none() && !check.unsure(&["after-outage"]) {
        check
            .wrong_key(path, "the file does not say what becomes of it when the program was down on that day")
            .help("add `after-outage: {deemed: at-once}`, or let it `wait-for-person`: it cannot be undone");
    }
    let (decision, article) = (deemed.decision, deemed.article.clone());
    Silence::Deemed { decision, article, then: deemed.then.clone() }
}

/// A time with its alternatives.
pub(super) fn time(path: &[&str], time: &TimeFile, check: &mut Check) -> Time {
    positive(&at(path, "within"), time.within, check);
    let mut rule = Rule::of(time.within);
    rule.reading = time.sutki.unwrap_or(rule.reading);
    rule.roll = time.roll.unwrap_or(rule.roll);
    rule.ends = time.ends.unwrap_or(rule.ends);
    rule.article = time.article.clone();
    if time.nature == Nature::Statutory && time.article.is_none() {
        check
            .wrong_key(path, "a statutory time names no article")
            .help("add `article: …`, or say `nature: service`");
    }
    let statutory = time.nature == Nature::Statutory && !check.unsure(&at(path, "nature"));
    let mut or = Vec::new();
    for (place, other) in time.or.iter().enumerate() {
        let place = place.to_string();
        let here = [path, &["or", &place]].concat();
        positive(&at(&here, "within"), other.within, check);
        check.choices(&at(&here, "where"), &other.stated);
        if other.stated.is_empty() {
            check
                .wrong_key(&here, "another time holds where the filing stated something")
                .help("write `where: {question: choice}`");
        }
        if statutory && other.article.is_none() {
            check.wrong_key(&here, "a statutory time names no article").help("add `article: …`");
        }
        let rule = Rule { span: other.within, article: other.article.clone(), ..rule.clone() };
        or.push(OtherTime { stated: other.stated.clone(), rule });
    }
    Time { rule, from: time.from, nature: time.nature, or }
}

pub(super) fn positive(path: &[&str], span: Span, check: &mut Check) {
    if span.amount == 0 {
        check.wrong(path, "a time of nothing would pass at once").help("give at least one");
    }
}
