//! Steps where nobody touches the clock, reached at a day and no more: all that happens there happens at one of two
//! moments, the latest before the time ends and the end itself, and it is the same on every day.
//!
//! So what follows is listed once for a configuration, and a day is two numbers. This is most of a large workflow.

use super::{Course, Key};
use crate::workflow::proof::days::At;
use crate::workflow::proof::net::{Clock, Silence};
use crate::workflow::proof::state::{Arrived, Past};

/// What can happen in a configuration on whatever day, in the order of [`Course::next`].
#[derive(Debug)]
pub(super) struct Straight {
    acted: Vec<Hop>,
    /// By limit.
    silent: Vec<Silent>,
}

#[derive(Debug)]
struct Silent {
    /// Whether all that happens before this limit ends was told in full once.
    told: bool,
    hops: Vec<Hop>,
}

/// Something that can happen, on a day to be told.
#[derive(Debug, Clone, Copy)]
pub(in crate::workflow::proof) struct Hop {
    /// The configuration that follows; none at an end, or where the track stays.
    pub to: Option<u32>,
    /// Whether it brings the first decision or the next remedy.
    pub answers: bool,
    /// Whether it ends the appeal.
    pub ends: bool,
}

/// All that can happen after an arrival.
#[derive(Debug)]
pub(in crate::workflow::proof) struct Hops<'s> {
    acted: (u32, &'s [Hop]),
    silent: (u32, &'s [Hop]),
}

impl Hops<'_> {
    /// Each with its day.
    pub fn all(&self) -> impl Iterator<Item = (u32, Hop)> {
        let (acted, silent) = (self.acted.1.iter(), self.silent.1.iter());
        let acted = acted.map(|hop| (self.acted.0, *hop));
        acted.chain(silent.map(|hop| (self.silent.0, *hop)))
    }
}

impl Arrived {
    /// An arrival of which only the day is known.
    pub fn plain(configuration: u32, day: u32) -> Arrived {
        let at = At { day, second: 0 };
        Arrived { configuration, past: Past::default(), since: at, wall: at, expired: None, plain: true }
    }
}

impl Course<'_> {
    /// What can happen after a plain arrival; none where that is not so simple, or was not told in full yet.
    pub fn hops(&mut self, arrived: &Arrived) -> Option<Hops<'_>> {
        let Arrived { configuration, since: At { day, .. }, plain: true, .. } = *arrived else { return None };
        let place = configuration as usize;
        if self.straight.len() <= place {
            self.straight.resize_with(self.configurations.len(), || None);
        }
        if self.straight[place].is_none() {
            let straight = self.straight(arrived);
            self.straight[place] = Some(straight);
        }
        let limits = self.straight[place].as_ref()?.as_ref()?.silent.len();
        let mut first: Option<(Key, u32)> = None;
        for limit in 0..limits {
            let due = self.terms.due_from(self.limit(configuration, limit), day)?;
            self.earlier(configuration, limit, due, &mut first);
        }
        let ((fires, _, limit), _) = first?;
        if fires.day <= day || fires.day >= self.days.count() {
            return None;
        }
        let last = self.days.just_before(fires).day;
        let straight = self.straight[place].as_mut()?.as_mut()?;
        if !std::mem::replace(&mut straight.silent[limit].told, true) {
            return None;
        }
        Some(Hops { acted: (last, &straight.acted), silent: (fires.day, &straight.silent[limit].hops) })
    }

    fn straight(&mut self, arrived: &Arrived) -> Option<Straight> {
        let here = self.step_of(arrived.configuration);
        if !self.is_straight(arrived) || self.traits[here].from_filing {
            return None;
        }
        let ways = self.configurations.ways(arrived.configuration);
        let moves = ways.moves.iter().filter(|(one, _)| one.clock != Clock::Restarts);
        let acted = moves.map(|(one, then)| {
            let decides = self.net.acts[one.act].decides;
            match one.to {
                Some(_) => self.hop(decides, *then),
                None => Hop { to: None, answers: decides, ends: false },
            }
        });
        let mut straight = Straight { acted: acted.collect(), silent: Vec::new() };
        for (limit, silent) in self.net.steps[here].limits.iter().zip(&ways.silent) {
            let from_expiry = |(_, then): &(bool, u32)| self.traits[self.step_of(*then)].from_expiry;
            if silent.iter().any(from_expiry) {
                return None;
            }
            let decides = matches!(limit.silence, Silence::Goes { decides: true, .. });
            let hops = silent.iter().map(|(_, then)| self.hop(decides, *then)).collect();
            straight.silent.push(Silent { told: false, hops });
        }
        Some(straight)
    }

    fn hop(&self, decides: bool, configuration: u32) -> Hop {
        let step = &self.net.steps[self.step_of(configuration)];
        let ends = step.end.is_some();
        Hop { to: (!ends).then_some(configuration), answers: decides || step.remedy || ends, ends }
    }
}
