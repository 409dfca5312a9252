//! The documents of an appeal: papers that were filed with it and files that came with messages.

use jiff::Timestamp;
use sqlx::Row;

use super::{Store, StoreFault, at};
use crate::letter::Document;
use crate::seal;

/// The documents that an appeal had at an instant, in the order in which they came.
pub async fn of(store: &Store, appeal: i64, by: Timestamp) -> Result<Vec<Document>, StoreFault> {
    let sql = "select name, digest from (
            select name, digest, added_at as came_at, id, 0 as place from paper
            where appeal = $1 and added_at <= $2
            union all
            select f.name, f.digest, i.received_at, i.id, f.place
            from incoming i join incoming_attachment f on f.incoming = i.id
            where i.appeal = $1 and i.received_at <= $2 and i.verdict = 'message'
        ) document order by came_at, id, place";
    let rows = sqlx::query(sql).bind(appeal).bind(at(by)).fetch_all(store.pool()).await?;
    let document = |row: &sqlx::postgres::PgRow| {
        let digest: Vec<u8> = row.try_get("digest")?;
        Ok(Document { name: row.try_get("name")?, digest: seal::hex(&digest) })
    };
    rows.iter().map(document).collect()
}
