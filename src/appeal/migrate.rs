//! A newer version of the workflow: what becomes of an open appeal's deadlines under it, and the move to it.
//!
//! Pure; part of `decide`, and asked by the registry for a preview. An appeal stays with the version that it was filed
//! under until a clerk moves it. A date whose rule is the same is kept; one whose rule changed is computed again from
//! the same day; one that was promised moves earlier only if that was asked for in so many words. Where the new
//! version cannot say how the appeal goes on, it stays, and every [`Obstacle`] is told.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use jiff::Timestamp;

use super::command::{Facts, NewVersion};
use super::deadlines::{self, Entry};
use super::decide::Decision;
use super::event::Event;
use super::obstacle::Obstacle;
use super::particulars::{Became, Due, Migrated, Passage, Recount};
use super::refusal::Refusal;
use super::state::{Appeal, Running, Standing};
use super::{filing, recount};
use crate::law::{Basis, Calendar, Start, Unit};
use crate::workflow::{Anchor, Definition, Limit, Silence, Step, Time, Turn};

/// What a newer version makes of an appeal.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Migration {
    /// The offices of parties that only it knows.
    pub parties: BTreeMap<String, String>,
    /// Each deadline, in the order of tracks.
    pub deadlines: Vec<Planned>,
}

/// What it makes of one deadline.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// What becomes of it.
    pub passage: Passage,
    /// The deadline by the new rule, also where a promise keeps it from holding; none where nothing is computed.
    pub due: Option<Due>,
    /// Whether somebody has been told the date.
    pub promised: bool,
    /// The calendars and the version, where another date is computed.
    pub recount: Option<Recount>,
}

/// What the version that the facts name would make of their appeal at `now`. Nothing is changed.
///
/// # Errors
/// [`Refusal::CannotMigrate`] with every obstacle; else a date or an office that cannot be found.
pub fn migration(facts: &Facts, allow_earlier: bool, now: Timestamp) -> Result<Migration, Refusal> {
    let unknown = || Refusal::UnknownAppeal { reference: facts.reference.to_owned() };
    let appeal = facts.appeal.ok_or_else(unknown)?;
    let missing = || cannot(Obstacle::NotLoaded { digest: "asked for".to_owned() });
    let successor = facts.successor.ok_or_else(missing)?;
    let mut planner = Planner {
        facts,
        successor,
        appeal,
        allow_earlier,
        now,
        obstacles: Vec::new(),
        migration: Migration::default(),
    };
    planner.check_version();
    if planner.obstacles.is_empty() {
        planner.find_parties()?;
        for (track, standing) in &appeal.tracks {
            planner.track(track, standing)?;
        }
    }
    match planner.obstacles.is_empty() {
        true => Ok(planner.migration),
        false => Err(Refusal::CannotMigrate { obstacles: planner.obstacles }),
    }
}

fn cannot(obstacle: Obstacle) -> Refusal {
    Refusal::CannotMigrate { obstacles: vec![obstacle] }
}

/// Moves the appeal to the version; one that is there already is left alone.
pub(super) fn migrate(decision: &mut Decision, new: &NewVersion) -> Result<(), Refusal> {
    let (facts, now) = (decision.facts, decision.now);
    let appeal = decision.open_appeal()?;
    if appeal.workflow == new.digest {
        return Ok(());
    }
    let asked = |successor: &&Definition| successor.digest == new.digest;
    let missing = || cannot(Obstacle::NotLoaded { digest: new.digest.clone() });
    let successor = facts.successor.filter(asked).ok_or_else(missing)?;
    let Migration { parties, deadlines } = migration(facts, new.allow_earlier, now)?;
    let migrated = Migrated {
        before: appeal.workflow.clone(),
        version_before: facts.definition.version,
        after: successor.digest.clone(),
        version: successor.version,
        parties,
        passages: deadlines.iter().map(|planned| planned.passage.clone()).collect(),
    };
    decision.record(now, Event::Migrated(Box::new(migrated)));
    for Planned { passage, due, recount, .. } in deadlines {
        let Passage { track, limit, was, became, .. } = passage;
        let (Some(due), Some(recount)) = (due, recount) else { continue };
        match (became, was) {
            (Became::PromiseKept, Some(due_on)) => {
                let would_be = due.on;
                decision.record(now, Event::PromiseKept { track, limit, due_on, would_be, recount });
            }
            (Became::Recomputed | Became::Begun, was) => {
                decision.record(now, Event::Rescheduled { track, was, due: Box::new(due), recount });
            }
            _ => {}
        }
    }
    Ok(())
}

struct Planner<'a> {
    facts: &'a Facts<'a>,
    successor: &'a Definition,
    appeal: &'a Appeal,
    allow_earlier: bool,
    now: Timestamp,
    obstacles: Vec<Obstacle>,
    migration: Migration,
}

