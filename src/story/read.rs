//! Reading a story: every fault of the file at once, each at its place.
//!
//! Pure. [`read`] checks what the file alone can tell; [`read_with`] also checks its names against the rules and the
//! people that it is played with. What rests on a part that is already reported is not told.

use jiff::civil::DateTime;

use super::calendars;
use super::cast::Cast;
use super::file::{Expected, Filing, Moment, Story};
use crate::law::zone;
use crate::registry::Rulebook;
use crate::source::{self, MOST_TOLD, Problem, Problems, Source, nearest};
use crate::workflow::Definition;

/// Reads a story file.
///
/// # Errors
/// Every problem of the file, with line and column.
pub fn read(file: &str, text: &str) -> Result<Source<Story>, Problems> {
    source::read_and_check(file, text, own_problems)
}

/// Reads a story file and checks its names against its workflow and the offices and organisations it is played with.
///
/// What a deed names is left to the rules of procedure, which answer a wrong name with a refusal; what is
/// expected must exist, or the story could never be right.
///
/// # Errors
/// Every problem of the file, with line and column, and of a wrong name the nearest right one.
pub fn read_with(
    file: &str,
    text: &str,
    rulebook: &Rulebook,
    cast: &Cast,
) -> Result<Source<Story>, Problems> {
    source::read_and_check(file, text, |source| {
        let mut problems = own_problems(source);
        problems.extend(problems_with(source, rulebook, cast));
        problems
    })
}

/// What the file alone can tell.
fn own_problems(source: &Source<Story>) -> Vec<Problem> {
    let mut problems = zone_problems(source);
    let mut before: Option<DateTime> = None;
    for (place, moment) in source.value.moments.iter().enumerate() {
        let place = place.to_string();
        if !source.doubts().touch(&["moments", &place]) {
            problems.extend(moment_problems(source, &place, moment));
        }
        if source.doubts().touch(&["moments", &place, "at"]) {
            continue;
        }
        if before.is_some_and(|before| moment.at < before) {
            let problem =
                source.problem(&["moments", &place, "at"], "this moment comes before the one above it");
            problems.push(problem.help("put the moments in the order of time"));
        }
        before = Some(moment.at);
    }
    problems
}

/// What the rules and the people tell of it.
fn problems_with(source: &Source<Story>, rulebook: &Rulebook, cast: &Cast) -> Vec<Problem> {
    let story = &source.value;
    if source.doubts().touch(&["workflow"]) {
        return Vec::new();
    }
    let Some(rules) = rulebook.newest(&story.workflow) else {
        let names = rulebook.names();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let problem = source.problem(&["workflow"], unknown_name("workflow", &story.workflow));
        return vec![problem.help(suggestion(&story.workflow, &names))];
    };
    let mut problems = wrong_names(source, &rules.definition, &cast.with(&story.given));
    // A change of the calendar is read as a whole.
    if let Some(calendar) = rulebook.calendar(&rules.definition.calendar)
        && !source.doubts().touch(&["moments", "*", "calendar"])
    {
        problems.extend(calendars::changes(source, &calendar).err().unwrap_or_default());
    }
    problems
}

fn zone_problems(source: &Source<Story>) -> Vec<Problem> {
    let offices = source.value.given.offices.iter();
    let zones = offices.filter_map(|(code, office)| Some((code, office.zone.as_deref()?)));
    let unknown = zones.filter(|(code, name)| {
        zone::named(name).is_none() && !source.doubts().touch(&["given", "offices", code, "zone"])
    });
    let unknown = unknown.take(MOST_TOLD);
    let problems = unknown.map(|(code, name)| {
        let help = match zone::nearest(name) {
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None => "write an IANA name such as Asia/Almaty".to_owned(),
        };
        let problem = source.problem(&["given", "offices", code, "zone"], unknown_name("time zone", name));
        problem.help(help)
    });
    problems.collect()
}

