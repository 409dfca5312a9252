//! What was expected against what is to be seen.
//!
//! Pure. Every difference is a [`Failure`] with the place in the file where it was expected, both sides in words,
//! and what helps to understand it.

use jiff::civil::Date;

use super::file::{Beside, Expected};
use super::stage::Sent;
use crate::appeal::{Appeal, Event, Refusal, Running, Standing};
use crate::law::{self, Almanac, Calendar};
use crate::registry::Answer;
use crate::source::{self, Problem, Source};
use crate::store::journal::Stored;
use crate::texts::Language;

/// Where the legal track stands once the appeal has ended.
pub(super) const CLOSED: &str = "closed";
/// Where a side track stands that is not open.
pub(super) const NONE: &str = "none";

/// Something that is not as expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The way to it in the file: keys and places.
    pub path: Vec<String>,
    /// What was looked at.
    pub what: String,
    /// What was expected.
    pub expected: String,
    /// What is to be seen.
    pub actual: String,
    /// What helps to understand it.
    pub because: Option<String>,
}

impl Failure {
    fn new(path: &[&str], what: &str, expected: impl Into<String>, actual: impl Into<String>) -> Failure {
        let path = path.iter().map(|key| (*key).to_owned()).collect();
        Failure {
            path,
            what: what.to_owned(),
            expected: expected.into(),
            actual: actual.into(),
            because: None,
        }
    }

    fn because(self, why: Option<String>) -> Failure {
        Failure { because: why, ..self }
    }

    /// The failure at the moment with this number.
    pub(super) fn at_moment(mut self, number: usize) -> Failure {
        let to_moment = ["moments".to_owned(), number.to_string()];
        self.path = to_moment.into_iter().chain(self.path).collect();
        self
    }

    /// The failure on its line of the file, expected and actual under each other in one column.
    pub fn problem<T>(&self, source: &Source<T>) -> Problem {
        let path: Vec<&str> = self.path.iter().map(String::as_str).collect();
        let message = format!("{} is not as expected", self.what);
        let because = self.because.iter().map(|why| format!("\n{why}")).collect::<String>();
        let both = format!("expected: {}\n  actual: {}{because}", self.expected, self.actual);
        source.problem(&path, message).help(both)
    }
}

/// The name of a refusal's kind, as stories write it: `not-lawful-here`.
pub fn kind_of(refusal: &Refusal) -> String {
    let value = serde_json::to_value(refusal).unwrap_or_default();
    value["refusal"].as_str().unwrap_or_default().to_owned()
}

/// The kinds of refusal that there are.
pub(super) fn kinds_of_refusal() -> Vec<String> {
    let schema = source::schema::<Refusal>();
    let variants = schema["oneOf"].as_array().into_iter().flatten();
    let names = variants.filter_map(|variant| variant["properties"]["refusal"]["const"].as_str());
    names.map(str::to_owned).collect()
}

/// What is to be seen of an appeal at a moment.
pub(super) struct Sighting<'a> {
    pub calendar: &'a Calendar,
    /// The calendars that its dates were counted by.
    pub almanac: &'a Almanac,
    pub today: Date,
    pub appeal: Option<&'a Appeal>,
    /// The whole journal.
    pub journal: &'a [Stored],
    /// The entries since the appeal's moment before.
    pub entries: &'a [Stored],
    /// The letters since then.
    pub letters: &'a [Sent],
    /// How the deed was answered.
    pub answer: Option<&'a Answer>,
    pub fault: Option<&'a str>,
}

/// All that is not as expected. A deed that is refused although nobody expects it is a failure, too.
pub(super) fn judge(expected: Option<&Expected>, seen: &Sighting) -> Vec<Failure> {
    let nothing = Expected::default();
    let mut failures: Vec<Failure> = answered(expected.unwrap_or(&nothing), seen).into_iter().collect();
    if let Some(fault) = seen.fault {
        failures.push(Failure::new(&[], "the appeal", "it is carried on", fault));
    }
    if let Some(expected) = expected {
        failures.extend(stands(expected, seen));
        failures.extend(beside(expected, seen));
        failures.extend(letters(expected, seen));
        failures.extend(facts(expected, seen));
    }
    failures
}

