//! An event applied to an appeal.
//!
//! Pure and total: an event that is in the journal happened, so nothing is refused here. An event that
//! names a track which is not open leaves the appeal as it is; `doctor` finds such a journal.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::event::{Entry, Event};
use super::notices;
use super::particulars::{Arrival, Became, Due, Filed, Migrated};
use super::state::{Appeal, Running, Standing, Stopped};
use super::wishes;
use crate::law::{self, Calendar};

/// The appeal after an entry of its journal; the first entry, the filing, makes it.
///
/// `calendar` is any version of the appeal's calendar: of it only the zone is used, which never changes
/// under a calendar's name, to tell on which day an instant falls. No deadline is computed here.
pub fn evolve(appeal: Option<Appeal>, entry: &Entry, calendar: &Calendar) -> Option<Appeal> {
    match (appeal, &entry.event) {
        (None, Event::Filed(filed)) => Some(begin(filed)),
        (None, _) => None,
        (Some(mut appeal), event) => {
            let day = day(&appeal, entry, calendar);
            apply(&mut appeal, event, day);
            if let Event::Noted { wish: Some(wish), .. } = event {
                wishes::note(&mut appeal, *wish, &entry.actor);
            }
            Some(appeal)
        }
    }
}

/// The day on which an entry falls by the clock of the office that holds its track, which the journal
/// itself tells: the version of the calendar of a running deadline names the zone.
fn day(appeal: &Appeal, entry: &Entry, calendar: &Calendar) -> Date {
    let track = entry.event.track().unwrap_or(&appeal.legal_track);
    match appeal.zone_version(track) {
        Some(version) if version.contains(' ') => law::day_of(entry.legal_at, &calendar.in_zone_of(version)),
        _ => law::day_of(entry.legal_at, calendar),
    }
}

fn begin(filed: &Filed) -> Appeal {
    Appeal {
        reference: filed.reference.clone(),
        workflow: filed.workflow.clone(),
        appellant: filed.appellant.clone(),
        language: filed.language,
        decision: filed.decision.clone(),
        filed_on: filed.filed_on,
        late: filed.late,
        parties: filed.parties.clone(),
        ladder: filed.ladder.clone(),
        legal_track: filed.legal_track.clone(),
        tracks: BTreeMap::new(),
        used: BTreeMap::new(),
        last_done: BTreeMap::new(),
        chosen: filed.chosen.clone(),
        time_restored: None,
        stay: None,
        decided: None,
        deemed: false,
        annulled_parts: Vec::new(),
        lifted_on: None,
        unserved: Vec::new(),
        reminded_on: None,
        wishes: Vec::new(),
        closed: None,
    }
}

