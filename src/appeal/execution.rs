//! What an action does beyond the steps: the execution of the decision appealed, its parts, its lateness.
//!
//! Pure; part of `decide`.

use jiff::Timestamp;

use super::command::Act;
use super::deadlines;
use super::decide::Decision;
use super::event::Event;
use super::refusal::Refusal;
use super::state::{Appeal, Stay};
use crate::law::{self, Calendar};
use crate::workflow::{Action, Definition, Late, NotBefore, Outcome, StayRule, StayUntil};

impl Decision<'_> {
    /// Stays, restores and lifts what an action says, in the order in which they follow from each other.
    ///
    /// Days are those of whoever held the track when the action was done.
    pub(super) fn affect_execution(
        &mut self,
        track: &str,
        name: &str,
        action: &Action,
    ) -> Result<(), Refusal> {
        let Some(appeal) = &self.appeal else { return Ok(()) };
        let calendar = self.calendar_on(appeal, track);
        if action.restores_time {
            self.restore_time(&calendar)?;
        }
        if action.decision.is_some() {
            self.decided(self.now);
        }
        if action.lifts_stay {
            self.end_stay(false, self.now);
        }
        match &action.stays_execution {
            Some(rule) => self.stay(&calendar, rule, Some(name.to_owned())),
            None => Ok(()),
        }
    }

    /// The stay that filing in time brings, unless a choice of the filing excludes it.
    pub(super) fn stay_by_filing(&mut self, calendar: &Calendar) -> Result<(), Refusal> {
        match &self.facts.definition.filing.stays_execution {
            Some(rule) => self.stay(calendar, rule, None),
            None => Ok(()),
        }
    }

    fn stay(
        &mut self,
        calendar: &Calendar,
        rule: &StayRule,
        by_action: Option<String>,
    ) -> Result<(), Refusal> {
        let Some(appeal) = &self.appeal else { return Ok(()) };
        if rule.except.iter().any(|(name, choice)| appeal.chosen.get(name) == Some(choice)) {
            return Ok(());
        }
        let since = law::day_of(self.now, calendar);
        let until = match rule.at_most {
            Some(span) => {
                let last = law::after(since, span, calendar).map_err(deadlines::beyond)?;
                Some((last, law::end_of(last, calendar)))
            }
            None => None,
        };
        let stay = Stay { article: rule.article.clone(), since, ends_with: rule.until, until, by_action };
        self.record(self.now, Event::ExecutionStayed { stay });
        Ok(())
    }

    /// A decision, taken or deemed, ends a stay that lasts until then.
    pub(super) fn decided(&mut self, at: Timestamp) {
        let stay = self.appeal.as_ref().and_then(|appeal| appeal.stay.as_ref());
        if stay.is_some_and(|stay| stay.ends_with == StayUntil::Decision) {
            self.end_stay(false, at);
        }
    }

    /// Ends the stay, if there is one.
    pub(super) fn end_stay(&mut self, by_itself: bool, at: Timestamp) {
        if let Some(stay) = self.appeal.as_ref().and_then(|appeal| appeal.stay.clone()) {
            self.record(at, Event::StayEnded { by_itself, by_action: stay.by_action });
        }
    }

    fn restore_time(&mut self, calendar: &Calendar) -> Result<(), Refusal> {
        self.check_missed()?;
        if let Some(restoration) = &self.facts.definition.filing.restoration {
            self.record(self.now, Event::TimeRestored { article: restoration.article.clone() });
        }
        self.stay_by_filing(calendar)
    }

    /// Whether there is a missed time that could be restored.
    pub(super) fn check_missed(&self) -> Result<(), Refusal> {
        let missed = |appeal: &&Appeal| appeal.late && appeal.time_restored.is_none();
        self.appeal.as_ref().filter(missed).map(drop).ok_or(Refusal::NothingToRestore)
    }

    /// Where the law refuses what comes late, a late appeal is decided, or admitted to another forum, only after its
    /// time was restored. The appellant may go to that forum all the same: it has a time of its own.
    pub(super) fn check_restored(&self, appeal: &Appeal, action: &Action, name: &str) -> Result<(), Refusal> {
        let filing = &self.facts.definition.filing;
        let decides = action.decision.is_some_and(|outcome| outcome != Outcome::LeftWithoutConsideration);
        let mut forums = self.facts.definition.tracks.values().filter(|track| !track.swallows.is_empty());
        let admits = !action.by.contains(&filing.by) && forums.any(|track| track.opens.contains_key(name));
        match &filing.restoration {
            Some(restoration)
                if (decides || admits)
                    && filing.late == Late::Refuse
                    && appeal.late
                    && appeal.time_restored.is_none() =>
            {
                Err(Refusal::TimeNotRestored { article: restoration.article.clone() })
            }
            _ => Ok(()),
        }
    }

    /// An action that must follow another, and not too soon.
    pub(super) fn check_not_before(
        &self,
        appeal: &Appeal,
        track: &str,
        rule: &NotBefore,
        act: &Act,
    ) -> Result<(), Refusal> {
        let calendar = &self.calendar_on(appeal, track);
        let from = match (appeal.last_done.get(&rule.after), rule.wait) {
            (None, _) => None,
            (Some(day), None) => Some(*day),
            (Some(day), Some(wait)) => Some(law::after(*day, wait, calendar).map_err(deadlines::beyond)?),
        };
        if from.is_some_and(|from| from <= law::day_of(self.now, calendar)) {
            return Ok(());
        }
        let (action, after) = (act.action.clone(), rule.after.clone());
        Err(Refusal::NotYet { action, after, from, article: rule.article.clone() })
    }

    /// The parts that an act annuls, and whether the part that suspends is among them.
    pub(super) fn parts(
        &self,
        appeal: &Appeal,
        action: &Action,
        act: &Act,
    ) -> Result<(Vec<String>, bool), Refusal> {
        let wrong = |why: String| Refusal::Misstated { field: "parts".to_owned(), why };
        let known = &self.facts.definition.parts;
        if action.decision != Some(Outcome::AnnulledInPart) {
            return match act.parts.is_empty() {
                true => Ok((Vec::new(), false)),
                false => Err(wrong(format!("`{}` annuls no single parts; name none", act.action))),
            };
        }
        let open: Vec<&String> = open_parts(self.facts.definition, appeal).collect();
        let listed = || open.iter().map(|part| part.as_str()).collect::<Vec<_>>().join(", ");
        let mut parts = act.parts.clone();
        parts.sort_unstable();
        parts.dedup();
        if parts.is_empty() {
            return Err(wrong(format!("name the parts that are annulled: {}", listed())));
        }
        if let Some(part) = parts.iter().find(|part| !open.contains(part)) {
            return Err(wrong(format!("`{part}` is no part that can be annulled here: {}", listed())));
        }
        if parts.len() == known.len() {
            return Err(wrong("these are all parts of the decision; annul it in full instead".to_owned()));
        }
        let lifts = parts.iter().any(|part| known[part].suspends);
        Ok((parts, lifts))
    }
}

/// The parts of the decision appealed that can still be annulled alone, by the workflow's names.
pub fn open_parts<'a>(definition: &'a Definition, appeal: &'a Appeal) -> impl Iterator<Item = &'a String> {
    let appealed =
        move |part: &&String| appeal.decision.parts.is_empty() || appeal.decision.parts.contains(part);
    let is_open = move |part: &&String| !appeal.annulled_parts.contains(part);
    definition.parts.keys().filter(appealed).filter(is_open)
}
