//! What a new version of a calendar changes: the reason why a date moves.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Calendar, Day};

/// A day that one version of a calendar works and another does not.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// The day as it was.
    pub was: Day,
    /// The day as it is, with the act that makes it so.
    pub is: Day,
}

/// The days from one to another, both included, on which two versions differ in whether offices work.
/// Days that either does not know are passed over: no date can hang on them in both.
pub fn changes(before: &Calendar, after: &Calendar, from: Date, to: Date) -> Vec<Change> {
    let days = std::iter::successors(Some(from), |day| day.tomorrow().ok()).take_while(|day| *day <= to);
    let both = days.filter_map(|on| Some((before.day(on).ok()?, after.day(on).ok()?)));
    both.filter(|(was, is)| was.is_working() != is.is_working()).map(|(was, is)| Change { was, is }).collect()
}
