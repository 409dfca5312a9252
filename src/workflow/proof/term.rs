//! Terms: the limits of a step as they run for one appeal, and the days they end.
//!
//! Every date comes from [`law::deadline`] and [`law::after`], asked once and remembered. A term forgets
//! what cannot matter any more: of pauses that are over only how much they added, which is why states
//! that differ by nothing but the days of a pause long past are one. `tests/proof` holds that against
//! the full history.

mod lists;

use std::collections::HashMap;

use foldhash::fast::RandomState;
use jiff::Timestamp;

use lists::Lists;

use super::days::{At, Days, end_of};
use super::net::{Limit, Net, Silence};
use crate::law::{self, Basis, Calendar, Extension, Pause, Reading, Roll, Rule, Span, Start, Unit};

/// A limit that runs.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Term {
    pub from: From,
    /// Days of stopping and starting again, as [`Pause`] has them.
    pub pauses: Vec<(u32, u32)>,
    pub added: Vec<Span>,
}

/// A limit: the step, its place there, and what the filing chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Which {
    pub step: usize,
    pub place: usize,
    pub choice: usize,
}

/// What a term is counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum From {
    Day(u32),
    Instant(At),
}

/// When a term ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Due {
    /// The last lawful day.
    pub on: u32,
    /// The first moment after it.
    pub at: At,
    /// When silence takes effect: then, or when the last chase was in vain.
    pub fires: At,
}

/// What a term is, apart from the case: equal limits of many steps are one shape.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Shape {
    rule: Rule,
    chase: Option<Span>,
}

/// How many days a pause takes from a count, and the next day on which it takes more.
#[derive(Debug, Clone, Copy)]
struct Gain {
    days: u32,
    higher: Option<u32>,
}

/// A date asked for before, or one that the calendar does not reach.
type Answer = Option<Due>;

/// All terms of a net, counted on a calendar.
#[derive(Debug)]
pub(super) struct Terms<'c> {
    calendar: &'c Calendar,
    days: &'c Days,
    shapes: Vec<Shape>,
    /// The shape of each limit, by step, place and what the filing chose.
    of: Vec<Vec<Vec<usize>>>,
    /// The dates of terms without pauses or extensions, by shape and day.
    plain: Vec<Vec<Option<Answer>>>,
    others: HashMap<(usize, Term), Answer, RandomState>,
    lists: Lists,
    /// The days on which counts end before anything is moved.
    ends: HashMap<(usize, Term), Option<u32>, RandomState>,
    /// The days on which stopped clocks start by themselves, by the longest pause and the day of stopping.
    untils: HashMap<Span, Vec<Option<Option<u32>>>, RandomState>,
    gains: HashMap<(Span, Kind), Vec<Gain>, RandomState>,
}

