//! The runs of the schedule: each is taken once.

use jiff::Timestamp;

use super::{Store, StoreFault, at};

/// Takes a run of a job; false when another process has taken it.
pub async fn take(store: &Store, job: &str, due: Timestamp, now: Timestamp) -> Result<bool, StoreFault> {
    let sql = "insert into schedule_run (job, due_at, taken_at) values ($1, $2, $3) on conflict do nothing";
    let query = sqlx::query(sql).bind(job).bind(at(due)).bind(at(now));
    Ok(query.execute(store.pool()).await?.rows_affected() == 1)
}

/// The last run of a job that was taken.
pub async fn last(store: &Store, job: &str) -> Result<Option<Timestamp>, StoreFault> {
    let sql = "select max(due_at) from schedule_run where job = $1";
    let due: Option<jiff_sqlx::Timestamp> = sqlx::query_scalar(sql).bind(job).fetch_one(store.pool()).await?;
    Ok(due.map(|due| due.to_jiff()))
}