fn answered(expected: &Expected, seen: &Sighting) -> Option<Failure> {
    let told = |refusal: &Refusal| format!("{}: {refusal}", kind_of(refusal));
    match (seen.answer, &expected.refused) {
        (Some(Answer::Refused(refusal)), None) => {
            Some(Failure::new(&[], "the answer", "it is done", format!("refused, {}", told(refusal))))
        }
        (Some(Answer::Refused(refusal)), Some(kind)) if kind_of(refusal) != *kind => {
            Some(Failure::new(&["expect", "refused"], "the refusal", kind, told(refusal)))
        }
        (Some(Answer::Refused(refusal)), Some(_)) => {
            let words = expected.saying.as_ref().filter(|words| !says(&refusal.to_string(), words))?;
            let path = ["expect", "saying"];
            Some(Failure::new(&path, "what the refusal says", format!("… {words} …"), refusal.to_string()))
        }
        (Some(Answer::Faulty(fault)), _) => Some(Failure::new(&[], "the answer", "it is done", fault)),
        (_, Some(kind)) => {
            Some(Failure::new(&["expect", "refused"], "the answer", format!("refused, {kind}"), "it is done"))
        }
        (_, None) => None,
    }
}

/// Whether a text contains these words, letter case and line ends apart.
fn says(text: &str, words: &str) -> bool {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    plain(text).contains(&plain(words))
}

/// Where the legal track stands, whose turn it is and until when.
fn stands(expected: &Expected, seen: &Sighting) -> Vec<Failure> {
    let mut failures = Vec::new();
    let standing = seen.appeal.and_then(|appeal| appeal.tracks.get(&appeal.legal_track));
    let step = match (seen.appeal, standing) {
        (None, _) => "there is no appeal",
        (Some(_), None) => CLOSED,
        (Some(_), Some(standing)) => &standing.step,
    };
    if let Some(wanted) = expected.step.as_ref().filter(|wanted| *wanted != step) {
        let path = ["expect", "step"];
        failures.push(Failure::new(&path, "the step", wanted, step).because(since(seen)));
    }
    let holder = standing.zip(seen.appeal).map_or(NONE, |(standing, appeal)| holder(standing, appeal));
    if let Some(wanted) = expected.holder.as_ref().filter(|wanted| *wanted != holder) {
        let path = ["expect", "holder"];
        failures.push(Failure::new(&path, "the holder", wanted, holder).because(since(seen)));
    }
    if let Some(wanted) = expected.due {
        failures.extend(due(wanted, &["expect", "due"], standing, seen));
    }
    if let Some(words) = &expected.because {
        let why = standing
            .and_then(Standing::nearest)
            .map_or_else(|| NONE.to_owned(), |running| why(running, seen));
        if !says(&why, words) {
            let path = ["expect", "because"];
            failures.push(Failure::new(&path, "the reason of the date", format!("… {words} …"), why));
        }
    }
    if let Some(wanted) = expected.stopped_until {
        let stopped = standing.and_then(|standing| standing.stopped.as_ref());
        if stopped.map(|stopped| stopped.until) != Some(wanted) {
            let actual = stopped.map_or("the clock runs".to_owned(), |stopped| stopped.until.to_string());
            let path = ["expect", "stopped-until"];
            failures.push(Failure::new(&path, "the end of the pause", wanted.to_string(), actual));
        }
    }
    let day = |path: &str, what: &str, wanted: Option<Date>, actual: Option<Date>| {
        let wanted = wanted.filter(|wanted| actual != Some(*wanted))?;
        let actual = actual.map_or_else(|| NONE.to_owned(), |actual| actual.to_string());
        Some(Failure::new(&["expect", path], what, wanted.to_string(), actual))
    };
    let proposal = standing.and_then(|standing| standing.proposal.as_ref());
    let to_sign = proposal.map(|proposal| proposal.until);
    failures.extend(day("sign-by", "the last day to sign", expected.sign_by, to_sign));
    let unconfirmed = standing.and_then(|standing| standing.unconfirmed.as_ref());
    let to_confirm = unconfirmed.map(|unconfirmed| unconfirmed.until);
    failures.extend(day("confirm-by", "the last day to confirm", expected.confirm_by, to_confirm));
    failures
}

