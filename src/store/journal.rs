//! The journal: entries are added, never changed.

use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};

use super::{Store, StoreFault, at, readable};
use crate::appeal::{Actor, Entry, Event};
use crate::seal::Sealed;

/// New entries of a batch, as columns.
#[derive(Debug, Default)]
pub struct Rows {
    appeals: Vec<i64>,
    seqs: Vec<i32>,
    kinds: Vec<&'static str>,
    actors: Vec<String>,
    events: Vec<String>,
    legal: Vec<jiff_sqlx::Timestamp>,
    recorded: Vec<jiff_sqlx::Timestamp>,
    hashes: Vec<Vec<u8>>,
}

impl Rows {
    /// Adds a sealed entry of the appeal with this key.
    pub fn push(&mut self, appeal: i64, entry: &Entry, sealed: Sealed) {
        self.appeals.push(appeal);
        self.seqs.push(entry.seq);
        self.kinds.push(entry.event.kind());
        self.actors.push(sealed.actor);
        self.events.push(sealed.event);
        self.legal.push(at(entry.legal_at));
        self.recorded.push(at(entry.recorded_at));
        self.hashes.push(sealed.hash.to_vec());
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.appeals.is_empty()
    }
}

/// Adds the entries.
pub async fn append(tx: &mut PgConnection, rows: &Rows) -> Result<(), StoreFault> {
    let sql = "insert into entry (appeal, seq, kind, actor, event, legal_at, recorded_at, hash)
        select appeal, seq, kind, actor::jsonb, event::jsonb, legal_at, recorded_at, hash
        from unnest($1::bigint[], $2::int[], $3::text[], $4::text[], $5::text[], $6::timestamptz[],
                    $7::timestamptz[], $8::bytea[])
            as t (appeal, seq, kind, actor, event, legal_at, recorded_at, hash)";
    sqlx::query(sql)
        .bind(&rows.appeals)
        .bind(&rows.seqs)
        .bind(&rows.kinds)
        .bind(&rows.actors)
        .bind(&rows.events)
        .bind(&rows.legal)
        .bind(&rows.recorded)
        .bind(&rows.hashes)
        .execute(tx)
        .await?;
    Ok(())
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

fn stored(row: &PgRow) -> Result<Stored, StoreFault> {
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

const STORED: &str = "appeal, seq, actor::text as actor, event::text as event, legal_at, recorded_at, hash";

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

/// The keys in the journal that belong to no appeal, up to ten.
pub async fn orphans(store: &Store) -> Result<Vec<i64>, StoreFault> {
    let sql = "select distinct appeal from entry e
        where not exists (select 1 from appeal a where a.id = e.appeal) limit 10";
    Ok(sqlx::query_scalar(sql).fetch_all(store.pool()).await?)
}
