//! The queue of an office: lists in pages that neither skip nor repeat, their counts, the search.
//!
//! A list by due date goes along `appeal_queue`, one office at a time, and stops at a page's length; one by key goes
//! along `sight_of_office`. No list reads the state of more appeals than it shows. What is searched is looked up first,
//! or, where the words stand in very many, asked of each appeal along the list until the page is full.

use jiff::civil::Date;
use sqlx::postgres::PgRow;
use sqlx::{AssertSqlSafe, Row};

use super::StoreFault;
use super::sight::{After, Sight};
use super::wish::Wishes;

/// A list of the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tab {
    /// What is assigned to these people.
    #[default]
    Mine,
    /// What the offices must act on.
    Office,
    /// Of that, what nobody works on.
    Unassigned,
    /// Of that, where the clock stands.
    Stopped,
    /// What has ended, the newest first.
    Done,
    /// Everything the offices have seen, the newest first.
    Seen,
}

impl Tab {
    /// Whether it goes by due date; otherwise by key, the newest first.
    pub fn is_by_due_date(self) -> bool {
        !matches!(self, Tab::Done | Tab::Seen)
    }
}

/// What a list is narrowed to. What is not given narrows nothing.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// The digests of workflows.
    pub workflows: Option<Vec<String>>,
    /// Due on this day or later.
    pub due_from: Option<Date>,
    /// Due on this day or before.
    pub due_to: Option<Date>,
    /// Whether the clock stands.
    pub stopped: Option<bool>,
    /// Only what has not ended.
    pub open: bool,
    /// The office that must act.
    pub holder: Option<String>,
    /// The office whose decision is appealed.
    pub issuer: Option<String>,
    /// Assigned to this person.
    pub assignee: Option<i64>,
    /// The keys that a search found.
    pub found: Option<Vec<i64>>,
    /// Words that stand in so many that each appeal of the list is asked.
    pub said: Option<Vec<String>>,
    /// Only where something is asked for by a day.
    pub wished: Option<Wishes>,
}

/// Which appeals are listed.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// The list.
    pub tab: Tab,
    /// The offices whose queue it is.
    pub offices: Vec<String>,
    /// Those whose work counts as mine.
    pub people: Vec<i64>,
    /// What it is narrowed to.
    pub wanted: Wanted,
    /// Where the page before ended.
    pub after: Option<After>,
    /// How many at most.
    pub most: i64,
}

impl Asked {
    /// Whether it is a filter over a list by key, which looks back no further than `LATEST`.
    pub fn looks_back(&self) -> bool {
        let Wanted {
            workflows,
            due_from,
            due_to,
            stopped,
            open,
            holder,
            issuer,
            assignee,
            found,
            said,
            wished,
        } = &self.wanted;
        let dates = due_from.is_some() || due_to.is_some() || stopped.is_some();
        let people = holder.is_some() || issuer.is_some() || assignee.is_some();
        let narrowed = workflows.is_some() || said.is_some() || dates || people;
        let is_looked_up = found.is_some() || wished.is_some();
        !self.tab.is_by_due_date() && !open && !is_looked_up && narrowed
    }
}

/// A row of a list.
#[derive(Debug, Clone)]
pub struct Queued {
    /// The key.
    pub id: i64,
    /// The reference.
    pub reference: String,
    /// The digest of the workflow.
    pub workflow: String,
    /// The code of the organisation.
    pub appellant: String,
    /// The code of the office whose decision is appealed.
    pub issuer: String,
    /// The step of the track that decides.
    pub step: String,
    /// Who must act.
    pub holder: Option<String>,
    /// The last lawful day.
    pub due_on: Option<Date>,
    /// Whether the clock stands.
    pub stopped: bool,
    /// How it ended, by the name of the outcome.
    pub outcome: Option<String>,
    /// Who works on it in the office that has it.
    pub assignee: Option<String>,
    /// Her key.
    pub assignee_id: Option<i64>,
}

fn queued(row: &PgRow) -> Result<Queued, StoreFault> {
    Ok(Queued {
        id: row.try_get("id")?,
        reference: row.try_get("reference")?,
        workflow: row.try_get("workflow")?,
        appellant: row.try_get("appellant")?,
        issuer: row.try_get("issuer")?,
        step: row.try_get("step")?,
        holder: row.try_get("holder")?,
        due_on: row.try_get::<Option<jiff_sqlx::Date>, _>("due_on")?.map(|on| on.to_jiff()),
        stopped: row.try_get("stopped")?,
        outcome: row.try_get("outcome")?,
        assignee: row.try_get("assignee")?,
        assignee_id: row.try_get("assignee_id")?,
    })
}

/// How far back a list by key looks at most: what fits a filter may be one in a million.
pub const LATEST: i64 = 5000;

