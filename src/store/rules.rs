//! Workflows and calendars: stored once under their digest, never changed.

use std::collections::BTreeMap;

use jiff::Timestamp;
use sqlx::types::Json;

use super::{Store, StoreFault, at};

/// A workflow as its author wrote it.
#[derive(Debug, Clone)]
pub struct WorkflowText {
    /// Its digest.
    pub digest: String,
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: i32,
    /// The file.
    pub source: String,
    /// Its letters, by file name.
    pub letters: BTreeMap<String, String>,
}

/// A calendar as its author wrote it.
#[derive(Debug, Clone)]
pub struct CalendarText {
    /// Its digest.
    pub digest: String,
    /// Its name.
    pub name: String,
    /// The file.
    pub source: String,
}

/// What became of a workflow that was to be stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It was there already.
    Known,
    /// It is new, or replaces a version that no appeal has used.
    New,
    /// Appeals use another file of the same name and version.
    InUse,
}

/// Stores a workflow, unless appeals use a different file under its name and version.
pub async fn store_workflow(
    store: &Store,
    workflow: &WorkflowText,
    now: Timestamp,
) -> Result<Taken, StoreFault> {
    let mut tx = store.begin().await?;
    // One at a time: two processes may start together with different files.
    sqlx::query("select pg_advisory_xact_lock(hashtext('redress workflow'))").execute(&mut *tx).await?;
    let sql = "select digest from workflow where name = $1 and version = $2";
    let known: Option<String> =
        sqlx::query_scalar(sql).bind(&workflow.name).bind(workflow.version).fetch_optional(&mut *tx).await?;
    if let Some(digest) = known {
        if digest == workflow.digest {
            return Ok(Taken::Known);
        }
        let sql = "select exists (select 1 from appeal where workflow = $1)";
        if sqlx::query_scalar(sql).bind(&digest).fetch_one(&mut *tx).await? {
            return Ok(Taken::InUse);
        }
        sqlx::query("delete from workflow where digest = $1").bind(&digest).execute(&mut *tx).await?;
    }
    let sql = "insert into workflow (digest, name, version, source, letters, loaded_at) values ($1, $2, $3, $4, $5, $6)";
    sqlx::query(sql)
        .bind(&workflow.digest)
        .bind(&workflow.name)
        .bind(workflow.version)
        .bind(&workflow.source)
        .bind(Json(&workflow.letters))
        .bind(at(now))
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(Taken::New)
}

/// Stores a calendar; answers whether it is new.
pub async fn store_calendar(
    store: &Store,
    calendar: &CalendarText,
    now: Timestamp,
) -> Result<bool, StoreFault> {
    let sql = "insert into calendar (digest, name, source, loaded_at) values ($1, $2, $3, $4) on conflict do nothing";
    let query =
        sqlx::query(sql).bind(&calendar.digest).bind(&calendar.name).bind(&calendar.source).bind(at(now));
    Ok(query.execute(store.pool()).await?.rows_affected() == 1)
}

/// All workflows, the oldest version of each name first.
pub async fn workflows(store: &Store) -> Result<Vec<WorkflowText>, StoreFault> {
    let sql = "select digest, name, version, source, letters from workflow order by name, version";
    type Row = (String, String, i32, String, Json<BTreeMap<String, String>>);
    let rows: Vec<Row> = sqlx::query_as(sql).fetch_all(store.pool()).await?;
    let text = |(digest, name, version, source, Json(letters))| WorkflowText {
        digest,
        name,
        version,
        source,
        letters,
    };
    Ok(rows.into_iter().map(text).collect())
}

/// The newest calendar of each name.
pub async fn calendars(store: &Store) -> Result<Vec<CalendarText>, StoreFault> {
    let sql =
        "select distinct on (name) digest, name, source from calendar order by name, loaded_at desc, digest";
    let rows: Vec<(String, String, String)> = sqlx::query_as(sql).fetch_all(store.pool()).await?;
    Ok(rows.into_iter().map(|(digest, name, source)| CalendarText { digest, name, source }).collect())
}
