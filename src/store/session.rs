//! Requests to sign in, and sessions. Secrets come in as hashes and are never stored.

use jiff::{SignedDuration, Timestamp};
use sqlx::Row;

use super::people::{KNOWN, Known, known};
use super::{Store, StoreFault, at};

/// A request to sign in.
#[derive(Debug, Clone)]
pub struct Request {
    /// SHA-256 of the token in the link.
    pub token: Vec<u8>,
    /// SHA-256 of the six digits, salted with the browser's hash.
    pub code: Vec<u8>,
    /// SHA-256 of the cookie of the browser that asked.
    pub browser: Vec<u8>,
    /// Who.
    pub person: i64,
    /// When.
    pub asked_at: Timestamp,
    /// Until when it can be used.
    pub expires_at: Timestamp,
}

/// How many requests a person has made since an instant.
pub async fn requests_since(store: &Store, person: i64, since: Timestamp) -> Result<i64, StoreFault> {
    let sql = "select count(*) from sign_in where person = $1 and asked_at > $2";
    Ok(sqlx::query_scalar(sql).bind(person).bind(at(since)).fetch_one(store.pool()).await?)
}

/// Keeps a request; those that expired a day before are forgotten.
pub async fn ask(store: &Store, request: &Request) -> Result<(), StoreFault> {
    let sql = "with old as (delete from sign_in where expires_at < $5::timestamptz - interval '1 day')
        insert into sign_in (token_hash, code_hash, browser_hash, person, asked_at, expires_at)
        values ($1, $2, $3, $4, $5, $6)";
    sqlx::query(sql)
        .bind(&request.token)
        .bind(&request.code)
        .bind(&request.browser)
        .bind(request.person)
        .bind(at(request.asked_at))
        .bind(at(request.expires_at))
        .execute(store.pool())
        .await?;
    Ok(())
}

/// Uses the link from the browser that asked; answers with the person. A link works once.
pub async fn use_link(
    store: &Store,
    token: &[u8],
    browser: &[u8],
    now: Timestamp,
) -> Result<Option<i64>, StoreFault> {
    let sql = "update sign_in set used_at = $3
        where token_hash = $1 and browser_hash = $2 and used_at is null and expires_at > $3 and attempts < 5
        returning person";
    let query = sqlx::query_scalar(sql).bind(token).bind(browser).bind(at(now));
    Ok(query.fetch_optional(store.pool()).await?)
}

/// Whether a link that still works was asked for by this browser.
pub async fn is_asked_by(
    store: &Store,
    token: &[u8],
    browser: &[u8],
    now: Timestamp,
) -> Result<bool, StoreFault> {
    let sql =
        "select exists (select from sign_in where token_hash = $1 and browser_hash = $2 and used_at is null
        and expires_at > $3 and attempts < 5)";
    Ok(sqlx::query_scalar(sql).bind(token).bind(browser).bind(at(now)).fetch_one(store.pool()).await?)
}

/// How many tries of digits a person's requests of one day bear in all. The link in the browser that asked for it needs
/// no digits, and works on.
const TRIES_A_DAY: i64 = 30;

/// Uses the link on another device, together with the digits; or, without a link, the digits alone in the browser that
/// asked. Each try counts: after five the request is dead, and after thirty in a day those of the person are.
pub async fn use_code(
    store: &Store,
    token: Option<&[u8]>,
    browser: Option<&[u8]>,
    code: impl Fn(&[u8]) -> Vec<u8>,
    now: Timestamp,
) -> Result<Option<i64>, StoreFault> {
    let sql = "update sign_in set attempts = attempts + 1
        where token_hash = (select token_hash from sign_in
            where (token_hash = $1 or ($1 is null and browser_hash = $2)) and used_at is null and expires_at > $3
                and attempts < 5
                and $5 > (select sum(tried.attempts) from sign_in tried
                    where tried.person = sign_in.person and tried.used_at is null and tried.asked_at > $4)
            order by asked_at desc limit 1)
        returning token_hash, code_hash, browser_hash";
    let a_day_ago = now - SignedDuration::from_hours(24);
    let query =
        sqlx::query(sql).bind(token).bind(browser).bind(at(now)).bind(at(a_day_ago)).bind(TRIES_A_DAY);
    let row = query.fetch_optional(store.pool()).await?;
    let Some(row) = row else { return Ok(None) };
    let (given, kept): (Vec<u8>, Vec<u8>) = (code(row.try_get("browser_hash")?), row.try_get("code_hash")?);
    if !bool::from(subtle::ConstantTimeEq::ct_eq(given.as_slice(), kept.as_slice())) {
        return Ok(None);
    }
    let sql = "update sign_in set used_at = $2 where token_hash = $1 and used_at is null returning person";
    let token: &[u8] = row.try_get("token_hash")?;
    Ok(sqlx::query_scalar(sql).bind(token).bind(at(now)).fetch_optional(store.pool()).await?)
}

