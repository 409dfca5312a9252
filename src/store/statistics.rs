//! Counts over all appeals, for the public. What is too small to be shown is the page's business.

use std::collections::BTreeMap;

use jiff::civil::Date;
use sqlx::Row;

use super::{Store, StoreFault};

/// Counts.
#[derive(Debug, Clone, Default)]
pub struct Counts {
    /// Appeals filed.
    pub filed: i64,
    /// Of these, open.
    pub open: i64,
    /// Of these, beyond their day.
    pub late: i64,
    /// Decided.
    pub decided: i64,
    /// Annulled.
    pub annulled: i64,
    /// The median of the calendar days from filing to the decision; over all offices together.
    pub median_days: Option<i32>,
}

/// Over all appeals, and by the office whose decisions are appealed, most appeals first.
///
/// No appeal is read that is over: filings are counted by day as they come, decisions from their index.
pub async fn by_office(store: &Store, today: Date) -> Result<(Counts, Vec<(String, Counts)>), StoreFault> {
    let mut offices: BTreeMap<String, Counts> = BTreeMap::new();
    let sql = "select office, sum(many)::bigint as filed from filed_on_day group by office";
    for row in sqlx::query(sql).fetch_all(store.pool()).await? {
        offices.entry(row.try_get("office")?).or_default().filed = row.try_get("filed")?;
    }
    let sql = "select issuer, count(*) as open, count(*) filter (where due_on < $1) as late
        from appeal where not closed group by issuer";
    for row in sqlx::query(sql).bind(jiff_sqlx::Date::from(today)).fetch_all(store.pool()).await? {
        let counts = offices.entry(row.try_get("issuer")?).or_default();
        (counts.open, counts.late) = (row.try_get("open")?, row.try_get("late")?);
    }
    let sql = "select issuer, annulled, decided_in, count(*) as many
        from appeal where decided_in is not null group by issuer, annulled, decided_in";
    let mut days: BTreeMap<i32, i64> = BTreeMap::new();
    for row in sqlx::query(sql).fetch_all(store.pool()).await? {
        let many: i64 = row.try_get("many")?;
        let counts = offices.entry(row.try_get("issuer")?).or_default();
        counts.decided += many;
        counts.annulled += if row.try_get("annulled")? { many } else { 0 };
        *days.entry(row.try_get("decided_in")?).or_default() += many;
    }
    let all = Counts { median_days: median(&days), ..offices.values().fold(Counts::default(), Counts::with) };
    let mut offices: Vec<(String, Counts)> = offices.into_iter().collect();
    offices.sort_by_key(|(_, counts)| std::cmp::Reverse(counts.filed));
    offices.truncate(MOST);
    Ok((all, offices))
}

/// How many offices are told.
const MOST: usize = 200;

impl Counts {
    /// Both together.
    fn with(self, other: &Counts) -> Counts {
        Counts {
            filed: self.filed + other.filed,
            open: self.open + other.open,
            late: self.late + other.late,
            decided: self.decided + other.decided,
            annulled: self.annulled + other.annulled,
            median_days: None,
        }
    }
}

/// The first number of days within which half of all were decided; each number with how many took it.
fn median(days: &BTreeMap<i32, i64>) -> Option<i32> {
    let half = (days.values().sum::<i64>() + 1) / 2;
    let mut within = 0;
    days.iter().find_map(|(days, many)| {
        within += many;
        (within >= half).then_some(*days)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_first_day_by_which_half_were_decided() {
        assert_eq!(median(&BTreeMap::new()), None);
        assert_eq!(median(&BTreeMap::from([(7, 1)])), Some(7));
        assert_eq!(median(&BTreeMap::from([(3, 2), (9, 2)])), Some(3));
        assert_eq!(median(&BTreeMap::from([(3, 2), (9, 3)])), Some(9));
    }
}
