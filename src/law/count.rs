//! The counting itself: one walk from the event to the last day.
//!
//! [`deadline()`](super::deadline()) walks it in silence, [`explain`](super::explain) listens to every
//! step. There is no second way to count, which is why a date and its explanation agree.

use jiff::civil::{Date, DateTime};
use jiff::{SignedDuration, Timestamp};

use super::calendar::{Calendar, Look};
use super::dates::{day_of, start_of_day};
use super::deadline::{Basis, Deadline, Start, Unknown};
use super::explanation::Treatment;
use super::rule::{Ends, Reading, Roll};
use super::span::{Span, Unit};

/// Whoever listens to the count.
pub(super) trait Witness {
    /// The count came to this day and treated it so.
    fn sees(&mut self, on: Date, treatment: Treatment);
}

/// Nobody listens.
pub(super) struct Unheard;

impl Witness for Unheard {
    fn sees(&mut self, _: Date, _: Treatment) {}
}

pub(super) fn count<W: Witness>(
    basis: &Basis,
    calendar: &Calendar,
    witness: &mut W,
) -> Result<Deadline, Unknown> {
    let rule = &basis.rule;
    let own = Counting::of(rule.span.unit, rule.reading);
    let counting = |span: Span| Counting::of(span.unit, rule.reading);
    let (alike, others) = (
        basis.extensions.iter().map(|extension| extension.span).filter(|span| counting(*span) == own),
        basis.extensions.iter().map(|extension| extension.span).filter(|span| counting(*span) != own),
    );
    let total = alike.fold(amount(rule.span), |total, span| total.saturating_add(amount(span)));

    let mut count = Count { basis, calendar, witness, estimated: false };
    let mut at = count.origin(own)?;
    at = count.run(at, own, total)?;
    for span in others {
        at = count.run(at, counting(span), amount(span))?;
    }
    let (due_on, due_at) = count.finish(at)?;
    Ok(Deadline { due_on, due_at, estimated: count.estimated })
}

/// The four ways to count.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Counting {
    WorkingDays,
    EveryDay,
    Months,
    Hours,
}

impl Counting {
    fn of(unit: Unit, reading: Reading) -> Counting {
        match (unit, reading) {
            (Unit::WorkingDays, _) | (Unit::Sutki, Reading::Working) => Counting::WorkingDays,
            (Unit::CalendarDays, _) | (Unit::Sutki, Reading::Calendar) => Counting::EveryDay,
            (Unit::Months | Unit::Years, _) => Counting::Months,
            (Unit::Hours, _) => Counting::Hours,
        }
    }
}

/// The amount in days, months or hours: a year is twelve months.
fn amount(span: Span) -> u32 {
    if span.unit == Unit::Years { span.amount.saturating_mul(12) } else { span.amount }
}

struct Count<'a, W> {
    basis: &'a Basis,
    calendar: &'a Calendar,
    witness: &'a mut W,
    /// The count has looked at a day whose kind may still change.
    estimated: bool,
}

