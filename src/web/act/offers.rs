//! What a viewer may do in a case today, and why not the rest: buttons, and reasons in the place of buttons.

use jiff::Timestamp;

use super::deed::What;
use crate::appeal::{self, Actor, Choice, Command, Deed, Options, Refusal};
use crate::web::case::CaseFile;
use crate::web::here::Viewer;
use crate::workflow::Outcome;

/// What is offered.
#[derive(Debug, Default)]
pub(crate) struct Offers {
    /// What may be done today.
    pub lawful: Vec<Offer>,
    /// What the viewer's side may do, but not today.
    pub not_today: Vec<Offer>,
    /// What others may do, by its titles.
    pub of_others: Vec<String>,
}

/// Something that can be done.
#[derive(Debug)]
pub(crate) struct Offer {
    pub title: String,
    pub path: String,
    /// The article that allows it.
    pub article: Option<String>,
    /// Why not today.
    pub reason: String,
    /// Whether it decides the appeal.
    pub decides: bool,
    /// Whether it withdraws the appeal.
    pub withdraws: bool,
}

impl Offers {
    /// What this viewer is offered.
    pub fn of(file: &CaseFile, viewer: &Viewer, now: Timestamp) -> Offers {
        let options =
            actors(viewer, file).iter().map(|actor| appeal::options(&file.facts(), actor, now)).collect();
        let mut offers = Offers::default();
        for (what, refusal) in best(options) {
            let action = match &what {
                What::Do(name) | What::Sign(name) => file.definition().actions.get(name),
                What::Silence | What::Note | What::Message | What::Remind => None,
            };
            let offer = Offer {
                title: what.title(file),
                path: what.path(file),
                article: what.article(file),
                reason: refusal.as_ref().map(|refusal| file.refusal(refusal)).unwrap_or_default(),
                withdraws: what.withdraws(file),
                decides: action.and_then(|action| action.decision).is_some_and(Outcome::is_decision),
            };
            match refusal {
                None => offers.lawful.push(offer),
                Some(Refusal::NotYours { .. }) => offers.of_others.push(offer.title),
                Some(_) => offers.not_today.push(offer),
            }
        }
        // What decides or ends it comes last: it is no button to press on the way to another.
        offers.lawful.sort_by_key(|offer| offer.decides || offer.withdraws);
        offers
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.lawful.is_empty() && self.not_today.is_empty() && self.of_others.is_empty()
    }
}

/// As whom the viewer can act in a case: for each of her sides that has a part in it.
pub(crate) fn actors(viewer: &Viewer, file: &CaseFile) -> Vec<Actor> {
    let appeal = &file.row.appeal;
    let desks = appeal.tracks.values().filter_map(|standing| standing.office.as_ref());
    let parts: Vec<&String> = appeal.parties.values().chain(desks).chain([&appeal.appellant]).collect();
    let sides = viewer.organisations().into_iter().chain(viewer.offices()).chain(viewer.ministries());
    let mut sides: Vec<String> = sides.filter(|side| parts.contains(&side)).collect();
    if sides.is_empty() {
        sides.push(file.side.clone());
    }
    sides.iter().filter_map(|side| viewer.acts_for(side)).collect()
}

/// Whether a viewer may have whoever must act reminded today.
pub(crate) fn can_remind(file: &CaseFile, viewer: &Viewer, now: Timestamp) -> bool {
    What::Remind.refusal(file, viewer, now).is_none()
}

/// Why an actor may not do something today; nothing if she may.
pub(super) fn offered(file: &CaseFile, actor: &Actor, what: &What, now: Timestamp) -> Option<Refusal> {
    let options = appeal::options(&file.facts(), actor, now);
    match what {
        What::Do(name) => match options.actions.into_iter().find(|choice| choice.action == *name) {
            Some(choice) => choice.refusal,
            None => Some(closed_or_not_here(file, name)),
        },
        What::Sign(name) => {
            let waiting = options.signatures.into_iter().find(|one| one.proposal.act.action == *name);
            match waiting {
                // Whoever may not sign may still refuse or take back.
                Some(waiting) => waiting.sign.filter(|_| waiting.refuse.is_some()),
                None => Some(Refusal::NothingToSign { action: name.clone() }),
            }
        }
        What::Silence => match options.silence {
            Some((_, refusal)) => refusal,
            None => Some(Refusal::NothingToConfirm),
        },
        What::Note | What::Message => None,
        What::Remind => {
            let deed = Deed { actor: actor.clone(), command: Command::Remind };
            appeal::decide(&file.facts(), &deed, file.row.seq, now).err()
        }
    }
}

fn closed_or_not_here(file: &CaseFile, action: &str) -> Refusal {
    let appeal = &file.row.appeal;
    match appeal.closed {
        Some((outcome, on)) => Refusal::Closed { on, outcome },
        None => {
            let step = appeal.tracks.get(&appeal.legal_track).map(|standing| standing.step.clone());
            let (action, step) = (action.to_owned(), step.unwrap_or_default());
            Refusal::NotLawfulHere { action, step, possible: String::new() }
        }
    }
}

/// Everything there is to do, each with the best answer that any of the actors gets.
fn best(options: Vec<Options>) -> Vec<(What, Option<Refusal>)> {
    let mut all: Vec<(What, Option<Refusal>)> = Vec::new();
    for options in options {
        let Options { actions, signatures, silence } = options;
        let signatures = signatures.into_iter().map(|waiting| {
            (What::Sign(waiting.proposal.act.action), waiting.sign.filter(|_| waiting.refuse.is_some()))
        });
        let silence = silence.map(|(_, refusal)| (What::Silence, refusal));
        let actions = actions.into_iter().map(|Choice { action, refusal, .. }| (What::Do(action), refusal));
        for (what, refusal) in signatures.chain(silence).chain(actions) {
            match all.iter_mut().find(|(known, _)| *known == what) {
                Some((_, known)) if rank(known) > rank(&refusal) => *known = refusal,
                Some(_) => {}
                None => all.push((what, refusal)),
            }
        }
    }
    all
}

fn rank(refusal: &Option<Refusal>) -> u8 {
    match refusal {
        None => 0,
        Some(Refusal::NotYours { .. }) => 2,
        Some(_) => 1,
    }
}