/// What narrows a list, the same in every one of them; parameters 6 to 18.
const NARROWED: &str = "($6::text[] is null or a.workflow = any($6)) and ($7::date is null or a.due_on >= $7)
    and ($8::date is null or a.due_on <= $8) and ($9::bool is null or a.stopped = $9)
    and ($10::bigint is null or exists (select from assignment n
        where n.appeal = a.id and n.office = a.holder and n.until is null and n.person = $10))
    and ($11::bigint[] is null or a.id = any($11)) and (not $12::bool or not a.closed)
    and ($13::text is null or a.holder = $13) and ($14::text is null or a.issuer = $14)
    and ($15::text[] is null or (select f.words @@ (select redress_sought($15)) from finding f where f.appeal = a.id))
    and (not $16::bool or exists (select from wish w where w.appeal = a.id
        and ($17::text[] is null or w.office = any($17)) and ($18::date is null or w.day < $18)))";

/// How many appeals stand in each tab, each counted up to a bound.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tabs {
    /// Of `Mine`.
    pub mine: i64,
    /// Of `Office`.
    pub office: i64,
    /// Of `Unassigned`.
    pub unassigned: i64,
    /// Of `Stopped`.
    pub stopped: i64,
    /// Of `Done`.
    pub done: i64,
}

impl Sight {
    /// A page of a list.
    pub async fn queue(&mut self, asked: &Asked) -> Result<Vec<Queued>, StoreFault> {
        let Wanted {
            workflows,
            due_from,
            due_to,
            stopped,
            open,
            holder,
            issuer,
            assignee,
            found,
            said,
            wished,
        } = &asked.wanted;
        let rows = match (found, wished) {
            (Some(_), _) => looked_up(asked.tab, "unnest($11::bigint[]) as f (id)"),
            (None, Some(wished)) => looked_up(asked.tab, &wished.appeals()),
            (None, None) => listed(asked.tab, *open),
        };
        let sql = format!(
            "select a.id, a.reference, a.workflow, a.appellant, a.issuer, a.step, a.holder, a.due_on, a.stopped,
                case when a.closed then a.state -> 'closed' ->> 0 end as outcome,
                p.name as assignee, p.id as assignee_id
            from ({rows}) a
            left join assignment s on s.appeal = a.id and s.office = a.holder and s.until is null
            left join person p on p.id = s.person
            order by {}",
            if asked.tab.is_by_due_date() { "a.due_on nulls last, a.id" } else { "a.id desc" },
        );
        let date = |day: Option<Date>| day.map(jiff_sqlx::Date::from);
        let (due_on, id) = match (asked.after, asked.tab.is_by_due_date()) {
            (Some(After { due_on, id }), true) => (due_on, id),
            (Some(After { id, .. }), false) => (None, id),
            (None, true) => (None, 0),
            (None, false) => (None, i64::MAX),
        };
        let rows = sqlx::query(AssertSqlSafe(sql))
            .bind(&asked.offices)
            .bind(&asked.people)
            .bind(date(due_on))
            .bind(id)
            .bind(asked.most)
            .bind(workflows)
            .bind(date(*due_from))
            .bind(date(*due_to))
            .bind(stopped)
            .bind(assignee)
            .bind(found)
            .bind(open)
            .bind(holder)
            .bind(issuer)
            .bind(said)
            // Where the list is made of the wishes nothing more is asked.
            .bind(found.is_some() && wished.is_some())
            .bind(wished.as_ref().and_then(|wished| wished.by.as_ref()))
            .bind(date(wished.as_ref().and_then(|wished| wished.before)))
            .fetch_all(self.connection())
            .await?;
        rows.iter().map(queued).collect()
    }

    /// How many appeals stand in the tabs of these offices, each counted up to `most`.
    pub async fn tabs(&mut self, offices: &[String], people: &[i64], most: i64) -> Result<Tabs, StoreFault> {
        let sql = "select mine, office, unassigned, stopped, done from redress_tabs($1, $2, $3)";
        let row = sqlx::query(sql).bind(offices).bind(people).bind(most).fetch_one(self.connection()).await?;
        Ok(Tabs {
            mine: row.try_get("mine")?,
            office: row.try_get("office")?,
            unassigned: row.try_get("unassigned")?,
            stopped: row.try_get("stopped")?,
            done: row.try_get("done")?,
        })
    }

    /// The keys of appeals in which all these words stand, each as it is written or as a beginning: the newest, up to
    /// `most`. None where each word stands in so many that a list had better ask its appeals one by one (`Wanted::said`).
    /// Words are letters and figures alone.
    pub async fn found(&mut self, words: &[String], most: i32) -> Result<Option<Vec<i64>>, StoreFault> {
        let sql = "select redress_found($1, $2)";
        Ok(sqlx::query_scalar(sql).bind(words).bind(most).fetch_one(self.connection()).await?)
    }
}

