//! What many replays amount to: figures, rows of a table, a picture.
//!
//! Pure.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::super::chart::{Chart, Ink, share};
use super::{Change, Difference};

/// The figures of replays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Figures {
    /// How many appeals were replayed.
    pub appeals: usize,
    /// How many would differ in anything.
    pub differing: usize,
    /// In how many a date would be another, be missing or be there in addition.
    pub dates: usize,
    /// How many would take another way.
    pub ways: usize,
    /// How many would stand or have ended otherwise.
    pub outcomes: usize,
    /// In how many something that was done would have been refused.
    pub refused: usize,
    /// How many last days would move by how many calendar days; later ones count up.
    pub moved: BTreeMap<i32, usize>,
}

impl Figures {
    /// Counts another replay.
    pub fn add(&mut self, difference: &Difference) {
        let changes = &difference.changes;
        let any = |of: fn(&Change) -> bool| usize::from(changes.iter().any(of));
        self.appeals += 1;
        self.differing += usize::from(!changes.is_empty());
        self.dates += any(|change| matches!(change, Change::Date { .. }));
        self.ways += any(|change| matches!(change, Change::Way { .. }));
        self.outcomes += any(|change| matches!(change, Change::Outcome { .. }));
        self.refused += any(|change| matches!(change, Change::Refused { .. }));
        for days in changes.iter().filter_map(Change::moved_by) {
            *self.moved.entry(days).or_default() += 1;
        }
    }
}

impl Change {
    /// By how many calendar days a last day would move, if it is there before and after.
    fn moved_by(&self) -> Option<i32> {
        match self {
            Change::Date { was: Some(was), would_be: Some(would_be), .. } => {
                Some(was.until(*would_be).ok()?.get_days())
            }
            _ => None,
        }
    }
}

/// Draws the figures; `title` names the rules that are tried.
pub fn picture(title: &str, figures: &Figures) -> String {
    let Figures { appeals, differing, .. } = *figures;
    let words = format!(
        "What if: {appeals} past appeals under changed rules, {differing} of them ({}) would differ.",
        share(differing, appeals)
    );
    let mut chart = Chart::new(title, &words);
    let caption = "Calendar days by which last days would move, later ones to the right";
    chart.columns(caption, "calendar days", &figures.moved, &[]);
    let differ = [
        ("a date", figures.dates),
        ("the way through the steps", figures.ways),
        ("the outcome", figures.outcomes),
        ("a deed would be refused", figures.refused),
    ];
    chart.bars("What would differ, in how many appeals", &differ, appeals, Ink::Plain, "nothing");
    chart.svg()
}

/// A change as a row of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The appeal.
    pub reference: String,
    /// The kind of change: `date`, `way`, `outcome` or `refused`.
    pub change: &'static str,
    /// What changes: the limit, the track, the deed.
    pub what: String,
    /// As it was.
    pub was: String,
    /// As it would be.
    pub would_be: String,
    /// By how many calendar days a last day would move.
    pub days: Option<i32>,
}

impl Difference {
    /// Its changes as rows of a table.
    pub fn rows(&self) -> impl Iterator<Item = Row> {
        let day = |day: &Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let row = move |change: &Change| {
            let (kind, what, was, would_be) = match change {
                Change::Date { limit, was, would_be } => ("date", limit.clone(), day(was), day(would_be)),
                Change::Way { track, was, would_be } => {
                    ("way", track.clone(), was.join(", "), would_be.join(", "))
                }
                Change::Outcome { was, would_be } => {
                    ("outcome", String::new(), was.clone(), would_be.clone())
                }
                Change::Refused { at, actor, asked, refusal } => {
                    let done = format!("done by {actor} on {}", at.strftime("%Y-%m-%d %H:%M"));
                    ("refused", asked.clone(), done, refusal.clone())
                }
            };
            let (reference, days) = (self.reference.clone(), change.moved_by());
            Row { reference, change: kind, what, was, would_be, days }
        };
        self.changes.iter().map(row)
    }
}
