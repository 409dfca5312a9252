//! The outbox: letters leased while they are sent and settled by the mail server's answer.

use jiff::Timestamp;
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::letter::{LETTER, Letter, letter};
use super::{Store, StoreFault, at, readable};
use crate::appeal::{Appeal, Event};

/// A letter on lease, with what decides whether and how it is sent.
#[derive(Debug, Clone)]
pub struct Leased {
    /// The letter.
    pub letter: Letter,
    /// The digest of the workflow of its appeal.
    pub workflow: String,
    /// The first and the last letter of the appeal to the same recipient before this one.
    pub earlier: Vec<String>,
    /// Whether it waited for a digest.
    pub for_digest: bool,
    /// For a courtesy reminder: what it reminds of, and the appeal as it stands now.
    pub reminder: Option<(Event, Appeal)>,
}

/// Takes up to `most` letters that may be sent now and leases them until `until`; another process, or
/// this one after a crash, may take them again only then. Legal notices come first.
pub async fn lease(
    store: &Store,
    now: Timestamp,
    until: Timestamp,
    most: i64,
) -> Result<Vec<Leased>, StoreFault> {
    let sql = format!(
        "with leased as (
            update letter set status = 'sending', attempts = attempts + 1, next_at = $2
            where id in (select id from letter where next_at <= $1 order by next_at, id limit $3 for update skip locked)
            returning *
        )
        select {LETTER}, a.workflow, l.waits = 'digest' as for_digest,
            earlier.ids[1] as first, earlier.ids[cardinality(earlier.ids)] as previous,
            case when e.kind = 'reminded' then e.event::text end as event,
            case when e.kind = 'reminded' then a.state::text end as state
        from leased l join appeal a on a.id = l.appeal
        left join entry e on e.appeal = l.appeal and e.seq = l.seq and not l.legal
        -- The `+ 0` keeps Postgres from looking through all earlier letters by their key instead of those of the appeal.
        left join lateral (
            select array_agg(f.message_id order by f.id) as ids from letter f
            where f.appeal = l.appeal and f.recipient = l.recipient and f.id + 0 < l.id
        ) earlier on true
        order by not l.legal, l.id"
    );
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(at(now)).bind(at(until)).bind(most);
    query.fetch_all(store.pool()).await?.iter().map(leased).collect()
}

fn leased(row: &PgRow) -> Result<Leased, StoreFault> {
    let mut earlier: Vec<String> = [row.try_get::<Option<String>, _>("first")?, row.try_get("previous")?]
        .into_iter()
        .flatten()
        .collect();
    earlier.dedup();
    let (event, state): (Option<String>, Option<String>) = (row.try_get("event")?, row.try_get("state")?);
    let reminder = match (event, state) {
        (Some(event), Some(state)) => {
            Some((readable("a reminder", &event)?, readable("an appeal's state", &state)?))
        }
        _ => None,
    };
    Ok(Leased {
        letter: letter(row)?,
        workflow: row.try_get("workflow")?,
        earlier,
        for_digest: row.try_get::<Option<bool>, _>("for_digest")?.unwrap_or_default(),
        reminder,
    })
}

/// What became of a letter that was taken to be sent.
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
    /// What it waits for, if it is a courtesy letter that was put off.
    pub waits: Option<&'static str>,
    /// The Message-ID of the digest in which it went.
    pub digest: Option<String>,
    /// The server's answer, or why it was not sent.
    pub answer: String,
}

