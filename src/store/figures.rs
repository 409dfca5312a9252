//! Figures of the appeals of an office, for those who answer for it.

use jiff::civil::Date;
use sqlx::{PgConnection, Row};

use super::{StoreFault, readable};
use crate::letter::bulletin::{Figures, Waiting};
use crate::texts::{Language, Texts};

/// The offices below one, itself first.
const BELOW: &str = "with recursive below as (
    select code from office where code = $1
    union select o.code from office o join below b on o.above = b.code
)";

/// Whether a track of the open appeal `a` waits for the office $1.
const WAITS: &str = "not a.closed and
    exists (select from json_each(a.state -> 'tracks') t where t.value ->> 'office' = $1)";

/// How the appeals of an office stand on a day of a week that ends on `sunday`. Deemed decisions are none that
/// somebody took, and do not count in the median.
///
/// Reads every appeal: the schedule asks once a week.
pub async fn of(
    tx: &mut PgConnection,
    office: &str,
    today: Date,
    sunday: Date,
) -> Result<Figures, StoreFault> {
    let sql = format!(
        "{BELOW}, mine as (select a.closed, a.due_on, a.state from appeal a where a.issuer in (select code from below)),
        taken as (
            select (state -> 'decided' ->> 1)::date as on_day, (state ->> 'filed_on')::date as filed from mine
            where state -> 'decided' is not null and coalesce((state ->> 'deemed')::bool, false) = false
        )
        select count(*) filter (where not closed) as open,
            count(*) filter (where not closed and due_on < $2) as late,
            (select count(*) from appeal a where {WAITS}) as escalated,
            count(*) filter (where not closed and due_on between $2 and $3) as due_this_week,
            (select percentile_cont(0.5) within group (order by on_day - filed) from taken
             where on_day > $2 - interval '1 year') as median_days
        from mine"
    );
    let days = [today, sunday].map(jiff_sqlx::Date::from);
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(office).bind(days[0]).bind(days[1]);
    let row = query.fetch_one(tx).await?;
    Ok(Figures {
        open: row.try_get("open")?,
        late: row.try_get("late")?,
        escalated: row.try_get("escalated")?,
        due_this_week: row.try_get("due_this_week")?,
        median_days: row.try_get("median_days")?,
    })
}

/// The open appeals that wait for an office, with the date of the track that does, the earliest first. `language`
/// is that of whoever reads their organisations' names.
pub async fn waiting(
    tx: &mut PgConnection,
    office: &str,
    language: Language,
) -> Result<Vec<Waiting>, StoreFault> {
    let sql = format!(
        "select a.reference, g.name::text as name,
            (select min((r.value ->> 'on')::date) from json_each(a.state -> 'tracks') t, json_array_elements(t.value -> 'running') r
             where t.value ->> 'office' = $1) as due_on
        from appeal a join organisation g on g.code = a.appellant where {WAITS} order by due_on, a.reference"
    );
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(office).fetch_all(tx).await?;
    let waiting = rows.iter().map(|row| {
        let name: Texts = readable("the name of an organisation", row.try_get("name")?)?;
        Ok(Waiting {
            reference: row.try_get("reference")?,
            organisation: name.get(language).to_owned(),
            due_on: row.try_get::<Option<jiff_sqlx::Date>, _>("due_on")?.map(|on| on.to_jiff()),
        })
    });
    waiting.collect()
}