impl<W: Witness> Count<'_, W> {
    fn origin(&self, counting: Counting) -> Result<Start, Unknown> {
        let day = match self.basis.from {
            Start::Day(day) => day,
            Start::Instant(instant) => day_of(instant, self.calendar),
        };
        self.look(day)?;
        Ok(if counting == Counting::Hours { self.basis.from } else { Start::Day(day) })
    }

    /// Counts on from where an earlier count has ended.
    fn run(&mut self, at: Start, counting: Counting, amount: u32) -> Result<Start, Unknown> {
        match counting {
            Counting::WorkingDays => self.days(self.last_day(at), amount, true).map(Start::Day),
            Counting::EveryDay => self.days(self.last_day(at), amount, false).map(Start::Day),
            Counting::Months => self.months(self.last_day(at), amount).map(Start::Day),
            Counting::Hours => self.hours(self.end_of(at)?, amount).map(Start::Instant),
        }
    }

    fn days(&mut self, after: Date, amount: u32, working_only: bool) -> Result<Date, Unknown> {
        let (mut day, mut ordinal) = (after, 0);
        while ordinal < amount {
            let look;
            (day, look) = self.next(day)?;
            if self.stands_still(day)? {
                continue;
            }
            self.estimated |= working_only && look.estimated;
            if working_only && !look.working {
                self.witness.sees(day, Treatment::Skipped);
                continue;
            }
            ordinal += 1;
            self.witness.sees(day, Treatment::Counted { ordinal });
        }
        Ok(day)
    }

    /// The same date months later, and as many days more as the clock stood still until then.
    fn months(&mut self, from: Date, months: u32) -> Result<Date, Unknown> {
        let beyond = || self.calendar.unknown(self.calendar.known().end().saturating_add(1));
        let span = jiff::Span::new().try_months(months).map_err(|_| beyond())?;
        let reached = from.checked_add(span).map_err(|_| beyond())?;
        self.look(reached)?;
        let lost = self.days_stood_still(from, reached)?;
        self.witness.sees(reached, Treatment::Reached { from, months });

        let (mut day, mut ordinal) = (reached, 0);
        while ordinal < lost {
            (day, _) = self.next(day)?;
            if !self.stands_still(day)? {
                ordinal += 1;
                self.witness.sees(day, Treatment::Regained { ordinal });
            }
        }
        Ok(day)
    }

    fn days_stood_still(&mut self, after: Date, until: Date) -> Result<u32, Unknown> {
        let (mut day, mut lost) = (after, 0);
        while !self.basis.pauses.is_empty() && day < until {
            (day, _) = self.next(day)?;
            lost += u32::from(self.stands_still(day)?);
        }
        Ok(lost)
    }

    /// Elapsed hours, so that the 25 hours of 29 February 2024 in Almaty are 25.
    fn hours(&mut self, from: Timestamp, hours: u32) -> Result<Timestamp, Unknown> {
        let (mut now, mut left) = (from, SignedDuration::from_hours(hours.into()));
        let mut day = day_of(from, self.calendar);
        while left > SignedDuration::ZERO {
            let (tomorrow, _) = self.next(day)?;
            let midnight = start_of_day(tomorrow, self.calendar);
            if self.stands_still(day)? {
                now = midnight;
            } else {
                let ran = left.min(midnight.duration_since(now));
                (now, left) = (now + ran, left - ran);
                self.witness.sees(day, Treatment::Ran { minutes: ran.as_mins() });
            }
            day = tomorrow;
        }
        Ok(now)
    }

    /// Where a last day that is not a working day moves; then the instant at which it is over.
    fn finish(&mut self, at: Start) -> Result<(Date, Timestamp), Unknown> {
        let end = self.last_day(at);
        let due_on = self.roll(end)?;
        let due_at = match (at, self.basis.rule.ends) {
            (Start::Instant(instant), _) if due_on == end => instant,
            (_, Ends::EndOfDay) => self.end_of(Start::Day(due_on))?,
            (_, Ends::CloseOfBusiness) => {
                let closes = DateTime::from_parts(due_on, self.calendar.hours().closes);
                let unknown = |_| self.calendar.unknown(due_on.year());
                self.calendar.zone().to_timestamp(closes).map_err(unknown)?
            }
        };
        Ok((due_on, due_at))
    }

    fn roll(&mut self, end: Date) -> Result<Date, Unknown> {
        let look = self.look(end)?;
        if self.basis.rule.roll == Roll::None {
            return Ok(end);
        }
        self.estimated |= look.estimated;
        let (mut day, mut lands) = (end, look.working);
        while !lands {
            let look;
            (day, look) = match self.basis.rule.roll {
                Roll::Previous => self.previous(day)?,
                Roll::None | Roll::Next => self.next(day)?,
            };
            self.estimated |= look.estimated;
            // Moving back may land in a pause: moving on beyond it would make the pause shorten the term.
            let still = self.basis.rule.roll == Roll::Next && self.stands_still(day)?;
            lands = look.working && !still;
            if !still {
                self.witness.sees(day, if lands { Treatment::Moved } else { Treatment::Passed });
            }
        }
        Ok(day)
    }

    /// Whether the clock stood still on this day; no date is known while it still does.
    fn stands_still(&mut self, day: Date) -> Result<bool, Unknown> {
        let mut still = false;
        for pause in self.basis.pauses.iter().filter(|pause| pause.covers(day)) {
            match pause.to {
                Some(_) => still = true,
                None => return Err(Unknown::Stopped { since: pause.from }),
            }
        }
        if still {
            self.witness.sees(day, Treatment::Stopped);
        }
        Ok(still)
    }

    fn look(&self, day: Date) -> Result<Look, Unknown> {
        self.calendar.look(day).ok_or_else(|| self.calendar.unknown(day.year()))
    }

    fn next(&self, day: Date) -> Result<(Date, Look), Unknown> {
        let next = day.tomorrow().map_err(|_| self.calendar.unknown(day.year()))?;
        Ok((next, self.look(next)?))
    }

    fn previous(&self, day: Date) -> Result<(Date, Look), Unknown> {
        let previous = day.yesterday().map_err(|_| self.calendar.unknown(day.year()))?;
        Ok((previous, self.look(previous)?))
    }

    /// The last day of a term that ends here. At midnight sharp that is the day before.
    fn last_day(&self, at: Start) -> Date {
        match at {
            Start::Day(day) => day,
            Start::Instant(end) => {
                let last = end.checked_sub(SignedDuration::from_nanos(1)).unwrap_or(end);
                day_of(last, self.calendar)
            }
        }
    }

    /// The instant at which a term is over that ends here.
    fn end_of(&self, at: Start) -> Result<Timestamp, Unknown> {
        match at {
            Start::Instant(instant) => Ok(instant),
            Start::Day(day) => {
                let next = day.tomorrow().map_err(|_| self.calendar.unknown(day.year()))?;
                Ok(start_of_day(next, self.calendar))
            }
        }
    }
}