/// A session.
#[derive(Debug, Clone)]
pub struct Session {
    /// The row's key, which is no secret.
    pub id: i64,
    /// Who.
    pub person: i64,
    /// Since when.
    pub started_at: Timestamp,
    /// When it was last used.
    pub seen_at: Timestamp,
    /// What the browser said it is.
    pub agent: String,
}

/// Begins a session.
pub async fn begin(
    store: &Store,
    token: &[u8],
    person: i64,
    agent: &str,
    now: Timestamp,
    until: Timestamp,
) -> Result<(), StoreFault> {
    let sql = "insert into session (token_hash, person, agent, started_at, seen_at, expires_at)
        values ($1, $2, $3, $4, $4, $5)";
    let query = sqlx::query(sql).bind(token).bind(person).bind(agent).bind(at(now)).bind(at(until));
    query.execute(store.pool()).await?;
    Ok(())
}

/// The session of a token, if it still runs (neither ended, nor over, nor idle since `idle`), with its person: the one
/// question that every page of a signed-in reader asks. Notes that it was used, once a minute at most.
pub async fn find(
    store: &Store,
    token: &[u8],
    now: Timestamp,
    idle: Timestamp,
) -> Result<Option<(i64, Known)>, StoreFault> {
    let sql = format!(
        "with running as (
            select id, person, seen_at from session
            where token_hash = $2 and ended_at is null and expires_at > $1 and seen_at > $3
        ), seen as (
            update session set seen_at = $1
            where id = (select id from running where seen_at < $1::timestamptz - interval '1 minute')
        )
        select (select id from running) as session, {KNOWN}
        where p.id = (select person from running) group by p.id"
    );
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(at(now)).bind(token).bind(at(idle));
    let Some(row) = query.fetch_optional(store.pool()).await? else { return Ok(None) };
    Ok(Some((row.try_get("session")?, known(&row)?)))
}

/// A person's running sessions, the last used first.
pub async fn of(store: &Store, person: i64, now: Timestamp) -> Result<Vec<Session>, StoreFault> {
    let sql = "select id, person, started_at, seen_at, agent from session
        where person = $1 and ended_at is null and expires_at > $2 order by seen_at desc";
    let rows = sqlx::query(sql).bind(person).bind(at(now)).fetch_all(store.pool()).await?;
    let instant = |row: &sqlx::postgres::PgRow, column| {
        row.try_get::<jiff_sqlx::Timestamp, _>(column).map(|at| at.to_jiff())
    };
    let session = |row: &sqlx::postgres::PgRow| {
        Ok(Session {
            id: row.try_get("id")?,
            person: row.try_get("person")?,
            started_at: instant(row, "started_at")?,
            seen_at: instant(row, "seen_at")?,
            agent: row.try_get("agent")?,
        })
    };
    rows.iter().map(session).collect()
}

/// Ends one of a person's sessions, or without a key all of them.
pub async fn end(store: &Store, person: i64, id: Option<i64>, now: Timestamp) -> Result<(), StoreFault> {
    let sql = "update session set ended_at = $3
        where person = $1 and ended_at is null and ($2::bigint is null or id = $2)";
    sqlx::query(sql).bind(person).bind(id).bind(at(now)).execute(store.pool()).await?;
    Ok(())
}
