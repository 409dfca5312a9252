//! Views of the queue that a person has saved.

use jiff::Timestamp;

use super::{Store, StoreFault, at};

/// A saved view.
#[derive(Debug, Clone)]
pub struct View {
    /// The row's key.
    pub id: i64,
    /// What she calls it.
    pub name: String,
    /// The query of its address.
    pub query: String,
}

/// A person's views, by name.
pub async fn of(store: &Store, person: i64) -> Result<Vec<View>, StoreFault> {
    let sql = "select id, name, query from saved_view where person = $1 order by name limit 50";
    let rows: Vec<(i64, String, String)> = sqlx::query_as(sql).bind(person).fetch_all(store.pool()).await?;
    Ok(rows.into_iter().map(|(id, name, query)| View { id, name, query }).collect())
}

/// Saves a view; one of the same name is replaced.
pub async fn save(
    store: &Store,
    person: i64,
    name: &str,
    query: &str,
    now: Timestamp,
) -> Result<(), StoreFault> {
    let sql = "insert into saved_view (person, name, query, saved_at) values ($1, $2, $3, $4)
        on conflict (person, name) do update set query = excluded.query, saved_at = excluded.saved_at";
    sqlx::query(sql).bind(person).bind(name).bind(query).bind(at(now)).execute(store.pool()).await?;
    Ok(())
}

/// Forgets a person's view.
pub async fn forget(store: &Store, person: i64, id: i64) -> Result<(), StoreFault> {
    let sql = "delete from saved_view where person = $1 and id = $2";
    sqlx::query(sql).bind(person).bind(id).execute(store.pool()).await?;
    Ok(())
}
