//! Moves: a track reaches a step, opens, swallows another, ends.
//!
//! Pure; part of `decide`.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;

use super::deadlines::{self, Entry as Entered};
use super::decide::Decision;
use super::event::Event;
use super::particulars::{Arrival, Why};
use super::refusal::Refusal;
use super::state::Appeal;
use crate::law;
use crate::workflow::{End, FILING, Limit, Outcome, Turn};

/// How a track comes to a step.
#[derive(Debug, Clone, Copy)]
pub(super) enum Came {
    Filed,
    Acted,
    /// By silence, with the last day of the time that was let pass.
    Expired(Date),
}

impl Came {
    fn why(self) -> Why {
        match self {
            Came::Filed => Why::Filing,
            Came::Acted => Why::Action,
            Came::Expired(_) => Why::Silence,
        }
    }
}

impl Decision<'_> {
    /// Opens the tracks that an action, or the filing, opens; those that they swallow end first.
    pub(super) fn open_tracks(&mut self, cause: &str) -> Result<(), Refusal> {
        let definition = self.facts.definition;
        for (name, track) in &definition.tracks {
            let open = self.appeal.as_ref().is_some_and(|appeal| appeal.tracks.contains_key(name));
            let shut = cause == FILING && !self.has_chosen(&track.stated);
            let Some(step) = track.opens.get(cause).filter(|_| !open && !shut) else { continue };
            if !track.swallows.is_empty() {
                self.swallow(name, &track.swallows);
            }
            self.arrive(name, step, Came::Acted, None, self.now)?;
        }
        Ok(())
    }

    /// Whether the filing made all of these choices.
    fn has_chosen(&self, stated: &BTreeMap<String, String>) -> bool {
        let Some(appeal) = &self.appeal else { return false };
        stated.iter().all(|(name, choice)| appeal.chosen.get(name) == Some(choice))
    }

    fn swallow(&mut self, track: &str, swallows: &[String]) {
        let Some(appeal) = &self.appeal else { return };
        let ended = swallows.iter().filter(|one| appeal.tracks.contains_key(*one)).cloned().collect();
        let decides = swallows.contains(&appeal.legal_track);
        self.record(self.now, Event::ForumTaken { track: track.to_owned(), ended, decides });
    }

    /// Moves a track to a step, whose deadlines begin to run or which ends it.
    ///
    /// `climbed` names the office and rung when the step is reached by climbing the ladder.
    pub(super) fn arrive(
        &mut self,
        track: &str,
        name: &str,
        came: Came,
        climbed: Option<(String, u32)>,
        at: Timestamp,
    ) -> Result<(), Refusal> {
        let definition = self.facts.definition;
        let (Some(step), Some(appeal)) = (definition.step(track, name), &self.appeal) else { return Ok(()) };
        let mut arrival = Arrival {
            track: track.to_owned(),
            step: name.to_owned(),
            on: law::day_of(at, &self.calendar_on(appeal, track)),
            why: came.why(),
            holder: None,
            office: None,
            rung: 0,
            due: Vec::new(),
        };
        match &step.turn {
            Turn::Held { holder, limits } => {
                (arrival.office, arrival.rung) = match climbed {
                    Some((office, rung)) => (Some(office), rung),
                    None => (appeal.parties.get(holder).cloned(), 0),
                };
                // A party that is no office lives by the clock of the office whose decision it appeals.
                let office = arrival.office.as_ref().unwrap_or(&appeal.decision.issuer);
                let calendar = self.facts.calendar_of(Some(office));
                arrival.on = law::day_of(at, &calendar);
                let expired_on = match came {
                    Came::Expired(on) => Some(on),
                    Came::Filed | Came::Acted => None,
                };
                let entered = Entered { at, on: arrival.on, expired_on };
                let start = |(name, limit): (&String, &Limit)| {
                    deadlines::start(&calendar, appeal, name, limit, entered)
                };
                arrival.due = limits.iter().map(start).collect::<Result<_, _>>()?;
                arrival.holder = Some(holder.clone());
                self.record(at, Event::Arrived(arrival));
            }
            Turn::End(end) => {
                let end = *end;
                self.record(at, Event::Arrived(arrival));
                self.end(track, end, at);
            }
        }
        Ok(())
    }

    /// Ends a track; the end of the one that decides ends the appeal with all that runs beside it.
    pub(super) fn end(&mut self, track: &str, end: End, at: Timestamp) {
        let Some(appeal) = &self.appeal else { return };
        let Some(outcome) = outcome(end, appeal).filter(|_| track == appeal.legal_track) else {
            return self.record(at, Event::TrackEnded { track: track.to_owned() });
        };
        let beside: Vec<String> = appeal.tracks.keys().filter(|open| *open != track).cloned().collect();
        for track in beside {
            self.record(at, Event::TrackEnded { track });
        }
        self.record(at, Event::Closed { outcome });
    }
}

fn outcome(end: End, appeal: &Appeal) -> Option<Outcome> {
    match end {
        End::Done => None,
        End::Outcome(outcome) => Some(outcome),
        End::AsDecided => {
            Some(appeal.decided.map_or(Outcome::LeftWithoutConsideration, |(outcome, _)| outcome))
        }
    }
}
