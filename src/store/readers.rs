//! Who reads bulletins, and which offices have somebody.

use std::collections::BTreeSet;

use jiff::Timestamp;
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};

use super::{StoreFault, at};
use crate::texts::Language;

/// A person who reads.
#[derive(Debug, Clone)]
pub struct Reader {
    /// The office for which she reads; none for whoever keeps the house.
    pub office: Option<String>,
    /// Her address.
    pub address: String,
    /// Her language.
    pub language: Language,
}

/// The memberships of offices that hold at $1.
const SERVING: &str = "from membership m join person p on p.id = m.person
    where m.office is not null and m.since <= $1 and (m.until is null or m.until > $1)";

/// The ministers, once for each office.
pub async fn ministers(tx: &mut PgConnection, now: Timestamp) -> Result<Vec<Reader>, StoreFault> {
    let sql = format!(
        "select distinct m.office, p.email, p.language {SERVING} and m.role = 'minister' order by m.office, p.email"
    );
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(at(now)).fetch_all(tx).await?;
    rows.iter().map(reader).collect()
}

/// Whoever serves in an office and asked for a daily digest, once for each office.
pub async fn who_asked(tx: &mut PgConnection, now: Timestamp) -> Result<Vec<Reader>, StoreFault> {
    let sql = format!(
        "select distinct m.office, p.email, p.language {SERVING} and p.daily_digest order by m.office, p.email"
    );
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(at(now)).fetch_all(tx).await?;
    rows.iter().map(reader).collect()
}

/// Those who keep the house.
pub async fn administrators(tx: &mut PgConnection) -> Result<Vec<Reader>, StoreFault> {
    let sql = "select null as office, email, language from person where administrator order by email";
    sqlx::query(sql).fetch_all(tx).await?.iter().map(reader).collect()
}

/// The offices in which somebody serves.
pub async fn served(tx: &mut PgConnection, now: Timestamp) -> Result<BTreeSet<String>, StoreFault> {
    let sql = format!("select distinct m.office {SERVING}");
    let codes: Vec<String> = sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).bind(at(now)).fetch_all(tx).await?;
    Ok(codes.into_iter().collect())
}

fn reader(row: &PgRow) -> Result<Reader, StoreFault> {
    let language: &str = row.try_get("language")?;
    let unreadable = |why| StoreFault::Unreadable { what: "a language".to_owned(), why };
    Ok(Reader {
        office: row.try_get("office")?,
        address: row.try_get("email")?,
        language: language.parse().map_err(unreadable)?,
    })
}
