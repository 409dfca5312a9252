//! Who reads bulletins, and which offices have somebody.

use jiff::Timestamp;
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};

use super::ladder::language;
use super::{StoreFault, at};
use crate::texts::Language;

/// A person who serves in an office.
#[derive(Debug, Clone)]
pub struct Member {
    /// The code of the office.
    pub office: String,
    /// The person's key.
    pub person: i64,
    /// Her name.
    pub name: String,
    /// Her address.
    pub address: String,
    /// Her language.
    pub language: Language,
    /// Whether she heads the office.
    pub heads: bool,
    /// Whether she asked for a daily digest.
    pub asked: bool,
}

/// Everybody who serves in an office now, once for each office.
pub async fn members(tx: &mut PgConnection, now: Timestamp) -> Result<Vec<Member>, StoreFault> {
    let sql = "select m.office, p.id, p.name, p.email, p.language, bool_or(m.role = 'minister') as heads, p.daily_digest
        from membership m join person p on p.id = m.person
        where m.office is not null and m.since <= $1 and (m.until is null or m.until > $1)
        group by m.office, p.id order by m.office, p.email";
    let rows = sqlx::query(sql).bind(at(now)).fetch_all(tx).await?;
    let member = |row: &PgRow| {
        Ok(Member {
            office: row.try_get("office")?,
            person: row.try_get("id")?,
            name: row.try_get("name")?,
            address: row.try_get("email")?,
            language: language(row)?,
            heads: row.try_get("heads")?,
            asked: row.try_get("daily_digest")?,
        })
    };
    rows.iter().map(member).collect()
}

/// Those who keep the house: address and language.
pub async fn administrators(tx: &mut PgConnection) -> Result<Vec<(String, Language)>, StoreFault> {
    let sql = "select email, language from person where administrator order by email";
    let rows = sqlx::query(sql).fetch_all(tx).await?;
    rows.iter().map(|row| Ok((row.try_get("email")?, language(row)?))).collect()
}
