//! Promises: whether each is kept on every day, and the shortest time in which it would be.

use serde::Serialize;

use super::fault::{Fault, FaultKind, Leg};
use super::state::{Arrived, BEYOND, State};
use super::timeline::{timeline, way_to};
use super::worst::{FiledOn, Looking, Outermost, Until, fault};
use crate::law::{self, Span, Unit};
use crate::workflow::{FILING, Promise, PromiseEnd, PromiseStart};

/// What was found out about a promise.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Promised {
    /// `filing`, or the step from whose arrivals it counts.
    pub from: String,
    /// Where it ends.
    pub until: Until,
    /// What the workflow promises.
    pub within: Span,
    /// The shortest time in the same unit that is kept on every day; none if no appeal comes so far, or the
    /// calendar reaches no worst path.
    pub enough: Option<Span>,
    /// Whether it is kept on every day that the calendar reaches.
    pub kept: bool,
}

/// One time in which a promise runs at the worst: its first day, its last, and where it began.
struct Run {
    from: u32,
    to: u32,
    began: Began,
}

#[derive(Clone)]
enum Began {
    Filed(Outermost),
    Arrived(Arrived),
}

impl Looking<'_> {
    /// What becomes of a promise, with the fault if it is not kept.
    ///
    /// Errors: a warning that the promise is of a sort that is not proved.
    pub fn promise(&mut self, place: usize, promise: &Promise) -> Result<(Promised, Option<Fault>), Fault> {
        let path = |key: &str| vec!["promises".to_owned(), place.to_string(), key.to_owned()];
        let unproved = |key: &str, message: &str| Fault {
            help: None,
            ..fault(FaultKind::PassedOver, path(key), message.to_owned(), "")
        };
        let until = match promise.to {
            PromiseEnd::End => Until::End,
            PromiseEnd::DecisionOrNextRemedy => Until::Answer,
            PromiseEnd::Decision | PromiseEnd::NextRemedy => {
                return Err(unproved(
                    "to",
                    "not proved: an appeal may end without this, so no day is the latest",
                ));
            }
        };
        let runs = self.runs(&promise.from, until).ok_or_else(|| {
            unproved("from", "not proved: the step is of a track beside the one that decides, and of those no dates are known")
        })?;
        let from = match &promise.from {
            PromiseStart::Filing => FILING.to_owned(),
            PromiseStart::Step { step, .. } => step.clone(),
        };
        let mut promised = Promised { from, until, within: promise.within, enough: None, kept: true };
        let known: Vec<&Run> = runs.iter().filter(|run| run.to != BEYOND).collect();
        if known.is_empty() {
            // No appeal comes to the step, which is told elsewhere; or none is known to leave it.
            let message = "the promise is not proved: every worst path runs out of the calendar".to_owned();
            promised.kept = runs.is_empty();
            let unproven = fault(FaultKind::Unproven, path("within"), message, "add years to the calendar");
            return Ok((promised, (!runs.is_empty()).then_some(unproven)));
        }
        let mut enough = Span { amount: 1, ..promise.within };
        for run in &known {
            while enough.amount <= self.days.count() && !self.kept(run, enough) {
                enough.amount += 1;
            }
        }
        promised.enough = Some(enough);
        promised.kept = known.iter().all(|run| self.kept(run, promise.within));
        let longest = known.iter().max_by_key(|run| match promise.within.unit {
            Unit::WorkingDays => (self.days.working_between(run.from, run.to), u32::MAX - run.from),
            _ => (run.to.saturating_sub(run.from), u32::MAX - run.from),
        });
        let broken = longest.filter(|_| !promised.kept).map(|run| {
            let message = format!(
                "not kept: {} on {}, an appeal can take until {}, {} working days and {} calendar days",
                if promised.from == FILING { "filed".to_owned() } else { format!("at `{}`", promised.from) },
                self.days.date(run.from),
                self.days.date(run.to),
                self.days.working_between(run.from, run.to),
                run.to.saturating_sub(run.from),
            );
            (
                fault(
                    FaultKind::PromiseBroken,
                    path("within"),
                    message,
                    &format!("it is kept with `within: {enough}`"),
                ),
                run.from,
                run.began.clone(),
            )
        });
        let broken =
            broken.map(|(fault, from, began)| Fault { path: self.run_through(from, &began, until), ..fault });
        Ok((promised, broken))
    }

    /// All times in which a promise runs, each to its latest day; none where no dates are known.
    fn runs(&self, from: &PromiseStart, until: Until) -> Option<Vec<Run>> {
        let PromiseStart::Step { track, step } = from else {
            let filed = self.filed.iter().map(|FiledOn { day, answer, end }| {
                let to = if until == Until::Answer { answer } else { end };
                Run { from: *day, to: to.day, began: Began::Filed(to.clone()) }
            });
            return Some(filed.collect());
        };
        let here = |place: &&usize| self.net.steps[**place].path[1..] == [track, "steps", step];
        let place = self.net.promised.iter().find(here).filter(|place| self.net.is_legal(**place))?;
        let arrivals = self.arrived.get(place)?;
        let run = |arrived: &Arrived| {
            let latest = self.found.get(&State::Arrived(*arrived))?;
            let best = if until == Until::Answer { latest.answer } else { latest.end };
            Some(Run { from: arrived.since.day, to: best.on()?, began: Began::Arrived(*arrived) })
        };
        Some(arrivals.iter().filter_map(run).collect())
    }

    fn kept(&self, run: &Run, within: Span) -> bool {
        // What ends beyond the calendar ends after all days that it knows.
        let promised = law::after(self.days.date(run.from), within, self.calendar);
        promised.map_or(true, |promised| self.days.date(run.to) <= promised)
    }

    /// The path of a run, from the filing on.
    fn run_through(&mut self, from: u32, began: &Began, until: Until) -> Vec<Leg> {
        match began {
            Began::Filed(to) => self.longest(until, from, to).path,
            Began::Arrived(arrived) => {
                let state = State::Arrived(*arrived);
                let mut filed = Vec::new();
                for day in self.filed.iter().map(|filed| filed.day).take_while(|day| *day <= from) {
                    for (filing, way) in self.net.filings.iter().enumerate() {
                        filed.extend(
                            self.course.filed(day, way).into_iter().map(|state| (filing, day, state)),
                        );
                    }
                }
                let Some((filing, mut legs)) = way_to(self.net, &mut self.course, &filed, arrived) else {
                    return Vec::new();
                };
                let then = timeline(self.net, &mut self.course, &self.found, filing, &state, from, until);
                legs.extend(then.into_iter().skip(1));
                legs
            }
        }
    }
}
