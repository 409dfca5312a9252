//! Rows and entries as they lie, readable or not: what `doctor` examines.
//!
//! Everybody else reads through `appeal` and `journal`, which fail on what this program would not have written. The
//! doctor must see exactly that, and tell it of one appeal without losing sight of the others.

use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::Row as _;
use sqlx::postgres::PgRow;

use super::{Store, StoreFault};
use crate::appeal::{Appeal, Entry};

/// A row of `appeal`, each column as it lies.
#[derive(Debug, Clone)]
pub struct Row {
    /// The row's key, by which the examination goes on.
    pub id: i64,
    /// The reference.
    pub reference: String,
    /// The digest of the workflow.
    pub workflow: String,
    /// The code of the organisation that appeals.
    pub appellant: String,
    /// The code of the office that took the decision.
    pub issuer: String,
    /// The number of entries that the journal should have.
    pub seq: i32,
    /// The head that its chain should have.
    pub head: Vec<u8>,
    /// The appeal, or why it cannot be read.
    pub appeal: Result<Appeal, String>,
    /// When time asks something next.
    pub wake_at: Option<Timestamp>,
    /// The step of the legal track.
    pub step: String,
    /// Who must act.
    pub holder: Option<String>,
    /// The last lawful day of the nearest deadline.
    pub due_on: Option<Date>,
    /// Whether it has ended.
    pub closed: bool,
    /// Why it could not be carried on.
    pub fault: Option<String>,
}

/// A line of a journal.
#[derive(Debug, Clone)]
pub struct Line {
    /// The key of the appeal.
    pub appeal: i64,
    /// Its number.
    pub seq: i32,
    /// The kind of event by which it is found.
    pub kind: String,
    /// The entry, or why it cannot be read.
    pub entry: Result<Entry, String>,
    /// Its hash.
    pub hash: Vec<u8>,
}

/// Up to `most` rows after the key `after`, in the order of their keys.
pub async fn rows(store: &Store, after: i64, most: i64) -> Result<Vec<Row>, StoreFault> {
    let sql = "select id, reference, workflow, appellant, issuer, seq, head, state::text as state, wake_at, step, holder,
            due_on, closed, fault
        from appeal where id > $1 order by id limit $2";
    let rows = sqlx::query(sql).bind(after).bind(most).fetch_all(store.pool()).await?;
    rows.iter().map(row).collect()
}

fn row(row: &PgRow) -> Result<Row, StoreFault> {
    Ok(Row {
        id: row.try_get("id")?,
        reference: row.try_get("reference")?,
        workflow: row.try_get("workflow")?,
        appellant: row.try_get("appellant")?,
        issuer: row.try_get("issuer")?,
        seq: row.try_get("seq")?,
        head: row.try_get("head")?,
        appeal: serde_json::from_str(row.try_get("state")?).map_err(|fault| fault.to_string()),
        wake_at: row.try_get::<Option<jiff_sqlx::Timestamp>, _>("wake_at")?.map(|at| at.to_jiff()),
        step: row.try_get("step")?,
        holder: row.try_get("holder")?,
        due_on: row.try_get::<Option<jiff_sqlx::Date>, _>("due_on")?.map(|on| on.to_jiff()),
        closed: row.try_get("closed")?,
        fault: row.try_get("fault")?,
    })
}

/// The lines of these appeals' journals, each in its order.
pub async fn lines(store: &Store, appeals: &[i64]) -> Result<Vec<Line>, StoreFault> {
    let sql =
        "select appeal, seq, kind, actor::text as actor, event::text as event, legal_at, recorded_at, hash
        from entry where appeal = any($1) order by appeal, seq";
    let rows = sqlx::query(sql).bind(appeals).fetch_all(store.pool()).await?;
    rows.iter().map(line).collect()
}

fn line(row: &PgRow) -> Result<Line, StoreFault> {
    let instant = |column| row.try_get::<jiff_sqlx::Timestamp, _>(column).map(|at| at.to_jiff());
    let (actor, event): (&str, &str) = (row.try_get("actor")?, row.try_get("event")?);
    let (seq, legal_at, recorded_at) = (row.try_get("seq")?, instant("legal_at")?, instant("recorded_at")?);
    let read = |actor, event| -> Result<Entry, serde_json::Error> {
        let (actor, event) = (serde_json::from_str(actor)?, serde_json::from_str(event)?);
        Ok(Entry { seq, legal_at, recorded_at, actor, event })
    };
    Ok(Line {
        appeal: row.try_get("appeal")?,
        seq,
        kind: row.try_get("kind")?,
        entry: read(actor, event).map_err(|fault| fault.to_string()),
        hash: row.try_get("hash")?,
    })
}