impl Planner<'_> {
    /// Whether it is a newer version of the same workflow, by the same calendar.
    fn check_version(&mut self) {
        let (pinned, successor) = (self.facts.definition, self.successor);
        if pinned.name != successor.name {
            let (workflow, asked) = (pinned.name.clone(), successor.name.clone());
            self.obstacles.push(Obstacle::OtherWorkflow { workflow, asked });
        } else if pinned.version >= successor.version {
            let (version, asked) = (pinned.version, successor.version);
            self.obstacles.push(Obstacle::NotNewer { version, asked });
        }
        if pinned.calendar != successor.calendar {
            let (calendar, asked) = (pinned.calendar.clone(), successor.calendar.clone());
            self.obstacles.push(Obstacle::OtherCalendar { calendar, asked });
        }
        if !successor.decides(&self.appeal.legal_track) {
            self.obstacles.push(Obstacle::DoesNotDecide { track: self.appeal.legal_track.clone() });
        }
    }

    /// Finds parties that the appeal does not have yet, as filing does; those that it has stay who they are.
    fn find_parties(&mut self) -> Result<(), Refusal> {
        let (ladder, issuer) = (self.facts.ladder, &self.appeal.decision.issuer);
        for name in self.successor.parties.keys().filter(|name| !self.appeal.parties.contains_key(*name)) {
            if let Some(code) = filing::find(self.successor, ladder, issuer, name)? {
                self.migration.parties.insert(name.clone(), code);
            }
        }
        Ok(())
    }

    fn track(&mut self, track: &str, standing: &Standing) -> Result<(), Refusal> {
        let (name, step) = (track.to_owned(), standing.step.clone());
        let Some(Step { turn: Turn::Held { holder, limits }, .. }) = self.successor.step(track, &step) else {
            self.obstacles.push(Obstacle::NoStep { track: name, step });
            return Ok(());
        };
        if *holder != standing.holder {
            let (was, asked) = (standing.holder.clone(), holder.clone());
            self.obstacles.push(Obstacle::OtherHolder { track: name, step, holder: was, asked });
            return Ok(());
        }
        let proposed = standing.proposal.iter().map(|proposal| &proposal.act.action);
        let unsigned = proposed.filter(|action| {
            self.successor.actions.get(*action).is_none_or(|action| action.second.is_none())
        });
        self.obstacles.extend(unsigned.map(|action| Obstacle::NotSigned { action: action.clone() }));
        for running in &standing.running {
            match limits.get(&running.limit) {
                _ if !self.goes_on(track, standing, running, limits.get(&running.limit)) => {}
                Some(limit) if running.is_running() => self.running(track, standing, running, limit)?,
                Some(limit) => self.passed(track, running, limit)?,
                None => self.plan(track, &running.limit, Became::Cancelled, Some(running), None),
            }
        }
        let runs = |name: &String| standing.running.iter().any(|running| running.limit == *name);
        for (name, limit) in limits.iter().filter(|(name, _)| !runs(name)) {
            self.begun(track, standing, name, limit)?;
        }
        let over = |one: &Running| one.missed && one.chased.is_none();
        let is_over = |name: &str| standing.running.iter().any(|one| one.limit == name && over(one));
        let follows =
            |(name, limit): (&String, &Limit)| !matches!(limit.silence, Silence::Stay(_)) && !is_over(name);
        if standing.unconfirmed.is_none() && !limits.iter().any(follows) {
            self.obstacles.push(Obstacle::NothingFollows { track: track.to_owned(), step });
        }
        Ok(())
    }

    /// Whether what has begun after a deadline goes on in the new version as it began.
    fn goes_on(
        &mut self,
        track: &str,
        standing: &Standing,
        running: &Running,
        limit: Option<&Limit>,
    ) -> bool {
        let silence = limit.map(|limit| &limit.silence);
        let looked_at = standing.unconfirmed.as_ref().is_some_and(|waiting| waiting.limit == running.limit);
        let goes_on = (running.chased.is_none() || matches!(silence, Some(Silence::Chase { .. })))
            && (!looked_at || matches!(silence, Some(Silence::Deemed { .. })));
        if !goes_on {
            let (track, step, limit) = (track.to_owned(), standing.step.clone(), running.limit.clone());
            self.obstacles.push(Obstacle::UnderWay { track, step, limit });
        }
        goes_on
    }

    fn running(
        &mut self,
        track: &str,
        standing: &Standing,
        running: &Running,
        limit: &Limit,
    ) -> Result<(), Refusal> {
        let name = &running.limit;
        if running.at <= self.now && (standing.stopped.is_none() || running.runs_on) {
            self.obstacles.push(Obstacle::NotLookedAt { limit: name.clone(), on: running.on });
            return Ok(());
        }
        let calendar = self.facts.calendar.in_zone_of(&running.basis.calendar);
        let before = self.facts.definition.limit(track, &standing.step, name);
        let same_start = before.is_none_or(|before| before.time.from == limit.time.from);
        let rule = limit.time.rule_for(&self.appeal.chosen);
        if same_start && *rule == running.basis.rule {
            let due = self.by_its_own_calendar(running, limit)?;
            self.plan(track, name, Became::Kept, Some(running), Some(due));
            return Ok(());
        }
        let from = match same_start {
            true => Some(running.basis.from),
            false => self.start(&calendar, standing, &limit.time)?,
        };
        let Some(from) = from else {
            self.obstacles.push(Obstacle::NoAnchor { limit: name.clone() });
            return Ok(());
        };
        let version = calendar.version().to_owned();
        let basis = Basis { rule: rule.clone(), from, calendar: version, ..running.basis.clone() };
        let due = deadlines::finish(&calendar, name, limit, basis, self.now)?;
        if due.at <= self.now {
            self.obstacles.push(Obstacle::OverAlready { limit: name.clone(), on: due.on });
            return Ok(());
        }
        let promised = recount::is_promised(standing, self.facts.last_letter, &calendar);
        let became = match due.at.cmp(&running.at) {
            Ordering::Equal => Became::Kept,
            Ordering::Less if promised && !self.allow_earlier => Became::PromiseKept,
            _ => Became::Recomputed,
        };
        let almanac = self.facts.almanac;
        let moved = recount::moved(track, running, due.clone(), &calendar, almanac, promised);
        self.plan(track, name, became, Some(running), Some(due));
        if let Some(planned) = self.migration.deadlines.last_mut() {
            planned.promised = promised;
            let recount = Recount { version: Some(self.successor.version), ..moved.recount };
            planned.recount = Some(recount).filter(|_| became != Became::Kept);
        }
        Ok(())
    }

    /// What has passed stays; of its reminders those of the new version are still to come.
    fn passed(&mut self, track: &str, running: &Running, limit: &Limit) -> Result<(), Refusal> {
        let mut due = self.by_its_own_calendar(running, limit)?;
        due.remind.clear();
        due.remind_after.retain(|at| *at > self.now);
        self.plan(track, &running.limit, Became::Kept, Some(running), Some(due));
        Ok(())
    }

    /// A limit that only the new version has: counted as if it had run since the step was reached.
    fn begun(&mut self, track: &str, standing: &Standing, name: &str, limit: &Limit) -> Result<(), Refusal> {
        let office = standing.office.as_ref().unwrap_or(&self.appeal.decision.issuer);
        let calendar = self.facts.calendar_of(Some(office));
        let Some(from) = self.start(&calendar, standing, &limit.time)? else {
            self.obstacles.push(Obstacle::NoAnchor { limit: name.to_owned() });
            return Ok(());
        };
        let rule = limit.time.rule_for(&self.appeal.chosen).clone();
        let due = deadlines::finish(&calendar, name, limit, Basis::new(rule, from, &calendar), self.now)?;
        if due.at <= self.now {
            self.obstacles.push(Obstacle::OverAlready { limit: name.to_owned(), on: due.on });
            return Ok(());
        }
        self.plan(track, name, Became::Begun, None, Some(due));
        if let Some(planned) = self.migration.deadlines.last_mut() {
            let digest = || calendar.digest().to_owned();
            let (before, after, version) = (digest(), digest(), Some(self.successor.version));
            planned.recount = Some(Recount { before, after, because: Vec::new(), version });
        }
        Ok(())
    }

    /// The deadline as it is, with the reminders of the new version.
    fn by_its_own_calendar(&self, running: &Running, limit: &Limit) -> Result<Due, Refusal> {
        let basis = running.basis.clone();
        let pinned = self.facts.almanac.version(&basis.calendar);
        let calendar = pinned.unwrap_or_else(|| self.facts.calendar.in_zone_of(&basis.calendar));
        deadlines::finish(&calendar, &running.limit, limit, basis, self.now)
    }

    /// The day from which the new version counts, where the appeal still knows it: of its arrival it knows the day,
    /// not the hour.
    fn start(&self, calendar: &Calendar, standing: &Standing, time: &Time) -> Result<Option<Start>, Refusal> {
        let in_hours = time.rule_for(&self.appeal.chosen).span.unit == Unit::Hours;
        match time.from {
            Anchor::Expiry | Anchor::Registration => Ok(None),
            Anchor::Entry | Anchor::Receipt if in_hours => Ok(None),
            _ => {
                let entry = Entry { at: self.now, on: standing.since, expired_on: None };
                deadlines::anchor(calendar, self.appeal, time, entry).map(Some)
            }
        }
    }

    fn plan(
        &mut self,
        track: &str,
        limit: &str,
        became: Became,
        running: Option<&Running>,
        due: Option<Due>,
    ) {
        let was = running.map(|running| running.on);
        let on = match became {
            Became::Kept | Became::PromiseKept => was,
            Became::Recomputed | Became::Begun => due.as_ref().map(|due| due.on),
            Became::Cancelled => None,
        };
        let differs = |due: &&Due| running.is_some_and(|running| differs(running, due));
        let kept = due.as_ref().filter(|_| became == Became::Kept).filter(differs);
        let due_kept = kept.cloned().map(Box::new);
        let (track, limit) = (track.to_owned(), limit.to_owned());
        let passage = Passage { track, limit, became, was, on, due: due_kept };
        self.migration.deadlines.push(Planned { passage, due, promised: false, recount: None });
    }
}

/// Whether a date that is kept has another rule or other reminders now.
fn differs(running: &Running, due: &Due) -> bool {
    running.basis != due.basis
        || running.remind != due.remind
        || running.remind_after != due.remind_after
        || running.runs_on != due.runs_on
}
