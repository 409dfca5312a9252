//! Letters: written with their event, leased while they are sent, settled by the mail server's answer.

use jiff::Timestamp;
use serde::Serialize;
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};

use super::copy::Copy;
use super::{Store, StoreFault, Transaction, at};
use crate::letter::Written;

/// Letters of a batch.
#[derive(Debug)]
pub struct Rows(Copy);

impl Default for Rows {
    fn default() -> Rows {
        Rows(Copy::new(13))
    }
}

impl Rows {
    /// Adds a letter of the appeal with this key, to be sent from `now` on; its Message-ID is fixed here,
    /// before it is first sent.
    pub fn push(&mut self, appeal: i64, letter: &Written, message_id: &str, now: Timestamp) {
        let row = self.0.row().bigint(appeal).int(letter.seq).text(&letter.party).text(&letter.recipient);
        let row = row.text(&letter.address).text(letter.language.code()).text(&letter.name);
        let row = row.boolean(letter.legal).text(&letter.subject).text(&letter.body);
        row.text(message_id).instant(now).instant(now);
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.rows()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.rows() == 0
    }
}

/// Stores letters.
pub async fn insert(tx: &mut PgConnection, rows: &Rows) -> Result<(), StoreFault> {
    let table = "letter (appeal, seq, party, recipient, address, language, name, legal, subject, body, \
                 message_id, written_at, next_at)";
    rows.0.send(tx, table).await
}

/// When the last letter about each of these appeals was written; nothing for those without one.
pub async fn latest(tx: &mut Transaction, appeals: &[i64]) -> Result<Vec<(i64, Timestamp)>, StoreFault> {
    let sql = "select appeal, max(written_at) from letter where appeal = any($1) group by appeal";
    let rows: Vec<(i64, jiff_sqlx::Timestamp)> =
        sqlx::query_as(sql).bind(appeals).fetch_all(&mut **tx).await?;
    Ok(rows.into_iter().map(|(appeal, at)| (appeal, at.to_jiff())).collect())
}

/// A letter as it is sent or listed.
#[derive(Debug, Clone)]
pub struct Letter {
    /// The row's key.
    pub id: i64,
    /// The reference of its appeal.
    pub reference: String,
    /// The number of the entry that caused it.
    pub seq: i32,
    /// The party.
    pub party: String,
    /// The code of the recipient.
    pub recipient: String,
    /// The address.
    pub address: String,
    /// The language.
    pub language: String,
    /// The letter's name.
    pub name: String,
    /// Whether it is a legal notice.
    pub legal: bool,
    /// The subject.
    pub subject: String,
    /// The body.
    pub body: String,
    /// The Message-ID.
    pub message_id: String,
    /// When it was written.
    pub written_at: Timestamp,
    /// What has become of it.
    pub status: String,
    /// How often it was tried.
    pub attempts: i32,
    /// The last answer.
    pub answer: Option<String>,
}

fn letter(row: &PgRow) -> Result<Letter, StoreFault> {
    Ok(Letter {
        id: row.try_get("id")?,
        reference: row.try_get("reference")?,
        seq: row.try_get("seq")?,
        party: row.try_get("party")?,
        recipient: row.try_get("recipient")?,
        address: row.try_get("address")?,
        language: row.try_get("language")?,
        name: row.try_get("name")?,
        legal: row.try_get("legal")?,
        subject: row.try_get("subject")?,
        body: row.try_get("body")?,
        message_id: row.try_get("message_id")?,
        written_at: row.try_get::<jiff_sqlx::Timestamp, _>("written_at")?.to_jiff(),
        status: row.try_get("status")?,
        attempts: row.try_get("attempts")?,
        answer: row.try_get("answer")?,
    })
}

const LETTER: &str = "l.id, a.reference, l.seq, l.party, l.recipient, l.address, l.language, l.name, l.legal, \
                      l.subject, l.body, l.message_id, l.written_at, l.status, l.attempts, l.answer";

