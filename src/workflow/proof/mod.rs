//! The proof: that a workflow holds together before it runs, and how long it can take at the worst.
//!
//! Pure. Called by `redress check`, by the pages that show a workflow, and when workflows are loaded.
//!
//! # What is proved
//!
//! Let a *behaviour* be any sequence of filing, lawful actions and silences of an appeal, each action done
//! by a party that may do it, at any moment at which the appeal core accepts it. For every behaviour:
//!
//! - it ends: no step without an owner or a limit, no circle that actions or silence can go round for ever, no
//!   pause or extension without a bound, and from everywhere silence alone leads to an end;
//! - every step is reached and every action done in some behaviour;
//! - an end `as-decided` is only reached after a decision; no side track decides;
//! - for every filing day that is reported as proved, the first answer (the first decision, taken or deemed, or a
//!   step with `next-remedy`, or the end) and the end come no later than the day reported for
//!   that filing day, and some behaviour takes that long. This is exact, not an estimate, and the path is one
//!   that does.
//!
//! # What is assumed
//!
//! - The program runs: what falls due is dealt with on the day it falls due and before anybody acts. After
//!   an outage times are counted as the workflow's `after-outage` says, and may be longer.
//! - Parties act at the last second of a day, before the close of business where registration matters, or
//!   just before a time ends. Only a limit in hours can tell another second from these.
//! - A decision that is served, sent, published or known counts from the day of filing at the latest, also for an appeal
//!   that comes late; and on every day of filing an appeal may come late, where the workflow lets it in.
//! - The ladder may be of any height. Every party that may act exists; who is barred does not.
//! - A side track takes nothing from the legal track: an action that both allow can be done on the legal one.
//! - The calendar does not change. Filing days whose worst path it does not reach are reported as unproved.
//!
//! # How
//!
//! [`net`](self) extracts what matters; `walk` meets every configuration (step, rung, uses of bounded actions) without
//! dates; `course` tells of a state in time all that can happen next, with dates from `law` alone; `latest` looks
//! at each state once for all filing days. What only makes other actions lawful (an announcement, a supplement, the
//! restoring of a time) is done as soon as it can be: who did it has all other choices too. Where `steady` shows that the latest moment is the worst, only
//! that is tried; everywhere else every day is.

mod configuration;
mod course;
mod days;
mod fault;
mod latest;
mod letters;
mod met;
mod net;
mod promises;
mod state;
mod steady;
mod structure;
mod telling;
mod term;
mod timeline;
mod walk;
mod worst;

use std::ops::RangeInclusive;

use jiff::civil::Date;
use serde::Serialize;

pub use fault::{Fault, FaultKind, Leg, What, placed};
pub use letters::unasked;
pub use promises::Promised;
pub use worst::{Longest, Until, Worst};

use super::Definition;
use crate::law::Calendar;

/// What is known of a workflow before it runs.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Proof {
    /// The workflow.
    pub workflow: String,
    /// Its version.
    pub version: u32,
    /// The digest of its file and letters.
    pub digest: String,
    /// The version of the calendar that counted.
    pub calendar: String,
    /// How many steps it has.
    pub steps: usize,
    /// How many actions it has.
    pub actions: usize,
    /// How many configurations the legal track has.
    pub configurations: usize,
    /// How many states in time were looked at.
    pub states: usize,
    /// What does not hold.
    pub faults: Vec<Fault>,
    /// What holds and may surprise.
    pub warnings: Vec<Fault>,
    /// The worst cases; none if there is a fault that makes them endless or unknown.
    pub worst: Vec<Worst>,
    /// The promises of the workflow, as far as they are proved.
    pub promises: Vec<Promised>,
    /// For each filing day the latest answer and the latest end; none where the calendar ends before.
    #[serde(skip)]
    pub latest: Vec<(Date, Option<Date>, Option<Date>)>,
}

