//! People and their roles as an administrator keeps them: found by name, added, given a role from a day on, and every
//! role that there ever was with who gave and who ended it.
//!
//! `people` answers who somebody is now; this is for the pages of the house alone.

use jiff::Timestamp;
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::{Store, StoreFault, at};
use crate::ladder::Role;
use crate::texts::Language;

/// A person in a list.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The row's key.
    pub id: i64,
    /// The name.
    pub name: String,
    /// The mailbox.
    pub email: String,
    /// Whether she keeps the house.
    pub administrator: bool,
    /// The codes of the offices and organisations in which she serves now.
    pub serves: Vec<String>,
}

/// Up to `most` people with these words in name, address or place, by name, beyond a name.
pub async fn search(
    store: &Store,
    words: &str,
    beyond: &str,
    most: i64,
    now: Timestamp,
) -> Result<Vec<Listed>, StoreFault> {
    let sql = "select p.id, p.name, p.email, p.administrator,
            coalesce(array_agg(distinct coalesce(m.office, m.organisation)) filter (where m.id is not null), '{}') as serves
        from person p left join membership m on m.person = p.id and m.since <= $1 and (m.until is null or m.until > $1)
        where p.name > $3 and ($2 = '' or strpos(lower(p.name), lower($2)) > 0 or strpos(lower(p.email), lower($2)) > 0
            or exists (select from membership s where s.person = p.id and lower(coalesce(s.office, s.organisation)) = lower($2)))
        group by p.id order by p.name limit $4";
    let query = sqlx::query(sql).bind(at(now)).bind(words).bind(beyond).bind(most);
    query.fetch_all(store.pool()).await?.iter().map(person).collect()
}

fn person(row: &PgRow) -> Result<Listed, StoreFault> {
    Ok(Listed {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        email: row.try_get("email")?,
        administrator: row.try_get("administrator")?,
        serves: row.try_get("serves")?,
    })
}

/// What became of a person who was to be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// She is there now, with this key; or was, under just this name and address.
    Person(i64),
    /// Somebody else has the address.
    AddressTaken(i64),
    /// Somebody else has the name, by which journals know people.
    NameTaken(i64),
}

/// Adds a person without any role.
pub async fn add(store: &Store, name: &str, email: &str, language: Language) -> Result<Added, StoreFault> {
    let mut tx = store.begin().await?;
    let sql =
        "insert into person (name, email, language) values ($1, $2, $3) on conflict do nothing returning id";
    let query = sqlx::query_scalar(sql).bind(name).bind(email).bind(language.code());
    let id: Option<i64> = query.fetch_optional(&mut *tx).await?;
    if let Some(id) = id {
        tx.commit().await?;
        return Ok(Added::Person(id));
    }
    let sql = "select id, name = $1 as named, lower(email) = lower($2) as addressed from person
        where name = $1 or lower(email) = lower($2) order by addressed desc limit 1";
    let row = sqlx::query(sql).bind(name).bind(email).fetch_one(&mut *tx).await?;
    let id = row.try_get("id")?;
    Ok(match (row.try_get("named")?, row.try_get("addressed")?) {
        (true, true) => Added::Person(id),
        (_, true) => Added::AddressTaken(id),
        _ => Added::NameTaken(id),
    })
}

/// A role that a person has, had or will have.
#[derive(Debug, Clone)]
pub struct Given {
    /// The row's key.
    pub id: i64,
    /// As what.
    pub role: Role,
    /// The code of the office or organisation.
    pub side: String,
    /// Since when.
    pub since: Timestamp,
    /// The first instant at which it is over, if it ends.
    pub until: Option<Timestamp>,
    /// Who gave it in the pages.
    pub given_by: Option<String>,
    /// Who ended it in the pages.
    pub ended_by: Option<String>,
}

impl Given {
    /// Whether it is over at an instant.
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.until.is_some_and(|until| until <= now)
    }
}

/// Every role of a person, the latest first.
pub async fn of(store: &Store, person: i64) -> Result<Vec<Given>, StoreFault> {
    let sql = "select m.id, m.role, coalesce(m.office, m.organisation) as side, m.since, m.until,
            g.name as given_by, e.name as ended_by
        from membership m left join person g on g.id = m.given_by left join person e on e.id = m.ended_by
        where m.person = $1 order by m.since desc, m.id desc limit 200";
    sqlx::query(sql).bind(person).fetch_all(store.pool()).await?.iter().map(given).collect()
}

