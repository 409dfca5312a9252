//! How often somebody has knocked at a door lately, counted over all processes.

use jiff::{SignedDuration, Timestamp};

use super::{Store, StoreFault, at};

/// How many knocks are allowed within which time; after that, one whenever its share of the time has passed.
#[derive(Debug, Clone, Copy)]
pub struct Allowance {
    /// How many.
    pub knocks: i32,
    /// Within which time.
    pub within: SignedDuration,
}

/// What came of a knock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Knock {
    /// It was one of those allowed.
    Counted,
    /// It was one too many, and was not counted.
    TooMany {
        /// When the next is allowed.
        until: Timestamp,
    },
}

/// Counts a knock (a leaky bucket, by its generic cell rate algorithm: a row holds when the bucket will be empty).
pub async fn count(
    store: &Store,
    door: &str,
    who: &str,
    allowance: Allowance,
    now: Timestamp,
) -> Result<Knock, StoreFault> {
    let share = allowance.within / allowance.knocks;
    // A bucket that would be emptied later than this is full.
    let (begun, full) = (now + share, now + allowance.within - share);
    let sql = "insert into knock (door, who, empty_at) values ($1, $2, $3)
        on conflict (door, who) do update
            set empty_at = greatest(knock.empty_at, $4) + ($3::timestamptz - $4::timestamptz)
            where knock.empty_at <= $5
        returning true";
    let counted: Option<bool> = sqlx::query_scalar(sql)
        .bind(door)
        .bind(who)
        .bind(at(begun))
        .bind(at(now))
        .bind(at(full))
        .fetch_optional(store.pool())
        .await?;
    if counted.is_some() {
        forget(store, now).await?;
        return Ok(Knock::Counted);
    }
    let sql = "select empty_at from knock where door = $1 and who = $2";
    let empty: Option<jiff_sqlx::Timestamp> =
        sqlx::query_scalar(sql).bind(door).bind(who).fetch_optional(store.pool()).await?;
    let empty = empty.map_or(now, |empty| empty.to_jiff());
    Ok(Knock::TooMany { until: (empty - (allowance.within - share)).max(now) })
}

/// Forgets buckets that are empty, a few at a time, so that no flood leaves more than it brings.
async fn forget(store: &Store, now: Timestamp) -> Result<(), StoreFault> {
    let sql = "delete from knock where (door, who) in (
        select door, who from knock where empty_at < $1 order by empty_at limit 10 for update skip locked)";
    sqlx::query(sql).bind(at(now)).execute(store.pool()).await?;
    Ok(())
}
