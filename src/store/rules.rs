//! Workflows and calendars: stored once under their digest, never changed.

use std::collections::BTreeMap;

use jiff::Timestamp;
use sqlx::types::Json;

use super::{Store, StoreFault, Transaction, at};

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
    /// Whether what is counted from now on is counted by it.
    pub in_force: bool,
    /// When it was stored.
    pub loaded_at: Timestamp,
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

/// Tells every process, by the revision that they watch, to read the rules again.
const NEW_REVISION: &str = "update ladder_revision set revision = revision + 1";

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
        // An appeal that has moved to a newer version was ruled by this one before.
        let sql = "select exists (select 1 from appeal where workflow = $1)
            or exists (select 1 from entry where kind = 'migrated' and event ->> 'before' = $1)";
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
    sqlx::query(NEW_REVISION).execute(&mut *tx).await?;
    tx.commit().await?;
    Ok(Taken::New)
}

/// Stores a calendar, in force if it is the first of its name; answers whether it is new.
pub async fn store_calendar(store: &Store, calendar: &CalendarText) -> Result<bool, StoreFault> {
    let sql = "insert into calendar (digest, name, source, loaded_at, in_force)
        values ($1, $2, $3, $4, not exists (select 1 from calendar where name = $2 and in_force))
        on conflict do nothing";
    let query = sqlx::query(sql)
        .bind(&calendar.digest)
        .bind(&calendar.name)
        .bind(&calendar.source)
        .bind(at(calendar.loaded_at));
    Ok(query.execute(store.pool()).await?.rows_affected() == 1)
}

/// Puts a stored calendar in force in the place of the one that was, and tells every process by the revision
/// that they watch.
pub async fn put_in_force(store: &Store, name: &str, digest: &str) -> Result<(), StoreFault> {
    let mut tx = store.begin().await?;
    sqlx::query(NEW_REVISION).execute(&mut *tx).await?;
    let sql = "update calendar set in_force = false where name = $1 and in_force";
    sqlx::query(sql).bind(name).execute(&mut *tx).await?;
    let sql = "update calendar set in_force = true where name = $1 and digest = $2";
    let changed = sqlx::query(sql).bind(name).bind(digest).execute(&mut *tx).await?.rows_affected();
    if changed == 0 {
        let (what, why) = (format!("the calendar {digest}"), "it is not stored".to_owned());
        return Err(StoreFault::Unreadable { what, why });
    }
    Ok(tx.commit().await?)
}

/// All workflows, the oldest version of each name first.
pub async fn workflows(tx: &mut Transaction) -> Result<Vec<WorkflowText>, StoreFault> {
    let sql = "select digest, name, version, source, letters from workflow order by name, version";
    type Row = (String, String, i32, String, Json<BTreeMap<String, String>>);
    let rows: Vec<Row> = sqlx::query_as(sql).fetch_all(&mut **tx).await?;
    let text = |(digest, name, version, source, Json(letters))| WorkflowText {
        digest,
        name,
        version,
        source,
        letters,
    };
    Ok(rows.into_iter().map(text).collect())
}

/// All calendars, the oldest version of each name first.
pub async fn calendars(tx: &mut Transaction) -> Result<Vec<CalendarText>, StoreFault> {
    let sql =
        "select digest, name, source, in_force, loaded_at from calendar order by name, loaded_at, digest";
    type Row = (String, String, String, bool, jiff_sqlx::Timestamp);
    let rows: Vec<Row> = sqlx::query_as(sql).fetch_all(&mut **tx).await?;
    let text = |(digest, name, source, in_force, loaded_at): Row| CalendarText {
        digest,
        name,
        source,
        in_force,
        loaded_at: loaded_at.to_jiff(),
    };
    Ok(rows.into_iter().map(text).collect())
}

/// A version of a workflow without its text.
#[derive(Debug, Clone)]
pub struct Version {
    /// Its digest.
    pub digest: String,
    /// Its name.
    pub name: String,
    /// Its number.
    pub version: i32,
    /// When it was stored.
    pub loaded_at: Timestamp,
}

/// Every version of every workflow, the newest of each name first.
pub async fn versions(store: &Store) -> Result<Vec<Version>, StoreFault> {
    let sql = "select digest, name, version, loaded_at from workflow order by name, version desc";
    type Row = (String, String, i32, jiff_sqlx::Timestamp);
    let rows: Vec<Row> = sqlx::query_as(sql).fetch_all(store.pool()).await?;
    let version = |(digest, name, version, loaded_at): Row| Version {
        digest,
        name,
        version,
        loaded_at: loaded_at.to_jiff(),
    };
    Ok(rows.into_iter().map(version).collect())
}

/// The letters of the newest version of a workflow, by file name; none if no such workflow is stored.
pub async fn letters(store: &Store, name: &str) -> Result<BTreeMap<String, String>, StoreFault> {
    let sql = "select letters from workflow where name = $1 order by version desc limit 1";
    let letters: Option<Json<BTreeMap<String, String>>> =
        sqlx::query_scalar(sql).bind(name).fetch_optional(store.pool()).await?;
    Ok(letters.map(|Json(letters)| letters).unwrap_or_default())
}
