//! Who is away, and who stands in.

use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::{PgConnection, PgExecutor, Row};

use super::{Store, StoreFault, at};
use crate::ladder::Absences;

/// An absence.
#[derive(Debug, Clone)]
pub struct Absence {
    /// The row's key.
    pub id: i64,
    /// The first day.
    pub since: Date,
    /// The last day.
    pub until: Date,
    /// The name of the deputy.
    pub deputy: Option<String>,
}

/// Those who are away on any day from one to another, each with her deputy.
pub async fn between(store: &Store, first: Date, last: Date) -> Result<Absences, StoreFault> {
    read(store.pool(), first, last).await
}

/// Those who are away on a day, each with her deputy, as a transaction sees it.
pub async fn on(tx: &mut PgConnection, day: Date) -> Result<Absences, StoreFault> {
    read(tx, day, day).await
}

async fn read(from: impl PgExecutor<'_>, first: Date, last: Date) -> Result<Absences, StoreFault> {
    let sql = "select distinct on (person) person, deputy from absence
        where taken_back_at is null and until >= $1 and since <= $2 order by person, entered_at desc";
    let (first, last) = (jiff_sqlx::Date::from(first), jiff_sqlx::Date::from(last));
    Ok(Absences::new(sqlx::query_as(sql).bind(first).bind(last).fetch_all(from).await?))
}

/// A person's absences that have not passed, the next one first.
pub async fn of(store: &Store, person: i64, today: Date) -> Result<Vec<Absence>, StoreFault> {
    let sql =
        "select a.id, a.since, a.until, p.name as deputy from absence a left join person p on p.id = a.deputy
        where a.person = $1 and a.taken_back_at is null and a.until >= $2 order by a.since limit 50";
    let rows =
        sqlx::query(sql).bind(person).bind(jiff_sqlx::Date::from(today)).fetch_all(store.pool()).await?;
    let absence = |row: &sqlx::postgres::PgRow| {
        Ok(Absence {
            id: row.try_get("id")?,
            since: row.try_get::<jiff_sqlx::Date, _>("since")?.to_jiff(),
            until: row.try_get::<jiff_sqlx::Date, _>("until")?.to_jiff(),
            deputy: row.try_get("deputy")?,
        })
    };
    rows.iter().map(absence).collect()
}

/// Enters an absence, both days counted.
pub async fn enter(
    store: &Store,
    person: i64,
    deputy: Option<i64>,
    (since, until): (Date, Date),
    now: Timestamp,
) -> Result<(), StoreFault> {
    let sql = "insert into absence (person, deputy, since, until, entered_at) values ($1, $2, $3, $4, $5)";
    let (since, until) = (jiff_sqlx::Date::from(since), jiff_sqlx::Date::from(until));
    sqlx::query(sql)
        .bind(person)
        .bind(deputy)
        .bind(since)
        .bind(until)
        .bind(at(now))
        .execute(store.pool())
        .await?;
    Ok(())
}

/// Takes back an absence of a person.
pub async fn take_back(store: &Store, person: i64, id: i64, now: Timestamp) -> Result<(), StoreFault> {
    let sql = "update absence set taken_back_at = $3 where id = $2 and person = $1 and taken_back_at is null";
    sqlx::query(sql).bind(person).bind(id).bind(at(now)).execute(store.pool()).await?;
    Ok(())
}
