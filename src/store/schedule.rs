//! The runs of the schedule: each is taken once.

use std::collections::BTreeMap;

use jiff::Timestamp;
use sqlx::PgConnection;

use super::{Store, StoreFault, at};

/// Takes a run of a job; false when another process has taken it or is at work on the job.
///
/// The run is taken when the transaction is committed. Until then no other process can take any run of the
/// same job, nor waits for this one.
pub async fn take(
    tx: &mut PgConnection,
    job: &str,
    due: Timestamp,
    now: Timestamp,
) -> Result<bool, StoreFault> {
    let sql = "insert into schedule_run (job, due_at, taken_at)
        select $1, $2, $3 where pg_try_advisory_xact_lock(hashtextextended('schedule ' || $1, 0))
        on conflict do nothing";
    let query = sqlx::query(sql).bind(job).bind(at(due)).bind(at(now));
    Ok(query.execute(tx).await?.rows_affected() == 1)
}

/// The last run of each job that was taken.
pub async fn last(store: &Store) -> Result<BTreeMap<String, Timestamp>, StoreFault> {
    let sql = "select job, max(due_at) from schedule_run group by job";
    let rows: Vec<(String, jiff_sqlx::Timestamp)> = sqlx::query_as(sql).fetch_all(store.pool()).await?;
    Ok(rows.into_iter().map(|(job, due)| (job, due.to_jiff())).collect())
}

/// Forgets the runs from before an instant, except the last of each job.
pub async fn forget(tx: &mut PgConnection, before: Timestamp) -> Result<u64, StoreFault> {
    let sql = "delete from schedule_run r where due_at < $1
        and due_at < (select max(due_at) from schedule_run l where l.job = r.job)";
    Ok(sqlx::query(sql).bind(at(before)).execute(tx).await?.rows_affected())
}