fn holder<'a>(standing: &'a Standing, appeal: &'a Appeal) -> &'a str {
    standing.office.as_deref().unwrap_or(&appeal.appellant)
}

fn why(running: &Running, seen: &Sighting) -> String {
    let counted_by = seen.almanac.version(&running.basis.calendar);
    match law::explain(&running.basis, counted_by.as_ref().unwrap_or(seen.calendar)) {
        Ok(explanation) => explanation.summary(Language::En),
        Err(unknown) => unknown.to_string(),
    }
}

fn due(wanted: Date, path: &[&str], standing: Option<&Standing>, seen: &Sighting) -> Option<Failure> {
    let stopped = standing.and_then(|standing| standing.stopped.as_ref());
    if let Some(stopped) = stopped {
        let actual = format!("{NONE}: the clock stands until {}", stopped.until);
        return Some(Failure::new(path, "the last day", wanted.to_string(), actual));
    }
    let running = standing.and_then(Standing::nearest);
    if running.map(|running| running.on) == Some(wanted) {
        return None;
    }
    let actual = running.map_or(NONE.to_owned(), |running| running.on.to_string());
    let failure = Failure::new(path, "the last day", wanted.to_string(), actual);
    Some(failure.because(running.map(|running| why(running, seen))))
}

fn beside(expected: &Expected, seen: &Sighting) -> Vec<Failure> {
    let mut failures = Vec::new();
    for (track, Beside { step, holder: wanted, due: day }) in &expected.beside {
        let standing = seen.appeal.and_then(|appeal| appeal.tracks.get(track));
        let actual = standing.map_or(NONE, |standing| &standing.step);
        if step != actual {
            let path = ["expect", "beside", track, "step"];
            failures.push(Failure::new(&path, &format!("the track {track}"), step, actual));
        }
        let held = standing.zip(seen.appeal).map_or(NONE, |(standing, appeal)| holder(standing, appeal));
        if let Some(wanted) = wanted.as_ref().filter(|wanted| *wanted != held) {
            let path = ["expect", "beside", track, "holder"];
            failures.push(Failure::new(&path, &format!("the holder of {track}"), wanted, held));
        }
        failures.extend(day.and_then(|day| due(day, &["expect", "beside", track, "due"], standing, seen)));
    }
    failures
}

/// Letters are compared recipient by recipient, in the order in which they were written.
fn letters(expected: &Expected, seen: &Sighting) -> Vec<Failure> {
    let Some(wanted) = &expected.letters else { return Vec::new() };
    let to = |recipient: &str| -> Vec<&str> {
        let letters = seen.letters.iter().filter(|letter| letter.recipient == recipient);
        letters.map(|letter| letter.name.as_str()).collect()
    };
    let told = |names: &[&str]| if names.is_empty() { NONE.to_owned() } else { names.join(", ") };
    let mut failures = Vec::new();
    for (recipient, names) in wanted {
        let names: Vec<&str> = names.as_slice().iter().map(String::as_str).collect();
        let (mut sorted, mut written) = (names.clone(), to(recipient));
        sorted.sort_unstable();
        written.sort_unstable();
        if sorted != written {
            let path = ["expect", "letters", recipient];
            let what = format!("what was written to {recipient}");
            failures.push(Failure::new(&path, &what, told(&names), told(&to(recipient))));
        }
    }
    let mut others: Vec<&str> = seen.letters.iter().map(|letter| letter.recipient.as_str()).collect();
    others.retain(|recipient| !wanted.contains_key(*recipient));
    others.sort_unstable();
    others.dedup();
    for recipient in others {
        let what = format!("what was written to {recipient}");
        failures.push(Failure::new(&["expect", "letters"], &what, NONE, told(&to(recipient))));
    }
    failures
}