fn moment_problems(source: &Source<Story>, place: &str, moment: &Moment) -> Vec<Problem> {
    let story = &source.value;
    let mut problems = Vec::new();
    let mut wrong = |keys: &[&str], message: &str, help: &str| {
        let path = [&["moments", place], keys].concat();
        problems.push(source.problem_at_key(&path, message).help(help));
    };
    let done = [
        moment.file.is_some(),
        moment.act.is_some(),
        moment.sign.is_some(),
        moment.confirm_silence,
        moment.note.is_some(),
        moment.calendar.is_some(),
    ];
    match done.iter().filter(|done| **done).count() {
        0 if moment.expect.is_none() => {
            wrong(
                &[],
                "nothing happens at this moment and nothing is expected",
                "write file, act, sign, confirm-silence, note, calendar or expect",
            );
        }
        0 | 1 => {}
        _ => wrong(
            &[],
            "a moment is one of file, act, sign, confirm-silence, note or calendar",
            "write the others as moments of their own",
        ),
    }
    let given_in_doubt = source.doubts().touch(&["given", "filing"]);
    if story.appeal_of(moment).is_empty() && !given_in_doubt {
        wrong(
            &[],
            "which appeal is this moment about?",
            "write `appeal: NAME`, or give a filing with an appellant",
        );
    }
    if moment.act.is_none() {
        let only_for_acts = [
            ("parts", !moment.parts.is_empty()),
            ("stated", !moment.stated.is_empty()),
            ("ground", moment.ground.is_some()),
            ("extend-by", moment.extend_by.is_some()),
        ];
        for (key, _) in only_for_acts.iter().filter(|(_, there)| *there) {
            wrong(&[key], &format!("`{key}` belongs to an act"), "add `act`, or state it in the filing");
        }
    }
    let deed = moment.act.is_some() || moment.sign.is_some() || moment.confirm_silence;
    if moment.by.is_some() && !deed {
        wrong(&["by"], "`by` belongs to an act", "add `act`, `sign` or `confirm-silence`");
    }
    if moment.person.is_some() && moment.by.is_none() {
        wrong(&["person"], "a person acts for an office", "name it: `by: OFFICE`");
    }
    if moment.unsigned_because.is_some() && moment.sign.is_none() {
        wrong(&["unsigned-because"], "what is not signed?", "name the proposed action: `sign: ACTION`");
    }
    if let Some(filing) = moment.file.as_ref().filter(|_| !given_in_doubt) {
        let given = story.given.filing.clone().unwrap_or_default();
        for key in missing(filing, &given) {
            wrong(
                &["file"],
                &format!("the filing does not say `{key}`"),
                "write it here or under `given: filing:`",
            );
        }
    }
    if let Some(expected) = &moment.expect {
        if expected.refused.is_none() && expected.saying.is_some() {
            wrong(&["expect", "saying"], "only a refusal says something", "name its kind: `refused: KIND`");
        }
        if expected.refused.is_some() && !deed && moment.file.is_none() && moment.note.is_none() {
            wrong(
                &["expect", "refused"],
                "nobody asks for anything at this moment",
                "add the deed that is refused",
            );
        }
        if expected.because.is_some() && expected.due.is_none() {
            wrong(&["expect", "because"], "`because` explains a date", "write the date: `due: 2021-02-08`");
        }
    }
    problems
}

/// What neither the filing nor the given one says, though every filing must.
fn missing(filing: &Filing, given: &Filing) -> Vec<&'static str> {
    let said = [
        ("with", filing.with.is_some() || given.with.is_some()),
        ("issuer", filing.issuer.is_some() || given.issuer.is_some()),
        ("decided-on", filing.decided_on.is_some() || given.decided_on.is_some()),
    ];
    said.iter().filter(|(_, said)| !said).map(|(key, _)| *key).collect()
}