/// Of the appeals that a search or their wishes give, those of a list: there are few, so each is looked at by its key.
fn looked_up(tab: Tab, given: &str) -> String {
    let must_act = "a.holder = any($1) and not a.closed";
    let assigned = |to: &str| {
        format!(
            "exists (select from assignment m
                where m.appeal = a.id and m.office = a.holder and m.until is null and {to})"
        )
    };
    let among = match tab {
        Tab::Mine => format!("{must_act} and {}", assigned("m.person = any($2)")),
        Tab::Office => must_act.to_owned(),
        Tab::Unassigned => format!("{must_act} and not {}", assigned("true")),
        Tab::Stopped => format!("{must_act} and a.stopped"),
        Tab::Done => "a.closed".to_owned(),
        Tab::Seen => "true".to_owned(),
    };
    let (beyond, order) = if tab.is_by_due_date() {
        let beyond = "case when a.due_on is null then a.id > case when $3::date is null then $4 else 0 end
            else ($3::date is not null or $4 = 0) and (a.due_on, a.id) > (coalesce($3::date, '-infinity'), $4) end";
        (beyond, "a.due_on nulls last, a.id")
    } else {
        ("a.id < $4 and $3::date is null", "a.id desc")
    };
    format!(
        "select a.* from {given} join appeal a on a.id = f.id
        where {among} and {beyond} and {NARROWED} and cardinality($1::text[]) is not null
            and cardinality($2::bigint[]) is not null
        order by {order} limit $5"
    )
}

/// The rows of a list, in no order yet.
fn listed(tab: Tab, open: bool) -> String {
    // What follows the page before: appeals with a later date or, on the same, a higher key, and last those without a
    // date. Each half goes along the index from its place.
    let by_due_date = |more: &str| {
        format!(
            "select b.* from (select a.id, a.due_on from unnest($1::text[]) as o (code) cross join lateral (
                (select a.id, a.due_on from appeal a where a.holder = o.code and not a.closed and {more} and {NARROWED}
                    and a.due_on is not null and ($3::date is not null or $4::bigint = 0)
                    and (a.due_on, a.id) > (coalesce($3::date, '-infinity'), $4)
                    order by a.due_on, a.id limit $5)
                union all
                (select a.id, a.due_on from appeal a where a.holder = o.code and not a.closed and {more} and {NARROWED}
                    and a.due_on is null and a.id > case when $3::date is null then $4 else 0 end
                    order by a.id limit $5)
            ) a
            where cardinality($2::bigint[]) is not null
            order by a.due_on nulls last, a.id limit $5) a join appeal b on b.id = a.id"
        )
    };
    match tab {
        Tab::Mine => format!(
            "select a.* from assignment m join appeal a on a.id = m.appeal and a.holder = m.office
            where m.person = any($2) and m.until is null and m.office = any($1) and not a.closed and {NARROWED}
                and case when a.due_on is null then a.id > case when $3::date is null then $4 else 0 end
                    else ($3::date is not null or $4 = 0)
                        and (a.due_on, a.id) > (coalesce($3::date, '-infinity'), $4) end
            order by a.due_on nulls last, a.id limit $5"
        ),
        Tab::Office => by_due_date("true"),
        Tab::Unassigned => by_due_date(
            "not exists (select from assignment u where u.appeal = a.id and u.office = a.holder and u.until is null)",
        ),
        Tab::Stopped => by_due_date("a.stopped"),
        Tab::Done => by_key(&seen("i.closed", Some(LATEST)), Some(LATEST)),
        // What is open is little beside what is over: all of it is looked through.
        Tab::Seen if open => by_key(&seen("not i.closed", None), None),
        Tab::Seen => {
            let halves = ["i.closed", "not i.closed"].map(|half| seen(half, Some(LATEST)));
            by_key(&halves.join(" union all "), Some(LATEST))
        }
    }
}

/// What an office has seen, along its index from the newest on, so many of it.
fn seen(which: &str, most: Option<i64>) -> String {
    let most = limit(most);
    format!(
        "(select i.appeal from sight i where i.office = o.code and {which} and i.appeal < $4 order by i.appeal desc {most})"
    )
}

/// A list by key, the newest first, of what offices have seen; filters look back no further than so many.
fn by_key(seen: &str, most: Option<i64>) -> String {
    let most = limit(most);
    format!(
        "select distinct on (a.id) a.* from unnest($1::text[]) as o (code) cross join lateral (
            select a.* from (select appeal from ({seen}) i order by appeal desc {most}) i
                join appeal a on a.id = i.appeal
            where {NARROWED}
            order by i.appeal desc limit $5
        ) a
        where cardinality($2::bigint[]) is not null and $3::date is null
        order by a.id desc limit $5"
    )
}

fn limit(most: Option<i64>) -> String {
    most.map(|most| format!("limit {most}")).unwrap_or_default()
}
