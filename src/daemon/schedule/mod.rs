//! schedule: what is done by the clock on the wall.
//!
//! A schedule is a value: a name, times in a zone, what becomes of runs that were missed while every
//! process was down, and a job. The loop compares the times with the runs that the database says were
//! taken; it takes no input and remembers nothing. Taking a run and doing its job are one transaction, so
//! over any number of processes a run is done once, and one whose job failed is not taken.

mod bulletins;
mod jobs;
mod readers;
mod times;

use std::sync::Arc;

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::Notify;

pub use jobs::Job;
pub use times::{Times, TimesFault};

use super::rounds::{Rest, Rounds};
use crate::clock::Clock;
use crate::law;
use crate::registry::Registry;
use crate::store::{self, StoreFault};

/// A run that begins later than this after its time was missed.
const PUNCTUAL: SignedDuration = SignedDuration::from_mins(5);

/// What is done when.
#[derive(Debug, Clone)]
pub struct Schedule {
    /// Its name, under which its runs are taken; never used again for something else.
    pub name: &'static str,
    /// When it runs.
    pub times: Times,
    /// What becomes of runs that were missed.
    pub missed: Missed,
    /// What it does.
    pub job: Job,
}

/// A run that is being done.
#[derive(Debug)]
struct Run<'a> {
    /// The name of its schedule.
    name: &'static str,
    /// The time that it was due.
    due: Timestamp,
    now: Timestamp,
    registry: &'a Registry,
}

/// What becomes of runs that nobody was there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missed {
    /// However many were missed, one is made up for as soon as somebody is there.
    Once,
    /// They are passed over; the next is at its time.
    Skip,
}

/// The zone of the office that operates redress, in which its schedules are stated.
const ZONE: &str = "Asia/Almaty";

/// The calendar of the same office, by which it works or rests.
const CALENDAR: &str = "kz";

/// Whether that office works on a day; in a year that the calendar lacks, from Monday to Friday.
fn is_working(registry: &Registry, day: Date) -> bool {
    let calendar = registry.rulebook().calendar(CALENDAR);
    let known = calendar.and_then(|calendar| calendar.is_working(day).ok());
    known.unwrap_or_else(|| !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday))
}

/// The same as a zone.
pub(super) fn zone() -> TimeZone {
    law::zone::named(ZONE).unwrap_or(TimeZone::UTC)
}

/// The day by the clock of the schedules.
pub(super) fn today(now: Timestamp) -> Date {
    zone().to_datetime(now).date()
}

/// The schedules of redress. All make up for one missed run: what they write or do is made from what is known then.
pub fn all() -> Vec<Schedule> {
    let once = |name, expression, job| Schedule {
        name,
        times: Times::new(expression, ZONE).expect("the expressions below are read by every test"),
        missed: Missed::Once,
        job,
    };
    vec![
        once("forget-receipts", "0 17 3 * * *", Job::ForgetReceipts),
        once("forget-schedule-runs", "0 47 3 1 * *", Job::ForgetRuns),
        once("forget-drafts", "0 27 3 * * *", Job::ForgetDrafts),
        once("digest-for-officials", "0 30 8 * * *", Job::DigestForOfficials),
        once("digest-for-ministers", "0 0 9 * * Mon", Job::DigestForMinisters),
        once("warn-of-calendar", "0 0 9 * * Mon", Job::WarnOfCalendar),
        once("rehearse-ladder", "0 0 10 1 * *", Job::TestMailboxes),
        once("report-ladder", "0 0 10 3 * *", Job::ReportLadder),
    ]
}

/// What a look at the schedules brought about.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Looked {
    /// The names of the schedules whose job was done here.
    pub done: Vec<&'static str>,
    /// When to look again.
    pub next: Option<Timestamp>,
}

/// Does what is due by now and has not been done.
///
/// A schedule that the database does not know yet counts from now. What is written links to the pages where the
/// registry knows their address.
///
/// # Errors
/// The first fault of the database; the run at which it happened is not taken, the others are.
pub async fn look(schedules: &[Schedule], registry: &Registry, now: Timestamp) -> Result<Looked, StoreFault> {
    let (mut looked, mut failed) = (Looked::default(), None);
    let last = store::schedule::last(registry.store()).await?;
    for schedule in schedules {
        let due = match last.get(schedule.name) {
            Some(last) => schedule.times.latest_by(now).filter(|due| due > last),
            None => Some(now),
        };
        if let Some(due) = due {
            let run = Run { name: schedule.name, due, now, registry };
            match take(schedule, &run, last.contains_key(schedule.name)).await {
                Ok(done) => looked.done.extend(done),
                Err(fault) if fault.is_outage() => return Err(fault),
                Err(fault) => {
                    tracing::error!(schedule.name, %fault, "a scheduled run failed and is not taken");
                    failed.get_or_insert(fault);
                }
            }
        }
        let next = schedule.times.after(now);
        looked.next = looked.next.into_iter().chain(next).min();
    }
    failed.map_or(Ok(looked), Err)
}

/// Takes a run and does its job, unless another process has; answers with the schedule's name if it did.
async fn take(schedule: &Schedule, run: &Run<'_>, known: bool) -> Result<Option<&'static str>, StoreFault> {
    let Run { due, now, registry, .. } = *run;
    let mut tx = registry.store().begin().await?;
    if !store::schedule::take(&mut tx, schedule.name, due, now).await? {
        return Ok(None);
    }
    let missed = now.duration_since(due) > PUNCTUAL;
    let does = known && !(missed && schedule.missed == Missed::Skip);
    if does {
        schedule.job.run(&mut tx, run).await?;
    }
    tx.commit().await?;
    if does {
        tracing::info!(name = schedule.name, %due, missed, "a scheduled run was done");
    }
    Ok(does.then_some(schedule.name))
}

/// The loop.
#[derive(Debug)]
pub(super) struct Wall {
    schedules: Vec<Schedule>,
    registry: Registry,
    clock: Clock,
    /// Told when something was done, for it may have written what `post` is to send.
    done: Arc<Notify>,
}

impl Wall {
    pub fn new(registry: Registry, clock: Clock, done: Arc<Notify>) -> Wall {
        Wall { schedules: all(), registry, clock, done }
    }
}

impl Rounds for Wall {
    async fn round(&mut self) -> Result<Rest, StoreFault> {
        let Looked { done, next } = look(&self.schedules, &self.registry, self.clock.now()).await?;
        if !done.is_empty() {
            self.done.notify_one();
        }
        Ok(Rest::Until(next))
    }
}
