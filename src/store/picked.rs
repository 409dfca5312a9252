//! Appeals picked from a list, for something that is to be done with each of them; the desk's presses for many call it.

use jiff::civil::Date;
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::StoreFault;
use super::sight::Sight;

/// An open appeal picked from a list.
#[derive(Debug, Clone)]
pub struct Picked {
    /// The key.
    pub id: i64,
    /// The reference.
    pub reference: String,
    /// Who must act.
    pub holder: Option<String>,
    /// The last lawful day.
    pub due_on: Option<Date>,
    /// The key of who works on it in the office that has it.
    pub assignee: Option<i64>,
    /// The digest of the workflow.
    pub workflow: String,
    /// The names of those who took the decision appealed.
    pub taken_by: Vec<String>,
}

impl Sight {
    /// Appeals by their references, for something that is to be done with each of them.
    pub async fn picked(&mut self, references: &[String]) -> Result<Vec<Picked>, StoreFault> {
        let sql = "select a.id, a.reference, a.holder, a.due_on, s.person, a.workflow,
                array(select json_array_elements_text(a.state -> 'decision' -> 'taken_by')) as taken_by
            from appeal a
            left join assignment s on s.appeal = a.id and s.office = a.holder and s.until is null
            where a.reference = any($1) and not a.closed order by a.due_on nulls last, a.id";
        let rows = sqlx::query(sql).bind(references).fetch_all(self.connection()).await?;
        let picked = |row: &PgRow| {
            Ok(Picked {
                id: row.try_get("id")?,
                reference: row.try_get("reference")?,
                holder: row.try_get("holder")?,
                due_on: row.try_get::<Option<jiff_sqlx::Date>, _>("due_on")?.map(|on| on.to_jiff()),
                assignee: row.try_get("person")?,
                workflow: row.try_get("workflow")?,
                taken_by: row.try_get("taken_by")?,
            })
        };
        rows.iter().map(picked).collect()
    }
}
