//! The worst case: the latest first answer and the latest end, for every filing day, with the path.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use jiff::civil::Date;
use serde::Serialize;

use super::course::Course;
use super::days::Days;
use super::fault::{Fault, FaultKind, Leg};
use super::latest::{Best, Found, Latest, TooMany};
use super::met::Met;
use super::net::Net;
use super::promises::Promised;
use super::state::{Arrived, BEYOND, State};
use super::timeline::timeline;
use crate::law::Calendar;
use crate::workflow::Definition;

/// More states than these are not looked at.
const MOST_STATES: usize = 8_000_000;

/// Where a worst case is measured to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Until {
    /// The first decision, taken or deemed; or a step at which the next remedy is open; or the end, if it ends
    /// without either.
    Answer,
    /// The end of the appeal.
    End,
}

/// The longest that appeals of a workflow can take.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Worst {
    /// Measured to what.
    pub until: Until,
    /// The first and last filing day for which it is proved; the calendar ends too early for the others.
    pub filed: (Date, Date),
    /// The appeal that takes the most working days.
    pub in_working_days: Longest,
    /// The appeal that takes the most calendar days.
    pub in_calendar_days: Longest,
}

/// An appeal that takes longest.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Longest {
    /// The day of filing.
    pub filed_on: Date,
    /// The day on which it is answered or ends.
    pub on: Date,
    /// From the day after filing, the last day included.
    pub working_days: u32,
    /// From the day after filing, the last day included.
    pub calendar_days: u32,
    /// How it comes to that.
    pub path: Vec<Leg>,
}

/// What the course in time has shown.
#[derive(Debug, Default)]
pub(super) struct Timed {
    pub worst: Vec<Worst>,
    pub faults: Vec<Fault>,
    pub warnings: Vec<Fault>,
    pub promises: Vec<Promised>,
    /// For each filing day that the calendar reaches: the latest answer and end.
    pub latest: Vec<(Date, Option<Date>, Option<Date>)>,
    pub states: usize,
}

/// The latest days of one filing day over all ways of filing, each with the way.
#[derive(Debug, Clone)]
pub(super) struct FiledOn {
    pub day: u32,
    pub answer: Outermost,
    pub end: Outermost,
}

/// A latest day, with the way of filing and the state in which the appeal then began.
#[derive(Debug, Clone)]
pub(super) struct Outermost {
    pub day: u32,
    pub filing: usize,
    pub state: State,
}

/// Looks at every day of filing from one to another.
pub(super) fn worst(
    definition: &Definition,
    net: &Net,
    calendar: &Calendar,
    filed: &RangeInclusive<Date>,
) -> Timed {
    let days = Days::of(calendar);
    let mut looking = Looking::new(net, calendar, &days);
    looking.arrived = net.promised.iter().map(|step| (*step, Vec::new())).collect();
    if let Err(TooMany) = looking.look(filed) {
        let message = format!("the worst case has more than {MOST_STATES} states, too many to look at");
        let help = "let fewer limits and pauses run side by side at one step";
        let unproven = fault(FaultKind::Unproven, vec!["workflow".to_owned()], message, help);
        return Timed { faults: vec![unproven], states: MOST_STATES, ..Timed::default() };
    }
    looking.told(definition)
}

/// The steps that are met on some date by appeals filed on these days.
pub(super) fn steps_met(net: &Net, calendar: &Calendar, filed: &RangeInclusive<Date>) -> Vec<usize> {
    let days = Days::of(calendar);
    let mut looking = Looking::new(net, calendar, &days);
    match looking.look(filed) {
        Ok(()) => (0..net.steps.len()).filter(|step| looking.met.steps[*step]).collect(),
        Err(TooMany) => (0..net.steps.len()).collect(),
    }
}

/// One look at all filing days, and what it has found.
pub(super) struct Looking<'a> {
    pub net: &'a Net,
    pub course: Course<'a>,
    pub found: Found,
    met: Met,
    pub days: &'a Days,
    pub calendar: &'a Calendar,
    pub filed: Vec<FiledOn>,
    /// The arrivals at the steps from which something is promised.
    pub arrived: BTreeMap<usize, Vec<Arrived>>,
}

impl<'a> Looking<'a> {
    fn new(net: &'a Net, calendar: &'a Calendar, days: &'a Days) -> Self {
        let (course, found) = (Course::new(net, calendar, days), Found::new(MOST_STATES));
        Looking {
            net,
            course,
            found,
            met: Met::new(net),
            days,
            calendar,
            filed: Vec::new(),
            arrived: BTreeMap::new(),
        }
    }

