//! Drafts: what somebody has begun to file, kept from the first word, also before she signs in.

use jiff::Timestamp;
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};

use super::{Store, StoreFault, at, paper, readable};

/// Whose a draft is: a person's, or before she signed in, a browser's.
#[derive(Debug, Clone, Copy)]
pub enum Owner<'a> {
    /// The person's key.
    Person(i64),
    /// The hash of the browser's cookie.
    Browser(&'a [u8]),
}

impl Owner<'_> {
    fn parts(&self) -> (Option<i64>, Option<&[u8]>) {
        match self {
            Owner::Person(id) => (Some(*id), None),
            Owner::Browser(hash) => (None, Some(hash)),
        }
    }
}

/// A draft.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The row's key.
    pub id: i64,
    /// How pages name it.
    pub name: String,
    /// What was answered so far, as the pages keep it.
    pub answers: serde_json::Value,
    /// How often it was changed.
    pub version: i32,
    /// When it was last changed.
    pub changed_at: Timestamp,
    /// The reference, once it was filed.
    pub filed_as: Option<String>,
}

const DRAFT: &str = "id, name, answers::text as answers, version, changed_at, filed_as";

/// Whose rows a query may touch: `$1` is the person, `$2` the browser.
const OWNED: &str = "(person = $1 or (person is null and browser_hash = $2))";

fn draft(row: &PgRow) -> Result<Draft, StoreFault> {
    Ok(Draft {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        answers: readable("a draft", row.try_get("answers")?)?,
        version: row.try_get("version")?,
        changed_at: row.try_get::<jiff_sqlx::Timestamp, _>("changed_at")?.to_jiff(),
        filed_as: row.try_get("filed_as")?,
    })
}

/// Begins a draft.
pub async fn begin(
    store: &Store,
    owner: Owner<'_>,
    name: &str,
    answers: &serde_json::Value,
    now: Timestamp,
) -> Result<(), StoreFault> {
    let (person, browser) = owner.parts();
    let sql = "insert into draft (person, browser_hash, name, answers, changed_at) values ($1, $2, $3, $4::json, $5)";
    let query =
        sqlx::query(sql).bind(person).bind(browser).bind(name).bind(answers.to_string()).bind(at(now));
    query.execute(store.pool()).await?;
    Ok(())
}

/// The draft of this name, if it is this owner's.
pub async fn find(store: &Store, owner: Owner<'_>, name: &str) -> Result<Option<Draft>, StoreFault> {
    let (person, browser) = owner.parts();
    let sql = format!("select {DRAFT} from draft where {OWNED} and name = $3");
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(person).bind(browser).bind(name);
    query.fetch_optional(store.pool()).await?.as_ref().map(draft).transpose()
}

/// An owner's drafts that were not filed, the last changed first.
pub async fn of(store: &Store, owner: Owner<'_>) -> Result<Vec<Draft>, StoreFault> {
    let (person, browser) = owner.parts();
    let sql = format!(
        "select {DRAFT} from draft where {OWNED} and filed_as is null order by changed_at desc limit 50"
    );
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(person).bind(browser);
    query.fetch_all(store.pool()).await?.iter().map(draft).collect()
}

/// Keeps the answers of a draft that is still at `version`; answers with whether it was.
pub async fn keep(
    store: &Store,
    owner: Owner<'_>,
    draft: &Draft,
    answers: &serde_json::Value,
    now: Timestamp,
) -> Result<bool, StoreFault> {
    let (person, browser) = owner.parts();
    let sql = format!(
        "update draft set answers = $5::json, version = version + 1, changed_at = $6
         where {OWNED} and id = $3 and version = $4 and filed_as is null"
    );
    let query =
        sqlx::query(sqlx::AssertSqlSafe(sql)).bind(person).bind(browser).bind(draft.id).bind(draft.version);
    Ok(query.bind(answers.to_string()).bind(at(now)).execute(store.pool()).await?.rows_affected() == 1)
}

/// Notes that a draft was filed: its papers become those of the appeal, and a secret finds the appeal on the public
/// page. Answers with whether it was the first to note it; if not, nothing is changed.
///
/// `appeal` is its reference and its key.
pub async fn filed(
    store: &Store,
    id: i64,
    appeal: (&str, i64),
    secret_hash: &[u8],
) -> Result<bool, StoreFault> {
    let mut tx = store.begin().await?;
    let sql = "update draft set filed_as = $2 where id = $1 and filed_as is null";
    let noted = sqlx::query(sql).bind(id).bind(appeal.0).execute(&mut *tx).await?.rows_affected() == 1;
    if noted {
        let sql = "update paper set appeal = $2 where draft = $1";
        sqlx::query(sql).bind(id).bind(appeal.1).execute(&mut *tx).await?;
        let sql = "insert into tracking (appeal, secret_hash) values ($1, $2) on conflict do nothing";
        sqlx::query(sql).bind(appeal.1).bind(secret_hash).execute(&mut *tx).await?;
    }
    tx.commit().await?;
    Ok(noted)
}

/// Throws a draft away, with its papers.
pub async fn discard(store: &Store, owner: Owner<'_>, id: i64) -> Result<(), StoreFault> {
    let (person, browser) = owner.parts();
    let mut tx = store.begin().await?;
    let sql = format!("select id from draft where {OWNED} and id = $3 and filed_as is null for update");
    let query = sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).bind(person).bind(browser).bind(id);
    let drafts: Vec<i64> = query.fetch_all(&mut *tx).await?;
    throw_away(&mut tx, &drafts).await?;
    Ok(tx.commit().await?)
}

/// Forgets the drafts that nobody signed in to keep and that were last changed before an instant; answers with how
/// many. Those that a page is at work on are left for another time.
pub async fn forget_anonymous(tx: &mut PgConnection, before: Timestamp) -> Result<usize, StoreFault> {
    let sql = "select id from draft where person is null and filed_as is null and changed_at < $1
        for update skip locked";
    let drafts: Vec<i64> = sqlx::query_scalar(sql).bind(at(before)).fetch_all(&mut *tx).await?;
    throw_away(tx, &drafts).await?;
    Ok(drafts.len())
}

async fn throw_away(tx: &mut PgConnection, drafts: &[i64]) -> Result<(), StoreFault> {
    let sql = "delete from paper where draft = any($1) and appeal is null returning digest";
    let digests: Vec<Vec<u8>> = sqlx::query_scalar(sql).bind(drafts).fetch_all(&mut *tx).await?;
    sqlx::query("delete from draft where id = any($1)").bind(drafts).execute(&mut *tx).await?;
    paper::forget_content(tx, &digests).await
}

/// Gives the drafts of a browser to the person who has signed in with it.
pub async fn adopt(store: &Store, person: i64, browser: &[u8], now: Timestamp) -> Result<(), StoreFault> {
    let sql = "update draft set person = $1, browser_hash = null, changed_at = greatest(changed_at, $3)
        where person is null and browser_hash = $2 and filed_as is null";
    sqlx::query(sql).bind(person).bind(browser).bind(at(now)).execute(store.pool()).await?;
    Ok(())
}
