//! Where later is never better: the steps from which it is enough to look at the latest moment.
//!
//! A step is *steady* if whatever can follow an arrival can follow, no earlier, a later arrival. Then who
//! wants the latest end arrives as late as possible, and the proof need not try the days before. That
//! holds where the step has one limit, counted in days or months from the arrival and never moved back,
//! and where what follows is steady too:
//!
//! - with two limits a day can change which of them ends first, and so what silence leads to;
//! - a limit counted from filing may be over on arrival, and one moved back to a working day too, or one that
//!   counts from an expiry which reminders followed, and then nobody can act any more;
//! - a clock can be stopped before a term ends at the close of business, and after it no more;
//! - a term in hours that ends on a Sunday lasts until Monday midnight, one that ends on Monday until its hour;
//! - what must come so long after something else may not come any more before a time ends, so that must be done where
//!   it is waited for, and the wait be shorter than the time;
//! - a pause of a month from 30 January ends when one from 31 January does, so where the clock can be
//!   stopped the limit and its extensions must count days, all in one way.
//!
//! Everywhere else every day is tried. `tests/proof` compares both with the behaviour of the core.

use super::configuration::{next_steps, reaches};
use super::net::{Clock, Limit, Move, Net, Silence, Step};
use super::term::{Kind, kind};
use crate::law::{Ends, Roll, Span, Unit};
use crate::workflow::Anchor;

/// What a step and those after it allow the proof to leave out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Trait {
    /// The latest arrival is the worst.
    pub steady: bool,
    /// Only the day of an arrival matters, not its second.
    pub by_day: bool,
    /// Some limit is counted from the filing, or from a date before it.
    pub from_filing: bool,
    /// A limit of this very step is counted from the end of the time whose silence led to it.
    pub from_expiry: bool,
}

/// The traits of every step.
pub(super) fn traits(net: &Net) -> Vec<Trait> {
    let overtaken = overtaken(net);
    let own: Vec<Trait> = net.steps.iter().zip(overtaken).map(|(step, late)| own(net, step, late)).collect();
    let spread = |has: &dyn Fn(&Trait) -> bool| reaches(net, &own.iter().map(has).collect::<Vec<_>>());
    // A promise counts from every arrival, and the latest need not be the one from which it runs longest.
    let before = |step: &Step| next_steps(step).any(|next| net.promised.contains(&next));
    let unsteady: Vec<bool> =
        own.iter().zip(&net.steps).map(|(one, step)| !one.steady || before(step)).collect();
    let unsteady = reaches(net, &unsteady);
    let by_second: Vec<bool> = own.iter().map(|one| !one.by_day).collect();
    let by_second = reaches(net, &by_second);
    let from_filing = spread(&|one| one.from_filing);
    let one = |step: usize| Trait {
        steady: !unsteady[step],
        by_day: !by_second[step],
        from_filing: from_filing[step],
        from_expiry: own[step].from_expiry,
    };
    (0..net.steps.len()).map(one).collect()
}

/// The steps that silence may reach only when a time counted from its expiry is over.
///
/// That needs a while between the expiry and the arrival: reminders, a clock that stood on the last day, or a step
/// that was itself reached too late. A time that is longer than the reminders in any year is not overtaken by them.
fn overtaken(net: &Net) -> Vec<bool> {
    let mut overtaken = vec![false; net.steps.len()];
    loop {
        let before = overtaken.clone();
        for (place, (step, late)) in net.steps.iter().zip(&before).enumerate() {
            let late = *late || !plain(step, *late) || stops(step) && !lasts(step);
            for silence in step.limits.iter().map(|limit| limit.silence) {
                // Who climbs comes to the same step again.
                let again = matches!(silence, Silence::Climbs { .. }).then_some(place);
                for to in again.into_iter().chain([silence.then()]) {
                    let mut limits = net.steps[to].limits.iter().filter(|one| one.from == Anchor::Expiry);
                    overtaken[to] |= limits.any(|limit| late || !outlasts(limit, silence));
                }
            }
        }
        if overtaken == before {
            return overtaken;
        }
    }
}

/// Whether every limit of a step has a day before its last one. A clock that is stopped on the last day stands beyond
/// it, and what counts from that day may be over when it runs again; stopped a day earlier for as long, it leads to a
/// later end by way of a time that is not over.
fn lasts(step: &Step) -> bool {
    step.limits.iter().all(|limit| limit.rules.iter().all(|rule| fewest_days(rule.span) >= 2))
}

/// Whether a limit is longer than the reminders before it, in any year.
fn outlasts(limit: &Limit, silence: Silence) -> bool {
    let Silence::Chases { every, most, .. } = silence else { return true };
    let patience = Span { amount: every.amount.saturating_mul(most.saturating_add(1)), ..every };
    limit.rules.iter().all(|rule| fewest_days(rule.span) > most_days(patience))
}

/// The fewest days that a span takes.
fn fewest_days(span: Span) -> u32 {
    let days = match span.unit {
        Unit::Hours => return span.amount / 24,
        Unit::Sutki | Unit::CalendarDays | Unit::WorkingDays => 1,
        Unit::Months => 28,
        Unit::Years => 365,
    };
    days * span.amount
}

