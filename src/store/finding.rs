//! The words by which appeals are found. Only what row-level security lets a person see is ever found; see `queue`.

use sqlx::PgConnection;

use super::StoreFault;

/// The most that is kept for one appeal, in bytes: Postgres takes a megabyte, and what a search cannot hold must never
/// keep an appeal from going on.
const MOST: i32 = 400_000;

/// The words of a text, small and apart: Postgres would take `460-1` for two numbers, the second below zero, and knows
/// small letters only in its own language.
fn words(text: &str) -> String {
    let apart = text.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' });
    apart.collect::<String>().to_lowercase()
}

/// Adds words to what is kept for appeals, by their keys.
pub async fn add(tx: &mut PgConnection, found: &[(i64, String)]) -> Result<(), StoreFault> {
    let (ids, said): (Vec<i64>, Vec<String>) = found.iter().map(|(id, said)| (*id, words(said))).unzip();
    let sql = "insert into finding as f (appeal, words)
        select appeal, redress_words(left(said, 100000)) from unnest($1::bigint[], $2::text[]) as t (appeal, said)
        on conflict (appeal) do update set words = f.words || excluded.words
        where pg_column_size(f.words) < $3";
    sqlx::query(sql).bind(ids).bind(said).bind(MOST).execute(tx).await?;
    Ok(())
}
