//! Receipts: the first answer to each command, kept under the command's key.

use jiff::Timestamp;
use sqlx::PgConnection;

use super::{StoreFault, at};

/// A key with the fingerprint of what was sent under it.
#[derive(Debug, Clone)]
pub struct Key {
    /// The key.
    pub key: String,
    /// SHA-256 over the command.
    pub fingerprint: Vec<u8>,
}

/// Claims keys, in one order for everybody, and answers with those that were free. A key that another
/// transaction is claiming is waited for.
pub async fn claim(tx: &mut PgConnection, keys: &[Key], now: Timestamp) -> Result<Vec<String>, StoreFault> {
    let mut keys: Vec<&Key> = keys.iter().collect();
    keys.sort_by(|a, b| a.key.cmp(&b.key));
    let names: Vec<&str> = keys.iter().map(|key| key.key.as_str()).collect();
    let prints: Vec<&[u8]> = keys.iter().map(|key| key.fingerprint.as_slice()).collect();
    let sql = "insert into receipt (key, fingerprint, at)
        select key, fingerprint, $3 from unnest($1::text[], $2::bytea[]) as t (key, fingerprint)
        on conflict (key) do nothing
        returning key";
    Ok(sqlx::query_scalar(sql).bind(names).bind(prints).bind(at(now)).fetch_all(tx).await?)
}

/// The fingerprints and answers kept under keys.
pub async fn answers(
    tx: &mut PgConnection,
    keys: &[String],
) -> Result<Vec<(String, Vec<u8>, Option<String>)>, StoreFault> {
    let sql = "select key, fingerprint, answer::text from receipt where key = any($1)";
    Ok(sqlx::query_as(sql).bind(keys).fetch_all(tx).await?)
}

/// Keeps the answers given under keys just claimed.
pub async fn keep(tx: &mut PgConnection, keys: &[String], answers: &[String]) -> Result<(), StoreFault> {
    let sql = "update receipt r set answer = t.answer::jsonb
        from unnest($1::text[], $2::text[]) as t (key, answer) where r.key = t.key";
    sqlx::query(sql).bind(keys).bind(answers).execute(tx).await?;
    Ok(())
}

/// Forgets the receipts from before an instant; answers with how many there were.
pub async fn forget(tx: &mut PgConnection, before: Timestamp) -> Result<u64, StoreFault> {
    let sql = "delete from receipt where at < $1";
    Ok(sqlx::query(sql).bind(at(before)).execute(tx).await?.rows_affected())
}
