//! What if: many invented appeals carried through a workflow by people of a given behaviour.
//!
//! Pure: the appeal core on a virtual clock, no database. The same seed gives the same appeals on any number of
//! threads, since each appeal draws from a sequence of its own. `redress simulate` calls it.

mod behaviour;
mod course;
mod figures;
mod life;
mod picture;
mod plan;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use thiserror::Error;

use super::cast::Cast;
use crate::law::{Almanac, Calendar};
use crate::registry::Rules;

pub use behaviour::{Behaviour, read};
pub use course::Course;
pub use figures::Figures;
pub use picture::picture;

/// The world in which invented appeals are carried.
#[derive(Debug)]
pub struct World<'a> {
    rules: &'a Rules,
    calendar: &'a Calendar,
    /// Empty: one calendar gives every date.
    almanac: Almanac,
    behaviour: &'a Behaviour,
    cast: &'a Cast,
    /// The offices whose decisions can be appealed, with their weights.
    issuers: Vec<(&'a String, f64)>,
    organisations: Vec<String>,
}

/// Why nothing can be simulated.
#[derive(Debug, Error)]
pub enum SimulationFault {
    /// No office issues what can be appealed.
    #[error(
        "no filing under this workflow is accepted, so nothing can be simulated; the last answer was: {0}"
    )]
    NoFiling(String),
}

/// How many appeals a thread takes at a time.
const HANDFUL: usize = 32;

impl<'a> World<'a> {
    /// A world of these rules and people.
    ///
    /// # Errors
    /// No filing is accepted against any office of the ladder, for instance because it lacks a court.
    pub fn new(
        rules: &'a Rules,
        calendar: &'a Calendar,
        behaviour: &'a Behaviour,
        cast: &'a Cast,
    ) -> Result<World<'a>, SimulationFault> {
        let organisations = cast.organisations.keys().cloned().collect();
        let (almanac, issuers) = Default::default();
        let mut world = World { rules, calendar, almanac, behaviour, cast, issuers, organisations };
        let mut answer = "there is no office".to_owned();
        for office in cast.ladder.iter() {
            match life::trial(&world, &office.code) {
                Ok(()) => {
                    let weight = behaviour.filing.issued_by.get(&office.kind).copied().unwrap_or(1.0);
                    world.issuers.push((&office.code, weight));
                }
                Err(refusal) => answer = refusal.to_string(),
            }
        }
        if world.issuers.is_empty() { Err(SimulationFault::NoFiling(answer)) } else { Ok(world) }
    }

    /// Carries so many appeals to their ends, on all cores. `progress` is told how many more are done.
    ///
    /// # Panics
    /// If a thread panics: a bug in the rules of procedure.
    pub fn simulate(&self, appeals: usize, seed: u64, progress: impl Fn(usize) + Sync) -> Vec<Course> {
        let next = AtomicUsize::new(0);
        let work = || {
            let mut courses = Vec::new();
            loop {
                let first = next.fetch_add(HANDFUL, Ordering::Relaxed);
                let last = appeals.min(first.saturating_add(HANDFUL));
                if first >= last {
                    return courses;
                }
                courses.extend((first..last).map(|number| life::lived(self, number, seed)));
                progress(last - first);
            }
        };
        let threads = thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let mut courses: Vec<Course> = thread::scope(|scope| {
            let threads: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            let lived = threads.into_iter().map(|thread| thread.join().expect("the rules of procedure hold"));
            lived.flatten().collect()
        });
        courses.sort_unstable_by_key(|course| course.number);
        courses
    }
}
