//! Counts over all appeals, for the public. What is too small to be shown is the page's business.

use jiff::civil::Date;
use sqlx::Row;
use sqlx::postgres::PgRow;

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
    /// The median of the calendar days from filing to the decision.
    pub median_days: Option<i64>,
}

/// Over all appeals, and by the office whose decisions are appealed, most appeals first.
pub async fn by_office(store: &Store, today: Date) -> Result<(Counts, Vec<(String, Counts)>), StoreFault> {
    let sql = "select issuer, count(*) as filed, count(*) filter (where not closed) as open,
            count(*) filter (where not closed and due_on < $1) as late,
            count(*) filter (where state->'decided' is not null) as decided,
            count(*) filter (where state->'decided'->>0 = 'annulled') as annulled,
            percentile_disc(0.5) within group (
                order by (state->'decided'->>1)::date - (state->>'filed_on')::date) as median
        from appeal group by grouping sets ((), (issuer)) order by grouping(issuer) desc, filed desc, issuer limit 200";
    let rows = sqlx::query(sql).bind(jiff_sqlx::Date::from(today)).fetch_all(store.pool()).await?;
    let mut rows = rows.iter();
    let all = rows.next().map(counts).transpose()?.unwrap_or_default();
    let offices =
        rows.map(|row| Ok((row.try_get("issuer")?, counts(row)?))).collect::<Result<_, StoreFault>>()?;
    Ok((all, offices))
}

fn counts(row: &PgRow) -> Result<Counts, StoreFault> {
    Ok(Counts {
        filed: row.try_get("filed")?,
        open: row.try_get("open")?,
        late: row.try_get("late")?,
        decided: row.try_get("decided")?,
        annulled: row.try_get("annulled")?,
        median_days: row.try_get::<Option<i32>, _>("median")?.map(i64::from),
    })
}
