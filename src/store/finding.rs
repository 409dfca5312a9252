//! The words by which appeals are found. Only what row-level security lets a person see is ever found; see `queue`.

use sqlx::PgConnection;

use super::StoreFault;

/// The most that is kept for one appeal, in bytes: Postgres takes a megabyte, and what a search cannot hold must never
/// keep an appeal from going on.
const MOST: i32 = 400_000;

/// Adds words to what is kept for appeals, by their keys.
pub async fn add(tx: &mut PgConnection, found: &[(i64, String)]) -> Result<(), StoreFault> {
    let (ids, said): (Vec<i64>, Vec<&str>) = found.iter().map(|(id, said)| (*id, said.as_str())).unzip();
    let sql = "insert into finding as f (appeal, words)
        select appeal, redress_words(left(said, 100000)) from unnest($1::bigint[], $2::text[]) as t (appeal, said)
        on conflict (appeal) do update set words = f.words || excluded.words
        where pg_column_size(f.words) < $3";
    sqlx::query(sql).bind(ids).bind(said).bind(MOST).execute(tx).await?;
    Ok(())
}
