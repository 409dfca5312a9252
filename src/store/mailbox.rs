//! What became of mail to an address, over all letters and bulletins that went there.

use std::collections::BTreeMap;

use sqlx::{PgConnection, Row};

use super::StoreFault;
use crate::ladder::Mailbox;

/// How mail to these addresses fared; those to which none is settled are missing.
///
/// Reads all letters: the schedule asks once a month, `doctor` when it is called.
pub async fn fates(
    tx: &mut PgConnection,
    addresses: &[String],
) -> Result<BTreeMap<String, Mailbox>, StoreFault> {
    let sql = "select distinct on (address) address, status = 'accepted' as living, answer
        from (
            select address, status, settled_at, answer from letter where address = any($1)
            union all
            select address, status, settled_at, answer from bulletin where address = any($1)
        ) mail
        where status in ('accepted', 'failed', 'bounced') and settled_at is not null
        order by address, settled_at desc, status = 'accepted'";
    let rows = sqlx::query(sql).bind(addresses).fetch_all(tx).await?;
    let fate = |row: &sqlx::postgres::PgRow| {
        let answer: Option<String> = row.try_get("answer")?;
        let mailbox = match row.try_get("living")? {
            true => Mailbox::Living,
            false => Mailbox::Returned(answer.unwrap_or_default()),
        };
        Ok((row.try_get("address")?, mailbox))
    };
    rows.iter().map(fate).collect()
}
