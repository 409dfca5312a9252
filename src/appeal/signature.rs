//! Second signatures: an action is proposed, and takes effect when another person signs it.
//!
//! Pure; part of `decide`. A proposal does not stop any clock. It is gone when it is signed, refused, taken
//! back, when its time is over, or when the track moves on without it.

use super::command::{Act, Actor, Sign};
use super::decide::{Decision, describe, is_party};
use super::event::Event;
use super::refusal::Refusal;
use super::state::{Appeal, Proposal, Standing};
use super::{deadlines, filing};
use crate::law;
use crate::workflow::{Second, Signatory};

impl Decision<'_> {
    /// Proposes an action, which must be one that would be lawful today.
    pub(super) fn propose(
        &mut self,
        track: &str,
        act: &Act,
        by: &str,
        second: &Second,
    ) -> Result<(), Refusal> {
        let appeal = self.open_appeal()?;
        let action = &self.facts.definition.actions[&act.action];
        let Some(standing) = appeal.tracks.get(track) else { return Ok(()) };
        self.check_proposable(standing, &act.action, second)?;
        let calendar = self.calendar_on(appeal, track);
        let today = law::day_of(self.now, &calendar);
        self.check_order(appeal, track, action, act)?;
        filing::check_stated(&action.asks, &act.stated, today)?;
        self.parts(appeal, action, act)?;
        self.clock(appeal, track, action, act)?;
        let until = law::after(today, second.within, &calendar).map_err(deadlines::beyond)?;
        let proposal = Proposal {
            act: act.clone(),
            by: by.to_owned(),
            proposer: self.actor.clone(),
            signatory: match &second.by {
                Signatory::Party(party) => Some(party.clone()),
                Signatory::AnotherOfficial => None,
            },
            until,
            until_at: law::end_of(until, &calendar),
        };
        let step = standing.step.clone();
        self.record(
            self.now,
            Event::Proposed { track: track.to_owned(), step, proposal: Box::new(proposal) },
        );
        Ok(())
    }

    /// Whether anything may be proposed here: nothing waits already, and two people can be told apart.
    pub(super) fn check_proposable(
        &self,
        standing: &Standing,
        action: &str,
        second: &Second,
    ) -> Result<(), Refusal> {
        if let Some(waiting) = &standing.proposal {
            let (action, until) = (waiting.act.action.clone(), waiting.until);
            return Err(Refusal::AwaitsSignature { action, until });
        }
        if second.by == Signatory::AnotherOfficial && self.actor.person().is_none() {
            return Err(Refusal::PersonNeeded { action: action.to_owned() });
        }
        Ok(())
    }

    /// Gives the second signature, refuses it, or takes the proposal back.
    pub(super) fn sign(&mut self, sign: &Sign) -> Result<(), Refusal> {
        let appeal = self.open_appeal()?;
        let proposed = |standing: &Standing| {
            standing.proposal.clone().filter(|proposal| proposal.act.action == sign.action)
        };
        let (track, proposal) = appeal
            .tracks
            .iter()
            .find_map(|(track, standing)| Some((track.clone(), proposed(standing)?)))
            .ok_or_else(|| Refusal::NothingToSign { action: sign.action.clone() })?;
        let takes_back = sign.refused.is_some() && self.actor.is(&proposal.proposer);
        if !takes_back {
            self.check_signatory(appeal, &track, &proposal)?;
        }
        let action = sign.action.clone();
        if let Some(reason) = sign.refused.clone() {
            self.record(self.now, Event::Unsigned { track, action, reason: Some(reason) });
            return Ok(());
        }
        self.record(self.now, Event::Signed { track: track.clone(), action });
        self.perform(&track, &proposal.act, &proposal.by, proposal.proposer)
    }

    fn check_signatory(&self, appeal: &Appeal, track: &str, proposal: &Proposal) -> Result<(), Refusal> {
        let action = &self.facts.definition.actions[&proposal.act.action];
        self.check_barred(appeal, action)?;
        let standing = appeal.tracks.get(track);
        let may_sign = match &proposal.signatory {
            Some(party) => {
                is_party(self.actor, appeal, standing, party) && others(self.actor, &proposal.proposer)
            }
            None => {
                self.actor.office() == proposal.proposer.office()
                    && self.actor.person().is_some_and(|person| proposal.proposer.person() != Some(person))
            }
        };
        if may_sign {
            return Ok(());
        }
        let signatory = match &proposal.signatory {
            Some(party) => describe(appeal, standing, party),
            None => format!("another official of {}", proposal.proposer.office().unwrap_or_default()),
        };
        let (action, actor) = (proposal.act.action.clone(), self.actor.to_string());
        Err(Refusal::MayNotSign { action, signatory, actor })
    }
}

/// Whether two actors are certainly not the same person: of different offices, or known as different people.
fn others(one: &Actor, other: &Actor) -> bool {
    match (one.person(), other.person()) {
        (Some(one), Some(other)) => one != other,
        _ => one.office() != other.office() || one.office().is_none() && one != other,
    }
}
