//! The deadlines of a step: each limit of the workflow applied to one appeal.
//!
//! Pure. The dates themselves come from `law`; here stands only which day counting starts from, when
//! reminders fall, and how pauses and extensions change a deadline that runs already.

use jiff::Timestamp;
use jiff::civil::Date;

use super::command::Facts;
use super::particulars::Due;
use super::refusal::Refusal;
use super::state::{Appeal, Running};
use crate::law::{self, AfterHours, Basis, Calendar, Extension, Pause, Span, Start, Unit};
use crate::workflow::{Anchor, Limit, Time};

/// The arrival that a step's deadlines are counted from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    /// The instant.
    pub at: Timestamp,
    /// The day it counts as.
    pub on: Date,
    /// The last day of the time that was let pass, where silence leads here.
    pub expired_on: Option<Date>,
}

/// The deadline that a limit gives an appeal which enters the step, by the clock of the one who holds it.
pub(super) fn start(
    calendar: &Calendar,
    appeal: &Appeal,
    name: &str,
    limit: &Limit,
    entry: Entry,
) -> Result<Due, Refusal> {
    let from = anchor(calendar, appeal, &limit.time, entry)?;
    let rule = limit.time.rule_for(&appeal.chosen);
    let basis = Basis::new(rule.clone(), from, calendar);
    finish(calendar, name, limit, basis, entry.at)
}

/// The deadline after the clock stood from one day to another.
pub(super) fn after_pause(
    facts: &Facts,
    running: &Running,
    limit: &Limit,
    pause: Pause,
    now: Timestamp,
) -> Result<Due, Refusal> {
    let mut basis = running.basis.clone();
    basis.pauses.push(pause);
    again(facts, &running.limit, limit, basis, now)
}

/// The deadline after an extension.
pub(super) fn extended(
    facts: &Facts,
    running: &Running,
    limit: &Limit,
    span: Span,
    article: Option<String>,
    now: Timestamp,
) -> Result<Due, Refusal> {
    let mut basis = running.basis.clone();
    basis.extensions.push(Extension { span, article });
    again(facts, &running.limit, limit, basis, now)
}

/// A deadline computed again from its origin: by the calendar in force, unless the one that it was
/// computed with gives a later day. A pause or an extension must not take back what was promised.
fn again(facts: &Facts, name: &str, limit: &Limit, basis: Basis, now: Timestamp) -> Result<Due, Refusal> {
    let calendar = facts.calendar.in_zone_of(&basis.calendar);
    let pinned = Some(&basis.calendar).filter(|version| *version != calendar.version());
    let pinned = pinned.and_then(|version| facts.almanac.version(version));
    let by_pinned = pinned.map(|pinned| finish(&pinned, name, limit, basis.clone(), now));
    let by_new = recounted(&calendar, name, limit, basis, now);
    match (by_pinned, by_new) {
        (Some(Ok(pinned)), Ok(new)) if new.at < pinned.at => Ok(pinned),
        (Some(Ok(pinned)), Err(_)) => Ok(pinned),
        (_, new) => new,
    }
}

/// The deadline on a basis by another calendar than the one it was computed with.
pub(super) fn recounted(
    calendar: &Calendar,
    name: &str,
    limit: &Limit,
    basis: Basis,
    now: Timestamp,
) -> Result<Due, Refusal> {
    let basis = Basis { calendar: calendar.version().to_owned(), ..basis };
    finish(calendar, name, limit, basis, now)
}

/// The deadline on a basis, with the reminders that are still to come after `now`.
pub(super) fn finish(
    calendar: &Calendar,
    name: &str,
    limit: &Limit,
    basis: Basis,
    now: Timestamp,
) -> Result<Due, Refusal> {
    let deadline = law::deadline(&basis, calendar).map_err(beyond)?;
    let reminded = |day: Date| law::opening(day, calendar);
    let mut remind = Vec::with_capacity(limit.remind.len());
    for reminder in &limit.remind {
        let day = law::before(deadline.due_on, reminder.distance, calendar).map_err(beyond)?;
        remind.extend(Some(reminded(day)).filter(|at| *at > now && *at < deadline.due_at));
    }
    let mut remind_after = Vec::with_capacity(limit.remind_after.len());
    for reminder in &limit.remind_after {
        let day = law::after(deadline.due_on, reminder.distance, calendar).map_err(beyond)?;
        remind_after.push(reminded(day));
    }
    remind.sort_unstable();
    remind_after.sort_unstable();
    let law::Deadline { due_on: on, due_at: at, estimated } = deadline;
    let runs_on = limit.runs_on;
    Ok(Due { limit: name.to_owned(), on, at, estimated, basis, remind, remind_after, runs_on })
}

/// The day after which a time is counted.
pub(super) fn anchor(
    calendar: &Calendar,
    appeal: &Appeal,
    time: &Time,
    entry: Entry,
) -> Result<Start, Refusal> {
    let decision = &appeal.decision;
    let day = match time.from {
        Anchor::Entry | Anchor::Receipt if time.rule_for(&appeal.chosen).span.unit == Unit::Hours => {
            return Ok(entry.at.into());
        }
        Anchor::Entry | Anchor::Receipt => entry.on,
        // The law counts from that day even if an outage kept everybody from seeing it pass.
        Anchor::Expiry => entry.expired_on.unwrap_or(entry.on),
        Anchor::Registration => {
            law::registered_on(entry.at, calendar, AfterHours::NextWorkingDay).map_err(beyond)?
        }
        Anchor::Filing => appeal.filed_on,
        Anchor::Decision => decision.decided_on,
        Anchor::Service => decision.served_on,
        Anchor::Sending => decision.sent_on.unwrap_or(decision.served_on),
        Anchor::Publication => decision.published_on.unwrap_or(decision.served_on),
        Anchor::Knowledge => decision.learned_on.unwrap_or(decision.served_on),
    };
    Ok(day.into())
}

/// A date out of the calendar's reach, as a refusal.
pub(super) fn beyond(unknown: law::Unknown) -> Refusal {
    Refusal::BeyondCalendar { why: unknown.to_string() }
}
