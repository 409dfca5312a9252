//! Mail that came in: kept as it came, with what it was taken for.

use jiff::Timestamp;
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};

use super::{Store, StoreFault, at};

/// Who a token of a reply belongs to.
#[derive(Debug, Clone)]
pub struct Participant {
    /// The appeal's key.
    pub appeal: i64,
    /// Its reference.
    pub reference: String,
    /// The code of the participant.
    pub code: String,
    /// Whether it is the organisation that appeals rather than an office.
    pub is_appellant: bool,
    /// Its address; none if it is no longer known.
    pub address: Option<String>,
    /// Whether the token was revoked.
    pub revoked: bool,
}

/// The participant whose token has this SHA-256.
pub async fn participant(store: &Store, token_hash: &[u8]) -> Result<Option<Participant>, StoreFault> {
    let sql = format!("{PARTICIPANT} where r.token_hash = $1");
    let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(token_hash).fetch_optional(store.pool()).await?;
    row.as_ref().map(read_participant).transpose()
}

/// A party to an appeal by its code: somebody who was written to about it.
pub async fn party(store: &Store, reference: &str, code: &str) -> Result<Option<Participant>, StoreFault> {
    let sql = format!("{PARTICIPANT} where a.reference = $1 and r.recipient = $2");
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(reference).bind(code);
    query.fetch_optional(store.pool()).await?.as_ref().map(read_participant).transpose()
}

/// The codes of those who were written to about an appeal.
pub async fn parties(store: &Store, reference: &str) -> Result<Vec<String>, StoreFault> {
    let sql = "select distinct r.recipient from reply_address r join appeal a on a.id = r.appeal
        where a.reference = $1 order by 1";
    Ok(sqlx::query_scalar(sql).bind(reference).fetch_all(store.pool()).await?)
}

const PARTICIPANT: &str =
    "select r.appeal, a.reference, r.recipient, a.appellant = r.recipient as is_appellant,
        coalesce(case when a.appellant = r.recipient then g.email end, o.email) as address,
        r.revoked_at is not null as revoked
    from reply_address r join appeal a on a.id = r.appeal
    left join organisation g on g.code = r.recipient left join office o on o.code = r.recipient";

fn read_participant(row: &PgRow) -> Result<Participant, StoreFault> {
    Ok(Participant {
        appeal: row.try_get("appeal")?,
        reference: row.try_get("reference")?,
        code: row.try_get("recipient")?,
        is_appellant: row.try_get("is_appellant")?,
        address: row.try_get("address")?,
        revoked: row.try_get("revoked")?,
    })
}

/// No answer of this participant in this appeal is taken any more under the address it has.
pub async fn revoke(store: &Store, appeal: i64, code: &str, now: Timestamp) -> Result<u64, StoreFault> {
    let sql = "update reply_address set revoked_at = $3
        where appeal = $1 and recipient = $2 and revoked_at is null";
    Ok(sqlx::query(sql).bind(appeal).bind(code).bind(at(now)).execute(store.pool()).await?.rows_affected())
}

/// The keys of the letters that a report on this one is about: it alone, or all of the digest in which it went.
pub async fn reported(store: &Store, letter: i64) -> Result<Vec<i64>, StoreFault> {
    let sql = "select l.id from letter l join letter r on r.id = $1 where l.id = r.id or l.digest = r.digest";
    Ok(sqlx::query_scalar(sql).bind(letter).fetch_all(store.pool()).await?)
}

/// Marks letters as bounced, with the words of the report behind what was answered before.
pub async fn bounce(store: &Store, letters: &[i64], words: &str, now: Timestamp) -> Result<(), StoreFault> {
    let sql = "update letter set status = 'bounced', next_at = null, settled_at = $3,
            answer = concat_ws('; then: ', answer, $2)
        where id = any($1) and status in ('accepted', 'deferred', 'sending')";
    sqlx::query(sql).bind(letters).bind(words).bind(at(now)).execute(store.pool()).await?;
    Ok(())
}