    fn look(&mut self, filed: &RangeInclusive<Date>) -> Result<(), TooMany> {
        let first = self.days.number(*filed.start()).unwrap_or(0);
        let last = self.days.number(*filed.end()).map_or(self.days.count(), |last| last + 1);
        for day in first..last.min(self.days.count()) {
            let mut latest: Option<FiledOn> = None;
            for (filing, way) in self.net.filings.iter().enumerate() {
                self.met.steps[way.step] = true;
                for state in self.course.filed(day, way) {
                    let (met, arrived) = (&mut self.met, &mut self.arrived);
                    let Latest { answer, end } =
                        self.found.latest(&mut self.course, &state, &mut |course, state, next| {
                            met.see(course, state, next);
                            if let State::Arrived(at) = state
                                && let Some(arrivals) = arrived.get_mut(&course.step_of(at.configuration))
                            {
                                arrivals.push(*at);
                            }
                        })?;
                    let outermost = |best: Best| best.on().map(|day| Outermost { day, filing, state });
                    let (Some(answer), Some(end)) = (outermost(answer), outermost(end)) else { continue };
                    latest = Some(match latest {
                        None => FiledOn { day, answer, end },
                        Some(known) => FiledOn {
                            day,
                            answer: if answer.day > known.answer.day { answer } else { known.answer },
                            end: if end.day > known.end.day { end } else { known.end },
                        },
                    });
                }
            }
            self.filed.extend(latest);
        }
        Ok(())
    }

    fn told(mut self, definition: &Definition) -> Timed {
        let mut timed = Timed { states: self.found.looked_at, latest: self.latest(), ..Timed::default() };
        for until in [Until::Answer, Until::End] {
            match self.worst(until) {
                Some(worst) => {
                    timed.warnings.extend(self.calendar_ends(until, &worst));
                    timed.worst.push(worst);
                }
                None => timed.faults.push(self.never_known(until)),
            }
        }
        for (place, promise) in definition.promises.iter().enumerate() {
            match self.promise(place, promise) {
                Ok((promised, broken)) => {
                    timed.promises.push(promised);
                    timed.faults.extend(broken);
                }
                Err(unproved) => timed.warnings.push(unproved),
            }
        }
        if !timed.worst.is_empty() {
            self.met.report(self.net, &mut timed.faults, &mut timed.warnings);
        }
        timed
    }

    fn latest(&self) -> Vec<(Date, Option<Date>, Option<Date>)> {
        let date = |day: u32| (day != BEYOND).then(|| self.days.date(day));
        self.filed
            .iter()
            .map(|filed| (self.days.date(filed.day), date(filed.answer.day), date(filed.end.day)))
            .collect()
    }

    fn known(&self, until: Until) -> impl Iterator<Item = (u32, &Outermost)> {
        let to = move |filed: &FiledOn| if until == Until::Answer { filed.answer.day } else { filed.end.day };
        let known = self.filed.iter().filter(move |filed| to(filed) != BEYOND);
        known.map(move |filed| (filed.day, if until == Until::Answer { &filed.answer } else { &filed.end }))
    }

    fn worst(&mut self, until: Until) -> Option<Worst> {
        let filed = (self.known(until).next()?.0, self.known(until).last()?.0);
        // Of several that take equally long, the earliest filing is shown.
        let working =
            |(filed, to): &(u32, &Outermost)| (self.days.working_between(*filed, to.day), u32::MAX - filed);
        let in_working = self.known(until).max_by_key(working).map(|(filed, to)| (filed, to.clone()))?;
        let calendar = |(filed, to): &(u32, &Outermost)| (to.day.saturating_sub(*filed), u32::MAX - filed);
        let in_calendar = self.known(until).max_by_key(calendar).map(|(filed, to)| (filed, to.clone()))?;
        Some(Worst {
            until,
            filed: (self.days.date(filed.0), self.days.date(filed.1)),
            in_working_days: self.longest(until, in_working.0, &in_working.1),
            in_calendar_days: self.longest(until, in_calendar.0, &in_calendar.1),
        })
    }

    pub fn longest(&mut self, until: Until, filed: u32, to: &Outermost) -> Longest {
        Longest {
            filed_on: self.days.date(filed),
            on: self.days.date(to.day),
            working_days: self.days.working_between(filed, to.day),
            calendar_days: to.day.saturating_sub(filed),
            path: timeline(self.net, &mut self.course, &self.found, to.filing, &to.state, filed, until),
        }
    }

    fn calendar_ends(&self, until: Until, worst: &Worst) -> Option<Fault> {
        let last = self.filed.last().map(|filed| self.days.date(filed.day))?;
        let what = if until == Until::Answer { "decision or next remedy" } else { "end" };
        let message = format!(
            "the latest {what} is proved for appeals filed from {} to {}; for later ones the worst path runs out of the calendar `{}`, which knows the years to {}",
            worst.filed.0,
            worst.filed.1,
            self.calendar.name(),
            self.calendar.known().end()
        );
        let help = "add the next year to the calendar when its decrees are published";
        let gap = self.known(until).count() < self.filed.len();
        (gap || worst.filed.1 < last)
            .then(|| fault(FaultKind::CalendarEnds, vec!["calendar".to_owned()], message, help))
    }

    fn never_known(&self, until: Until) -> Fault {
        let what = if until == Until::Answer { "decision or next remedy" } else { "end" };
        let known = self.calendar.known();
        let message = format!(
            "the latest {what} lies beyond the calendar `{}`, which knows the years {} to {}, whatever the day of filing",
            self.calendar.name(),
            known.start(),
            known.end()
        );
        fault(
            FaultKind::Unproven,
            vec!["calendar".to_owned()],
            message,
            "add years to the calendar, or shorten the workflow",
        )
    }
}

pub(super) fn fault(kind: FaultKind, place: Vec<String>, message: String, help: &str) -> Fault {
    Fault { kind, place, at_key: false, message, help: Some(help.to_owned()), path: Vec::new() }
}
