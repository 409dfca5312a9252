//! Which official works on an appeal, from when to when. An assignment never changes a date and moves nothing.

use jiff::Timestamp;
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};

use super::appeal::Rows;
use super::sight::Sight;
use super::{Store, StoreFault, at};

/// An assignment.
#[derive(Debug, Clone)]
pub struct Assignment {
    /// The office in which it holds.
    pub office: String,
    /// The key of the person.
    pub person: i64,
    /// Her name.
    pub name: String,
    /// The name of whoever made it.
    pub by: Option<String>,
    /// Why it was handed over.
    pub reason: Option<String>,
    /// Since when.
    pub since: Timestamp,
    /// Until when; none while it holds.
    pub until: Option<Timestamp>,
}

fn assignment(row: &PgRow) -> Result<Assignment, StoreFault> {
    Ok(Assignment {
        office: row.try_get("office")?,
        person: row.try_get("person")?,
        name: row.try_get("name")?,
        by: row.try_get("by_name")?,
        reason: row.try_get("reason")?,
        since: row.try_get::<jiff_sqlx::Timestamp, _>("since")?.to_jiff(),
        until: row.try_get::<Option<jiff_sqlx::Timestamp>, _>("until")?.map(|at| at.to_jiff()),
    })
}

impl Sight {
    /// The assignments of an appeal in the offices of this person, the latest first.
    pub async fn assignments(&mut self, appeal: i64) -> Result<Vec<Assignment>, StoreFault> {
        let sql = "select s.office, s.person, p.name, b.name as by_name, s.reason, s.since, s.until
            from assignment s join person p on p.id = s.person left join person b on b.id = s.by_person
            where s.appeal = $1 order by s.since desc, s.id desc limit 50";
        let rows = sqlx::query(sql).bind(appeal).fetch_all(self.connection()).await?;
        rows.iter().map(assignment).collect()
    }
}

/// A change of who works on an appeal in an office.
#[derive(Debug, Clone)]
pub struct Change<'a> {
    /// The key of the appeal.
    pub appeal: i64,
    /// The office.
    pub office: &'a str,
    /// Who works on it as far as whoever changes it knows; nobody, if none.
    pub from: Option<i64>,
    /// Who works on it from now on.
    pub to: i64,
    /// Who says so.
    pub by: i64,
    /// Why.
    pub reason: Option<&'a str>,
}

/// Assigns appeals; answers for each whether it was done. It was not where somebody else works on it meanwhile.
pub async fn assign(store: &Store, changes: &[Change<'_>], now: Timestamp) -> Result<Vec<bool>, StoreFault> {
    let mut tx = store.begin().await?;
    let appeals: Vec<i64> = changes.iter().map(|change| change.appeal).collect();
    let offices: Vec<&str> = changes.iter().map(|change| change.office).collect();
    let from: Vec<Option<i64>> = changes.iter().map(|change| change.from).collect();
    let to: Vec<i64> = changes.iter().map(|change| change.to).collect();
    let by: Vec<i64> = changes.iter().map(|change| change.by).collect();
    let reasons: Vec<Option<&str>> = changes.iter().map(|change| change.reason).collect();
    let sql = "update assignment s set until = $4
        from unnest($1::bigint[], $2::text[], $3::bigint[]) as t (appeal, office, person)
        where s.appeal = t.appeal and s.office = t.office and s.person = t.person and s.until is null";
    sqlx::query(sql).bind(&appeals).bind(&offices).bind(&from).bind(at(now)).execute(&mut *tx).await?;
    let sql = "insert into assignment (appeal, office, person, by_person, reason, since)
        select appeal, office, person, by_person, reason, $6
        from unnest($1::bigint[], $2::text[], $3::bigint[], $4::bigint[], $5::text[])
            as t (appeal, office, person, by_person, reason)
        on conflict (appeal, office) where until is null do nothing
        returning appeal, office";
    let done: Vec<(i64, String)> = sqlx::query_as(sql)
        .bind(&appeals)
        .bind(&offices)
        .bind(&to)
        .bind(&by)
        .bind(&reasons)
        .bind(at(now))
        .fetch_all(&mut *tx)
        .await?;
    tx.commit().await?;
    let is_done =
        |change: &Change| done.iter().any(|(id, office)| *id == change.appeal && office == change.office);
    Ok(changes.iter().map(is_done).collect())
}

/// Ends the assignments of appeals that have closed or that another office has now. While the appellant has an appeal,
/// whoever works on it in the office goes on to do so.
pub async fn end_elsewhere(tx: &mut PgConnection, rows: &Rows, now: Timestamp) -> Result<(), StoreFault> {
    let (ids, holders, closed) = rows.whereabouts();
    let sql = "update assignment s set until = $4
        from unnest($1::bigint[], $2::text[], $3::bool[]) as t (id, holder, closed)
        where s.appeal = t.id and s.until is null and (t.closed
            or s.office is distinct from t.holder and exists (select from office o where o.code = t.holder))";
    sqlx::query(sql).bind(ids).bind(holders).bind(closed).bind(at(now)).execute(tx).await?;
    Ok(())
}