fn facts(expected: &Expected, seen: &Sighting) -> Vec<Failure> {
    let mut failures = Vec::new();
    let mut compare = |key: &str, what: &str, wanted: Option<String>, actual: String| {
        if let Some(wanted) = wanted.filter(|wanted| *wanted != actual) {
            failures.push(Failure::new(&["expect", key], what, wanted, actual).because(since(seen)));
        }
    };
    let none = || NONE.to_owned();
    let closed = seen.appeal.and_then(|appeal| appeal.closed).map(|(outcome, _)| outcome.to_string());
    compare(
        "closed",
        "the end",
        expected.closed.map(|outcome| outcome.to_string()),
        closed.unwrap_or_else(|| "it is open".to_owned()),
    );
    let decided = seen.appeal.and_then(|appeal| appeal.decided).map(|(outcome, _)| outcome.to_string());
    compare(
        "decided",
        "the decision",
        expected.decided.map(|outcome| outcome.to_string()),
        decided.unwrap_or_else(none),
    );
    let stayed = seen.appeal.map_or_else(none, |appeal| appeal.stay.is_some().to_string());
    compare("stayed", "the stay of execution", expected.stayed.map(|stayed| stayed.to_string()), stayed);
    let filed = seen.journal.first().and_then(|stored| match &stored.entry.event {
        Event::Filed(filed) => Some(filed),
        _ => None,
    });
    let late = filed.map_or_else(none, |filed| filed.late.to_string());
    compare("late", "lateness", expected.late.map(|late| late.to_string()), late);
    let ended = filed.map_or_else(none, |filed| filed.time_ended_on.to_string());
    compare(
        "time-ended-on",
        "the last day of filing",
        expected.time_ended_on.map(|day| day.to_string()),
        ended,
    );
    let days = seen.appeal.and_then(|appeal| appeal.days_suspended(seen.today));
    let days = days.map_or_else(none, |days| days.to_string());
    compare("days-suspended", "the harm clock", expected.days_suspended.map(|days| days.to_string()), days);
    let missed = seen.entries.iter().filter_map(|stored| match &stored.entry.event {
        Event::DeadlineMissed { office, .. } => {
            let appellant = seen.appeal.map(|appeal| appeal.appellant.clone());
            Some(office.clone().or(appellant).unwrap_or_default())
        }
        _ => None,
    });
    let missed: Vec<String> = missed.collect();
    let missed = if missed.is_empty() { none() } else { missed.join(", ") };
    let wanted = expected.missed.as_ref().map(|names| match names.as_slice() {
        [] => none(),
        names => names.join(", "),
    });
    compare("missed", "who let a deadline pass", wanted, missed);
    failures
}

/// What happened since the appeal's moment before, for whoever wonders.
fn since(seen: &Sighting) -> Option<String> {
    let told = seen.entries.iter().map(|stored| {
        let day = law::day_of(stored.entry.legal_at, seen.calendar);
        format!("{day} {}", happened(&stored.entry.event))
    });
    let told: Vec<String> = told.collect();
    Some(if told.is_empty() {
        "nothing happened".to_owned()
    } else {
        format!("what happened:\n  {}", told.join("\n  "))
    })
}

fn happened(event: &Event) -> String {
    match event {
        Event::Arrived(arrival) => format!("arrived at {}", arrival.step),
        Event::Acted { action, .. } => format!("acted: {action}"),
        other => other.kind().to_owned(),
    }
}
