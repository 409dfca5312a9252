//! People and where they serve.

use jiff::Timestamp;
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::ladder::language;
use super::{Store, StoreFault, at};
use crate::ladder::{Membership, Person};
use crate::texts::Language;

/// A person as stored.
#[derive(Debug, Clone)]
pub struct Known {
    /// The row's key.
    pub id: i64,
    /// The person, with the places in which she serves now.
    pub person: Person,
}

/// The columns and tables of a person; `$1` is now.
pub(super) const KNOWN: &str = "p.id, p.name, p.email, p.language, p.administrator,
    coalesce(array_agg(m.role || ' ' || coalesce(m.office, m.organisation) order by m.id) filter (where m.id is not null), '{}') as serves
    from person p left join membership m on m.person = p.id and m.since <= $1 and (m.until is null or m.until > $1)";

/// The person of such a row.
pub(super) fn known(row: &PgRow) -> Result<Known, StoreFault> {
    let unreadable = |why| StoreFault::Unreadable { what: "a person".to_owned(), why };
    let serves: Vec<String> = row.try_get("serves")?;
    let serves = serves.iter().map(|one| {
        let (role, side) = one.split_once(' ').unwrap_or((one, ""));
        Ok(Membership { role: role.parse().map_err(unreadable)?, side: side.to_owned() })
    });
    Ok(Known {
        id: row.try_get("id")?,
        person: Person {
            name: row.try_get("name")?,
            email: row.try_get("email")?,
            language: language(row)?,
            administrator: row.try_get("administrator")?,
            serves: serves.collect::<Result<_, StoreFault>>()?,
        },
    })
}

/// The person with this address, in whatever case it is written.
pub async fn by_email(store: &Store, email: &str, now: Timestamp) -> Result<Option<Known>, StoreFault> {
    let sql = format!("select {KNOWN} where lower(p.email) = lower($2) group by p.id");
    let row =
        sqlx::query(sqlx::AssertSqlSafe(sql)).bind(at(now)).bind(email).fetch_optional(store.pool()).await?;
    row.as_ref().map(known).transpose()
}

/// The person with this key.
pub async fn by_id(store: &Store, id: i64, now: Timestamp) -> Result<Option<Known>, StoreFault> {
    let sql = format!("select {KNOWN} where p.id = $2 group by p.id");
    let row =
        sqlx::query(sqlx::AssertSqlSafe(sql)).bind(at(now)).bind(id).fetch_optional(store.pool()).await?;
    row.as_ref().map(known).transpose()
}

/// Somebody who serves in an office.
#[derive(Debug, Clone)]
pub struct Colleague {
    /// The row's key.
    pub id: i64,
    /// Her name.
    pub name: String,
    /// The office.
    pub office: String,
}

/// The officials and heads of offices, by name.
pub async fn colleagues(
    store: &Store,
    offices: &[String],
    now: Timestamp,
) -> Result<Vec<Colleague>, StoreFault> {
    let sql = "select p.id, p.name, m.office from membership m join person p on p.id = m.person
        where m.office = any($1) and m.since <= $2 and (m.until is null or m.until > $2) order by p.name, m.office";
    let rows: Vec<(i64, String, String)> =
        sqlx::query_as(sql).bind(offices).bind(at(now)).fetch_all(store.pool()).await?;
    Ok(rows.into_iter().map(|(id, name, office)| Colleague { id, name, office }).collect())
}

/// Everybody, by name.
pub async fn all(store: &Store, now: Timestamp) -> Result<Vec<Known>, StoreFault> {
    let sql = format!("select {KNOWN} group by p.id order by p.name");
    sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(at(now))
        .fetch_all(store.pool())
        .await?
        .iter()
        .map(known)
        .collect()
}

/// The people who serve in an office now, by name.
pub async fn of_office(store: &Store, office: &str, now: Timestamp) -> Result<Vec<Known>, StoreFault> {
    let sql = format!(
        "select {KNOWN} where p.id in (select person from membership where office = $2 and since <= $1
            and (until is null or until > $1)) group by p.id order by p.name"
    );
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(at(now)).bind(office);
    query.fetch_all(store.pool()).await?.iter().map(known).collect()
}

/// Chooses the language in which a person reads.
pub async fn choose_language(store: &Store, id: i64, language: Language) -> Result<(), StoreFault> {
    let sql = "update person set language = $2 where id = $1";
    sqlx::query(sql).bind(id).bind(language.code()).execute(store.pool()).await?;
    Ok(())
}

/// Lets a person have the daily digest of her offices, or no more; false if nobody has this address.
pub async fn choose_digest(store: &Store, email: &str, wants: bool) -> Result<bool, StoreFault> {
    let sql = "update person set daily_digest = $2 where lower(email) = lower($1)";
    Ok(sqlx::query(sql).bind(email).bind(wants).execute(store.pool()).await?.rows_affected() == 1)
}

/// Whether a person asked for the daily digest of her offices.
pub async fn wants_digest(store: &Store, id: i64) -> Result<bool, StoreFault> {
    let sql = "select daily_digest from person where id = $1";
    Ok(sqlx::query_scalar(sql).bind(id).fetch_one(store.pool()).await?)
}

/// Stores people, known ones by their address; places they are not given any more end now.
///
/// # Errors
/// An office or organisation that is not stored, as the database says it.
pub async fn store_people(store: &Store, people: &[Person], now: Timestamp) -> Result<(), StoreFault> {
    let mut tx = store.begin().await?;
    for person in people {
        let sql = "insert into person (name, email, language, administrator) values ($1, $2, $3, $4)
            on conflict (lower(email)) do update
            set name = excluded.name, language = excluded.language, administrator = excluded.administrator
            returning id";
        let id: i64 = sqlx::query_scalar(sql)
            .bind(&person.name)
            .bind(&person.email)
            .bind(person.language.code())
            .bind(person.administrator)
            .fetch_one(&mut *tx)
            .await?;
        let roles: Vec<&str> = person.serves.iter().map(|one| one.role.code()).collect();
        let sides: Vec<&str> = person.serves.iter().map(|one| one.side.as_str()).collect();
        let sql = "with given as (select * from unnest($2::text[], $3::text[]) as t (role, side)),
            ended as (
                update membership m set until = $4 where m.person = $1 and m.until is null and not exists (
                    select from given g where g.role = m.role and g.side = coalesce(m.office, m.organisation)))
            insert into membership (person, role, office, organisation, since)
            select $1, role, case when role in ('official', 'minister') then side end,
                case when role in ('member', 'representative') then side end, $4
            from given g where not exists (select from membership m where m.person = $1 and m.until is null
                and m.role = g.role and coalesce(m.office, m.organisation) = g.side)";
        sqlx::query(sql).bind(id).bind(&roles).bind(&sides).bind(at(now)).execute(&mut *tx).await?;
    }
    Ok(tx.commit().await?)
}
