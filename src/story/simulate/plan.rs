//! What people intend: who will do something, when, as long as things stand as they do.
//!
//! Pure. A holder intends one thing each time it becomes their turn, or stays silent; whoever is not on turn may
//! step in. An intention falls when its track moves on.

use jiff::Timestamp;
use jiff::civil::Date;
use rand::{Rng, RngExt};

use super::World;
use crate::appeal::{Actor, Appeal, Standing};
use crate::law::{self, Roll, Span, Unit, Unknown};
use crate::workflow::{Action, Clock, Late, NotBefore, Outcome};

/// Where a track stands, as far as intentions hang on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Situation {
    step: String,
    since: Date,
    rung: u32,
    stopped: bool,
    /// How often the holder was chased: each time is an occasion to think again.
    chased: u32,
}

impl Situation {
    /// Whether this is the one before, but for a holder who was chased since.
    pub fn is_only_chased(&self, before: &Situation) -> bool {
        *self == Situation { chased: self.chased, ..before.clone() }
    }

    pub fn of(standing: &Standing) -> Situation {
        let Standing { step, since, rung, stopped, running, .. } = standing;
        let chased = running.iter().filter_map(|running| running.chased).map(|(times, _)| times + 1).sum();
        Situation { step: step.clone(), since: *since, rung: *rung, stopped: stopped.is_some(), chased }
    }
}

/// An intention.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub at: Timestamp,
    pub actor: Actor,
    pub what: Intent,
}

/// What somebody intends to do.
#[derive(Debug, Clone)]
pub(super) enum Intent {
    /// Whatever the holder of the step chooses when the time comes.
    Choose,
    /// This action.
    Act(String),
    /// To sign this proposed action.
    Sign(String),
}

/// Those who step in do so within so many working days.
const STEPPING_IN: u32 = 10;

/// What is intended on a track as it stands, from now on.
pub(super) fn plans(
    world: &World,
    appeal: &Appeal,
    track: &str,
    standing: &Standing,
    now: Timestamp,
    rng: &mut impl Rng,
) -> Result<Vec<Plan>, Unknown> {
    let habit = world.behaviour.habit(&standing.step, &standing.holder);
    let (after, silent) = (habit.acts_after.draw(rng), habit.silent.draw(rng));
    let mut plans = Vec::new();
    if !silent {
        let at = moment(world, now, after, rng)?;
        plans.push(Plan { at, actor: actor(appeal, standing, &standing.holder), what: Intent::Choose });
    }
    let definition = &world.rules.definition;
    let Some(step) = definition.step(track, &standing.step) else { return Ok(plans) };
    let anytime = definition.anytime.iter().filter(|_| track == definition.legal_track);
    for name in step.allows.iter().chain(anytime) {
        let (Some(action), Some(share)) = (definition.actions.get(name), world.behaviour.beside.get(name))
        else {
            continue;
        };
        if action.by.contains(&standing.holder) || !share.draw(rng) {
            continue;
        }
        let party = &action.by[rng.random_range(0..action.by.len())];
        let after = rng.random_range(0..=STEPPING_IN);
        let (at, actor) = (moment(world, now, after, rng)?, actor(appeal, standing, party));
        plans.push(Plan { at, actor, what: Intent::Act(name.clone()) });
    }
    Ok(plans)
}

/// A signature takes so many working days at most; the longest that a workflow gives is not asked for.
const SIGNING: u32 = 2;

/// What is intended about an action that was just proposed and needs a second signature: to sign it.
pub(super) fn signature(
    world: &World,
    appeal: &Appeal,
    standing: &Standing,
    now: Timestamp,
    rng: &mut impl Rng,
) -> Result<Option<Plan>, Unknown> {
    let Some(proposal) = &standing.proposal else { return Ok(None) };
    let actor = match (&proposal.signatory, proposal.proposer.office()) {
        (Some(party), _) => actor(appeal, standing, party),
        (None, Some(office)) => Actor::official(office, "second"),
        (None, None) => return Ok(None),
    };
    let at = moment(world, now, rng.random_range(0..=SIGNING), rng)?;
    Ok(Some(Plan { at, actor, what: Intent::Sign(proposal.act.action.clone()) }))
}

/// Who acts for a party.
fn actor(appeal: &Appeal, standing: &Standing, party: &str) -> Actor {
    let held = standing.office.as_ref().filter(|_| standing.holder == party);
    match held.or_else(|| appeal.parties.get(party)) {
        Some(office) => Actor::Office(office.clone()),
        None => Actor::Organisation(appeal.appellant.clone()),
    }
}

