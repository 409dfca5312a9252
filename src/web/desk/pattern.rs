//! Patterns: more appeals against one office under one article than its own past explains.
//!
//! An exact test. If nothing has changed, each appeal of both spans fell into the recent one with the share of the days
//! that it has; how rarely that gives so many is the binomial tail. Many pairs are tested at once, so the rule of
//! Benjamini and Hochberg bounds how many of those told are chance. It is a reason to look, and says no more.

use crate::store::overview::Filed;

/// The recent span, in days.
pub(super) const RECENT: i32 = 14;
/// The span before it, in days.
pub(super) const BEFORE: i32 = 364;
/// Fewer than these are no pattern, however rare.
const FEWEST: i64 = 5;
/// The share of false alarms among those told, at most.
const FALSE: f64 = 0.05;
/// How many are told.
const MOST: usize = 2;

/// Those that stand out, the least likely first.
pub(super) fn found(filed: &[Filed]) -> Vec<&Filed> {
    let mut tested: Vec<(f64, &Filed)> =
        filed.iter().map(|one| (chance(one.recent, one.before), one)).collect();
    tested.sort_by(|one, other| one.0.total_cmp(&other.0));
    let tests = tested.len() as f64;
    let held = |place: usize, chance: f64| chance <= FALSE * (place + 1) as f64 / tests;
    let last = (0..tested.len()).rev().find(|place| held(*place, tested[*place].0));
    let told = tested.into_iter().take(last.map_or(0, |last| last + 1)).map(|(_, one)| one);
    told.filter(|one| one.recent >= FEWEST).take(MOST).collect()
}

/// How many the recent span would have by the past.
pub(super) fn usual(one: &Filed) -> f64 {
    let usual = one.before as f64 * f64::from(RECENT) / f64::from(BEFORE);
    (usual * 10.0).round() / 10.0
}

/// The chance of so many or more in the recent span, given how many there were in both.
fn chance(recent: i64, before: i64) -> f64 {
    let share = f64::from(RECENT) / f64::from(RECENT + BEFORE);
    let all = recent + before;
    // Each term from the one before it, in logarithms: the first is (1 - share)^all.
    let mut term = all as f64 * (1.0 - share).ln();
    let mut below = 0.0;
    for many in 0..recent {
        below += term.exp();
        term += ((all - many) as f64 / (many + 1) as f64).ln() + (share / (1.0 - share)).ln();
    }
    (1.0 - below).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filed(office: &str, recent: i64, before: i64) -> Filed {
        Filed { office: office.to_owned(), article: None, recent, before }
    }

    #[test]
    fn the_chance_is_that_of_the_binomial_law() {
        // One of one in 14 days of 378, and none or more of any.
        assert!((chance(1, 0) - 14.0 / 378.0).abs() < 1e-12);
        assert!((chance(0, 9) - 1.0).abs() < 1e-12);
        assert!((chance(2, 0) - (14.0_f64 / 378.0).powi(2)).abs() < 1e-12);
    }

    #[test]
    fn seven_at_once_where_there_were_none_stand_out_and_the_usual_number_does_not() {
        let all = [filed("A", 7, 1), filed("B", 7, 180), filed("C", 3, 0), filed("D", 0, 400)];
        let offices: Vec<&str> = found(&all).iter().map(|one| one.office.as_str()).collect();
        assert_eq!(offices, ["A"], "three are too few to be told, and seven of B are as ever");
        assert_eq!(usual(&all[1]), 6.9);
    }
}