/// A mail to be kept.
#[derive(Debug, Clone)]
pub struct Kept<'a> {
    /// What tells it from any other.
    pub fingerprint: Vec<u8>,
    /// Its Message-ID.
    pub message_id: Option<&'a str>,
    /// Its sender.
    pub sender: Option<&'a str>,
    /// Its subject.
    pub subject: &'a str,
    /// What it was taken for.
    pub verdict: &'static str,
    /// Why.
    pub reasons: &'a str,
    /// The appeal's key.
    pub appeal: Option<i64>,
    /// The letter's key.
    pub letter: Option<i64>,
    /// The participant.
    pub participant: Option<&'a str>,
    /// The text.
    pub body: &'a str,
    /// The mail as it came.
    pub raw: &'a [u8],
    /// Its files.
    pub files: Vec<KeptFile<'a>>,
}

/// A file of a mail.
#[derive(Debug, Clone)]
pub struct KeptFile<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its media type.
    pub kind: &'a str,
    /// Its SHA-256.
    pub digest: Vec<u8>,
    /// What is in it.
    pub content: &'a [u8],
}

/// Whether a mail was kept before.
pub async fn is_known(store: &Store, fingerprint: &[u8]) -> Result<bool, StoreFault> {
    let sql = "select exists (select 1 from incoming where fingerprint = $1)";
    Ok(sqlx::query_scalar(sql).bind(fingerprint).fetch_one(store.pool()).await?)
}

/// Keeps a mail with its files; those of a message are papers of its appeal. A mail that is known already changes nothing.
pub async fn keep(store: &Store, kept: &Kept<'_>, now: Timestamp) -> Result<(), StoreFault> {
    let mut tx = store.begin().await?;
    let sql = "insert into incoming (received_at, fingerprint, message_id, sender, subject, verdict, reasons,
            appeal, letter, participant, body, raw)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        on conflict (fingerprint) do nothing returning id";
    let id: Option<i64> = sqlx::query_scalar(sql)
        .bind(at(now))
        .bind(&kept.fingerprint)
        .bind(kept.message_id)
        .bind(kept.sender)
        .bind(kept.subject)
        .bind(kept.verdict)
        .bind(kept.reasons)
        .bind(kept.appeal)
        .bind(kept.letter)
        .bind(kept.participant)
        .bind(kept.body)
        .bind(kept.raw)
        .fetch_optional(&mut *tx)
        .await?;
    let Some(id) = id else { return Ok(()) };
    for (place, file) in (0_i32..).zip(&kept.files) {
        let content = "insert into attachment (digest, content) values ($1, $2) on conflict do nothing";
        sqlx::query(content).bind(&file.digest).bind(file.content).execute(&mut *tx).await?;
        let row = "insert into incoming_attachment (incoming, place, name, kind, size, digest)
            values ($1, $2, $3, $4, $5, $6)";
        let size = i64::try_from(file.content.len()).unwrap_or(i64::MAX);
        let query = sqlx::query(row).bind(id).bind(place).bind(file.name).bind(file.kind).bind(size);
        query.bind(&file.digest).execute(&mut *tx).await?;
    }
    if let Some(appeal) = kept.appeal.filter(|_| kept.verdict == "message") {
        file_in(&mut tx, id, appeal, now).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// The files of a mail are papers of an appeal from now on.
async fn file_in(tx: &mut PgConnection, id: i64, appeal: i64, now: Timestamp) -> Result<(), StoreFault> {
    let sql = "insert into paper (appeal, digest, name, kind, size, added_at, checked)
        select $2, digest, name, kind, size, $3, 'not checked' from incoming_attachment
        where incoming = $1 order by place";
    sqlx::query(sql).bind(id).bind(appeal).bind(at(now)).execute(tx).await?;
    Ok(())
}

/// A mail as it is listed.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Its key.
    pub id: i64,
    /// When it came.
    pub received_at: Timestamp,
    /// Its sender.
    pub sender: Option<String>,
    /// Its subject.
    pub subject: Option<String>,
    /// What it was taken for.
    pub verdict: String,
    /// Why.
    pub reasons: String,
    /// The reference of its appeal.
    pub reference: Option<String>,
    /// The letter that it is about.
    pub letter: Option<i64>,
    /// How many files came along.
    pub files: i64,
}

