//! Withdrawals that can still be undone: asked for by an organisation, entered when the time to think again is over.

use jiff::Timestamp;
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::{Store, StoreFault, at, readable};
use crate::appeal::Deed;

/// A withdrawal that somebody asks for.
#[derive(Debug, Clone)]
pub struct New<'a> {
    /// The key of the form.
    pub key: &'a str,
    /// The key of the appeal.
    pub appeal: i64,
    /// Who.
    pub person: i64,
    /// What is submitted when its time has come.
    pub deed: &'a Deed,
    /// When that is.
    pub due_at: Timestamp,
}

/// The last withdrawal that was asked for in an appeal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It can be undone until this instant.
    Open(Timestamp),
    /// It is being entered, or was.
    Entered,
    /// The appeal could not be withdrawn any more.
    Refused,
    /// It was undone.
    Undone,
}

/// A withdrawal whose time has come.
#[derive(Debug, Clone)]
pub struct Due {
    /// The row's key, which is that of the submission too.
    pub id: i64,
    /// The reference of the appeal.
    pub reference: String,
    /// What is submitted.
    pub deed: Deed,
}

/// Asks for one; where one is open, or the same form was sent before, nothing is changed.
pub async fn ask(store: &Store, new: &New<'_>, now: Timestamp) -> Result<(), StoreFault> {
    let deed = serde_json::to_string(new.deed)
        .map_err(|fault| StoreFault::Unreadable { what: "a deed".to_owned(), why: fault.to_string() })?;
    let sql = "insert into withdrawal (key, appeal, person, deed, asked_at, due_at)
        values ($1, $2, $3, $4::json, $5, $6) on conflict do nothing";
    let query = sqlx::query(sql).bind(new.key).bind(new.appeal).bind(new.person).bind(deed);
    query.bind(at(now)).bind(at(new.due_at)).execute(store.pool()).await?;
    Ok(())
}

/// How the last one of an appeal stands. Whose the appeal is, the caller has asked.
pub async fn standing(store: &Store, appeal: i64) -> Result<Option<Standing>, StoreFault> {
    let sql = "select due_at, undone_at is not null as undone, refused,
        begun_at is not null or settled_at is not null as entered
        from withdrawal where appeal = $1 order by id desc limit 1";
    let Some(row) = sqlx::query(sql).bind(appeal).fetch_optional(store.pool()).await? else {
        return Ok(None);
    };
    let flag = |name| row.try_get::<bool, _>(name);
    Ok(Some(match (flag("undone")?, flag("refused")?, flag("entered")?) {
        (true, _, _) => Standing::Undone,
        (_, true, _) => Standing::Refused,
        (_, _, true) => Standing::Entered,
        _ => Standing::Open(row.try_get::<jiff_sqlx::Timestamp, _>("due_at")?.to_jiff()),
    }))
}

/// Undoes the one that is open in an appeal, while there is time; answers with whether there was.
pub async fn undo(store: &Store, appeal: i64, person: i64, now: Timestamp) -> Result<bool, StoreFault> {
    let sql = "update withdrawal set undone_at = $3, undone_by = $2
        where appeal = $1 and undone_at is null and begun_at is null and settled_at is null and due_at > $3";
    let query = sqlx::query(sql).bind(appeal).bind(person).bind(at(now));
    Ok(query.execute(store.pool()).await?.rows_affected() > 0)
}

/// Those whose time has come, the first first; from now on they cannot be undone. One that was begun and not settled
/// is among them again.
pub async fn due(store: &Store, now: Timestamp) -> Result<Vec<Due>, StoreFault> {
    let sql = "with begun as (
            update withdrawal set begun_at = coalesce(begun_at, $1)
            where undone_at is null and settled_at is null and due_at <= $1
            returning id, appeal, deed, due_at)
        select b.id, a.reference, b.deed::text as deed from begun b join appeal a on a.id = b.appeal
        order by b.due_at, b.id";
    sqlx::query(sql).bind(at(now)).fetch_all(store.pool()).await?.iter().map(one).collect()
}

fn one(row: &PgRow) -> Result<Due, StoreFault> {
    Ok(Due {
        id: row.try_get("id")?,
        reference: row.try_get("reference")?,
        deed: readable("a withdrawal", row.try_get("deed")?)?,
    })
}

/// Notes what became of one.
pub async fn settle(store: &Store, id: i64, refused: bool, now: Timestamp) -> Result<(), StoreFault> {
    let sql = "update withdrawal set settled_at = $3, refused = $2 where id = $1 and settled_at is null";
    sqlx::query(sql).bind(id).bind(refused).bind(at(now)).execute(store.pool()).await?;
    Ok(())
}

/// When the time of the next one comes that was not begun.
pub async fn next_due(store: &Store) -> Result<Option<Timestamp>, StoreFault> {
    let sql = "select min(due_at) from withdrawal
        where undone_at is null and settled_at is null and begun_at is null";
    let next: Option<jiff_sqlx::Timestamp> = sqlx::query_scalar(sql).fetch_one(store.pool()).await?;
    Ok(next.map(|next| next.to_jiff()))
}