/// Proves a workflow on a calendar, or finds every fault of it together.
///
/// Takes time in proportion to steps times filing days where the steps are steady; a workflow of a thousand
/// steps takes less than a second.
pub fn prove(definition: &Definition, calendar: &Calendar) -> Proof {
    prove_filed(definition, calendar, &(Date::MIN..=Date::MAX))
}

/// The same for appeals filed on these days alone, as far as the calendar knows them.
pub fn prove_filed(definition: &Definition, calendar: &Calendar, filed: &RangeInclusive<Date>) -> Proof {
    let (net, undecided) = (net::Net::of(definition), net::Net::of(definition).undecided());
    let (mut faults, configurations) = structure::faults(&net, &undecided);
    let endless = |fault: &Fault| {
        matches!(
            fault.kind,
            FaultKind::NoLimit
                | FaultKind::Circle
                | FaultKind::SilentCircle
                | FaultKind::EndlessPause
                | FaultKind::EndlessExtension
                | FaultKind::PauseIgnored
                | FaultKind::Unproven
        )
    };
    let mut timed = if faults.iter().any(endless) {
        worst::Timed::default()
    } else {
        worst::worst(definition, &net, calendar, filed)
    };
    if !timed.worst.is_empty() && faults.iter().any(|fault| fault.kind == FaultKind::EndsUndecided) {
        let met = worst::steps_met(&undecided, calendar, filed);
        let place = |step: &usize| undecided.path(*step);
        let met: Vec<Vec<String>> = met.iter().map(place).collect();
        faults.retain(|fault| fault.kind != FaultKind::EndsUndecided || met.contains(&fault.place));
    }
    timed
        .faults
        .retain(|fault| !faults.iter().any(|known| (known.kind, &known.place) == (fault.kind, &fault.place)));
    faults.append(&mut timed.faults);
    timed.warnings.extend(passed_over(&net));
    Proof {
        workflow: definition.name.clone(),
        version: definition.version,
        digest: definition.digest.clone(),
        calendar: calendar.version().to_owned(),
        steps: net.steps.iter().filter(|step| step.named).count(),
        actions: net.acts.len(),
        configurations,
        states: timed.states,
        faults,
        warnings: timed.warnings,
        worst: timed.worst,
        promises: timed.promises,
        latest: timed.latest,
    }
}

/// The longest that appeals can take: to the first answer and to the end, with the paths, for the pages and whoever
/// else shows them. `calendar` is the one that the definition names, and its years bound the filing days that
/// are looked at. Empty if a fault makes the worst case endless or the calendar reaches none.
///
/// Most workflows take well under a second, one whose clock can be stopped on many days takes seconds: ask once
/// for a digest and a version of the calendar, and not on an executor's thread.
pub fn worst_case(definition: &Definition, calendar: &Calendar) -> Vec<Worst> {
    prove(definition, calendar).worst
}

/// The faults that show without a calendar: in owners, limits, circles, bounds, ways in. Takes milliseconds.
pub fn faults(definition: &Definition) -> Vec<Fault> {
    let net = net::Net::of(definition);
    let (mut faults, _) = structure::faults(&net, &net::Net::of(definition).undecided());
    // Whether an end is reached undecided can hang on dates, so only the whole proof can say.
    faults.retain(|fault| !matches!(fault.kind, FaultKind::EndsUndecided | FaultKind::Unproven));
    faults
}

/// What the proof does not follow: what rests on an action that can be done on a track beside, which only takes
/// possibilities away; and a deemed silence that waits for a person though nobody was away, because its time was over
/// before its step was reached, which can add days.
fn passed_over(net: &net::Net) -> Vec<Fault> {
    let fault = |(place, what): &(Vec<String>, String)| Fault {
        kind: FaultKind::PassedOver,
        place: place.clone(),
        at_key: true,
        message: format!("the worst case does not take into account {what}"),
        help: None,
        path: Vec::new(),
    };
    net.passed_over.iter().map(fault).collect()
}