/// The mail that came in after the key `after`; `held` for what waits for a person only.
pub async fn list(store: &Store, after: i64, held: bool) -> Result<Vec<Listed>, StoreFault> {
    let sql = "select i.id, i.received_at, i.sender, i.subject, i.verdict, i.reasons, a.reference, i.letter,
            (select count(*) from incoming_attachment f where f.incoming = i.id) as files
        from incoming i left join appeal a on a.id = i.appeal
        where i.id > $1 and (not $2 or i.verdict = 'held' and i.settled_at is null) order by i.id limit 500";
    let rows = sqlx::query(sql).bind(after).bind(held).fetch_all(store.pool()).await?;
    let listed = rows.iter().map(|row| {
        Ok(Listed {
            id: row.try_get("id")?,
            received_at: row.try_get::<jiff_sqlx::Timestamp, _>("received_at")?.to_jiff(),
            sender: row.try_get("sender")?,
            subject: row.try_get("subject")?,
            verdict: row.try_get("verdict")?,
            reasons: row.try_get("reasons")?,
            reference: row.try_get("reference")?,
            letter: row.try_get("letter")?,
            files: row.try_get("files")?,
        })
    });
    listed.collect()
}

/// How many mails that came in wait for a person.
pub async fn count_held(store: &Store) -> Result<i64, StoreFault> {
    let sql = "select count(*) from incoming where verdict = 'held' and settled_at is null";
    Ok(sqlx::query_scalar(sql).fetch_one(store.pool()).await?)
}

/// A mail that is held.
#[derive(Debug, Clone)]
pub struct Held {
    /// The mail as it came.
    pub raw: Vec<u8>,
    /// The appeal by its reference and the party, where the address that it came to tells them.
    pub party: Option<(String, String)>,
}

/// A mail that waits for a person; none if it is not held or was dealt with.
pub async fn held(store: &Store, id: i64) -> Result<Option<Held>, StoreFault> {
    let sql = "select i.raw, a.reference, i.participant from incoming i left join appeal a on a.id = i.appeal
        where i.id = $1 and i.verdict = 'held' and i.settled_at is null";
    let Some(row) = sqlx::query(sql).bind(id).fetch_optional(store.pool()).await? else { return Ok(None) };
    let (reference, code): (Option<String>, Option<String>) =
        (row.try_get("reference")?, row.try_get("participant")?);
    Ok(Some(Held { raw: row.try_get("raw")?, party: reference.zip(code) }))
}

/// A held mail is a message now, and its files are papers of the appeal.
pub async fn enter(
    store: &Store,
    id: i64,
    party: &Participant,
    fingerprint: &[u8],
    how: &str,
    now: Timestamp,
) -> Result<(), StoreFault> {
    let mut tx = store.begin().await?;
    let sql = "update incoming set verdict = 'message', appeal = $2, participant = $3, fingerprint = $4,
            settled_at = $5, settled_how = $6
        where id = $1 and verdict = 'held'";
    let query = sqlx::query(sql).bind(id).bind(party.appeal).bind(&party.code).bind(fingerprint);
    let entered = query.bind(at(now)).bind(how).execute(&mut *tx).await?.rows_affected();
    if entered > 0 {
        file_in(&mut tx, id, party.appeal, now).await?;
    }
    Ok(tx.commit().await?)
}

/// Whether a mail that tells as much as the held one was kept beside it.
pub async fn is_kept_beside(store: &Store, id: i64, fingerprint: &[u8]) -> Result<bool, StoreFault> {
    let sql = "select exists (select from incoming where fingerprint = $2 and id <> $1)";
    Ok(sqlx::query_scalar(sql).bind(id).bind(fingerprint).fetch_one(store.pool()).await?)
}

/// Sets held mails aside, with how they were dealt with; answers how many were.
pub async fn settle(store: &Store, ids: &[i64], how: &str, now: Timestamp) -> Result<u64, StoreFault> {
    let sql = "update incoming set settled_at = $3, settled_how = $2
        where id = any($1) and verdict = 'held' and settled_at is null";
    let query = sqlx::query(sql).bind(ids).bind(how).bind(at(now));
    Ok(query.execute(store.pool()).await?.rows_affected())
}
