//! The documents of an appeal, as letters on paper list them: what was filed with it, added to it or came by mail.

use jiff::Timestamp;
use sqlx::Row;

use super::{Store, StoreFault, at};
use crate::letter::Document;
use crate::seal;

/// The documents that an appeal had at an instant, in the order in which they came.
pub async fn of(store: &Store, appeal: i64, by: Timestamp) -> Result<Vec<Document>, StoreFault> {
    let sql = "select name, digest from paper where appeal = $1 and added_at <= $2 order by added_at, id";
    let rows = sqlx::query(sql).bind(appeal).bind(at(by)).fetch_all(store.pool()).await?;
    let document = |row: &sqlx::postgres::PgRow| {
        let digest: Vec<u8> = row.try_get("digest")?;
        Ok(Document { name: row.try_get("name")?, digest: seal::hex(&digest) })
    };
    rows.iter().map(document).collect()
}
