//! An explanation for a short page: long runs of ordinary days told as one.
//!
//! Pure. Whatever has a reason of its own, a holiday, a decree, a roll, stays a line; only weekdays that
//! count, weekdays of rest and days on which the clock stood are folded, and never the last day.

use jiff::civil::Date;

use super::calendar::DayKind;
use super::dates::next_day;
use super::explanation::{Explanation, Line, Treatment};

/// Shorter runs are told day by day.
const SHORTEST_RUN: usize = 6;

/// A line of a folded explanation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Row<'a> {
    /// One day.
    Day(&'a Line),
    /// Ordinary days one after the other.
    Run(Run),
}

/// Days that are told as one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Run {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// The first and last ordinal of the days that count; none while the clock stood still.
    pub counted: Option<(u32, u32)>,
    /// How many days do not count: days of rest, or days on which the clock stood still.
    pub left_out: u32,
}

impl Explanation {
    /// The lines with long runs of ordinary days folded.
    pub fn rows(&self) -> Vec<Row<'_>> {
        let last = self.lines.len().saturating_sub(1);
        let (before, end) = self.lines.split_at(last);
        let runs = before.chunk_by(go_on);
        runs.flat_map(folded).chain(end.iter().map(Row::Day)).collect()
    }
}

/// Whether the next line can be told in one breath: the day after, of the same sort, of the same count. An
/// extension in another unit counts from one again, and after a term in months may begin days later.
fn go_on(one: &Line, next: &Line) -> bool {
    sort(one) == sort(next)
        && sort(one) != Sort::Special
        && next.day.on == next_day(one.day.on)
        && next.treatment != Treatment::Counted { ordinal: 1 }
}

#[derive(PartialEq, Eq)]
enum Sort {
    /// Nothing but the weekday decides.
    Plain,
    /// The clock stood still.
    Stopped,
    Special,
}

fn sort(line: &Line) -> Sort {
    match (line.treatment, line.day.kind) {
        (Treatment::Stopped, _) => Sort::Stopped,
        _ if line.day.estimated => Sort::Special,
        (Treatment::Counted { .. } | Treatment::Skipped, DayKind::Rest) => Sort::Plain,
        (Treatment::Counted { .. }, DayKind::Working) => Sort::Plain,
        _ => Sort::Special,
    }
}

fn folded(lines: &[Line]) -> Vec<Row<'_>> {
    let ends = lines.first().zip(lines.last()).filter(|_| lines.len() >= SHORTEST_RUN);
    let Some((first, last)) = ends else { return lines.iter().map(Row::Day).collect() };
    let ordinals = || {
        lines.iter().filter_map(|line| match line.treatment {
            Treatment::Counted { ordinal } => Some(ordinal),
            _ => None,
        })
    };
    let left_out = u32::try_from(lines.len() - ordinals().count()).unwrap_or(u32::MAX);
    let counted = ordinals().next().zip(ordinals().next_back());
    vec![Row::Run(Run { from: first.day.on, to: last.day.on, counted, left_out })]
}
