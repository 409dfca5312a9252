//! Tracks and their steps.
//!
//! Pure; part of `compile`.

use std::collections::{BTreeMap, BTreeSet};

use super::names::Check;
use super::{at, limits};
use crate::workflow::definition::{End, FILING, Outcome, Step, Track, Turn};
use crate::workflow::file::{EndFile, StepFile, TrackFile, WorkflowFile};

/// The name of the one track that decides from the start.
pub(super) fn legal_track(file: &WorkflowFile, check: &mut Check) -> String {
    let deciding: Vec<&String> =
        file.tracks.iter().filter(|(_, track)| track.decides).map(|(name, _)| name).collect();
    match deciding.as_slice() {
        [one] => (*one).clone(),
        [] if check.unsure(&["tracks", "*", "decides"]) => String::new(),
        [] => {
            check
                .wrong(&["tracks"], "no track decides the appeal")
                .help("give the legal track `decides: true`");
            String::new()
        }
        [first, others @ ..] => {
            for other in others {
                check
                    .wrong_key(
                        &["tracks", other],
                        format!("`{first}` decides the appeal already; only one track may from the start"),
                    )
                    .help(format!("a forum that takes it over says `swallows: [{first}]` instead"));
            }
            (*first).clone()
        }
    }
}

/// Whether it can be told which tracks decide.
pub(super) fn decisions_are_sure(check: &Check) -> bool {
    !["decides", "swallows"].iter().any(|key| check.unsure(&["tracks", "*", key]))
}

/// The legal track and all that may come to decide in its place.
pub(super) fn deciding<'a>(file: &'a WorkflowFile, legal_track: &'a str) -> BTreeSet<&'a str> {
    let mut deciding = BTreeSet::from([legal_track]);
    loop {
        let takes_over = |track: &TrackFile| track.swallows.iter().any(|one| deciding.contains(one.as_str()));
        let more: Vec<&str> = file
            .tracks
            .iter()
            .filter(|(name, track)| !deciding.contains(name.as_str()) && takes_over(track))
            .map(|(name, _)| name.as_str())
            .collect();
        if more.is_empty() {
            return deciding;
        }
        deciding.extend(more);
    }
}

pub(super) fn tracks(file: &WorkflowFile, check: &mut Check, legal_track: &str) -> BTreeMap<String, Track> {
    let deciding = deciding(file, legal_track);
    let tracks = file.tracks.iter();
    tracks
        .map(|(name, body)| {
            let decides = deciding.contains(name.as_str());
            (name.clone(), track(name, body, check, name == legal_track, decides))
        })
        .collect()
}

fn track(name: &str, track: &TrackFile, check: &mut Check, legal: bool, decides: bool) -> Track {
    let path = ["tracks", name];
    check.texts(&at(&path, "title"), &track.title);
    if legal && !track.opens.is_empty() {
        check.wrong_key(&at(&path, "opens"), "the legal track is opened by filing").help("remove `opens`");
    }
    if !legal && track.opens.is_empty() && decisions_are_sure(check) {
        check
            .wrong_key(&path, "nothing opens this side track")
            .help("name an action, or `filing`, and a first step: `opens: {action: step}`");
    }
    for (action, step) in &track.opens {
        if action != FILING {
            check.action(&["tracks", name, "opens", action], action);
        } else if decides && !legal {
            check
                .wrong_key(
                    &["tracks", name, "opens", action],
                    "filing cannot open a forum that swallows another",
                )
                .help("open it by the action of going there");
        }
        check.step(&["tracks", name, "opens", action], name, step);
        if let Some(to) = check.file().actions.get(action).and_then(|action| action.to.as_ref())
            && !track.swallows.is_empty()
        {
            let message = format!("`{action}` leads to `{to}` and opens a forum that swallows others");
            check
                .wrong(&["tracks", name, "opens", action], message)
                .help("remove `to` from the action: the appeal goes on where the forum begins");
        }
    }
    check.choices(&at(&path, "where"), &track.stated);
    let shut = !track.opens.contains_key(FILING) && !check.unsure(&at(&path, "opens"));
    if !track.stated.is_empty() && shut {
        check
            .wrong_key(&at(&path, "where"), "only the filing makes choices, and it does not open this track")
            .help("add `filing` to `opens`, or remove `where`");
    }
    for (place, other) in track.swallows.iter().enumerate() {
        let place = place.to_string();
        check.track(&["tracks", name, "swallows", &place], other);
        if other == name {
            check.wrong(&["tracks", name, "swallows", &place], "a track cannot swallow itself");
        }
    }
    let steps = track.steps.iter();
    Track {
        title: track.title.clone(),
        decides,
        opens: track.opens.clone(),
        stated: track.stated.clone(),
        swallows: track.swallows.clone(),
        steps: steps
            .map(|(step, body)| {
                (step.clone(), self::step(&["tracks", name, "steps", step], body, check, decides))
            })
            .collect(),
    }
}

fn step(path: &[&str], step: &StepFile, check: &mut Check, decides: bool) -> Step {
    check.texts(&at(path, "title"), &step.title);
    for (place, action) in step.allows.iter().enumerate() {
        check.action(&[path, &["allows", &place.to_string()]].concat(), action);
    }
    Step {
        title: step.title.clone(),
        turn: turn(path, step, check, decides),
        letters: check.letters_to(&at(path, "letters"), &step.letters),
        allows: step.allows.clone(),
        next_remedy: step.next_remedy.clone(),
    }
}

fn turn(path: &[&str], step: &StepFile, check: &mut Check, decides: bool) -> Turn {
    if let Some(end) = step.ends {
        if step.holder.is_some() || !step.limits.is_empty() || !step.allows.is_empty() {
            check
                .wrong_key(path, "a step that ends the track has no holder, limits or actions")
                .help("remove them, or `ends`");
        }
        return Turn::End(self::end(&at(path, "ends"), end, check, decides));
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
    Turn::Held { holder, limits: limits::limits(path, step, check, decides) }
}

/// How a track ends, which must fit what it is.
pub(super) fn end(path: &[&str], end: EndFile, check: &mut Check, decides: bool) -> End {
    if decides == (end == EndFile::Done) && decisions_are_sure(check) {
        check.wrong(path, "a side track ends with `done`, a track that decides with an outcome");
    }
    match end {
        EndFile::AsDecided => End::AsDecided,
        EndFile::InForce => End::Outcome(Outcome::InForce),
        EndFile::Withdrawn => End::Outcome(Outcome::Withdrawn),
        EndFile::LeftWithoutConsideration => End::Outcome(Outcome::LeftWithoutConsideration),
        EndFile::Unanswered => End::Outcome(Outcome::Unanswered),
        EndFile::Done => End::Done,
    }
}