fn given(row: &PgRow) -> Result<Given, StoreFault> {
    let unreadable = |why| StoreFault::Unreadable { what: "a role".to_owned(), why };
    Ok(Given {
        id: row.try_get("id")?,
        role: row.try_get::<&str, _>("role")?.parse().map_err(unreadable)?,
        side: row.try_get("side")?,
        since: row.try_get::<jiff_sqlx::Timestamp, _>("since")?.to_jiff(),
        until: row.try_get::<Option<jiff_sqlx::Timestamp>, _>("until")?.map(|until| until.to_jiff()),
        given_by: row.try_get("given_by")?,
        ended_by: row.try_get("ended_by")?,
    })
}

/// A role to be given.
#[derive(Debug, Clone)]
pub struct Giving<'g> {
    /// To whom.
    pub person: i64,
    /// As what.
    pub role: Role,
    /// The code of an office or organisation that is stored.
    pub side: &'g str,
    /// From when.
    pub since: Timestamp,
    /// The first instant at which it is over, if it shall end by itself.
    pub until: Option<Timestamp>,
    /// Who gives it.
    pub by: i64,
}

/// What came of giving a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gave {
    /// She has it now, or from its day on.
    Role,
    /// She has it already.
    Already,
    /// She is on the other side: serves in an office or keeps the house, or acts for an organisation.
    OtherSide,
}

/// Gives a role. The same role at the same place is not held twice at a time, and nobody is on the side of the
/// offices and on that of those who appeal at once.
pub async fn give(store: &Store, giving: &Giving<'_>) -> Result<Gave, StoreFault> {
    let mut tx = store.begin().await?;
    // One at a time for a person: a button that is pressed twice gives one role.
    let sql = "select administrator from person where id = $1 for update";
    let administrator: bool = sqlx::query_scalar(sql).bind(giving.person).fetch_one(&mut *tx).await?;
    let sql = "select exists (select from membership where person = $1 and (office is null) = $2
        and (until is null or until > $3) and ($4::timestamptz is null or since < $4))";
    let query = sqlx::query_scalar(sql).bind(giving.person).bind(giving.role.is_of_office());
    let query = query.bind(at(giving.since)).bind(giving.until.map(at));
    if query.fetch_one(&mut *tx).await? || administrator && !giving.role.is_of_office() {
        return Ok(Gave::OtherSide);
    }
    let sql = "insert into membership (person, role, office, organisation, since, until, given_by)
        select $1, $2, case when $3 then $4 end, case when not $3 then $4 end, $5, $6, $7
        where not exists (select from membership where person = $1 and role = $2 and coalesce(office, organisation) = $4
            and (until is null or until > $5) and ($6::timestamptz is null or since < $6))";
    let query = sqlx::query(sql)
        .bind(giving.person)
        .bind(giving.role.code())
        .bind(giving.role.is_of_office())
        .bind(giving.side)
        .bind(at(giving.since))
        .bind(giving.until.map(at))
        .bind(giving.by);
    let added = query.execute(&mut *tx).await?.rows_affected() == 1;
    tx.commit().await?;
    Ok(if added { Gave::Role } else { Gave::Already })
}

/// Ends a person's role at an instant, if it is not over by then. One that has not begun never begins.
pub async fn end(store: &Store, person: i64, id: i64, until: Timestamp, by: i64) -> Result<bool, StoreFault> {
    let sql = "update membership set until = greatest(since, $3), ended_by = $4
        where id = $2 and person = $1 and (until is null or until > $3)";
    let query = sqlx::query(sql).bind(person).bind(id).bind(at(until)).bind(by);
    Ok(query.execute(store.pool()).await?.rows_affected() == 1)
}

/// Up to 500 organisations by code, each with its name as JSON, to choose from.
pub async fn organisations(store: &Store) -> Result<Vec<(String, String)>, StoreFault> {
    let sql = "select code, name::text from organisation order by code limit 500";
    Ok(sqlx::query_as(sql).fetch_all(store.pool()).await?)
}

/// Everybody who serves in an office now: the office, the person's key and name, and as what; by office and name.
pub async fn serving(store: &Store, now: Timestamp) -> Result<Vec<(String, i64, String, Role)>, StoreFault> {
    let sql = "select m.office, p.id, p.name, m.role from membership m join person p on p.id = m.person
        where m.office is not null and m.since <= $1 and (m.until is null or m.until > $1) order by m.office, p.name";
    let rows: Vec<(String, i64, String, String)> =
        sqlx::query_as(sql).bind(at(now)).fetch_all(store.pool()).await?;
    let unreadable = |why| StoreFault::Unreadable { what: "a role".to_owned(), why };
    let serves = |(office, id, name, role): (String, i64, String, String)| {
        Ok((office, id, name, role.parse().map_err(unreadable)?))
    };
    rows.into_iter().map(serves).collect()
}