impl<'c> Terms<'c> {
    pub fn new(net: &Net, calendar: &'c Calendar, days: &'c Days) -> Terms<'c> {
        let mut numbers: HashMap<Shape, usize> = HashMap::new();
        let mut number = |shape: Shape| {
            let next = numbers.len();
            *numbers.entry(shape).or_insert(next)
        };
        let mut of = Vec::with_capacity(net.steps.len());
        for step in &net.steps {
            let shapes = step.limits.iter().map(shapes);
            of.push(shapes.map(|shapes| shapes.into_iter().map(&mut number).collect()).collect());
        }
        let mut shapes: Vec<(Shape, usize)> = numbers.into_iter().collect();
        shapes.sort_by_key(|(_, number)| *number);
        let plain = vec![vec![None; days.count() as usize]; shapes.len()];
        let shapes = shapes.into_iter().map(|(shape, _)| shape).collect();
        let (others, ends, lists) = (HashMap::default(), HashMap::default(), Lists::default());
        let (untils, gains) = (HashMap::default(), HashMap::default());
        Terms { calendar, days, shapes, of, plain, others, lists, ends, untils, gains }
    }

    /// When a term of a shape ends; none if the calendar does not reach so far.
    fn due_of(&mut self, shape: usize, term: &Term) -> Answer {
        if let (From::Day(day), true, true) = (term.from, term.pauses.is_empty(), term.added.is_empty()) {
            return self.plain_due(shape, day);
        }
        let key = (shape, term.clone());
        if let Some(known) = self.others.get(&key) {
            return *known;
        }
        let answer = self.count(shape, term);
        self.others.insert(key, answer);
        answer
    }

    /// When the term of a limit ends that is counted from a day and was not touched.
    pub fn due_from(&mut self, limit: Which, day: u32) -> Answer {
        self.plain_due(self.shape(limit), day)
    }

    fn plain_due(&mut self, shape: usize, day: u32) -> Answer {
        if let Some(known) = self.plain[shape].get(day as usize)? {
            return *known;
        }
        let term = Term { from: From::Day(day), pauses: Vec::new(), added: Vec::new() };
        let answer = self.count(shape, &term);
        self.plain[shape][day as usize] = Some(answer);
        answer
    }

    fn shape(&self, limit: Which) -> usize {
        self.of[limit.step][limit.place][limit.choice]
    }

    fn count(&self, shape: usize, term: &Term) -> Answer {
        let Shape { rule, chase } = &self.shapes[shape];
        let deadline = law::deadline(&self.basis(rule.clone(), term)?, self.calendar).ok()?;
        let on = self.known(deadline.due_on)?;
        let at = match deadline.due_at == law::end_of(deadline.due_on, self.calendar) {
            true => end_of(on),
            false => self.days.moment(deadline.due_at)?,
        };
        let fires = match chase {
            None => at,
            Some(patience) => {
                let last = law::after(deadline.due_on, *patience, self.calendar).ok()?;
                self.days.opening(self.known(last)?)
            }
        };
        Some(Due { on, at, fires })
    }

    fn known(&self, date: jiff::civil::Date) -> Option<u32> {
        self.days.number(date).filter(|day| *day < self.days.count())
    }

    fn basis(&self, rule: Rule, term: &Term) -> Option<Basis> {
        let from = match term.from {
            From::Day(day) if day < self.days.count() => Start::Day(self.days.date(day)),
            From::Instant(at) if at.day < self.days.count() => Start::Instant(self.days.instant(at)),
            _ => return None,
        };
        let mut basis = Basis::new(rule, from, self.calendar);
        let pause =
            |(from, to): &(u32, u32)| Pause { from: self.days.date(*from), to: Some(self.days.date(*to)) };
        basis.pauses = term.pauses.iter().map(pause).collect();
        basis.extensions = term.added.iter().map(|span| Extension { span: *span, article: None }).collect();
        Some(basis)
    }

    /// The day on which the count ends before its last day is moved.
    pub fn unrolled(&mut self, limit: Which, term: &Term) -> Option<u32> {
        let shape = self.shape(limit);
        if let Some(known) = self.ends.get(&(shape, term.clone())) {
            return *known;
        }
        let rule = Rule { roll: Roll::None, ..self.shapes[shape].rule.clone() };
        let basis = self.basis(rule, term);
        let end = basis.and_then(|basis| self.known(law::deadline(&basis, self.calendar).ok()?.due_on));
        self.ends.insert((shape, term.clone()), end);
        end
    }

    /// The term after a pause, without what cannot matter any more.
    ///
    /// While the count goes on, only the number of days that it has lost bears on its end, counted as the
    /// rule counts. They are moved to its beginning. Once the count has ended and only the move to a
    /// working day is left, or where units are mixed, the pauses stay as they were.
    pub fn paused(&mut self, limit: Which, term: Term, from: u32, to: u32) -> Term {
        let Some(end) = self.unrolled(limit, &term) else { return kept(term, from, to) };
        let From::Day(start) = term.from else { return kept(term, from, to) };
        let rule = &self.shapes[self.shape(limit)].rule;
        let kind = kind(rule.span.unit, rule.reading);
        let mixed = term.added.iter().any(|span| self::kind(span.unit, rule.reading) != kind);
        if kind == Kind::Hours || mixed || from >= end || term.pauses.iter().any(|(_, to)| *to >= end) {
            return kept(term, from, to);
        }
        let full = kept(term, from, to);
        let stood = |day: &u32| full.pauses.iter().any(|(from, to)| from < day && day <= to);
        let last = full.pauses.iter().map(|(_, to)| *to).max().unwrap_or(start);
        let lost: Vec<u32> = (start + 1..=last).filter(stood).collect();
        let to = match kind {
            Kind::WorkingDays => {
                let lost = lost.iter().filter(|day| self.days.working_between(**day - 1, **day) == 1).count();
                (start..).find(|day| self.days.working_between(start, *day) as usize == lost).unwrap_or(start)
            }
            _ => start + lost.len() as u32,
        };
        match kind {
            // What loses its first days begins after them.
            Kind::WorkingDays | Kind::EveryDay => Term { from: From::Day(to), pauses: Vec::new(), ..full },
            _ => Term { pauses: if to > start { vec![(start, to)] } else { Vec::new() }, ..full },
        }
    }

    /// The day on which a clock stopped on `day` starts again by itself.
    pub fn until(&mut self, day: u32, most: Span) -> Option<u32> {
        let days = self.days;
        let known = self.untils.entry(most).or_insert_with(|| vec![None; days.count() as usize]);
        if let Some(known) = known.get(day as usize)? {
            return *known;
        }
        let after = law::after(days.date(day), most, self.calendar).ok();
        let until = after.and_then(|after| days.number(after)).filter(|day| *day < days.count());
        known[day as usize] = Some(until);
        until
    }

    /// The days on which it is worth stopping a clock for so long, between two days of a count of a sort that began
    /// on `from`: the first, and each that takes more days from the count than all before it.
    pub fn records(&mut self, most: Span, kind: Kind, from: u32, (first, last): (u32, u32)) -> Vec<u32> {
        if !self.gains.contains_key(&(most, kind)) {
            let gains = self.gains_of(most, kind);
            self.gains.insert((most, kind), gains);
        }
        let gains = &self.gains[&(most, kind)];
        // Days before the count began are not taken from it.
        let lost_before = |day: u32| if day < from { self.days.between(kind, day, from) } else { 0 };
        let gained = |day: u32| gains[day as usize].days.saturating_sub(lost_before(day));
        let mut records = vec![first];
        let (mut day, mut record) = (first, gained(first));
        while let Some(next) = if day < from { Some(day + 1) } else { gains[day as usize].higher } {
            day = next;
            if day > last {
                break;
            }
            if gained(day) > record {
                record = gained(day);
                records.push(day);
            }
        }
        records
    }

    /// For each day how many days of a sort a pause takes that begins on it, and the next day on which it takes more.
    fn gains_of(&mut self, most: Span, kind: Kind) -> Vec<Gain> {
        let mut gains: Vec<Gain> = Vec::new();
        for day in 0..self.days.count() {
            let until = self.until(day, most);
            let days = until.map_or(u32::MAX, |until| self.days.between(kind, day, until));
            gains.push(Gain { days, higher: None });
        }
        let mut higher: Vec<u32> = Vec::new();
        for day in (0..self.days.count()).rev() {
            while higher.last().is_some_and(|next| gains[*next as usize].days <= gains[day as usize].days) {
                higher.pop();
            }
            gains[day as usize].higher = higher.last().copied();
            higher.push(day);
        }
        gains
    }

    /// The day on which papers that arrive at a moment are registered.
    pub fn registered(&self, at: At) -> Option<u32> {
        let arrived: Timestamp = self.days.instant(at);
        self.known(law::registered_on(arrived, self.calendar, law::AfterHours::NextWorkingDay).ok()?)
    }
}

