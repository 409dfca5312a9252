//! Where an appeal stands, in one sentence: who has it, by when, and what happens if not; and for whom it is to act.

use jiff::Timestamp;
use jiff::civil::Date;

use super::file::CaseFile;
use crate::appeal::{Running, Standing};
use crate::law;
use crate::texts::Language;
use crate::web::words;
use crate::workflow::{Outcome, Silence};

/// The status of an appeal.
#[derive(Debug)]
pub(crate) struct Status {
    /// A word or two, for a tag.
    pub tag: String,
    /// The tag's colour, which adds nothing to the word.
    pub colour: &'static str,
    /// Who has it, by when.
    pub sentence: String,
    /// What happens if nobody acts.
    pub otherwise: Option<String>,
    /// The last lawful day, with how far it is.
    pub due: Option<DueNote>,
    /// Days suspended by the end of today.
    pub suspended: Option<i32>,
    /// The steps of the way it goes, for the bar on top: title and class.
    pub way: Vec<(String, &'static str)>,
    /// Whether the reader's side must act now.
    pub is_ours: bool,
}

/// A due date with its distance in words.
#[derive(Debug, Clone)]
pub(crate) struct DueNote {
    pub on: Date,
    pub date: String,
    /// "2 working days left", "due today", "late by 1 day".
    pub note: String,
    pub class: &'static str,
}

impl DueNote {
    /// Of a date as seen from today.
    pub fn of(on: Date, today: Date, calendar: &law::Calendar, language: Language) -> DueNote {
        let (note, class) = match law::working_days_left(today, on, calendar) {
            Ok(left) if today == on => {
                (words::say(language, "due-today", &[]), if left == 0 { "soon" } else { "" })
            }
            Ok(left) if left >= 0 && today < on => {
                let class = if left <= 2 { "soon" } else { "good" };
                (words::say(language, "days-left", &[("days", left.into())]), class)
            }
            _ => {
                (words::say(language, "days-late", &[("days", law::days_between(on, today).into())]), "late")
            }
        };
        DueNote { on, date: language.date(on), note, class }
    }
}

impl Status {
    /// The status of a file for its reader.
    pub fn of(file: &CaseFile, language: Language, now: Timestamp) -> Status {
        let (appeal, today) = (&file.row.appeal, file.today(now));
        let standing = appeal.tracks.get(&appeal.legal_track);
        let running = standing.and_then(Standing::nearest);
        let due = running.map(|running| DueNote::of(running.on, today, file.calendar(), language));
        let (tag, colour) = tag(file, standing, due.as_ref());
        let is_ours = standing
            .is_some_and(|standing| standing.office.as_deref().unwrap_or(&appeal.appellant) == file.side);
        Status {
            tag: words::say(language, tag, &[]),
            colour,
            sentence: sentence(file, standing, running, language),
            otherwise: standing
                .zip(running)
                .and_then(|(standing, running)| otherwise(file, standing, running, language)),
            due: due.filter(|_| appeal.is_open()),
            suspended: appeal.days_suspended(today),
            way: way(file, language),
            is_ours,
        }
    }
}

/// The name of the words and the colour.
fn tag(file: &CaseFile, standing: Option<&Standing>, due: Option<&DueNote>) -> (&'static str, &'static str) {
    let appeal = &file.row.appeal;
    if let Some((outcome, _)) = appeal.closed {
        return match outcome {
            Outcome::Annulled => ("tag-annulled", "green"),
            Outcome::Withdrawn => ("tag-withdrawn", ""),
            _ => ("tag-closed", ""),
        };
    }
    let escalated =
        file.entries.iter().any(|entry| matches!(entry.event, crate::appeal::Event::Escalated { .. }));
    match (standing, due) {
        (Some(standing), _) if standing.stopped.is_some() => ("tag-stopped", "yellow"),
        (_, Some(due)) if due.class == "late" => ("tag-late", "red"),
        (_, Some(due)) if due.class == "soon" => ("tag-soon", "orange"),
        _ if escalated => ("tag-escalated", "purple"),
        _ if appeal.decided.is_some() => ("tag-decided", "green"),
        _ => ("tag-open", "blue"),
    }
}

fn sentence(
    file: &CaseFile,
    standing: Option<&Standing>,
    running: Option<&Running>,
    language: Language,
) -> String {
    let appeal = &file.row.appeal;
    let say = |name: &str, told: &[(&str, String)]| {
        let told: Vec<_> = told.iter().map(|(key, value)| (*key, value.as_str().into())).collect();
        words::say(language, name, &told)
    };
    if let Some((outcome, on)) = appeal.closed {
        let told = [("outcome", outcome.in_words(language).to_owned()), ("day", language.date(on))];
        return say("status-closed", &told);
    }
    let Some(standing) = standing else { return String::new() };
    let step = file.step(&appeal.legal_track, &standing.step).to_owned();
    let holder = match &standing.office {
        Some(office) => file.office(office),
        None => file.appellant().to_owned(),
    };
    if let Some(stopped) = &standing.stopped {
        let told = [
            ("holder", holder),
            ("since", language.date(stopped.since)),
            ("until", language.date(stopped.until)),
        ];
        return say("status-stopped", &told);
    }
    match running {
        Some(running) if running.is_running() => {
            say("status-running", &[("step", step), ("holder", holder), ("day", language.date(running.on))])
        }
        Some(running) => {
            say("status-late", &[("step", step), ("holder", holder), ("day", language.date(running.on))])
        }
        None => say("status-with", &[("step", step), ("holder", holder)]),
    }
}

/// What silence at the nearest limit means.
fn otherwise(file: &CaseFile, standing: &Standing, running: &Running, language: Language) -> Option<String> {
    let track = &file.row.appeal.legal_track;
    let limit = file.definition().limit(track, &standing.step, &running.limit)?;
    let to = |step: &str| {
        let title = file.step(track, step);
        let party = file.definition().step(track, step).and_then(|step| step.holder());
        let office = party.and_then(|party| file.row.appeal.parties.get(party));
        office.map_or_else(|| title.to_owned(), |office| file.office(office))
    };
    let (name, to) = match &limit.silence {
        Silence::Escalate(step) => ("otherwise-escalate", to(step)),
        Silence::Climb { .. } => {
            let above = standing.office.as_deref().and_then(|code| file.ladder.get(code)?.above.clone());
            ("otherwise-escalate", above.map(|code| file.office(&code)).unwrap_or_default())
        }
        Silence::Lapse(step) => ("otherwise-lapse", to(step)),
        Silence::Chase { .. } => ("otherwise-chase", String::new()),
        Silence::Deemed { decision, .. } => ("otherwise-deemed", decision.in_words(language).to_owned()),
        Silence::Close(_) => ("otherwise-close", String::new()),
        Silence::Stay(_) => return None,
    };
    Some(words::say(language, name, &[("to", to.as_str().into())]))
}

/// The steps that the appeal has come through, the one where it stands, and the end.
fn way(file: &CaseFile, language: Language) -> Vec<(String, &'static str)> {
    let appeal = &file.row.appeal;
    let mut way: Vec<(String, &'static str)> = vec![(words::say(language, "way-filed", &[]), "passed")];
    for entry in &file.entries {
        let crate::appeal::Event::Arrived(arrival) = &entry.event else { continue };
        if !file.definition().decides(&arrival.track) || arrival.holder.is_none() {
            continue;
        }
        let title = match &arrival.office {
            Some(office) => file.office(office),
            None => file.step(&arrival.track, &arrival.step).to_owned(),
        };
        if way.last().is_none_or(|(last, _)| *last != title) {
            way.push((title, "passed"));
        }
    }
    match (appeal.is_open(), way.last_mut()) {
        (true, Some(last)) => last.1 = "current",
        _ => way.push((words::say(language, "way-end", &[]), "current")),
    }
    if appeal.is_open() {
        way.push((words::say(language, "way-decision", &[]), ""));
    }
    way
}
