//! Who belongs to an organisation or represents it, added and ended by its own members.

use jiff::Timestamp;
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};

use super::ladder::language;
use super::{Store, StoreFault, at, bulletin};
use crate::ladder::Role;
use crate::letter::Text;
use crate::texts::Language;

/// Somebody's place in an organisation.
#[derive(Debug, Clone)]
pub struct Colleague {
    /// The key of the membership.
    pub id: i64,
    /// The person's key.
    pub person: i64,
    /// Her name.
    pub name: String,
    /// Her address.
    pub email: String,
    /// The code of the organisation.
    pub organisation: String,
    /// As what: a member or a representative.
    pub role: Role,
    /// When it ends by itself.
    pub until: Option<Timestamp>,
}

/// Somebody to be added.
#[derive(Debug, Clone)]
pub struct New<'a> {
    /// The name, for somebody whom nobody knows yet.
    pub name: &'a str,
    /// The address, by which she is known.
    pub email: &'a str,
    /// The language in which she is written to, if nobody knows her yet.
    pub language: Language,
    /// The code of the organisation.
    pub organisation: &'a str,
    /// As what: a member or a representative.
    pub role: Role,
    /// When it ends by itself.
    pub until: Option<Timestamp>,
    /// The Message-ID of her welcome.
    pub message_id: String,
}

/// What came of adding somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// She was added.
    Done,
    /// She serves in this role already.
    Already,
    /// She serves in an office or keeps the house, and may be on no appellant's side.
    Official,
    /// Somebody else has this name, by which journals know people.
    NameTaken,
}

/// What came of ending a membership.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// It ended, of this person.
    Done(i64),
    /// Nobody would be left who can add anybody.
    Last,
    /// There is none of this key in these organisations.
    Unknown,
}

/// Whether a membership is running at `$1`.
const RUNS: &str = "m.since <= $1 and (m.until is null or m.until > $1)";

/// Who belongs to organisations or represents them, by name.
pub async fn of(
    store: &Store,
    organisations: &[String],
    now: Timestamp,
) -> Result<Vec<Colleague>, StoreFault> {
    let sql = format!(
        "select m.id, m.person, p.name, p.email, m.organisation, m.role, m.until
         from membership m join person p on p.id = m.person
         where m.organisation = any($2) and {RUNS} order by p.name, m.id"
    );
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(at(now)).bind(organisations);
    query.fetch_all(store.pool()).await?.iter().map(colleague).collect()
}

fn colleague(row: &PgRow) -> Result<Colleague, StoreFault> {
    let role: &str = row.try_get("role")?;
    let until: Option<jiff_sqlx::Timestamp> = row.try_get("until")?;
    Ok(Colleague {
        id: row.try_get("id")?,
        person: row.try_get("person")?,
        name: row.try_get("name")?,
        email: row.try_get("email")?,
        organisation: row.try_get("organisation")?,
        role: role.parse().map_err(|why| StoreFault::Unreadable { what: "a membership".to_owned(), why })?,
        until: until.map(|until| until.to_jiff()),
    })
}

