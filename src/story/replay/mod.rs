//! Replay: past appeals under changed rules, before those rules are adopted.
//!
//! Pure. The commands of a journal are given again, at their own instants, to the appeal core with another workflow
//! or calendar; time passes between them as it did, and outages stay outages. What differs is told: dates, the way
//! through the steps, outcomes, and commands that would have been refused. Nothing is written. With the rules that
//! an appeal is pinned to, nothing differs.

mod figures;
mod past;

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use serde::Serialize;

pub use self::figures::{Figures, Row, picture};
use self::past::{Asked, Past};
use crate::appeal::{self, Appeal, Command, Deed, Entry, Event, Facts, Refusal, wake_at};
use crate::ladder::{Ladder, Organisation};
use crate::law::{self, Almanac, Calendar};
use crate::registry::Registry;
use crate::workflow::Definition;

/// The rules under which the past is replayed.
#[derive(Debug, Clone, Copy)]
pub struct Changed<'a> {
    /// The workflow.
    pub definition: &'a Definition,
    /// The calendar.
    pub calendar: &'a Calendar,
    /// The offices, as they are now.
    pub ladder: &'a Ladder,
    /// The organisation that appeals.
    pub organisation: Option<&'a Organisation>,
    /// Up to when time passes.
    pub until: Timestamp,
}

/// How an appeal would have gone otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The appeal.
    pub reference: String,
    /// What differs, in the order of time; nothing if all would have been the same.
    pub changes: Vec<Change>,
}

/// Something that would have been otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "change", rename_all = "kebab-case")]
pub enum Change {
    /// A deadline would have had another date.
    Date {
        /// The limit, such as `legal/review/decide`, and the how many-th time it began to run.
        limit: String,
        /// The last day as it was; none where the limit did not run.
        was: Option<Date>,
        /// The last day as it would be.
        would_be: Option<Date>,
    },
    /// The appeal would have taken another way.
    Way {
        /// The track.
        track: String,
        /// The steps and days as they were.
        was: Vec<String>,
        /// The steps and days as they would be.
        would_be: Vec<String>,
    },
    /// It would stand or have ended otherwise.
    Outcome {
        /// How it is.
        was: String,
        /// How it would be.
        would_be: String,
    },
    /// What somebody did would have been refused.
    Refused {
        /// When, in the zone of the calendar.
        at: DateTime,
        /// Who.
        actor: String,
        /// What.
        asked: String,
        /// Why.
        refusal: String,
    },
}

/// Replays an appeal's journal. `calendar` is the one that its days were counted by, `workflow` the name of its
/// workflow.
pub fn replay(
    reference: &str,
    journal: &[Entry],
    workflow: &str,
    calendar: &Calendar,
    changed: &Changed,
) -> Difference {
    let past = Past::of(journal, workflow, calendar, changed.until);
    let mut again = Again { changed, reference, appeal: None, journal: Vec::new(), refused: Vec::new() };
    for Asked { at, deed } in &past.commands {
        again.pass_until(*at, &past);
        again.ask(deed, *at);
    }
    again.pass_until(changed.until, &past);
    let mut changes = again.refused;
    changes.extend(dates(journal, &again.journal));
    changes.extend(ways(journal, &again.journal, calendar, changed.calendar));
    let (was, would_be) = (stands(past.appeal.as_ref()), stands(again.appeal.as_ref()));
    if was != would_be {
        changes.push(Change::Outcome { was, would_be });
    }
    Difference { reference: reference.to_owned(), changes }
}

/// The appeal as it goes this time.
struct Again<'a> {
    changed: &'a Changed<'a>,
    reference: &'a str,
    appeal: Option<Appeal>,
    journal: Vec<Entry>,
    refused: Vec<Change>,
}

