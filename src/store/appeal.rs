//! Rows of `appeal`: locking them in order, writing them in sets, listing them.

use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};

use super::{Store, StoreFault, at, readable};
use crate::appeal::Appeal;
use crate::seal::Hash;

/// An appeal as it is locked for writing.
#[derive(Debug, Clone)]
pub struct Locked {
    /// The row's key.
    pub id: i64,
    /// The number of the journal's last entry.
    pub seq: i32,
    /// The hash of that entry.
    pub head: Hash,
    /// The instant at which time would have asked something.
    pub wake_at: Option<Timestamp>,
    /// The appeal, or why its row cannot be read.
    pub appeal: Result<Appeal, String>,
    /// The reference, readable even when the rest is not.
    pub reference: String,
}

const LOCKED: &str = "id, reference, seq, head, wake_at, state::text as state";

fn locked(row: &PgRow) -> Result<Locked, StoreFault> {
    let head: &[u8] = row.try_get("head")?;
    let state: &str = row.try_get("state")?;
    Ok(Locked {
        id: row.try_get("id")?,
        reference: row.try_get("reference")?,
        seq: row.try_get("seq")?,
        head: head.try_into().map_err(|_| StoreFault::Unreadable {
            what: "the head of a chain".to_owned(),
            why: format!("it has {} bytes instead of 32", head.len()),
        })?,
        wake_at: row.try_get::<Option<jiff_sqlx::Timestamp>, _>("wake_at")?.map(|at| at.to_jiff()),
        appeal: serde_json::from_str(state).map_err(|fault| fault.to_string()),
    })
}

/// Locks the appeals with these references, in the order of their keys, waiting for whoever holds them.
pub async fn lock(tx: &mut PgConnection, references: &[String]) -> Result<Vec<Locked>, StoreFault> {
    let sql = format!("select {LOCKED} from appeal where reference = any($1) order by id for update");
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(references).fetch_all(tx).await?;
    rows.iter().map(locked).collect()
}

/// How far a look at what is due has come: the last wake time and key that it took.
///
/// The index still holds the places that taken appeals have left until nobody could need them; a look
/// that went through them again for every batch would take longer with each.
pub type Place = (Timestamp, i64);

/// Locks up to `most` appeals of which time asks something, the most overdue first, beyond the place where
/// the last batch ended, passing over those that another process is at.
pub async fn lock_due(
    tx: &mut PgConnection,
    now: Timestamp,
    most: i64,
    beyond: Option<Place>,
) -> Result<Vec<Locked>, StoreFault> {
    let (wake, id) = beyond.unwrap_or((Timestamp::UNIX_EPOCH, 0));
    let sql = format!(
        "select {LOCKED} from appeal
         where wake_at <= $1 and (wake_at, id) > ($3, $4) and wake_at is not null and fault is null
         order by wake_at, id
         limit $2
         for update skip locked"
    );
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(at(now))
        .bind(most)
        .bind(at(wake))
        .bind(id)
        .fetch_all(tx)
        .await?;
    rows.iter().map(locked).collect()
}

/// The earliest instant at which time asks something of any appeal.
pub async fn next_wake(store: &Store) -> Result<Option<Timestamp>, StoreFault> {
    let sql =
        "select wake_at from appeal where wake_at is not null and fault is null order by wake_at limit 1";
    let at: Option<jiff_sqlx::Timestamp> = sqlx::query_scalar(sql).fetch_optional(store.pool()).await?;
    Ok(at.map(|at| at.to_jiff()))
}

/// The rows of a batch, as columns.
#[derive(Debug, Default)]
pub struct Rows {
    ids: Vec<i64>,
    references: Vec<String>,
    workflows: Vec<String>,
    appellants: Vec<String>,
    issuers: Vec<String>,
    seqs: Vec<i32>,
    heads: Vec<Vec<u8>>,
    states: Vec<String>,
    wakes: Vec<Option<jiff_sqlx::Timestamp>>,
    steps: Vec<String>,
    holders: Vec<Option<String>>,
    dues: Vec<Option<jiff_sqlx::Date>>,
    closed: Vec<bool>,
    stopped: Vec<bool>,
    decided_in: Vec<Option<i32>>,
    annulled: Vec<bool>,
}

/// What a row shows beside the appeal itself.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The step of the legal track, or how the appeal ended.
    pub step: String,
    /// The office, or organisation, that must act.
    pub holder: Option<String>,
    /// The last lawful day of its nearest deadline.
    pub due_on: Option<Date>,
    /// When time asks something next.
    pub wake_at: Option<Timestamp>,
    /// Whether the clock of the track that decides stands.
    pub stopped: bool,
    /// The calendar days from the filing to the decision, once there is one.
    pub decided_in: Option<i32>,
    /// Whether that decision annulled all that was appealed.
    pub annulled: bool,
}