/// Adds somebody, with the letter that `welcome` writes in her language. That `by` may do so, the caller has asked.
pub async fn add(
    store: &Store,
    new: &New<'_>,
    by: i64,
    now: Timestamp,
    welcome: impl Fn(Language) -> Text,
) -> Result<Added, StoreFault> {
    let mut tx = store.begin().await?;
    let (person, language) = match known(&mut tx, new.email, now).await? {
        Some(Known { official: true, .. }) => return Ok(Added::Official),
        Some(Known { person, language, .. }) => (person, language),
        None => {
            let sql = "insert into person (name, email, language) values ($1, $2, $3)
                on conflict do nothing returning id";
            let query = sqlx::query_scalar(sql).bind(new.name).bind(new.email).bind(new.language.code());
            match query.fetch_optional(&mut *tx).await? {
                Some(person) => (person, new.language),
                None => return Ok(Added::NameTaken),
            }
        }
    };
    let sql = format!(
        "insert into membership (person, organisation, role, since, until, given_by)
         select $2, $3, $4, $1, $5, $6 where not exists (select from membership m
            where m.person = $2 and m.organisation = $3 and m.role = $4 and {RUNS})"
    );
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(at(now)).bind(person).bind(new.organisation);
    let query = query.bind(new.role.code()).bind(new.until.map(at)).bind(by);
    if query.execute(&mut *tx).await?.rows_affected() == 1 {
        let text = &welcome(language);
        let letter = bulletin::New {
            job: "welcome",
            due: now,
            about: new.organisation,
            address: new.email,
            language,
            text,
            message_id: new.message_id.clone(),
        };
        bulletin::write(&mut tx, &letter, now).await?;
        tx.commit().await?;
        return Ok(Added::Done);
    }
    // The same once more is a second press of the button.
    let sql = format!(
        "select exists (select from membership m where m.person = $2 and m.organisation = $3 and m.role = $4
            and m.until is not distinct from $5 and m.given_by = $6 and {RUNS})"
    );
    let query =
        sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).bind(at(now)).bind(person).bind(new.organisation);
    let query = query.bind(new.role.code()).bind(new.until.map(at)).bind(by);
    let pressed_twice: bool = query.fetch_one(&mut *tx).await?;
    Ok(if pressed_twice { Added::Done } else { Added::Already })
}

/// Somebody who is known already.
struct Known {
    person: i64,
    language: Language,
    /// Whether she is on the side of the offices, now or from a later day on.
    official: bool,
}

/// The person with an address. She is held, so that she cannot come to both sides at once.
async fn known(tx: &mut PgConnection, email: &str, now: Timestamp) -> Result<Option<Known>, StoreFault> {
    let sql = "select id, administrator, language from person where lower(email) = lower($1) for update";
    let Some(row) = sqlx::query(sql).bind(email).fetch_optional(&mut *tx).await? else { return Ok(None) };
    let person: i64 = row.try_get("id")?;
    let sql = "select exists (select from membership
        where person = $1 and office is not null and (until is null or until > $2))";
    let official: bool = sqlx::query_scalar(sql).bind(person).bind(at(now)).fetch_one(tx).await?;
    let official = official || row.try_get("administrator")?;
    Ok(Some(Known { person, language: language(&row)?, official }))
}

/// Ends a membership in one of these organisations, of which `by` is a member. The last member without an end stays.
pub async fn end(
    store: &Store,
    organisations: &[String],
    id: i64,
    by: i64,
    now: Timestamp,
) -> Result<Ended, StoreFault> {
    let mut tx = store.begin().await?;
    let sql = format!(
        "select m.organisation, m.person, m.role = 'member' and m.until is null as lasts
         from membership m where m.id = $2 and m.organisation = any($3) and {RUNS}"
    );
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(at(now)).bind(id).bind(organisations);
    let Some(row) = query.fetch_optional(&mut *tx).await? else { return Ok(Ended::Unknown) };
    // One at a time in an organisation, so that two do not end each other.
    let organisation: &str = row.try_get("organisation")?;
    let sql = "select from organisation where code = $1 for update";
    sqlx::query(sql).bind(organisation).execute(&mut *tx).await?;
    let sql =
        "select exists (select from membership where organisation = $1 and role = 'member' and until is null
        and since <= $3 and id <> $2)";
    let query = sqlx::query_scalar(sql).bind(organisation).bind(id).bind(at(now));
    let others: bool = query.fetch_one(&mut *tx).await?;
    if row.try_get("lasts")? && !others {
        return Ok(Ended::Last);
    }
    let sql = "update membership set until = $2, ended_by = $3 where id = $1";
    sqlx::query(sql).bind(id).bind(at(now)).bind(by).execute(&mut *tx).await?;
    tx.commit().await?;
    Ok(Ended::Done(row.try_get("person")?))
}