impl Again<'_> {
    /// Lets time pass, looking when the program looked.
    fn pass_until(&mut self, until: Timestamp, past: &Past) {
        while let Some(due) = self.appeal.as_ref().and_then(wake_at) {
            let look = past.look_at(due);
            if look > until || self.decide(&Registry::time_passed(), look).is_err() {
                return;
            }
            if self.appeal.as_ref().and_then(wake_at) == Some(due) {
                return;
            }
        }
    }

    fn ask(&mut self, deed: &Deed, at: Timestamp) {
        let Err(refusal) = self.decide(deed, at) else { return };
        let asked = match &deed.command {
            Command::File(_) => "filing".to_owned(),
            Command::Act(act) => act.action.clone(),
            Command::Sign(sign) => format!("signature under {}", sign.action),
            Command::ConfirmSilence => "confirmation of a silence".to_owned(),
            Command::Note(_) => "note".to_owned(),
            Command::Remind => "reminder".to_owned(),
            Command::Undelivered(_) | Command::Served(_) => "service of a notice".to_owned(),
            Command::Receive(_) => "message".to_owned(),
            Command::TimePassed => "the passage of time".to_owned(),
            Command::CalendarChanged(_) => "a change of the calendar".to_owned(),
            Command::Migrate(_) => "a move to a newer version".to_owned(),
        };
        let (actor, refusal) = (deed.actor.to_string(), refusal.to_string());
        let at = self.changed.calendar.zone().to_datetime(at);
        self.refused.push(Change::Refused { at, actor, asked, refusal });
    }

    fn decide(&mut self, deed: &Deed, now: Timestamp) -> Result<(), Refusal> {
        let Changed { definition, calendar, ladder, organisation, .. } = *self.changed;
        let appeal = self.appeal.as_ref();
        // The one calendar gives every date, so none is looked up by its version.
        let facts = Facts {
            appeal,
            reference: self.reference,
            definition,
            successor: None,
            calendar,
            almanac: &Almanac::default(),
            last_letter: None,
            ladder,
            organisation,
        };
        let last = self.journal.last().map_or(0, |entry| entry.seq);
        for entry in appeal::decide(&facts, deed, last, now)? {
            self.appeal = appeal::evolve(self.appeal.take(), &entry, calendar);
            self.journal.push(entry);
        }
        Ok(())
    }
}

fn stands(appeal: Option<&Appeal>) -> String {
    let Some(appeal) = appeal else { return "not filed".to_owned() };
    if let Some((outcome, on)) = appeal.closed {
        return format!("{outcome}, closed on {on}");
    }
    let standing = appeal.tracks.get(&appeal.legal_track);
    standing.map_or_else(
        || "open".to_owned(),
        |standing| {
            let holder = standing.office.as_ref().unwrap_or(&appeal.appellant);
            format!("at {}, turn of {holder}", standing.step)
        },
    )
}

/// Every deadline that was set, by its limit and the how many-th time it was.
fn deadlines(journal: &[Entry]) -> BTreeMap<(String, usize), Date> {
    let (mut set, mut times, mut steps) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for entry in journal {
        if let Event::Arrived(arrival) = &entry.event {
            steps.insert(arrival.track.as_str(), arrival.step.as_str());
        }
        // A new calendar or version sets another date for the time that runs already.
        let begins = !matches!(entry.event, Event::Rescheduled { was: Some(_), .. } | Event::Migrated(_));
        for (track, due) in entry.event.dues() {
            let step = steps.get(track).copied().unwrap_or_default();
            let limit = format!("{track}/{step}/{}", due.limit);
            let time: &mut usize = times.entry(limit.clone()).or_default();
            *time += usize::from(begins);
            set.insert((limit, *time), due.on);
        }
    }
    set
}

fn dates(before: &[Entry], after: &[Entry]) -> Vec<Change> {
    let (before, after) = (deadlines(before), deadlines(after));
    let mut keys: Vec<_> = before.keys().chain(after.keys()).collect();
    keys.sort_by_key(|key| (before.get(*key).or(after.get(*key)), *key));
    keys.dedup();
    let differs = keys.into_iter().filter(|key| before.get(*key) != after.get(*key));
    let change = |key: &(String, usize)| {
        let limit = if key.1 == 1 { key.0.clone() } else { format!("{} ({}.)", key.0, key.1) };
        Change::Date { limit, was: before.get(key).copied(), would_be: after.get(key).copied() }
    };
    differs.map(change).collect()
}

/// The steps that each track went through, with the day and whoever's turn it was.
fn steps(journal: &[Entry], calendar: &Calendar) -> BTreeMap<String, Vec<String>> {
    let mut steps: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for entry in journal {
        if let Event::Arrived(arrival) = &entry.event {
            let day = law::day_of(entry.legal_at, calendar);
            let office = arrival.office.as_ref().map(|office| format!(" ({office})")).unwrap_or_default();
            steps.entry(arrival.track.clone()).or_default().push(format!("{day} {}{office}", arrival.step));
        }
    }
    steps
}

fn ways(before: &[Entry], after: &[Entry], calendar: &Calendar, changed: &Calendar) -> Vec<Change> {
    let (mut before, mut after) = (steps(before, calendar), steps(after, changed));
    let tracks: std::collections::BTreeSet<String> = before.keys().chain(after.keys()).cloned().collect();
    let mut ways = Vec::new();
    for track in tracks {
        let was = before.remove(&track).unwrap_or_default();
        let would_be = after.remove(&track).unwrap_or_default();
        if was != would_be {
            ways.push(Change::Way { track, was, would_be });
        }
    }
    ways
}
