//! Reading appeals for a person: every query runs as the role of the pages, which sees only what row-level security
//! lets that person see. There is no way here to ask without saying who asks.

use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::types::Json;
use sqlx::{Executor, PgPool, Row};

use super::appeal::{LISTED, Listed, listed};
use super::journal::{STORED, Stored, stored};
use super::letter::{LETTER, Letter, letter};
use super::paper::{PAPER, Paper, paper};
use super::{Store, StoreFault, Transaction, at};
use crate::appeal::Wished;

/// The pages' own connections to the database.
#[derive(Debug, Clone)]
pub struct Reading(PgPool);

impl Reading {
    /// Connections beside those of the daemon, so that pages and deadlines do not wait for each other.
    pub async fn beside(store: &Store, connections: u32) -> Result<Reading, StoreFault> {
        let options: PgConnectOptions = store.pool().connect_options().as_ref().clone();
        let pool = PgPoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(std::time::Duration::from_secs(5))
            .after_connect(|connection, _| {
                Box::pin(async move {
                    connection.execute("set role redress_web").await?;
                    connection.execute("set statement_timeout = '5s'").await?;
                    Ok(())
                })
            })
            .connect_lazy_with(options);
        Ok(Reading(pool))
    }

    /// What a person sees at an instant; without a person, nothing that is anybody's.
    pub async fn of(&self, person: Option<i64>, now: Timestamp) -> Result<Sight, StoreFault> {
        let mut tx: Transaction = self.0.begin().await?;
        sqlx::query("select set_config('redress.person', $1, true), set_config('redress.now', $2, true)")
            .bind(person.map(|id| id.to_string()).unwrap_or_default())
            .bind(now.to_string())
            .execute(&mut *tx)
            .await?;
        Ok(Sight { tx })
    }

    /// Closes the connections.
    pub async fn close(&self) {
        self.0.close().await;
    }
}

/// What one person sees.
#[derive(Debug)]
pub struct Sight {
    tx: Transaction,
}

/// The place in a list by due date at which a page ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct After {
    /// The due date; none for appeals without one, which come last.
    pub due_on: Option<Date>,
    /// The key.
    pub id: i64,
}

impl Sight {
    /// For the queries of this room that stand beside what they read.
    pub(super) fn connection(&mut self) -> &mut sqlx::PgConnection {
        &mut self.tx
    }

    /// The appeal with a reference.
    pub async fn find(&mut self, reference: &str) -> Result<Option<Listed>, StoreFault> {
        let sql = format!("select {LISTED} from appeal where reference = $1");
        let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(reference);
        query.fetch_optional(&mut *self.tx).await?.as_ref().map(listed).transpose()
    }

    /// Appeals by their keys.
    pub async fn by_keys(&mut self, keys: &[i64]) -> Result<Vec<Listed>, StoreFault> {
        let sql = format!("select {LISTED} from appeal where id = any($1)");
        let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(keys);
        query.fetch_all(&mut *self.tx).await?.iter().map(listed).collect()
    }

    /// The appeals of organisations, the newest first, beyond a key.
    pub async fn of_organisations(
        &mut self,
        codes: &[String],
        before: Option<i64>,
        most: i64,
    ) -> Result<Vec<Listed>, StoreFault> {
        let sql = format!(
            "select {LISTED} from appeal where appellant = any($1) and ($2::bigint is null or id < $2)
             order by id desc limit $3"
        );
        let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(codes).bind(before).bind(most);
        query.fetch_all(&mut *self.tx).await?.iter().map(listed).collect()
    }

    /// What offices asked for in these appeals by a day, and is still open.
    pub async fn wishes(&mut self, keys: &[i64]) -> Result<Vec<(i64, Vec<Wished>)>, StoreFault> {
        let sql = "select id, state -> 'wishes' as wishes from appeal
            where id = any($1) and state -> 'wishes' is not null";
        let rows = sqlx::query(sql).bind(keys).fetch_all(&mut *self.tx).await?;
        let wishes = rows.iter().map(|row| {
            let Json(wishes) = row.try_get("wishes")?;
            Ok((row.try_get("id")?, wishes))
        });
        wishes.collect()
    }

