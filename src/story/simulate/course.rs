//! The course that one invented appeal took, told by its events.
//!
//! Pure data; a row of the CSV.

use jiff::civil::Date;
use serde::Serialize;

use crate::appeal::{Appeal, Entry, Event};
use crate::ladder::Ladder;
use crate::law::{self, Calendar};
use crate::workflow::Outcome;

/// The course of an appeal.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Course {
    /// Its number, from 1.
    pub number: usize,
    /// The office whose decision was appealed.
    pub issuer: String,
    /// The day of filing.
    pub filed_on: Option<Date>,
    /// Whether that was too late.
    pub late: bool,
    /// The first decision on it.
    pub decision: Option<Outcome>,
    /// The day of that decision.
    pub decided_on: Option<Date>,
    /// Working days from the filing to it.
    pub working_days: Option<i32>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// The day on which it ended.
    pub closed_on: Option<Date>,
    /// The kinds of office that it was passed up to because of silence, each once.
    #[serde(serialize_with = "joined")]
    pub escalated_to: Vec<String>,
    /// How many deadlines passed unkept.
    pub missed: u32,
    /// How many letters were written.
    pub letters: usize,
    /// For how many days the organisation was suspended in the end.
    pub days_suspended: Option<i32>,
    /// How many deeds the rules of procedure refused.
    pub refused: u32,
    /// Why it did not come to its end.
    pub stuck: Option<String>,
}

fn joined<S: serde::Serializer>(levels: &[String], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&levels.join(" "))
}

impl Course {
    /// Takes up what has happened.
    pub(super) fn note(&mut self, entry: &Entry, ladder: &Ladder, calendar: &Calendar) {
        let day = law::day_of(entry.legal_at, calendar);
        match &entry.event {
            Event::Filed(filed) => {
                self.issuer = filed.decision.issuer.clone();
                self.filed_on = Some(filed.filed_on);
                self.late = filed.late;
            }
            Event::Acted { decision: Some(outcome), .. } => self.decide(*outcome, day, calendar),
            Event::Deemed(deemed) => self.decide(deemed.decision, day, calendar),
            Event::DeadlineMissed { .. } => self.missed += 1,
            Event::Escalated { to: Some(code), .. } => {
                let level = ladder.get(code).map_or(code, |office| &office.kind);
                if !self.escalated_to.contains(level) {
                    self.escalated_to.push(level.clone());
                }
            }
            Event::Closed { outcome } => {
                self.outcome = Some(*outcome);
                self.closed_on = Some(day);
            }
            _ => {}
        }
    }

    /// Takes up a decision, if it is the first.
    fn decide(&mut self, outcome: Outcome, day: Date, calendar: &Calendar) {
        if self.decision.is_none() {
            self.decision = Some(outcome);
            self.decided_on = Some(day);
            self.working_days =
                self.filed_on.and_then(|filed| law::working_days_left(filed, day, calendar).ok());
        }
    }

    /// Takes up how the appeal stood in the end.
    pub(super) fn end(&mut self, appeal: &Appeal) {
        self.days_suspended = appeal.suspension_ended_on().and_then(|day| appeal.days_suspended(day));
    }
}
