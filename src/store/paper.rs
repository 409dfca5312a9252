//! Papers: files that a person has added to a draft or an appeal. Each content is kept once, by its SHA-256.

use jiff::Timestamp;
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};

use super::{Store, StoreFault, at};

/// A paper, without its content.
#[derive(Debug, Clone)]
pub struct Paper {
    /// The row's key.
    pub id: i64,
    /// The SHA-256 of its content.
    pub digest: Vec<u8>,
    /// Its name, as people see it.
    pub name: String,
    /// Its media type, as its bytes tell.
    pub kind: String,
    /// Its size in bytes.
    pub size: i64,
    /// When it was added.
    pub added_at: Timestamp,
    /// What the check for viruses said.
    pub checked: Checked,
}

/// What the check for viruses said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checked {
    /// There is none here.
    NotChecked,
    /// It was not asked yet, or did not answer.
    Waits,
    /// Nothing was found.
    Clean,
    /// Something was.
    Infected,
}

impl Checked {
    const ALL: [Checked; 4] = [Checked::NotChecked, Checked::Waits, Checked::Clean, Checked::Infected];

    fn code(self) -> &'static str {
        match self {
            Checked::NotChecked => "not checked",
            Checked::Waits => "waits",
            Checked::Clean => "clean",
            Checked::Infected => "infected",
        }
    }
}

/// Of what a paper is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// A draft, by its key.
    Draft(i64),
    /// An appeal, by its key.
    Appeal(i64),
}

impl Of {
    fn parts(self) -> (Option<i64>, Option<i64>) {
        match self {
            Of::Draft(id) => (Some(id), None),
            Of::Appeal(id) => (None, Some(id)),
        }
    }
}

/// A paper to be kept.
#[derive(Debug, Clone)]
pub struct New<'a> {
    /// The SHA-256 of its content.
    pub digest: &'a [u8],
    /// Its name.
    pub name: &'a str,
    /// Its media type.
    pub kind: &'a str,
    /// What is in it.
    pub content: &'a [u8],
    /// What the check for viruses said.
    pub checked: Checked,
}

pub(super) const PAPER: &str = "id, digest, name, kind, size, added_at, checked";

pub(super) fn paper(row: &PgRow) -> Result<Paper, StoreFault> {
    let checked: &str = row.try_get("checked")?;
    let known = Checked::ALL.into_iter().find(|one| one.code() == checked);
    Ok(Paper {
        id: row.try_get("id")?,
        digest: row.try_get("digest")?,
        name: row.try_get("name")?,
        kind: row.try_get("kind")?,
        size: row.try_get("size")?,
        added_at: row.try_get::<jiff_sqlx::Timestamp, _>("added_at")?.to_jiff(),
        checked: known.ok_or_else(|| StoreFault::Unreadable {
            what: "the state of a paper".to_owned(),
            why: format!("`{checked}` is none"),
        })?,
    })
}

/// Keeps a paper with its content; the same content of the same draft or appeal is kept once.
pub async fn add(
    store: &Store,
    of: Of,
    new: &New<'_>,
    by: Option<i64>,
    now: Timestamp,
) -> Result<(), StoreFault> {
    let (draft, appeal) = of.parts();
    let mut tx = store.begin().await?;
    // Content that is there is held until the paper is: whoever forgets content waits, and sees the paper then.
    let sql = "insert into attachment (digest, content) values ($1, $2)
        on conflict (digest) do update set digest = excluded.digest";
    sqlx::query(sql).bind(new.digest).bind(new.content).execute(&mut *tx).await?;
    let sql = "insert into paper (draft, appeal, digest, name, kind, size, added_by, added_at, checked)
        select $1, $2, $3, $4, $5, $6, $7, $8, $9 where not exists (select from paper
            where digest = $3 and draft is not distinct from $1 and appeal is not distinct from $2)";
    let size = i64::try_from(new.content.len()).unwrap_or(i64::MAX);
    let query = sqlx::query(sql).bind(draft).bind(appeal).bind(new.digest).bind(new.name).bind(new.kind);
    let query = query.bind(size).bind(by).bind(at(now)).bind(new.checked.code());
    query.execute(&mut *tx).await?;
    Ok(tx.commit().await?)
}

/// The papers of a draft, in the order in which they came. Whose the draft is, the caller has asked.
pub async fn of_draft(store: &Store, draft: i64) -> Result<Vec<Paper>, StoreFault> {
    let sql = format!("select {PAPER} from paper where draft = $1 and appeal is null order by id");
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(draft).fetch_all(store.pool()).await?;
    rows.iter().map(paper).collect()
}

/// Takes a paper out of a draft, and its content where nothing else holds it.
pub async fn remove(store: &Store, draft: i64, id: i64) -> Result<(), StoreFault> {
    let mut tx = store.begin().await?;
    let sql = "delete from paper where id = $1 and draft = $2 and appeal is null returning digest";
    let digests: Vec<Vec<u8>> = sqlx::query_scalar(sql).bind(id).bind(draft).fetch_all(&mut *tx).await?;
    forget_content(&mut tx, &digests).await?;
    Ok(tx.commit().await?)
}

/// Forgets what is in files with these SHA-256 where no paper and no mail has them any more.
pub(super) async fn forget_content(tx: &mut PgConnection, digests: &[Vec<u8>]) -> Result<(), StoreFault> {
    // Whoever is adding a paper holds its content; a query that begins after that sees the paper.
    let sql = "select from attachment where digest = any($1) order by digest for update";
    sqlx::query(sql).bind(digests).execute(&mut *tx).await?;
    let sql = "delete from attachment a where digest = any($1)
        and not exists (select from paper p where p.digest = a.digest)
        and not exists (select from incoming_attachment i where i.digest = a.digest)";
    sqlx::query(sql).bind(digests).execute(tx).await?;
    Ok(())
}

/// What is in the file with this SHA-256. Whether somebody may have it, the caller has asked.
pub async fn content(store: &Store, digest: &[u8]) -> Result<Option<Vec<u8>>, StoreFault> {
    let sql = "select content from attachment where digest = $1";
    Ok(sqlx::query_scalar(sql).bind(digest).fetch_optional(store.pool()).await?)
}

/// Notes what the check for viruses said of a content.
pub async fn note_checked(store: &Store, digest: &[u8], checked: Checked) -> Result<(), StoreFault> {
    let sql = "update paper set checked = $2 where digest = $1";
    sqlx::query(sql).bind(digest).bind(checked.code()).execute(store.pool()).await?;
    Ok(())
}
