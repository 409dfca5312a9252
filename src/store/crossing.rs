//! Sign-ins that have gone over to the provider of officials. A crossing is used once, by the browser that began it.

use jiff::Timestamp;

use super::{Store, StoreFault, at};

/// A sign-in that goes over.
#[derive(Debug)]
pub struct Begun {
    /// SHA-256 of the state that travels with it.
    pub state: Vec<u8>,
    /// SHA-256 of the cookie of the browser.
    pub browser: Vec<u8>,
    /// The path that the reader wanted to see.
    pub back_to: String,
}

/// Keeps it; those that were over a day before are forgotten.
pub async fn begin(store: &Store, begun: &Begun, now: Timestamp, until: Timestamp) -> Result<(), StoreFault> {
    let sql = "with old as (delete from crossing where expires_at < $4::timestamptz - interval '1 day')
        insert into crossing (state_hash, browser_hash, back_to, begun_at, expires_at) values ($1, $2, $3, $4, $5)";
    sqlx::query(sql)
        .bind(&begun.state)
        .bind(&begun.browser)
        .bind(&begun.back_to)
        .bind(at(now))
        .bind(at(until))
        .execute(store.pool())
        .await?;
    Ok(())
}

/// Ends the one with this state, if this browser began it and has not come back before or too late; answers with the path
/// that the reader wanted to see.
pub async fn end(
    store: &Store,
    state: &[u8],
    browser: &[u8],
    now: Timestamp,
) -> Result<Option<String>, StoreFault> {
    let sql = "update crossing set used_at = $3
        where state_hash = $1 and browser_hash = $2 and used_at is null and expires_at > $3 returning back_to";
    let query = sqlx::query_scalar(sql).bind(state).bind(browser).bind(at(now));
    Ok(query.fetch_optional(store.pool()).await?)
}