/// The names in what is expected that nothing bears.
fn wrong_names(source: &Source<Story>, definition: &Definition, cast: &Cast) -> Vec<Problem> {
    let mut names = Names { source, problems: Vec::new() };
    for (place, moment) in source.value.moments.iter().enumerate() {
        let Some(expected) = &moment.expect else { continue };
        names.expected(&place.to_string(), expected, definition, cast);
    }
    names.problems
}

struct Names<'a> {
    source: &'a Source<Story>,
    problems: Vec<Problem>,
}

impl Names<'_> {
    fn expected(&mut self, place: &str, expected: &Expected, definition: &Definition, cast: &Cast) {
        let steps = |track: &str| -> Vec<&str> {
            let track = definition.tracks.get(track);
            track.into_iter().flat_map(|track| track.steps.keys()).map(String::as_str).collect()
        };
        let people: Vec<&str> = cast.codes().collect();
        if let Some(step) = &expected.step {
            // The legal track may be any that decides: a forum takes that over from another.
            let deciding = definition.tracks.keys().filter(|track| definition.decides(track));
            let known: Vec<&str> =
                deciding.flat_map(|track| steps(track)).chain([super::judge::CLOSED]).collect();
            self.known(&[place, "expect", "step"], "step", step, &known);
        }
        if let Some(holder) = &expected.holder {
            self.known(&[place, "expect", "holder"], "office or organisation", holder, &people);
        }
        for (track, beside) in &expected.beside {
            let tracks: Vec<&str> = definition.tracks.keys().map(String::as_str).collect();
            self.known_key(&[place, "expect", "beside", track], "track", track, &tracks);
            let known = [steps(track), vec![super::judge::NONE]].concat();
            self.known(&[place, "expect", "beside", track, "step"], "step", &beside.step, &known);
            if let Some(holder) = &beside.holder {
                self.known(&[place, "expect", "beside", track, "holder"], "office", holder, &people);
            }
        }
        let letters: Vec<&str> = definition.letters.keys().map(String::as_str).collect();
        for (recipient, names) in expected.letters.iter().flatten() {
            self.known_key(
                &[place, "expect", "letters", recipient],
                "office or organisation",
                recipient,
                &people,
            );
            for (number, name) in names.as_slice().iter().enumerate() {
                let path = [place, "expect", "letters", recipient, &number.to_string()];
                self.known(&path, "letter", name, &letters);
            }
        }
        for code in expected.missed.iter().flat_map(|names| names.as_slice()) {
            self.known(&[place, "expect", "missed"], "office or organisation", code, &people);
        }
        if let Some(kind) = &expected.refused {
            let kinds = super::judge::kinds_of_refusal();
            let kinds: Vec<&str> = kinds.iter().map(String::as_str).collect();
            self.known(&[place, "expect", "refused"], "kind of refusal", kind, &kinds);
        }
    }

    fn known(&mut self, path: &[&str], what: &str, name: &str, known: &[&str]) {
        let path = [&["moments"], path].concat();
        if !(known.contains(&name) || self.source.doubts().touch(&path)) {
            self.tell(self.source.problem(&path, unknown_name(what, name)), suggestion(name, known));
        }
    }

    fn known_key(&mut self, path: &[&str], what: &str, name: &str, known: &[&str]) {
        if !known.contains(&name) {
            let path = [&["moments"], path].concat();
            self.tell(self.source.problem_at_key(&path, unknown_name(what, name)), suggestion(name, known));
        }
    }

    fn tell(&mut self, problem: Problem, help: String) {
        if self.problems.len() < MOST_TOLD {
            self.problems.push(problem.help(help));
        }
    }
}

fn unknown_name(what: &str, name: &str) -> String {
    format!("there is no {what} `{name}`")
}

fn suggestion(name: &str, known: &[&str]) -> String {
    match nearest(name, known.iter().copied()) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => format!("there are: {}", known.join(", ")),
    }
}