impl Rows {
    /// Adds the row of an appeal; `id` is ignored for a new one.
    pub fn push(&mut self, id: i64, appeal: &Appeal, seq: i32, head: &Hash, shown: Shown) {
        self.ids.push(id);
        self.references.push(appeal.reference.clone());
        self.workflows.push(appeal.workflow.clone());
        self.appellants.push(appeal.appellant.clone());
        self.issuers.push(appeal.decision.issuer.clone());
        self.seqs.push(seq);
        self.heads.push(head.to_vec());
        self.states.push(crate::seal::canonical(appeal));
        self.wakes.push(shown.wake_at.map(at));
        self.steps.push(shown.step);
        self.holders.push(shown.holder);
        self.dues.push(shown.due_on.map(Into::into));
        self.closed.push(!appeal.is_open());
        self.stopped.push(shown.stopped);
        self.decided_in.push(shown.decided_in);
        self.annulled.push(shown.annulled);
    }

    /// The keys, with who must act and whether they are closed.
    pub(super) fn whereabouts(&self) -> (&[i64], &[Option<String>], &[bool]) {
        (&self.ids, &self.holders, &self.closed)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }
}

/// Writes the rows of new appeals and answers with their keys, by reference.
pub async fn insert(tx: &mut PgConnection, rows: &Rows) -> Result<Vec<(String, i64)>, StoreFault> {
    let sql = "insert into appeal
            (reference, workflow, appellant, issuer, seq, head, state, wake_at, step, holder, due_on, closed, stopped,
             decided_in, annulled)
        select reference, workflow, appellant, issuer, seq, head, state::json, wake_at, step, holder, due_on, closed,
            stopped, decided_in, annulled
        from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[], $6::bytea[], $7::text[],
                    $8::timestamptz[], $9::text[], $10::text[], $11::date[], $12::bool[], $13::bool[],
                    $14::int[], $15::bool[])
            as t (reference, workflow, appellant, issuer, seq, head, state, wake_at, step, holder, due_on, closed,
                  stopped, decided_in, annulled)
        returning reference, id";
    let rows = sqlx::query_as(sql)
        .bind(&rows.references)
        .bind(&rows.workflows)
        .bind(&rows.appellants)
        .bind(&rows.issuers)
        .bind(&rows.seqs)
        .bind(&rows.heads)
        .bind(&rows.states)
        .bind(&rows.wakes)
        .bind(&rows.steps)
        .bind(&rows.holders)
        .bind(&rows.dues)
        .bind(&rows.closed)
        .bind(&rows.stopped)
        .bind(&rows.decided_in)
        .bind(&rows.annulled)
        .fetch_all(tx)
        .await?;
    Ok(rows)
}

/// Brings the rows of appeals that exist up to date.
pub async fn update(tx: &mut PgConnection, rows: &Rows) -> Result<(), StoreFault> {
    let sql = "update appeal a
        set seq = t.seq, head = t.head, state = t.state::json, wake_at = t.wake_at, step = t.step,
            holder = t.holder, due_on = t.due_on, closed = t.closed, stopped = t.stopped, workflow = t.workflow,
            decided_in = t.decided_in, annulled = t.annulled
        from unnest($1::bigint[], $2::int[], $3::bytea[], $4::text[], $5::timestamptz[], $6::text[], $7::text[],
                    $8::date[], $9::bool[], $10::bool[], $11::text[], $12::int[], $13::bool[])
            as t (id, seq, head, state, wake_at, step, holder, due_on, closed, stopped, workflow, decided_in, annulled)
        where a.id = t.id";
    sqlx::query(sql)
        .bind(&rows.ids)
        .bind(&rows.seqs)
        .bind(&rows.heads)
        .bind(&rows.states)
        .bind(&rows.wakes)
        .bind(&rows.steps)
        .bind(&rows.holders)
        .bind(&rows.dues)
        .bind(&rows.closed)
        .bind(&rows.stopped)
        .bind(&rows.workflows)
        .bind(&rows.decided_in)
        .bind(&rows.annulled)
        .execute(tx)
        .await?;
    Ok(())
}

/// Lets offices see appeals from now on: the appeal's key, an office, whether the appeal is over. Where they see it
/// already, the database keeps that up to date by itself (`migrations/0014`).
pub async fn let_see(
    tx: &mut PgConnection,
    appeals: &[i64],
    offices: &[&str],
    closed: &[bool],
) -> Result<(), StoreFault> {
    let sql = "insert into sight (appeal, office, closed) select * from unnest($1::bigint[], $2::text[], $3::bool[])
        on conflict do nothing";
    sqlx::query(sql).bind(appeals).bind(offices).bind(closed).execute(tx).await?;
    Ok(())
}

