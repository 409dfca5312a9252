//! Finding an appeal, or a letter about it, without signing in: by a secret that its receipt bears, or by hashes that
//! only whoever holds the letter knows.

use jiff::Timestamp;
use sqlx::Row;

use super::appeal::{LISTED, Listed, listed};
use super::{Store, StoreFault, at};

/// Gives an appeal a secret by which it is found, known by its hash.
pub async fn give(store: &Store, reference: &str, secret: &[u8]) -> Result<(), StoreFault> {
    let sql = "insert into tracking (appeal, secret_hash) select id, $2 from appeal where reference = $1
        on conflict (appeal) do update set secret_hash = excluded.secret_hash";
    sqlx::query(sql).bind(reference).bind(secret).execute(store.pool()).await?;
    Ok(())
}

/// The appeal of a reference, for whoever knows its secret.
pub async fn find(store: &Store, reference: &str, secret: &[u8]) -> Result<Option<Listed>, StoreFault> {
    let sql = format!(
        "select {LISTED} from appeal
         where reference = $1 and exists (select from tracking t where t.appeal = appeal.id and t.secret_hash = $2)"
    );
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(reference).bind(secret);
    query.fetch_optional(store.pool()).await?.as_ref().map(listed).transpose()
}

/// A letter about an appeal, for comparing its text.
#[derive(Debug)]
pub struct Text {
    /// When it was written.
    pub written_at: Timestamp,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub body: String,
}

/// The letters that an entry of an appeal caused, or without a number all letters about the appeal, and whether the
/// journal has an entry whose hash begins with these bytes.
pub async fn letters(store: &Store, reference: &str, entry: Option<i32>) -> Result<Vec<Text>, StoreFault> {
    let sql = "select l.written_at, l.subject, l.body from letter l join appeal a on a.id = l.appeal
        where a.reference = $1 and ($2::int is null or l.seq = $2) limit 2000";
    let rows = sqlx::query(sql).bind(reference).bind(entry).fetch_all(store.pool()).await?;
    let text = |row: &sqlx::postgres::PgRow| {
        Ok(Text {
            written_at: row.try_get::<jiff_sqlx::Timestamp, _>("written_at")?.to_jiff(),
            subject: row.try_get("subject")?,
            body: row.try_get("body")?,
        })
    };
    rows.iter().map(text).collect()
}

/// The number and the day of writing of the entry of an appeal whose hash begins so, in hexadecimal.
pub async fn entry(
    store: &Store,
    reference: &str,
    hash: &str,
) -> Result<Option<(i32, Timestamp)>, StoreFault> {
    let sql = "select e.seq, e.recorded_at from entry e join appeal a on a.id = e.appeal
        where a.reference = $1 and starts_with(encode(e.hash, 'hex'), $2) limit 1";
    let row = sqlx::query(sql).bind(reference).bind(hash).fetch_optional(store.pool()).await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some((row.try_get("seq")?, row.try_get::<jiff_sqlx::Timestamp, _>("recorded_at")?.to_jiff())))
}

/// Keeps that a receipt with this hash of its text was handed out, which certifies an entry.
pub async fn hand_out(
    store: &Store,
    appeal: i64,
    text_hash: &str,
    seq: i32,
    now: Timestamp,
) -> Result<(), StoreFault> {
    let sql =
        "insert into handed_out (appeal, text_hash, seq, first_at) values ($1, decode($2, 'hex'), $3, $4)
        on conflict do nothing";
    let query = sqlx::query(sql).bind(appeal).bind(text_hash).bind(seq).bind(at(now));
    query.execute(store.pool()).await?;
    Ok(())
}

/// When the entry was recorded that a receipt with this hash of its text certifies, in hexadecimal; none if no such
/// receipt was handed out.
pub async fn receipt(store: &Store, reference: &str, hash: &str) -> Result<Option<Timestamp>, StoreFault> {
    let sql = "select e.recorded_at from handed_out h join appeal a on a.id = h.appeal
        join entry e on e.appeal = h.appeal and e.seq = h.seq
        where a.reference = $1 and encode(h.text_hash, 'hex') = $2";
    let found: Option<jiff_sqlx::Timestamp> =
        sqlx::query_scalar(sql).bind(reference).bind(hash).fetch_optional(store.pool()).await?;
    Ok(found.map(|at| at.to_jiff()))
}