/// Takes up to `most` letters that may be sent now and leases them until `until`; another process, or
/// this one after a crash, may take them again only then.
pub async fn lease(
    store: &Store,
    now: Timestamp,
    until: Timestamp,
    most: i64,
) -> Result<Vec<Letter>, StoreFault> {
    let sql = format!(
        "with leased as (
            update letter set status = 'sending', attempts = attempts + 1, next_at = $2
            where id in (select id from letter where next_at <= $1 order by next_at, id limit $3 for update skip locked)
            returning *
        )
        select {LETTER} from leased l join appeal a on a.id = l.appeal order by l.id"
    );
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(at(now)).bind(at(until)).bind(most);
    query.fetch_all(store.pool()).await?.iter().map(letter).collect()
}

/// What became of a letter that was sent.
#[derive(Debug, Clone)]
pub struct Settled {
    /// The letter's key.
    pub id: i64,
    /// The attempt that this settles; a later lease is not touched.
    pub attempt: i32,
    /// The new status.
    pub status: &'static str,
    /// When it is tried again, if it is.
    pub next_at: Option<Timestamp>,
    /// The server's answer.
    pub answer: String,
}

/// Writes down what became of letters.
pub async fn settle(store: &Store, settled: &[Settled], now: Timestamp) -> Result<(), StoreFault> {
    let ids: Vec<i64> = settled.iter().map(|one| one.id).collect();
    let attempts: Vec<i32> = settled.iter().map(|one| one.attempt).collect();
    let statuses: Vec<&str> = settled.iter().map(|one| one.status).collect();
    let nexts: Vec<Option<jiff_sqlx::Timestamp>> = settled.iter().map(|one| one.next_at.map(at)).collect();
    let answers: Vec<&str> = settled.iter().map(|one| one.answer.as_str()).collect();
    let sql = "update letter l
        set status = t.status, next_at = t.next_at, answer = t.answer, settled_at = $6
        from unnest($1::bigint[], $2::int[], $3::text[], $4::timestamptz[], $5::text[])
            as t (id, attempt, status, next_at, answer)
        where l.id = t.id and l.attempts = t.attempt and l.status = 'sending'";
    sqlx::query(sql)
        .bind(ids)
        .bind(attempts)
        .bind(statuses)
        .bind(nexts)
        .bind(answers)
        .bind(at(now))
        .execute(store.pool())
        .await?;
    Ok(())
}

/// The letters of one appeal, in the order in which they were written.
pub async fn of(store: &Store, reference: &str) -> Result<Vec<Letter>, StoreFault> {
    let sql = format!(
        "select {LETTER} from letter l join appeal a on a.id = l.appeal where a.reference = $1 order by l.id"
    );
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(reference).fetch_all(store.pool()).await?;
    rows.iter().map(letter).collect()
}

/// The letters written after the key `after`.
pub async fn after(store: &Store, after: i64) -> Result<Vec<Letter>, StoreFault> {
    let sql = format!(
        "select {LETTER} from letter l join appeal a on a.id = l.appeal where l.id > $1 order by l.id limit 10000"
    );
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(after).fetch_all(store.pool()).await?;
    rows.iter().map(letter).collect()
}

/// How many letters there are by status.
pub async fn count(store: &Store) -> Result<Vec<(String, i64)>, StoreFault> {
    let sql = "select status, count(*) from letter group by status order by status";
    Ok(sqlx::query_as(sql).fetch_all(store.pool()).await?)
}

/// How many letters are not settled.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Waiting {
    /// Those that will be sent, or sent again.
    pub waiting: i64,
    /// Those held for a person after many attempts.
    pub held: i64,
    /// Those that the mail server refused for good.
    pub failed: i64,
}

/// Counts the letters that are not settled; takes no longer for all those that are.
pub async fn waiting(store: &Store) -> Result<Waiting, StoreFault> {
    let sql = "select (select count(*) from letter where next_at is not null),
        (select count(*) from letter where status = 'held'),
        (select count(*) from letter where status = 'failed')";
    let (waiting, held, failed) = sqlx::query_as(sql).fetch_one(store.pool()).await?;
    Ok(Waiting { waiting, held, failed })
}

/// The earliest instant at which a letter may be sent.
pub async fn next(store: &Store) -> Result<Option<Timestamp>, StoreFault> {
    let sql = "select next_at from letter where next_at is not null order by next_at limit 1";
    let next: Option<jiff_sqlx::Timestamp> = sqlx::query_scalar(sql).fetch_optional(store.pool()).await?;
    Ok(next.map(|next| next.to_jiff()))
}