/// An instant in office hours so many working days later, and not before a minute from now.
pub(super) fn moment(
    world: &World,
    now: Timestamp,
    working_days: u32,
    rng: &mut impl Rng,
) -> Result<Timestamp, Unknown> {
    let calendar = world.calendar;
    let today = law::roll(law::day_of(now, calendar), Roll::Next, calendar)?;
    let day = match working_days {
        0 => today,
        amount => law::after(today, Span { amount, unit: Unit::WorkingDays }, calendar)?,
    };
    let hours = calendar.hours();
    let open = hours.opens.duration_until(hours.closes).as_mins();
    let minutes = rng.random_range(0..=open.max(1));
    let at = law::opening(day, calendar).saturating_add(jiff::SignedDuration::from_mins(minutes));
    let soonest = now.saturating_add(jiff::SignedDuration::from_mins(1));
    Ok(at.unwrap_or(now).max(soonest.unwrap_or(now)))
}

/// The action that a holder chooses now; nothing if nothing is open to them.
pub(super) fn choose(
    world: &World,
    appeal: &Appeal,
    track: &str,
    standing: &Standing,
    now: Timestamp,
    rng: &mut impl Rng,
) -> Option<String> {
    let definition = &world.rules.definition;
    let step = definition.step(track, &standing.step)?;
    let open = step.allows.iter().filter_map(|name| Some((name, definition.actions.get(name)?)));
    let open: Vec<(&String, f64)> = open
        .filter(|(name, action)| is_open(world, appeal, standing, name, action, now))
        .map(|(name, _)| (name, world.behaviour.weight(name)))
        .collect();
    drawn(&open, rng).cloned()
}

/// Whether the holder may do this now. A clock that stands is waited for, or started again.
fn is_open(
    world: &World,
    appeal: &Appeal,
    standing: &Standing,
    name: &str,
    action: &Action,
    now: Timestamp,
) -> bool {
    let stopped = standing.stopped.is_some();
    let times = |name: &str| appeal.used.get(name).copied().unwrap_or(0);
    let earned = match &action.clock {
        Clock::Extends { per: Some(per), .. } => times(per) > times(name),
        _ => true,
    };
    let barred =
        |party: &String| standing.office.is_some() && appeal.parties.get(party) == standing.office.as_ref();
    action.by.contains(&standing.holder)
        && !action.barred.iter().any(barred)
        && action.at_most.is_none_or(|most| times(name) < most)
        && earned
        && standing.proposal.is_none()
        && action.not_before.as_ref().is_none_or(|rule| is_after(world, appeal, rule, now))
        && (!action.restores_time || (appeal.late && appeal.time_restored.is_none()))
        && (!action.lifts_stay || appeal.stay.is_some())
        && (is_timely(world, appeal)
            || action.decision.is_none_or(|outcome| outcome == Outcome::LeftWithoutConsideration))
        && stopped == (action.clock == Clock::Restarts)
}

/// Whether what must come first was done, and long enough ago.
fn is_after(world: &World, appeal: &Appeal, rule: &NotBefore, now: Timestamp) -> bool {
    let Some(done) = appeal.last_done.get(&rule.after) else { return false };
    let from = rule.wait.map_or(Ok(*done), |wait| law::after(*done, wait, world.calendar));
    from.is_ok_and(|from| from <= law::day_of(now, world.calendar))
}

/// Whether the law lets anybody decide it: where it refuses what comes late, only once the time was restored.
fn is_timely(world: &World, appeal: &Appeal) -> bool {
    let filing = &world.rules.definition.filing;
    filing.late == Late::Accept || !appeal.late || appeal.time_restored.is_some()
}

/// One of these, by their weights; nothing if all weigh nothing.
pub(super) fn drawn<'a, T>(choices: &[(&'a T, f64)], rng: &mut impl Rng) -> Option<&'a T> {
    let all: f64 = choices.iter().map(|(_, weight)| weight).sum();
    let mut at = rng.random::<f64>() * all;
    let heavy = choices.iter().filter(|(_, weight)| *weight > 0.0);
    let mut last = None;
    for (choice, weight) in heavy {
        last = Some(*choice);
        if at < *weight {
            break;
        }
        at -= weight;
    }
    last
}
