//! Where an appeal stands, in one sentence: who has it, by when, and what happens if not; and for whom it is to act.

use jiff::Timestamp;
use jiff::civil::Date;

use super::file::CaseFile;
use crate::appeal::{Appeal, Event, Running, Standing};
use crate::ladder::Ladder;
use crate::law;
use crate::texts::Language;
use crate::web::words;
use crate::workflow::{Definition, Outcome, Silence};

/// What the status of an appeal is told from: its row and the rules alone, so that a list needs no journals.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sketch<'a> {
    /// The language in which it is told.
    pub language: Language,
    pub appeal: &'a Appeal,
    pub definition: &'a Definition,
    pub ladder: &'a Ladder,
    pub calendar: &'a law::Calendar,
    /// Who appeals, by name.
    pub appellant: &'a str,
    /// The office or organisation for which it is told.
    pub side: &'a str,
    /// Whether silence has ever moved it up.
    pub has_escalated: bool,
}

impl Sketch<'_> {
    fn office(&self, code: &str) -> String {
        let office = self.ladder.get(code);
        office.map_or_else(|| code.to_owned(), |office| office.name.get(self.language).to_owned())
    }

    fn step<'s>(&'s self, step: &'s str) -> &'s str {
        let found = self.definition.step(&self.appeal.legal_track, step);
        found.map_or(step, |step| step.title.get(self.language))
    }

    fn say(&self, name: &str, told: &[(&str, String)]) -> String {
        let told: Vec<_> = told.iter().map(|(key, value)| (*key, value.as_str().into())).collect();
        words::say(self.language, name, &told)
    }
}

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
        let has_escalated = file.entries.iter().any(|entry| matches!(entry.event, Event::Escalated { .. }));
        let sketch = Sketch {
            language,
            appeal: &file.row.appeal,
            definition: file.definition(),
            ladder: &file.ladder,
            calendar: file.calendar(),
            appellant: file.appellant(),
            side: &file.side,
            has_escalated,
        };
        Status { way: way(file, language), ..Status::sketched(&sketch, file.today(now)) }
    }

    /// The status as it stands in a list: without the way that the appeal has come.
    pub fn sketched(sketch: &Sketch, today: Date) -> Status {
        let appeal = sketch.appeal;
        let standing = appeal.tracks.get(&appeal.legal_track);
        let running = standing.and_then(Standing::nearest);
        let due = running.map(|running| DueNote::of(running.on, today, sketch.calendar, sketch.language));
        let (tag, colour) = tag(sketch, standing, due.as_ref());
        let is_ours = standing
            .is_some_and(|standing| standing.office.as_deref().unwrap_or(&appeal.appellant) == sketch.side);
        Status {
            tag: words::say(sketch.language, tag, &[]),
            colour,
            sentence: sentence(sketch, standing, running),
            otherwise: standing
                .zip(running)
                .and_then(|(standing, running)| otherwise(sketch, standing, running)),
            due: due.filter(|_| appeal.is_open()),
            suspended: appeal.days_suspended(today),
            way: Vec::new(),
            is_ours,
        }
    }
}

/// The name of the words and the colour.
fn tag(sketch: &Sketch, standing: Option<&Standing>, due: Option<&DueNote>) -> (&'static str, &'static str) {
    if let Some((outcome, _)) = sketch.appeal.closed {
        return match outcome {
            Outcome::Annulled => ("tag-annulled", "green"),
            Outcome::Withdrawn => ("tag-withdrawn", ""),
            _ => ("tag-closed", ""),
        };
    }
    match (standing, due) {
        (Some(standing), _) if standing.stopped.is_some() => ("tag-stopped", "yellow"),
        (_, Some(due)) if due.class == "late" => ("tag-late", "red"),
        (_, Some(due)) if due.class == "soon" => ("tag-soon", "orange"),
        _ if sketch.has_escalated => ("tag-escalated", "purple"),
        _ if sketch.appeal.decided.is_some() => ("tag-decided", "green"),
        _ => ("tag-open", "blue"),
    }
}

fn sentence(sketch: &Sketch, standing: Option<&Standing>, running: Option<&Running>) -> String {
    let day = |date| sketch.language.date(date);
    if let Some((outcome, on)) = sketch.appeal.closed {
        let told = [("outcome", outcome.in_words(sketch.language).to_owned()), ("day", day(on))];
        return sketch.say("status-closed", &told);
    }
    let Some(standing) = standing else { return String::new() };
    let step = ("step", sketch.step(&standing.step).to_owned());
    let holder = match &standing.office {
        Some(office) => sketch.office(office),
        None => sketch.appellant.to_owned(),
    };
    let holder = ("holder", holder);
    if let Some(stopped) = &standing.stopped {
        let told = [holder, ("since", day(stopped.since)), ("until", day(stopped.until))];
        return sketch.say("status-stopped", &told);
    }
    match running {
        Some(running) if running.is_running() => {
            sketch.say("status-running", &[step, holder, ("day", day(running.on))])
        }
        Some(running) => sketch.say("status-late", &[step, holder, ("day", day(running.on))]),
        None => sketch.say("status-with", &[step, holder]),
    }
}

/// What silence at the nearest limit means.
fn otherwise(sketch: &Sketch, standing: &Standing, running: &Running) -> Option<String> {
    let track = &sketch.appeal.legal_track;
    let limit = sketch.definition.limit(track, &standing.step, &running.limit)?;
    let to = |step: &str| {
        let party = sketch.definition.step(track, step).and_then(|step| step.holder());
        let office = party.and_then(|party| sketch.appeal.parties.get(party));
        office.map_or_else(|| sketch.step(step).to_owned(), |office| sketch.office(office))
    };
    let (name, to) = match &limit.silence {
        Silence::Escalate(step) => ("otherwise-escalate", to(step)),
        Silence::Climb { .. } => {
            let above = standing.office.as_deref().and_then(|code| sketch.ladder.get(code)?.above.clone());
            ("otherwise-escalate", above.map(|code| sketch.office(&code)).unwrap_or_default())
        }
        Silence::Lapse(step) => ("otherwise-lapse", to(step)),
        Silence::Chase { .. } => ("otherwise-chase", String::new()),
        Silence::Deemed { decision, .. } => {
            ("otherwise-deemed", decision.in_words(sketch.language).to_owned())
        }
        Silence::Close(_) => ("otherwise-close", String::new()),
        Silence::Stay(_) => return None,
    };
    Some(sketch.say(name, &[("to", to)]))
}

/// The steps that the appeal has come through, the one where it stands, and the end.
fn way(file: &CaseFile, language: Language) -> Vec<(String, &'static str)> {
    let appeal = &file.row.appeal;
    let mut way: Vec<(String, &'static str)> = vec![(words::say(language, "way-filed", &[]), "passed")];
    for entry in &file.entries {
        let Event::Arrived(arrival) = &entry.event else { continue };
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