/// Marks appeals that the program could not carry on, so that they trouble nobody but the operator.
pub async fn mark_faulty(tx: &mut PgConnection, ids: &[i64], faults: &[String]) -> Result<(), StoreFault> {
    let sql = "update appeal a set fault = t.fault from unnest($1::bigint[], $2::text[]) as t (id, fault) where a.id = t.id";
    sqlx::query(sql).bind(ids).bind(faults).execute(tx).await?;
    Ok(())
}

/// Takes the mark off, for all or for one reference; answers with how many there were.
pub async fn clear_faults(store: &Store, reference: Option<&str>) -> Result<u64, StoreFault> {
    let sql =
        "update appeal set fault = null where fault is not null and ($1::text is null or reference = $1)";
    Ok(sqlx::query(sql).bind(reference).execute(store.pool()).await?.rows_affected())
}

/// A row as it is listed.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The row's key, by which a list goes on.
    pub id: i64,
    /// The appeal.
    pub appeal: Appeal,
    /// The number of entries in its journal.
    pub seq: i32,
    /// The head of its chain.
    pub head: Vec<u8>,
    /// The step of the legal track, or how it ended.
    pub step: String,
    /// Who must act.
    pub holder: Option<String>,
    /// The last lawful day of the nearest deadline.
    pub due_on: Option<Date>,
    /// When time asks something next.
    pub wake_at: Option<Timestamp>,
    /// Why it could not be carried on.
    pub fault: Option<String>,
}

pub(super) const LISTED: &str = "id, seq, head, state::text as state, step, holder, due_on, wake_at, fault";

pub(super) fn listed(row: &PgRow) -> Result<Listed, StoreFault> {
    Ok(Listed {
        id: row.try_get("id")?,
        appeal: readable("the state of an appeal", row.try_get("state")?)?,
        seq: row.try_get("seq")?,
        head: row.try_get("head")?,
        step: row.try_get("step")?,
        holder: row.try_get("holder")?,
        due_on: row.try_get::<Option<jiff_sqlx::Date>, _>("due_on")?.map(|on| on.to_jiff()),
        wake_at: row.try_get::<Option<jiff_sqlx::Timestamp>, _>("wake_at")?.map(|at| at.to_jiff()),
        fault: row.try_get("fault")?,
    })
}

/// Up to `most` appeals after the key `after`, in the order of their keys.
pub async fn list(store: &Store, after: i64, most: i64, only_open: bool) -> Result<Vec<Listed>, StoreFault> {
    let sql =
        format!("select {LISTED} from appeal where id > $1 and (not $3 or not closed) order by id limit $2");
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(after).bind(most).bind(only_open);
    query.fetch_all(store.pool()).await?.iter().map(listed).collect()
}

/// The appeal with a reference.
pub async fn find(store: &Store, reference: &str) -> Result<Option<Listed>, StoreFault> {
    let sql = format!("select {LISTED} from appeal where reference = $1");
    let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(reference).fetch_optional(store.pool()).await?;
    row.as_ref().map(listed).transpose()
}

/// How many appeals there are, and how many are open.
pub async fn count(store: &Store) -> Result<(i64, i64), StoreFault> {
    let sql = "select count(*), count(*) filter (where not closed) from appeal";
    Ok(sqlx::query_as(sql).fetch_one(store.pool()).await?)
}

/// How many appeals wait for a person because the program could not carry them on.
pub async fn count_faulty(store: &Store) -> Result<i64, StoreFault> {
    let sql = "select count(*) from appeal where fault is not null";
    Ok(sqlx::query_scalar(sql).fetch_one(store.pool()).await?)
}

/// How many appeals follow each version of a workflow, by its digest: the open ones, and all.
pub async fn following(store: &Store) -> Result<Vec<(String, i64, i64)>, StoreFault> {
    let sql = "select workflow, count(*) filter (where not closed), count(*) from appeal group by workflow";
    Ok(sqlx::query_as(sql).fetch_all(store.pool()).await?)
}

/// The references of up to `most` appeals that could not be carried on.
pub async fn faulty(store: &Store, most: i64) -> Result<Vec<String>, StoreFault> {
    let sql = "select reference from appeal where fault is not null order by id limit $1";
    Ok(sqlx::query_scalar(sql).bind(most).fetch_all(store.pool()).await?)
}
