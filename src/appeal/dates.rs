//! Every date that an appeal's journal has set, each derived day by day from what it was computed from.
//!
//! Pure. Asked by `redress explain`, by pages and by the API, so that a date is explained the same
//! everywhere: by the calendar that gave it, with the pauses and extensions it rests on.

use serde::Serialize;

use super::event::{Entry, Event};
use super::particulars::{Became, Due};
use super::state::Appeal;
use crate::law::{self, Almanac, Explanation, Pause};

/// A date that the journal has set.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Dated<'a> {
    /// The track.
    pub track: &'a str,
    /// The number of the entry that set it.
    pub entry: i32,
    /// What became of it.
    pub state: Fate,
    /// The deadline as it was recorded.
    pub due: &'a Due,
    /// The digest of the calendar that gave it.
    pub calendar_digest: String,
    /// Day by day, how it came about.
    pub explanation: Explanation,
}

/// What became of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// It runs.
    Running,
    /// Its clock stands still.
    Stopped,
    /// The step was left before it came.
    Past,
    /// It passed and nobody had acted.
    Missed,
    /// A pause, an extension, a new calendar or a new version of the workflow put another in its place.
    Replaced,
    /// A new version of the workflow has no such limit.
    Cancelled,
}

/// Every date of an appeal, in the order of its journal.
///
/// # Errors
/// What is missing to explain a date: the calendar that gave it, or a year in it.
pub fn dates<'a>(journal: &'a [Entry], appeal: &Appeal, almanac: &Almanac) -> Result<Vec<Dated<'a>>, String> {
    set(journal, appeal).into_iter().map(|one| one.explained(appeal, almanac)).collect()
}

/// A date as the journal set it.
struct Set<'a> {
    track: &'a str,
    entry: i32,
    due: &'a Due,
    state: Fate,
}

fn set<'a>(journal: &'a [Entry], appeal: &Appeal) -> Vec<Set<'a>> {
    let mut sets: Vec<Set> = Vec::new();
    for entry in journal {
        let track = entry.event.track().unwrap_or_default();
        let mut mark = |track: &str, limit: Option<&str>, state: Fate| {
            let concerned = |set: &&mut Set| {
                set.state == Fate::Running
                    && set.track == track
                    && limit.is_none_or(|limit| limit == set.due.limit)
            };
            sets.iter_mut().filter(concerned).for_each(|set| set.state = state);
        };
        match &entry.event {
            Event::Arrived(_) | Event::TrackEnded { .. } => mark(track, None, Fate::Past),
            Event::DeadlineMissed { limit, .. } => mark(track, Some(limit), Fate::Missed),
            event => {
                if let Event::Migrated(migrated) = event {
                    let gone = migrated.passages.iter().filter(|one| one.became == Became::Cancelled);
                    gone.for_each(|one| mark(&one.track, Some(&one.limit), Fate::Cancelled));
                }
                event.dues().iter().for_each(|(track, due)| mark(track, Some(&due.limit), Fate::Replaced));
            }
        }
        let dues = entry.event.dues().into_iter();
        sets.extend(dues.map(|(track, due)| Set { track, entry: entry.seq, due, state: Fate::Running }));
    }
    for set in sets.iter_mut().filter(|set| set.state == Fate::Running) {
        set.state = match appeal.tracks.get(set.track) {
            None => Fate::Past,
            Some(standing) if standing.stopped.is_some() && !set.due.runs_on => Fate::Stopped,
            Some(_) => Fate::Running,
        };
    }
    sets
}

impl<'a> Set<'a> {
    fn explained(self, appeal: &Appeal, almanac: &Almanac) -> Result<Dated<'a>, String> {
        let version = &self.due.basis.calendar;
        let calendar = almanac.version(version).ok_or_else(|| {
            format!("the calendar {version}, which gave a date of this appeal, is not loaded; run `redress doctor`")
        })?;
        let mut basis = self.due.basis.clone();
        let standing = appeal.tracks.get(self.track).filter(|_| self.state == Fate::Stopped);
        let stopped = standing.and_then(|standing| standing.stopped.as_ref());
        basis.pauses.extend(stopped.map(|stopped| Pause { from: stopped.since, to: None }));
        let explanation = law::explain(&basis, &calendar).map_err(|unknown| unknown.to_string())?;
        let Set { track, entry, due, state } = self;
        Ok(Dated { track, entry, state, due, calendar_digest: calendar.digest().to_owned(), explanation })
    }
}
