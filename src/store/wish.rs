//! What remarks ask for by a day, as lists and numbers. The database keeps it beside the appeals by itself
//! (`migrations/0016`); a wish is seen by the offices that see its appeal.

use jiff::civil::Date;

use super::StoreFault;
use super::sight::Sight;

/// Which open wishes a list of appeals is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wishes {
    /// Those of these offices; of any, where it is not given.
    pub by: Option<Vec<String>>,
    /// Those whose day lies before this one.
    pub before: Option<Date>,
}

impl Wishes {
    /// The keys of the appeals that carry one, as `f (id)`; parameters 17 and 18. What is not asked is not in the
    /// statement, so that a plan for all values may use the index of the office. As an array they are found once: Postgres
    /// would rather look for them anew beside each appeal of an office.
    pub(super) fn appeals(&self) -> String {
        let by = self.by.as_ref().map_or("true", |_| "w.office = any($17)");
        let before = self.before.map_or("true", |_| "w.day < $18");
        format!("unnest(array(select distinct w.appeal from wish w where {by} and {before})) as f (id)")
    }
}

impl Sight {
    /// In how many appeals that this person sees these offices ask for something, and in how many of these a day of it
    /// has passed before today; counted up to `most`.
    pub async fn wished(
        &mut self,
        offices: &[String],
        today: Date,
        most: i64,
    ) -> Result<(i64, i64), StoreFault> {
        let sql = "select count(*), count(*) filter (where t.passed) from (
                select bool_or(w.day < $2) as passed from wish w where w.office = any($1) group by w.appeal limit $3) t";
        let query = sqlx::query_as(sql).bind(offices).bind(jiff_sqlx::Date::from(today)).bind(most);
        Ok(query.fetch_one(self.connection()).await?)
    }
}