/// Writes down what became of letters.
pub async fn settle(store: &Store, settled: &[Settled], now: Timestamp) -> Result<(), StoreFault> {
    let ids: Vec<i64> = settled.iter().map(|one| one.id).collect();
    let attempts: Vec<i32> = settled.iter().map(|one| one.attempt).collect();
    let statuses: Vec<&str> = settled.iter().map(|one| one.status).collect();
    let nexts: Vec<Option<jiff_sqlx::Timestamp>> = settled.iter().map(|one| one.next_at.map(at)).collect();
    let waits: Vec<Option<&str>> = settled.iter().map(|one| one.waits).collect();
    let digests: Vec<Option<&str>> = settled.iter().map(|one| one.digest.as_deref()).collect();
    // Postgres' text holds no zero bytes, and a server may say anything.
    let answers: Vec<String> = settled.iter().map(|one| one.answer.replace('\0', " ")).collect();
    let sql = "update letter l
        set status = t.status, next_at = t.next_at, waits = t.waits, digest = t.digest, answer = t.answer,
            settled_at = $8
        from unnest($1::bigint[], $2::int[], $3::text[], $4::timestamptz[], $5::text[], $6::text[], $7::text[])
            as t (id, attempt, status, next_at, waits, digest, answer)
        where l.id = t.id and l.attempts = t.attempt and l.status = 'sending'";
    sqlx::query(sql)
        .bind(ids)
        .bind(attempts)
        .bind(statuses)
        .bind(nexts)
        .bind(waits)
        .bind(digests)
        .bind(answers)
        .bind(at(now))
        .execute(store.pool())
        .await?;
    Ok(())
}

/// The address at which a participant's answer is known.
#[derive(Debug, Clone)]
pub struct ReplyAddress {
    /// The SHA-256 of its token.
    pub token_hash: Vec<u8>,
    /// A letter of the appeal to the participant.
    pub letter: i64,
}

/// Makes known the addresses that letters about to be sent name.
pub async fn know(store: &Store, addresses: &[ReplyAddress], now: Timestamp) -> Result<(), StoreFault> {
    let hashes: Vec<&[u8]> = addresses.iter().map(|one| one.token_hash.as_slice()).collect();
    let letters: Vec<i64> = addresses.iter().map(|one| one.letter).collect();
    let sql = "insert into reply_address (token_hash, appeal, recipient, party, made_at)
        select distinct on (t.hash) t.hash, l.appeal, l.recipient, l.party, $3
        from unnest($1::bytea[], $2::bigint[]) as t (hash, letter) join letter l on l.id = t.letter
        where not exists (select 1 from reply_address r where r.token_hash = t.hash)
        order by t.hash
        on conflict do nothing";
    sqlx::query(sql).bind(hashes).bind(letters).bind(at(now)).execute(store.pool()).await?;
    Ok(())
}

/// How many courtesy mails each of these addresses has got since an instant; a digest is one.
pub async fn courtesy_since(
    store: &Store,
    addresses: &[&str],
    since: Timestamp,
) -> Result<Vec<(String, i64)>, StoreFault> {
    let sql = "select address, count(distinct coalesce(digest, message_id)) from letter
        where address = any($1) and settled_at >= $2 and status = 'accepted' and not legal group by address";
    Ok(sqlx::query_as(sql).bind(addresses).bind(at(since)).fetch_all(store.pool()).await?)
}

/// The earliest instant at which a letter may be sent.
pub async fn next(store: &Store) -> Result<Option<Timestamp>, StoreFault> {
    let sql = "select next_at from letter where next_at is not null order by next_at limit 1";
    let next: Option<jiff_sqlx::Timestamp> = sqlx::query_scalar(sql).fetch_optional(store.pool()).await?;
    Ok(next.map(|next| next.to_jiff()))
}

/// Lets letters that wait for a person be sent again, with all their attempts before them; answers with how
/// many there were.
pub async fn retry(store: &Store, ids: &[i64], now: Timestamp) -> Result<u64, StoreFault> {
    let sql = "update letter set status = 'queued', attempts = 0, next_at = $2, settled_at = $2
        where id = any($1) and status in ('failed', 'held', 'deferred', 'bounced', 'queued')";
    Ok(sqlx::query(sql).bind(ids).bind(at(now)).execute(store.pool()).await?.rows_affected())
}

/// Holds letters that were not sent yet for a person, who says why; answers with how many there were.
pub async fn hold(store: &Store, ids: &[i64], why: &str, now: Timestamp) -> Result<u64, StoreFault> {
    let sql = "update letter set status = 'held', next_at = null, answer = $2, settled_at = $3
        where id = any($1) and status in ('queued', 'deferred')";
    Ok(sqlx::query(sql).bind(ids).bind(why).bind(at(now)).execute(store.pool()).await?.rows_affected())
}
