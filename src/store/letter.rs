//! Letters: written with their event, and what has become of each. Sending them is `outbox`.

use jiff::Timestamp;
use serde::Serialize;
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};

use super::copy::Copy;
use super::{Store, StoreFault, Transaction};
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
    /// When that became of it.
    pub settled_at: Option<Timestamp>,
    /// When it is tried next, if it is.
    pub next_at: Option<Timestamp>,
}

/// An instant that may be null.
fn instant(row: &PgRow, column: &str) -> Result<Option<Timestamp>, StoreFault> {
    let instant: Option<jiff_sqlx::Timestamp> = row.try_get(column)?;
    Ok(instant.map(|instant| instant.to_jiff()))
}

pub(super) fn letter(row: &PgRow) -> Result<Letter, StoreFault> {
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
        settled_at: instant(row, "settled_at")?,
        next_at: instant(row, "next_at")?,
    })
}

pub(super) const LETTER: &str = "l.id, a.reference, l.seq, l.party, l.recipient, l.address, l.language, l.name, l.legal, \
                      l.subject, l.body, l.message_id, l.written_at, l.status, l.attempts, \
                      l.answer, l.settled_at, l.next_at";

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

/// The letter with this key.
pub async fn find(store: &Store, id: i64) -> Result<Option<Letter>, StoreFault> {
    let sql = format!("select {LETTER} from letter l join appeal a on a.id = l.appeal where l.id = $1");
    let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(id).fetch_optional(store.pool()).await?;
    row.as_ref().map(letter).transpose()
}

/// The key of the letter with this Message-ID, or of the first one of the digest with it. Looks through all
/// letters: reports that come back to no letter's own address are rare.
pub async fn with_message_id(store: &Store, message_id: &str) -> Result<Option<i64>, StoreFault> {
    let sql = "select min(id) from letter where message_id = $1 or digest = $1";
    Ok(sqlx::query_scalar(sql).bind(message_id).fetch_one(store.pool()).await?)
}

/// Up to `most` letters with the key after `after`, of one status or of any.
pub async fn list(
    store: &Store,
    after: i64,
    most: i64,
    status: Option<&str>,
) -> Result<Vec<Letter>, StoreFault> {
    let sql = format!(
        "select {LETTER} from letter l join appeal a on a.id = l.appeal
         where l.id > $1 and ($3::text is null or l.status = $3) order by l.id limit $2"
    );
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(after).bind(most).bind(status);
    query.fetch_all(store.pool()).await?.iter().map(letter).collect()
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

/// What an administrator sees of a letter: everything but its text, its subject and to which address it goes.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The row's key.
    pub id: i64,
    /// The reference of its appeal.
    pub reference: String,
    /// The letter's name.
    pub name: String,
    /// Whether it is a legal notice.
    pub legal: bool,
    /// The code of the recipient.
    pub recipient: String,
    /// What has become of it.
    pub status: String,
    /// How often it was tried.
    pub attempts: i32,
    /// The last answer of the mail server, or why it is held.
    pub answer: Option<String>,
    /// When it was written.
    pub written_at: Timestamp,
    /// When it is tried next, if it is.
    pub next_at: Option<Timestamp>,
}

/// Up to `most` letters of a status beyond a key; of those that wait to be sent, the first to go first.
pub async fn standing(
    store: &Store,
    status: Option<&str>,
    beyond: i64,
    most: i64,
) -> Result<Vec<Standing>, StoreFault> {
    let (which, order) = match status {
        Some(_) => ("l.status = $1 and l.id > $2", "l.id"),
        None => ("$1::text is null and l.next_at is not null and l.id > $2", "l.next_at, l.id"),
    };
    let sql = format!(
        "select l.id, a.reference, l.name, l.legal, l.recipient, l.status, l.attempts, l.answer, l.written_at, l.next_at
         from letter l join appeal a on a.id = l.appeal where {which} order by {order} limit $3"
    );
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(status).bind(beyond).bind(most);
    let rows = query.fetch_all(store.pool()).await?;
    let standing = |row: &PgRow| {
        Ok(Standing {
            id: row.try_get("id")?,
            reference: row.try_get("reference")?,
            name: row.try_get("name")?,
            legal: row.try_get("legal")?,
            recipient: row.try_get("recipient")?,
            status: row.try_get("status")?,
            attempts: row.try_get("attempts")?,
            answer: row.try_get("answer")?,
            written_at: row.try_get::<jiff_sqlx::Timestamp, _>("written_at")?.to_jiff(),
            next_at: instant(row, "next_at")?,
        })
    };
    rows.iter().map(standing).collect()
}
