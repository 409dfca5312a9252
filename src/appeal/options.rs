//! What somebody may do to an appeal today, and why not the rest.
//!
//! Pure. Pages ask it to offer only what is lawful and to give the reason for what is not. It rests on the same checks as
//! `decide`, so what is offered here is refused there only for what is then stated.

use jiff::Timestamp;

use super::command::{Act, Actor, Command, Deed, Facts, Sign};
use super::decide::{Decision, decide};
use super::execution::open_parts;
use super::refusal::Refusal;
use super::state::{Appeal, Proposal, Unconfirmed};
use crate::workflow::{Action, Clock, Outcome};

/// What an actor may do.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Options {
    /// The actions of the steps where the appeal stands, and those open at any time; none of an appeal that has ended.
    pub actions: Vec<Choice>,
    /// The proposals that wait for a second signature.
    pub signatures: Vec<Waiting>,
    /// The silence that waits to be confirmed, and why the actor may not do it; none if she may.
    pub silence: Option<(Unconfirmed, Option<Refusal>)>,
}

/// An action.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// Its name.
    pub action: String,
    /// The track it belongs to.
    pub track: String,
    /// Why the actor may not do it today; none if she may.
    pub refusal: Option<Refusal>,
}

/// A proposal that waits for its second signature.
#[derive(Debug, Clone, PartialEq)]
pub struct Waiting {
    /// The track.
    pub track: String,
    /// The proposal.
    pub proposal: Proposal,
    /// Why the actor may not sign it; none if she may.
    pub sign: Option<Refusal>,
    /// Why she may neither refuse it nor take it back; none if she may.
    pub refuse: Option<Refusal>,
}

/// What an actor may do to an appeal at the instant `now`, in the order of the steps.
pub fn options(facts: &Facts, actor: &Actor, now: Timestamp) -> Options {
    let decision = Decision::begin(facts, actor, 0, now);
    let Ok(appeal) = decision.open_appeal() else { return Options::default() };
    let refusal = |command: Command| {
        let deed = Deed { actor: actor.clone(), command };
        decide(facts, &deed, 0, now).err()
    };
    let signature = |(track, proposal): (&String, &Proposal)| {
        let sign = |refused| Command::Sign(Sign { action: proposal.act.action.clone(), refused });
        Waiting {
            track: track.clone(),
            proposal: proposal.clone(),
            sign: refusal(sign(None)),
            refuse: refusal(sign(Some(String::new()))),
        }
    };
    let proposals =
        appeal.tracks.iter().filter_map(|(track, standing)| Some((track, &**standing.proposal.as_ref()?)));
    let silent = appeal.tracks.values().find_map(|standing| standing.unconfirmed.clone());
    Options {
        actions: choices(&decision, appeal),
        signatures: proposals.map(signature).collect(),
        silence: silent.map(|silent| (silent, refusal(Command::ConfirmSilence))),
    }
}

/// Every action of the steps where the appeal stands, that of the track that decides first, each once.
fn choices(decision: &Decision, appeal: &Appeal) -> Vec<Choice> {
    let definition = decision.facts.definition;
    let mut tracks: Vec<_> = appeal.tracks.iter().collect();
    tracks.sort_by_key(|(track, _)| **track != appeal.legal_track);
    let steps = tracks
        .into_iter()
        .filter_map(|(track, standing)| Some((track, definition.step(track, &standing.step)?)));
    let of_steps = steps.flat_map(|(track, step)| step.allows.iter().map(move |action| (track, action)));
    let anytime = definition.anytime.iter().map(|action| (&appeal.legal_track, action));
    let mut choices: Vec<Choice> = Vec::new();
    for (track, action) in of_steps.chain(anytime) {
        if choices.iter().all(|choice| choice.action != *action) {
            let refusal = decision.may(appeal, action).err();
            choices.push(Choice { action: action.clone(), track: track.clone(), refusal });
        }
    }
    choices
}

impl Decision<'_> {
    /// Whether an action may be done today, if what it states is right.
    fn may(&self, appeal: &Appeal, name: &str) -> Result<(), Refusal> {
        let action = &self.facts.definition.actions[name];
        let act = self.plausible(appeal, name, action);
        let track = self.track_of(appeal, &act)?;
        self.party(appeal, &track, name, action)?;
        if let (Some(second), Some(standing)) = (&action.second, appeal.tracks.get(&track)) {
            self.check_proposable(standing, name, second)?;
        }
        self.check_order(appeal, &track, action, &act)?;
        self.parts(appeal, action, &act)?;
        self.clock(appeal, &track, action, &act)?;
        if action.restores_time { self.check_missed() } else { Ok(()) }
    }

    /// The action with the first ground and part that the law allows: which of them is chosen does not change whether
    /// it is lawful.
    fn plausible(&self, appeal: &Appeal, name: &str, action: &Action) -> Act {
        let ground = match &action.clock {
            Clock::Stops { grounds, .. } => grounds.keys().next().cloned(),
            _ => None,
        };
        let in_part = action.decision == Some(Outcome::AnnulledInPart);
        let parts = open_parts(self.facts.definition, appeal).take(usize::from(in_part)).cloned().collect();
        Act { action: name.to_owned(), ground, parts, ..Act::default() }
    }
}
