//! The minister's numbers. Of offices below hers these are sums alone, made by functions that answer with nothing else.

use jiff::civil::Date;
use sqlx::Row;

use super::StoreFault;
use super::sight::Sight;

/// How an office stands.
#[derive(Debug, Clone)]
pub struct Standing {
    /// Its code.
    pub office: String,
    /// The appeals it must act on.
    pub open: i64,
    /// Of these, those whose last day has passed.
    pub late: i64,
    /// Those whose last day comes within a week.
    pub due_in_week: i64,
    /// Those whose last day comes within two weeks.
    pub due_in_fortnight: i64,
    /// Those whose clock stands.
    pub stopped: i64,
}

/// The median of the days from filing to decision.
#[derive(Debug, Clone)]
pub struct Median {
    /// The office; none for all together.
    pub office: Option<String>,
    /// In calendar days.
    pub days: f64,
    /// Of how many decisions.
    pub decided: i64,
}

/// How many appeals were filed against an office under an article.
#[derive(Debug, Clone)]
pub struct Filed {
    /// The code of the office whose decisions are appealed.
    pub office: String,
    /// The article, as the workflow cites it.
    pub article: Option<String>,
    /// Of late.
    pub recent: i64,
    /// Before that.
    pub before: i64,
}

/// What of the numbers she can open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Seen {
    /// Open appeals that her offices have seen.
    pub open: i64,
    /// Of these, the late ones.
    pub late: i64,
    /// Those due within a week.
    pub due_in_week: i64,
}

impl Sight {
    /// How the offices at and below those that this person heads stand on a day.
    pub async fn standing(
        &mut self,
        today: Date,
        week: Date,
        fortnight: Date,
    ) -> Result<Vec<Standing>, StoreFault> {
        let sql = "select * from redress_standing($1, $2, $3)";
        let [today, week, fortnight] = [today, week, fortnight].map(jiff_sqlx::Date::from);
        let query = sqlx::query(sql).bind(today).bind(week).bind(fortnight);
        let standing = |row: &sqlx::postgres::PgRow| {
            Ok(Standing {
                office: row.try_get("office")?,
                open: row.try_get("open")?,
                late: row.try_get("late")?,
                due_in_week: row.try_get("due_in_week")?,
                due_in_fortnight: row.try_get("due_in_fortnight")?,
                stopped: row.try_get("stopped")?,
            })
        };
        query.fetch_all(self.connection()).await?.iter().map(standing).collect()
    }

    /// How many deadlines each office let pass in each of so many weeks back from a day, the present week being 0.
    pub async fn missed(&mut self, today: Date, weeks: i32) -> Result<Vec<(String, i32, i64)>, StoreFault> {
        let sql = "select office, week, missed from redress_missed($1, $2)";
        let query = sqlx::query_as(sql).bind(jiff_sqlx::Date::from(today)).bind(weeks);
        Ok(query.fetch_all(self.connection()).await?)
    }

    /// The medians of decisions from one day to another, by office and of all together.
    pub async fn medians(&mut self, first: Date, last: Date) -> Result<Vec<Median>, StoreFault> {
        let sql = "select office, median, decided from redress_medians($1, $2) where median is not null";
        let (first, last) = (jiff_sqlx::Date::from(first), jiff_sqlx::Date::from(last));
        let rows: Vec<(Option<String>, f64, i64)> =
            sqlx::query_as(sql).bind(first).bind(last).fetch_all(self.connection()).await?;
        Ok(rows.into_iter().map(|(office, days, decided)| Median { office, days, decided }).collect())
    }

    /// How many appeals were filed against each office at and below hers under each article: from a day on until today,
    /// and from an earlier one until that day.
    pub async fn filed(&mut self, recent: Date, before: Date, today: Date) -> Result<Vec<Filed>, StoreFault> {
        let sql = "select office, article, recent, before from redress_filed($1, $2, $3) where recent > 0";
        let [recent, before, today] = [recent, before, today].map(jiff_sqlx::Date::from);
        let query = sqlx::query_as(sql).bind(recent).bind(before).bind(today);
        let rows: Vec<(String, Option<String>, i64, i64)> = query.fetch_all(self.connection()).await?;
        let filed = |(office, article, recent, before)| Filed { office, article, recent, before };
        Ok(rows.into_iter().map(filed).collect())
    }

    /// What of the numbers she can open, each counted up to `most`.
    pub async fn seen(&mut self, today: Date, week: Date, most: i64) -> Result<Seen, StoreFault> {
        let sql = "select open, late, due_in_week from redress_seen($1, $2, $3)";
        let (today, week) = (jiff_sqlx::Date::from(today), jiff_sqlx::Date::from(week));
        let (open, late, due_in_week) =
            sqlx::query_as(sql).bind(today).bind(week).bind(most).fetch_one(self.connection()).await?;
        Ok(Seen { open, late, due_in_week })
    }
}
