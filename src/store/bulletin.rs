//! Bulletins: written by the schedule once for each run and reader, leased and settled like letters.

use jiff::Timestamp;
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};

use super::outbox::Settled;
use super::{Store, StoreFault, at};
use crate::letter::Text;
use crate::texts::Language;

/// A bulletin to be written.
#[derive(Debug)]
pub struct New<'a> {
    /// The schedule that writes it.
    pub job: &'a str,
    /// The time of its run.
    pub due: Timestamp,
    /// What it is about: the code of an office, or `operator`.
    pub about: &'a str,
    /// To whom.
    pub address: &'a str,
    /// In which language.
    pub language: Language,
    /// What it says.
    pub text: &'a Text,
    /// Its Message-ID, fixed before it is first sent.
    pub message_id: String,
}

/// Writes a bulletin, to be sent from `now` on; one that this run wrote before is left as it is.
pub async fn write(tx: &mut PgConnection, new: &New<'_>, now: Timestamp) -> Result<(), StoreFault> {
    let sql = "insert into bulletin
            (job, due_at, about, address, language, subject, body, message_id, written_at, next_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9) on conflict do nothing";
    sqlx::query(sql)
        .bind(new.job)
        .bind(at(new.due))
        .bind(new.about)
        .bind(new.address)
        .bind(new.language.code())
        .bind(&new.text.subject)
        .bind(&new.text.body)
        .bind(&new.message_id)
        .bind(at(now))
        .execute(tx)
        .await?;
    Ok(())
}

/// A bulletin as it is sent or listed.
#[derive(Debug, Clone)]
pub struct Bulletin {
    /// The row's key.
    pub id: i64,
    /// The schedule that wrote it.
    pub job: String,
    /// What it is about.
    pub about: String,
    /// To whom.
    pub address: String,
    /// The language.
    pub language: String,
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

const BULLETIN: &str =
    "id, job, about, address, language, subject, body, message_id, written_at, status, attempts, answer";

fn bulletin(row: &PgRow) -> Result<Bulletin, StoreFault> {
    Ok(Bulletin {
        id: row.try_get("id")?,
        job: row.try_get("job")?,
        about: row.try_get("about")?,
        address: row.try_get("address")?,
        language: row.try_get("language")?,
        subject: row.try_get("subject")?,
        body: row.try_get("body")?,
        message_id: row.try_get("message_id")?,
        written_at: row.try_get::<jiff_sqlx::Timestamp, _>("written_at")?.to_jiff(),
        status: row.try_get("status")?,
        attempts: row.try_get("attempts")?,
        answer: row.try_get("answer")?,
    })
}

/// The bulletins after the key `after`, up to 500.
pub async fn list(store: &Store, after: i64) -> Result<Vec<Bulletin>, StoreFault> {
    let sql = format!("select {BULLETIN} from bulletin where id > $1 order by id limit 500");
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(after).fetch_all(store.pool()).await?;
    rows.iter().map(bulletin).collect()
}

/// Takes up to `most` bulletins that may be sent now and leases them until `until`.
pub async fn lease(
    store: &Store,
    now: Timestamp,
    until: Timestamp,
    most: i64,
) -> Result<Vec<Bulletin>, StoreFault> {
    let sql = format!(
        "update bulletin set status = 'sending', attempts = attempts + 1, next_at = $2
         where id in (select id from bulletin where next_at <= $1 order by next_at, id limit $3 for update skip locked)
         returning {BULLETIN}"
    );
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(at(now)).bind(at(until)).bind(most);
    query.fetch_all(store.pool()).await?.iter().map(bulletin).collect()
}

/// Writes down what became of one; a later lease is not touched.
pub async fn settle(store: &Store, settled: &Settled, now: Timestamp) -> Result<(), StoreFault> {
    let sql = "update bulletin set status = $3, next_at = $4, answer = $5, settled_at = $6
        where id = $1 and attempts = $2 and status = 'sending'";
    sqlx::query(sql)
        .bind(settled.id)
        .bind(settled.attempt)
        .bind(settled.status)
        .bind(settled.next_at.map(at))
        .bind(settled.answer.replace('\0', " "))
        .bind(at(now))
        .execute(store.pool())
        .await?;
    Ok(())
}

/// Marks one that came back, with the words of the report behind what was answered before.
pub async fn bounce(store: &Store, id: i64, words: &str, now: Timestamp) -> Result<(), StoreFault> {
    let sql = "update bulletin set status = 'bounced', next_at = null, settled_at = $3,
            answer = concat_ws('; then: ', answer, $2)
        where id = $1 and status in ('accepted', 'deferred', 'sending')";
    sqlx::query(sql).bind(id).bind(words).bind(at(now)).execute(store.pool()).await?;
    Ok(())
}

/// The key of the bulletin with this Message-ID.
pub async fn with_message_id(store: &Store, message_id: &str) -> Result<Option<i64>, StoreFault> {
    let sql = "select id from bulletin where message_id = $1";
    Ok(sqlx::query_scalar(sql).bind(message_id).fetch_optional(store.pool()).await?)
}

/// The earliest instant at which one may be sent.
pub async fn next(store: &Store) -> Result<Option<Timestamp>, StoreFault> {
    let sql = "select next_at from bulletin where next_at is not null order by next_at limit 1";
    let next: Option<jiff_sqlx::Timestamp> = sqlx::query_scalar(sql).fetch_optional(store.pool()).await?;
    Ok(next.map(|next| next.to_jiff()))
}