/// More days than a span ever takes: of working days no fewer than one in five, and a month without any.
fn most_days(span: Span) -> u32 {
    match span.unit {
        Unit::Hours => span.amount / 24 + 2,
        Unit::WorkingDays => 5 * span.amount + 31,
        Unit::Sutki | Unit::CalendarDays => span.amount + 31,
        Unit::Months => 31 * span.amount + 31,
        Unit::Years => 366 * span.amount + 31,
    }
}

fn stops(step: &Step) -> bool {
    step.moves.iter().any(|one| matches!(one.clock, Clock::Stops { .. }))
}

/// The traits of a step alone; `overtaken` if its times from an expiry may be over on arrival.
fn own(net: &Net, step: &Step, overtaken: bool) -> Trait {
    let plain = plain(step, overtaken);
    let registers = step.limits.iter().any(|limit| limit.from == Anchor::Registration);
    Trait {
        steady: plain && one_silence(step) && even_when_stopped(step) && in_order(net, step),
        by_day: plain && !registers,
        from_filing: step.limits.iter().any(fixed),
        from_expiry: step.limits.iter().any(|limit| limit.from == Anchor::Expiry),
    }
}

/// Whether the limits of a step count days from the arrival and never end before it.
fn plain(step: &Step, overtaken: bool) -> bool {
    let late = |limit: &Limit| overtaken && limit.from == Anchor::Expiry;
    let rolls_back = |limit: &Limit| limit.rules.iter().any(|rule| rule.roll == Roll::Previous);
    let hours = |limit: &Limit| spans(step, limit).any(|span| of(limit, span) == Kind::Hours);
    let midday = |limit: &Limit| limit.rules.iter().any(|rule| rule.ends != Ends::EndOfDay);
    let odd = |limit: &Limit| {
        fixed(limit) || late(limit) || rolls_back(limit) || hours(limit) || stops(step) && midday(limit)
    };
    !step.limits.iter().any(odd)
}

/// Whether a limit counts from the filing or from a date before it.
fn fixed(limit: &Limit) -> bool {
    ![Anchor::Entry, Anchor::Receipt, Anchor::Registration, Anchor::Expiry].contains(&limit.from)
}

/// Whether silence leads to one place, whichever limit ends first.
fn one_silence(step: &Step) -> bool {
    let goes = |limit: &Limit| matches!(limit.silence, Silence::Goes { .. });
    let same = step.limits.windows(2).all(|two| two[0].silence == two[1].silence && goes(&two[0]));
    same && (step.limits.len() < 2 || step.moves.iter().all(|one| one.clock == Clock::Runs))
}

/// Whether the limit and all that lengthens it count days in one way, if the clock can be stopped.
fn even_when_stopped(step: &Step) -> bool {
    let even = |limit: &Limit| {
        let own = of(limit, limit.rules[0].span);
        own != Kind::Months && spans(step, limit).all(|span| of(limit, span) == own)
    };
    !stops(step) || step.limits.iter().all(|limit| even(limit) && !limit.runs_on)
}

fn of(limit: &Limit, span: Span) -> Kind {
    kind(span.unit, limit.rules[0].reading)
}

/// The spans of a limit: its own, and those that can lengthen it.
fn spans<'a>(step: &'a Step, limit: &'a Limit) -> impl Iterator<Item = Span> + 'a {
    let added = step.moves.iter().filter_map(|one| match one.clock {
        Clock::Extends { limit: place, by, .. } if step.limits[place].name == limit.name => Some(by),
        _ => None,
    });
    limit.rules.iter().map(|rule| rule.span).chain(added)
}

/// Whether what must come first is done at once where it makes others lawful, and nobody waits for that longer than
/// the step lasts, however late it was reached.
fn in_order(net: &Net, step: &Step) -> bool {
    step.moves.iter().all(|one| {
        let act = &net.acts[one.act];
        let costs = act.opens() && !act.prepares && one.to.is_none();
        let waits = act.after.and_then(|after| Some((after.act, after.wait?)));
        !costs
            && waits.is_none_or(|(first, wait)| {
                let here = step.moves.iter().any(|other| other.act == first) && net.acts[first].prepares;
                let tried_last = !act.prepares && matches!(one.clock, Clock::Runs | Clock::Restarts);
                here && tried_last && net.acts[first].after.is_none() && lasts_longer(step, wait)
            })
    })
}

/// Whether every limit and every pause of a step lasts at least so long.
fn lasts_longer(step: &Step, wait: Span) -> bool {
    let longer = |span: Span| match span.unit == wait.unit {
        true => span.amount >= wait.amount,
        false => fewest_days(span) >= most_days(wait),
    };
    let limit =
        |limit: &Limit| limit.from != Anchor::Expiry && limit.rules.iter().all(|rule| longer(rule.span));
    let pause = |one: &Move| match one.clock {
        Clock::Stops { most } => longer(most),
        _ => true,
    };
    step.limits.iter().all(limit) && step.moves.iter().all(pause)
}

/// How the one limit of a step counts, if a pause does nothing but take days of that sort from it until it ends:
/// then of two stops the earlier is as good if it takes as many.
pub(super) fn counts(step: &Step) -> Option<Kind> {
    let [limit] = step.limits.as_slice() else { return None };
    let chased = matches!(limit.silence, Silence::Chases { .. });
    let kind = of(limit, limit.rules[0].span);
    let one_kind = limit.rules.iter().all(|rule| of(limit, rule.span) == kind);
    (!chased && one_kind && matches!(kind, Kind::WorkingDays | Kind::EveryDay)).then_some(kind)
}
