//! From a moment of a story to what is asked of the registry.
//!
//! Pure. The key of a deed comes from the story's name and the moment's number, so the same story gets the same
//! references wherever it is played.

use jiff::civil::Date;

use super::cast::Cast;
use super::file::{Filing, Moment, Story};
use crate::appeal::{Act, Actor, Command, DecisionAppealed, Deed, File, Note, Sign, Suspension};
use crate::texts::Language;

/// The key under which the moment with this number is submitted.
pub(super) fn key(story: &Story, number: usize) -> String {
    format!("story {} {number}", story.story)
}

/// What a moment asks, of an appeal of this organisation; nothing where time simply passes.
pub(super) fn deed(story: &Story, moment: &Moment, organisation: &str) -> Option<Deed> {
    let someone = || match (&moment.by, &moment.person) {
        (Some(office), Some(person)) => Actor::official(office, person),
        (Some(office), None) => Actor::Office(office.clone()),
        (None, _) => Actor::Organisation(organisation.to_owned()),
    };
    if let Some(action) = &moment.sign {
        let sign = Sign { action: action.clone(), refused: moment.unsigned_because.clone() };
        return Some(Deed { actor: someone(), command: Command::Sign(sign) });
    }
    if moment.confirm_silence {
        return Some(Deed { actor: someone(), command: Command::ConfirmSilence });
    }
    Some(match (&moment.file, &moment.act, &moment.note) {
        (Some(filing), _, _) => {
            Deed { actor: someone(), command: Command::File(Box::new(file(story, filing, organisation))) }
        }
        (None, Some(action), _) => {
            let (stated, ground) = (moment.stated.clone(), moment.ground.clone());
            let (action, parts, extend_by) = (action.clone(), moment.parts.clone(), moment.extend_by);
            let act = Act { action, stated, ground, extend_by, parts };
            Deed { actor: someone(), command: Command::Act(act) }
        }
        (None, None, Some(text)) => {
            let note = Note { text: text.clone(), source: moment.source.clone(), wish: None };
            Deed { actor: Actor::Clerk, command: Command::Note(note) }
        }
        (None, None, None) => return None,
    })
}

/// The organisation that files at this moment.
pub(super) fn appellant<'a>(story: &'a Story, moment: &'a Moment, filing: &'a Filing) -> &'a str {
    let given = || story.given.filing.as_ref()?.appellant.as_deref().filter(|_| moment.appeal.is_none());
    filing.appellant.as_deref().or_else(given).unwrap_or_else(|| story.appeal_of(moment))
}

/// The language in which an organisation of a story is written to.
fn written_to(story: &Story, organisation: &str) -> Language {
    let cast = Cast::samples().with(&story.given);
    cast.organisations.get(organisation).map(|one| one.language).unwrap_or_default()
}

fn file(story: &Story, filing: &Filing, organisation: &str) -> File {
    let nothing = Filing::default();
    let given = story.given.filing.as_ref().unwrap_or(&nothing);
    let text = |of: fn(&Filing) -> &Option<String>| of(filing).clone().or_else(|| of(given).clone());
    let day = |of: fn(&Filing) -> Option<Date>| of(filing).or_else(|| of(given));
    let decided_on = day(|f| f.decided_on).unwrap_or(Date::ZERO);
    let suspended = filing.suspended.or(given.suspended);
    let list = |of: fn(&Filing) -> &Vec<String>| match of(filing).as_slice() {
        [] => of(given).clone(),
        own => own.to_owned(),
    };
    let mut stated = given.stated.clone();
    stated.extend(filing.stated.clone());
    File {
        workflow: story.workflow.clone(),
        appellant: organisation.to_owned(),
        with: text(|f| &f.with).unwrap_or_default(),
        language: filing.language.or(given.language).unwrap_or_else(|| written_to(story, organisation)),
        decision: DecisionAppealed {
            issuer: text(|f| &f.issuer).unwrap_or_default(),
            number: text(|f| &f.number),
            decided_on,
            served_on: day(|f| f.served_on).unwrap_or(decided_on),
            sent_on: day(|f| f.sent_on),
            published_on: day(|f| f.published_on),
            learned_on: day(|f| f.learned_on),
            article: text(|f| &f.article),
            fine: filing.fine.or(given.fine),
            suspension: suspended.map(|one| Suspension { from: one.from, until: one.until }),
            parts: list(|f| &f.parts),
            taken_by: list(|f| &f.taken_by),
        },
        stated,
    }
}