fn apply(appeal: &mut Appeal, event: &Event, day: Date) {
    match event {
        Event::Filed(_) | Event::Escalated { .. } | Event::Noted { .. } | Event::MessageReceived(_) => {}
        Event::Undelivered { .. } | Event::Served(_) => notices::note(appeal, event, day),
        Event::Arrived(arrival) => arrive(appeal, arrival),
        Event::Acted { action, decision, parts, lifts, .. } => {
            *appeal.used.entry(action.clone()).or_default() += 1;
            appeal.last_done.insert(action.clone(), day);
            if let Some(outcome) = decision {
                appeal.decided = Some((*outcome, day));
                appeal.deemed = false;
            }
            appeal.annulled_parts.extend(parts.iter().cloned());
            appeal.lifted_on = appeal.lifted_on.or(lifts.then_some(day));
        }
        Event::Proposed { track, proposal, .. } => {
            if let Some(standing) = appeal.tracks.get_mut(track) {
                standing.proposal = Some(proposal.clone());
            }
        }
        Event::Signed { track, .. } | Event::Unsigned { track, .. } => {
            if let Some(standing) = appeal.tracks.get_mut(track) {
                standing.proposal = None;
            }
        }
        Event::Deemed(deemed) => {
            appeal.decided = Some((deemed.decision, day));
            appeal.deemed = true;
            if let Some(standing) = appeal.tracks.get_mut(&deemed.track) {
                standing.unconfirmed = None;
            }
        }
        Event::ConfirmationAsked { track, unconfirmed, .. } => {
            if let Some(standing) = appeal.tracks.get_mut(track) {
                standing.unconfirmed = Some(unconfirmed.clone());
            }
        }
        Event::TimeRestored { article } => appeal.time_restored = Some(article.clone()),
        Event::ExecutionStayed { stay } => appeal.stay = Some(stay.clone()),
        Event::StayEnded { .. } => appeal.stay = None,
        Event::ForumTaken { track, ended, decides } => {
            appeal.tracks.retain(|name, _| !ended.contains(name));
            if *decides {
                appeal.legal_track.clone_from(track);
            }
        }
        Event::DeadlineMissed { track, limit, chase_at, .. } => {
            if let Some(running) = running(appeal, track, limit) {
                running.remind.clear();
                running.missed = true;
                running.chased = chase_at.map(|at| (0, at));
            }
        }
        Event::Reminded { track, limit, at, chase, after, next_at, .. } => {
            appeal.reminded_on = Some(day);
            if let Some(running) = running(appeal, track, limit) {
                let reminders = if *after { &mut running.remind_after } else { &mut running.remind };
                reminders.retain(|reminder| reminder > at);
                running.chased = next_at.map(|next| (*chase, next)).or(running.chased);
            }
        }
        Event::ClockStopped { track, ground, until, until_at } => {
            if let Some(standing) = appeal.tracks.get_mut(track) {
                let (ground, until, until_at) = (ground.clone(), *until, *until_at);
                standing.stopped = Some(Stopped { ground, since: day, until, until_at });
            }
        }
        Event::ClockRestarted { track, due, .. } => {
            if let Some(standing) = appeal.tracks.get_mut(track) {
                standing.stopped = None;
                due.iter().for_each(|due| replace(standing, due));
            }
        }
        Event::Extended { track, due, .. } => {
            if let Some(standing) = appeal.tracks.get_mut(track) {
                replace(standing, due);
            }
        }
        Event::Rescheduled { track, due, .. } => {
            if let Some(standing) = appeal.tracks.get_mut(track) {
                replace(standing, due);
            }
        }
        Event::PromiseKept { track, limit, recount, .. } => {
            if let Some(running) = running(appeal, track, limit) {
                running.kept = Some(recount.after.clone());
            }
        }
        Event::Migrated(migrated) => migrate(appeal, migrated),
        Event::TrackEnded { track } => {
            appeal.tracks.remove(track);
        }
        Event::Closed { outcome } => {
            appeal.tracks.clear();
            appeal.stay = None;
            appeal.wishes.clear();
            appeal.closed = Some((*outcome, day));
        }
    }
}

fn arrive(appeal: &mut Appeal, arrival: &Arrival) {
    // A step without a holder ends the track; what ends it follows as an event of its own.
    let Some(holder) = &arrival.holder else { return };
    let standing = Standing {
        step: arrival.step.clone(),
        holder: holder.clone(),
        office: arrival.office.clone(),
        since: arrival.on,
        rung: arrival.rung,
        running: arrival.due.iter().map(Running::from).collect(),
        stopped: None,
        proposal: None,
        unconfirmed: None,
    };
    appeal.tracks.insert(arrival.track.clone(), standing);
}

fn running<'a>(appeal: &'a mut Appeal, track: &str, limit: &str) -> Option<&'a mut Running> {
    appeal.tracks.get_mut(track)?.running.iter_mut().find(|running| running.limit == limit)
}

/// Puts a deadline in the place of the one of its limit. A limit that did not run begins.
fn replace(standing: &mut Standing, due: &Due) {
    match standing.running.iter_mut().find(|running| running.limit == due.limit) {
        Some(running) => *running = Running::from(due),
        None => standing.running.push(Running::from(due)),
    }
}

/// Dates that move follow in entries of their own.
fn migrate(appeal: &mut Appeal, migrated: &Migrated) {
    appeal.workflow.clone_from(&migrated.after);
    appeal.parties.extend(migrated.parties.clone());
    for passage in &migrated.passages {
        let Some(standing) = appeal.tracks.get_mut(&passage.track) else { continue };
        if passage.became == Became::Cancelled {
            standing.running.retain(|running| running.limit != passage.limit);
        }
        let running = standing.running.iter_mut().find(|running| running.limit == passage.limit);
        if let (Some(running), Some(due)) = (running, &passage.due) {
            // What has passed has passed, and whoever is chased is chased on.
            let Running { missed, chased, kept, .. } = running.clone();
            *running = Running { missed, chased, kept, ..Running::from(&**due) };
        }
    }
}
