//! Second factors: the sealed secret of an app, the last of its codes that was used, recovery codes; and sign-ins that have
//! shown the first factor and wait for the second.

use jiff::Timestamp;
use sqlx::Row;

use super::{Store, StoreFault, at};

/// A person's second factor.
#[derive(Debug)]
pub struct Factor {
    /// The secret of her app, sealed.
    pub secret: Vec<u8>,
    /// Since when it is asked for; none while it is being set up.
    pub since: Option<Timestamp>,
    /// How many recovery codes are left.
    pub codes_left: i64,
}

/// A person's second factor, if she has or sets up one.
pub async fn of(store: &Store, person: i64) -> Result<Option<Factor>, StoreFault> {
    let sql = "select secret, since, (select count(*) from recovery_code c where c.person = f.person and used_at is null)
        as codes_left from second_factor f where person = $1";
    let row = sqlx::query(sql).bind(person).fetch_optional(store.pool()).await?;
    let factor = |row: sqlx::postgres::PgRow| {
        let since: Option<jiff_sqlx::Timestamp> = row.try_get("since")?;
        Ok(Factor {
            secret: row.try_get("secret")?,
            since: since.map(|since| since.to_jiff()),
            codes_left: row.try_get("codes_left")?,
        })
    };
    row.map(factor).transpose()
}

/// Whether a person is asked for a second factor.
pub async fn is_on(store: &Store, person: i64) -> Result<bool, StoreFault> {
    let sql = "select exists (select from second_factor where person = $1 and since is not null)";
    Ok(sqlx::query_scalar(sql).bind(person).fetch_one(store.pool()).await?)
}

/// Begins to set one up, in the place of one that was begun; one that is on stays.
pub async fn begin(store: &Store, person: i64, secret: &[u8]) -> Result<(), StoreFault> {
    let sql = "insert into second_factor (person, secret) values ($1, $2)
        on conflict (person) do update set secret = excluded.secret where second_factor.since is null";
    sqlx::query(sql).bind(person).bind(secret).execute(store.pool()).await?;
    Ok(())
}

/// Switches it on, with the step of the code that proved it and the hashes of its recovery codes; false if this very
/// secret is not being set up any more.
pub async fn switch_on(
    store: &Store,
    person: i64,
    secret: &[u8],
    step: i64,
    codes: &[Vec<u8>],
    now: Timestamp,
) -> Result<bool, StoreFault> {
    let mut tx = store.begin().await?;
    let sql = "update second_factor set since = $4, last_step = $3
        where person = $1 and secret = $2 and since is null";
    let query = sqlx::query(sql).bind(person).bind(secret).bind(step).bind(at(now));
    let is_on = query.execute(&mut *tx).await?.rows_affected() == 1;
    if is_on {
        sqlx::query(CODES).bind(person).bind(codes).execute(&mut *tx).await?;
    }
    tx.commit().await?;
    Ok(is_on)
}

const CODES: &str = "insert into recovery_code (person, code_hash) select $1, unnest($2::bytea[])";

/// Uses the code of a step; false if it, or one of a later step, was used before.
pub async fn use_step(store: &Store, person: i64, step: i64) -> Result<bool, StoreFault> {
    let sql =
        "update second_factor set last_step = $2 where person = $1 and since is not null and last_step < $2";
    Ok(sqlx::query(sql).bind(person).bind(step).execute(store.pool()).await?.rows_affected() == 1)
}

/// Uses a recovery code; false if there is none such, or it was used before.
pub async fn use_recovery_code(
    store: &Store,
    person: i64,
    code: &[u8],
    now: Timestamp,
) -> Result<bool, StoreFault> {
    let sql =
        "update recovery_code set used_at = $3 where person = $1 and code_hash = $2 and used_at is null";
    let query = sqlx::query(sql).bind(person).bind(code).bind(at(now));
    Ok(query.execute(store.pool()).await?.rows_affected() == 1)
}

/// Puts other recovery codes in the place of those there are.
pub async fn renew_recovery_codes(store: &Store, person: i64, codes: &[Vec<u8>]) -> Result<(), StoreFault> {
    let mut tx = store.begin().await?;
    sqlx::query("delete from recovery_code where person = $1").bind(person).execute(&mut *tx).await?;
    sqlx::query(CODES).bind(person).bind(codes).execute(&mut *tx).await?;
    Ok(tx.commit().await?)
}

/// Switches it off; false if there was none that was on.
pub async fn switch_off(store: &Store, person: i64) -> Result<bool, StoreFault> {
    let sql = "delete from second_factor where person = $1 and since is not null";
    Ok(sqlx::query(sql).bind(person).execute(store.pool()).await?.rows_affected() == 1)
}

/// A sign-in that has shown the first factor.
#[derive(Debug)]
pub struct Halfway {
    /// SHA-256 of the cookie by which the browser is known.
    pub token: Vec<u8>,
    /// Who.
    pub person: i64,
    /// The path that she wanted to see.
    pub back_to: String,
}

/// Keeps it until it is over; those that were over a day before are forgotten.
pub async fn wait(
    store: &Store,
    halfway: &Halfway,
    now: Timestamp,
    until: Timestamp,
) -> Result<(), StoreFault> {
    let sql = "with old as (delete from halfway where expires_at < $4::timestamptz - interval '1 day')
        insert into halfway (token_hash, person, back_to, begun_at, expires_at) values ($1, $2, $3, $4, $5)";
    sqlx::query(sql)
        .bind(&halfway.token)
        .bind(halfway.person)
        .bind(&halfway.back_to)
        .bind(at(now))
        .bind(at(until))
        .execute(store.pool())
        .await?;
    Ok(())
}

/// The one that waits in this browser: the person's key, her address, and the path that she wanted to see.
pub async fn waiting(
    store: &Store,
    token: &[u8],
    now: Timestamp,
) -> Result<Option<(i64, String, String)>, StoreFault> {
    let sql = "select h.person, p.email, h.back_to from halfway h join person p on p.id = h.person
        where h.token_hash = $1 and h.used_at is null and h.expires_at > $2";
    Ok(sqlx::query_as(sql).bind(token).bind(at(now)).fetch_optional(store.pool()).await?)
}

/// Ends it with the second factor; false if it was ended before.
pub async fn arrive(store: &Store, token: &[u8], now: Timestamp) -> Result<bool, StoreFault> {
    let sql = "update halfway set used_at = $2 where token_hash = $1 and used_at is null and expires_at > $2";
    Ok(sqlx::query(sql).bind(token).bind(at(now)).execute(store.pool()).await?.rows_affected() == 1)
}