fn kept(mut term: Term, from: u32, to: u32) -> Term {
    term.pauses.push((from, to));
    term
}

/// The shapes of a limit, by what the filing chose. The last chase comes after all that were lawful.
fn shapes(limit: &Limit) -> Vec<Shape> {
    let chase = match limit.silence {
        Silence::Chases { every, most, .. } => {
            Some(Span { amount: every.amount.saturating_mul(most.saturating_add(1)), ..every })
        }
        Silence::Goes { .. } | Silence::Climbs { .. } => None,
    };
    let shape = |rule: &Rule| Shape { rule: Rule { article: None, ..rule.clone() }, chase };
    limit.rules.iter().map(shape).collect()
}

/// The ways in which days are lost to a pause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    WorkingDays,
    EveryDay,
    Months,
    Hours,
}

/// How a span of this unit is counted.
pub(super) fn kind(unit: Unit, reading: Reading) -> Kind {
    match (unit, reading) {
        (Unit::WorkingDays, _) | (Unit::Sutki, Reading::Working) => Kind::WorkingDays,
        (Unit::CalendarDays, _) | (Unit::Sutki, Reading::Calendar) => Kind::EveryDay,
        (Unit::Months | Unit::Years, _) => Kind::Months,
        (Unit::Hours, _) => Kind::Hours,
    }
}

#[cfg(test)]
mod tests;
