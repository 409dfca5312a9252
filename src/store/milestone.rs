//! What the numbers of offices are made from: filings, decisions, and deadlines that an office let pass.

use jiff::civil::Date;
use sqlx::PgConnection;

use super::StoreFault;

/// Milestones of a batch, as columns.
#[derive(Debug, Default)]
pub struct Rows {
    appeals: Vec<i64>,
    seqs: Vec<i32>,
    offices: Vec<String>,
    kinds: Vec<&'static str>,
    days_on: Vec<jiff_sqlx::Date>,
    days: Vec<Option<i32>>,
    articles: Vec<Option<String>>,
}

impl Rows {
    /// Adds a filing against an office, on its legal day, with the article of the decision appealed.
    pub fn filed(&mut self, appeal: i64, seq: i32, issuer: &str, on: Date, article: Option<&str>) {
        self.push(appeal, seq, issuer, "filed", on, None);
        if let Some(last) = self.articles.last_mut() {
            *last = article.map(str::to_owned);
        }
    }

    /// Adds one: of an appeal, by its entry's number, on its legal day; a decision with the days since the filing.
    pub fn push(
        &mut self,
        appeal: i64,
        seq: i32,
        office: &str,
        kind: &'static str,
        on: Date,
        days: Option<i32>,
    ) {
        self.appeals.push(appeal);
        self.seqs.push(seq);
        self.offices.push(office.to_owned());
        self.kinds.push(kind);
        self.days_on.push(on.into());
        self.days.push(days);
        self.articles.push(None);
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.appeals.is_empty()
    }
}

/// Keeps them.
pub async fn insert(tx: &mut PgConnection, rows: &Rows) -> Result<(), StoreFault> {
    let sql = "insert into milestone (appeal, seq, office, kind, on_day, days, article)
        select * from unnest($1::bigint[], $2::int[], $3::text[], $4::text[], $5::date[], $6::int[], $7::text[])
        on conflict do nothing";
    sqlx::query(sql)
        .bind(&rows.appeals)
        .bind(&rows.seqs)
        .bind(&rows.offices)
        .bind(&rows.kinds)
        .bind(&rows.days_on)
        .bind(&rows.days)
        .bind(&rows.articles)
        .execute(tx)
        .await?;
    Ok(())
}
