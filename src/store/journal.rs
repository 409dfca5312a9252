//! The journal: entries are added, never changed.

use jiff::Timestamp;
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};

use super::copy::Copy;
use super::{Store, StoreFault, readable};
use crate::appeal::{Actor, Entry, Event};
use crate::seal::Sealed;

/// New entries of a batch.
#[derive(Debug)]
pub struct Rows(Copy);

impl Default for Rows {
    fn default() -> Rows {
        Rows(Copy::new(8))
    }
}

impl Rows {
    /// Adds a sealed entry of the appeal with this key.
    pub fn push(&mut self, appeal: i64, entry: &Entry, sealed: &Sealed) {
        let row = self.0.row();
        row.bigint(appeal).int(entry.seq).text(entry.event.kind()).text(&sealed.actor).text(&sealed.event);
        row.instant(entry.legal_at).instant(entry.recorded_at).bytes(&sealed.hash);
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.rows() == 0
    }
}

/// Adds the entries.
pub async fn append(tx: &mut PgConnection, rows: &Rows) -> Result<(), StoreFault> {
    let table = "entry (appeal, seq, kind, actor, event, legal_at, recorded_at, hash)";
    rows.0.send(tx, table).await
}

/// An entry as stored, with its hash.
#[derive(Debug, Clone)]
pub struct Stored {
    /// The appeal's key.
    pub appeal: i64,
    /// The entry.
    pub entry: Entry,
    /// Its hash.
    pub hash: Vec<u8>,
}

pub(super) fn stored(row: &PgRow) -> Result<Stored, StoreFault> {
    let actor: Actor = readable("an actor", row.try_get("actor")?)?;
    let event: Event = readable("an event", row.try_get("event")?)?;
    let instant = |column| row.try_get::<jiff_sqlx::Timestamp, _>(column).map(|at| at.to_jiff());
    Ok(Stored {
        appeal: row.try_get("appeal")?,
        hash: row.try_get("hash")?,
        entry: Entry {
            seq: row.try_get("seq")?,
            legal_at: instant("legal_at")?,
            recorded_at: instant("recorded_at")?,
            actor,
            event,
        },
    })
}

pub(super) const STORED: &str =
    "appeal, seq, actor::text as actor, event::text as event, legal_at, recorded_at, hash";

/// The journals of appeals, each in its order.
pub async fn of(store: &Store, appeals: &[i64]) -> Result<Vec<Stored>, StoreFault> {
    let sql = format!("select {STORED} from entry where appeal = any($1) order by appeal, seq");
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(appeals).fetch_all(store.pool()).await?;
    rows.iter().map(stored).collect()
}

/// How many entries there are.
pub async fn count(store: &Store) -> Result<i64, StoreFault> {
    Ok(sqlx::query_scalar("select count(*) from entry").fetch_one(store.pool()).await?)
}

/// The last instant at which anything was written down, if anything was.
pub async fn last_written(store: &Store) -> Result<Option<Timestamp>, StoreFault> {
    let last: Option<jiff_sqlx::Timestamp> =
        sqlx::query_scalar("select max(recorded_at) from entry").fetch_one(store.pool()).await?;
    Ok(last.map(jiff_sqlx::Timestamp::to_jiff))
}

/// The keys in the journal that belong to no appeal, up to ten.
pub async fn orphans(store: &Store) -> Result<Vec<i64>, StoreFault> {
    let sql = "select distinct appeal from entry e
        where not exists (select 1 from appeal a where a.id = e.appeal) limit 10";
    Ok(sqlx::query_scalar(sql).fetch_all(store.pool()).await?)
}
