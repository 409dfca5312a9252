//! What many courses amount to.
//!
//! Pure. Times are working days from filing to the first decision, counted by the workflow's calendar.

use std::collections::BTreeMap;

use serde::Serialize;

use super::course::Course;
use crate::workflow::Outcome;

/// The figures of a simulation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figures {
    /// How many appeals were carried.
    pub appeals: usize,
    /// How many got a decision.
    pub decided: usize,
    /// How many were filed late.
    pub late: usize,
    /// Working days to the decision: half had it by then.
    pub median: Option<i32>,
    /// Nine in ten had it by then.
    pub p90: Option<i32>,
    /// The longest.
    pub longest: Option<i32>,
    /// How many were passed up to each kind of office because of silence, most often first.
    pub escalated: Vec<(String, usize)>,
    /// How many ended in each way, most often first.
    pub outcomes: Vec<(Outcome, usize)>,
    /// Deadlines that passed unkept, per appeal.
    pub missed: f64,
    /// Letters per appeal.
    pub letters: f64,
    /// The most letters of one appeal.
    pub most_letters: usize,
    /// How many did not come to their end, and why.
    pub stuck: Vec<(String, usize)>,
    /// Deeds that the rules of procedure refused.
    pub refused: u64,
    /// How many decisions took how many working days.
    pub histogram: BTreeMap<i32, usize>,
}

impl Figures {
    /// The figures of these courses.
    pub fn of(courses: &[Course]) -> Figures {
        let mut days: Vec<i32> = courses.iter().filter_map(|course| course.working_days).collect();
        days.sort_unstable();
        let mut histogram = BTreeMap::new();
        days.iter().for_each(|days| *histogram.entry(*days).or_default() += 1);
        let mean = |sum: f64| if courses.is_empty() { 0.0 } else { sum / courses.len() as f64 };
        Figures {
            appeals: courses.len(),
            decided: days.len(),
            late: courses.iter().filter(|course| course.late).count(),
            median: quantile(&days, 0.5),
            p90: quantile(&days, 0.9),
            longest: days.last().copied(),
            escalated: counted(courses.iter().flat_map(|course| course.escalated_to.iter().cloned())),
            outcomes: counted(courses.iter().filter_map(|course| course.outcome)),
            missed: mean(courses.iter().map(|course| f64::from(course.missed)).sum()),
            letters: mean(courses.iter().map(|course| course.letters as f64).sum()),
            most_letters: courses.iter().map(|course| course.letters).max().unwrap_or_default(),
            stuck: counted(courses.iter().filter_map(|course| course.stuck.clone())),
            refused: courses.iter().map(|course| u64::from(course.refused)).sum(),
            histogram,
        }
    }
}

/// The smallest value that at least this part of all does not exceed; `sorted` ascends.
fn quantile(sorted: &[i32], part: f64) -> Option<i32> {
    let rank = (part * sorted.len() as f64).ceil().max(1.0);
    sorted.get(rank as usize - 1).copied()
}

/// How often each occurs, most often first.
fn counted<T: Ord>(all: impl Iterator<Item = T>) -> Vec<(T, usize)> {
    let mut counts = BTreeMap::new();
    all.for_each(|one| *counts.entry(one).or_default() += 1);
    let mut counts: Vec<(T, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn course(days: i32) -> Course {
        Course { working_days: Some(days), ..Course::default() }
    }

    #[test]
    fn half_of_the_decisions_do_not_take_longer_than_the_median_and_nine_in_ten_not_than_p90() {
        let courses: Vec<Course> = (1..=10).map(course).collect();
        let figures = Figures::of(&courses);
        assert_eq!((figures.median, figures.p90, figures.longest), (Some(5), Some(9), Some(10)));
        let one = Figures::of(&[course(7)]);
        assert_eq!((one.median, one.p90, one.longest), (Some(7), Some(7), Some(7)));
    }

    #[test]
    fn no_appeals_have_no_times() {
        let figures = Figures::of(&[]);
        assert_eq!((figures.median, figures.letters), (None, 0.0));
    }
}