    /// Which of these appeals silence has moved up.
    pub async fn escalated(&mut self, appeals: &[i64]) -> Result<Vec<i64>, StoreFault> {
        let sql = "select distinct appeal from entry where appeal = any($1) and kind = 'escalated'";
        Ok(sqlx::query_scalar(sql).bind(appeals).fetch_all(&mut *self.tx).await?)
    }

    /// An appeal's journal.
    pub async fn journal(&mut self, appeal: i64) -> Result<Vec<Stored>, StoreFault> {
        let sql = format!("select {STORED} from entry where appeal = $1 order by seq");
        let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(appeal);
        query.fetch_all(&mut *self.tx).await?.iter().map(stored).collect()
    }

    /// The letters about an appeal that were written to this person's side.
    pub async fn letters(&mut self, appeal: i64) -> Result<Vec<Letter>, StoreFault> {
        let sql = format!(
            "select {LETTER} from letter l join appeal a on a.id = l.appeal where l.appeal = $1 order by l.id"
        );
        let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(appeal);
        query.fetch_all(&mut *self.tx).await?.iter().map(letter).collect()
    }

    /// The papers of an appeal, in the order in which they came.
    pub async fn papers(&mut self, appeal: i64) -> Result<Vec<Paper>, StoreFault> {
        let sql = format!("select {PAPER} from paper where appeal = $1 order by id");
        let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(appeal);
        query.fetch_all(&mut *self.tx).await?.iter().map(paper).collect()
    }

    /// What participants wrote by mail in an appeal: the text of each, by the SHA-256 of the mail.
    pub async fn messages(&mut self, appeal: i64) -> Result<Vec<(Vec<u8>, String)>, StoreFault> {
        let sql = "select digest, coalesce(body, '') from incoming where appeal = $1 and verdict = 'message'";
        Ok(sqlx::query_as(sql).bind(appeal).fetch_all(&mut *self.tx).await?)
    }

    /// The names of organisations that this person may know, by code, with their BIN.
    pub async fn organisations(
        &mut self,
        codes: &[String],
    ) -> Result<Vec<(String, String, Option<String>)>, StoreFault> {
        let sql = "select code, name::text, bin from organisation where code = any($1)";
        Ok(sqlx::query_as(sql).bind(codes).fetch_all(&mut *self.tx).await?)
    }

    /// Who appeals, of these appeals by their keys: the code, the names, the BIN.
    pub async fn appellants(
        &mut self,
        appeals: &[i64],
    ) -> Result<Vec<(String, String, Option<String>)>, StoreFault> {
        let sql = "select code, name, bin from redress_appellants($1)";
        Ok(sqlx::query_as(sql).bind(appeals).fetch_all(&mut *self.tx).await?)
    }

    /// Who looked at an appeal: the name, the side, the day, how often; the latest first.
    pub async fn looks(&mut self, appeal: i64) -> Result<Vec<Look>, StoreFault> {
        let sql = "select p.name, l.side, l.day, l.times from look l join person p on p.id = l.person
            where l.appeal = $1 order by l.day desc, l.first_at desc limit 100";
        let rows = sqlx::query(sql).bind(appeal).fetch_all(&mut *self.tx).await?;
        let look = |row: &sqlx::postgres::PgRow| {
            Ok(Look {
                name: row.try_get("name")?,
                side: row.try_get("side")?,
                day: row.try_get::<jiff_sqlx::Date, _>("day")?.to_jiff(),
                times: row.try_get("times")?,
            })
        };
        rows.iter().map(look).collect()
    }
}

/// Somebody's look at an appeal.
#[derive(Debug, Clone)]
pub struct Look {
    /// Who.
    pub name: String,
    /// The code of the office or organisation.
    pub side: String,
    /// The day.
    pub day: Date,
    /// How often on it.
    pub times: i32,
}

/// Writes down that a person looked at an appeal.
pub async fn looked(
    store: &Store,
    appeal: i64,
    person: i64,
    side: &str,
    day: Date,
    now: Timestamp,
) -> Result<(), StoreFault> {
    let sql = "insert into look (appeal, person, side, day, first_at) values ($1, $2, $3, $4, $5)
        on conflict (appeal, person, side, day) do update set times = look.times + 1";
    let query =
        sqlx::query(sql).bind(appeal).bind(person).bind(side).bind(jiff_sqlx::Date::from(day)).bind(at(now));
    query.execute(store.pool()).await?;
    Ok(())
}
