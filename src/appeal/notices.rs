//! Notices that did not arrive, how they were served instead, and messages that came in.
//!
//! Pure; part of `decide`. A legal notice that could not be delivered gives an office a task and moves
//! nothing: no time restarts, and none is counted as if the notice had arrived. What somebody writes is
//! entered and moves nothing either; an action is an action only when it is done as one. All three are
//! entered in appeals that have ended, too.

use serde::{Deserialize, Serialize};

use super::command::Actor;
use super::decide::Decision;
use super::event::Event;
use super::refusal::Refusal;
use super::state::{Appeal, Unserved};
use crate::law;
use jiff::civil::Date;

/// A letter of an appeal: the entry that caused it, its name and whom it was for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeOf {
    /// The number of the entry.
    pub seq: i32,
    /// The letter's name in the workflow.
    pub letter: String,
    /// The code of the recipient.
    pub recipient: String,
}

/// A legal notice that could not be delivered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Undelivered {
    /// The notice.
    #[serde(flatten)]
    pub notice: NoticeOf,
    /// What the mail server or the recipient's said.
    pub why: String,
}

/// A notice that was served by other means.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Served {
    /// The notice.
    #[serde(flatten)]
    pub notice: NoticeOf,
    /// By what means.
    pub how: String,
    /// On which day.
    pub on: Date,
}

/// A message that a participant sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// The code of the participant.
    pub from: String,
    /// The subject.
    pub subject: String,
    /// The SHA-256 of the mail as it came, in hexadecimal.
    pub digest: String,
    /// The files that came with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attached>,
}

/// A file that came with a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attached {
    /// Its name.
    pub name: String,
    /// Its media type, as the sender gave it.
    pub kind: String,
    /// Its size in bytes.
    pub size: u64,
    /// Its SHA-256, in hexadecimal.
    pub digest: String,
}

impl Decision<'_> {
    /// Enters that a notice could not be delivered and whose task that is.
    pub(super) fn undelivered(&mut self, undelivered: &Undelivered) -> Result<(), Refusal> {
        let appeal = self.any_appeal()?;
        let office = task_of(appeal, &undelivered.notice.recipient);
        let Undelivered { notice, why } = undelivered.clone();
        self.record(self.now, Event::Undelivered { notice, why, office });
        Ok(())
    }

    /// Enters that such a notice was served by other means. Only the office whose task it is, and the clerk.
    pub(super) fn served(&mut self, served: &Served) -> Result<(), Refusal> {
        let appeal = self.any_appeal()?;
        let unserved = appeal.unserved.iter().find(|one| one.notice == served.notice).ok_or_else(|| {
            let why = format!(
                "no notice `{}` to {} of entry {} waits to be served",
                served.notice.letter, served.notice.recipient, served.notice.seq
            );
            Refusal::Misstated { field: "notice".to_owned(), why }
        })?;
        let may = *self.actor == Actor::Clerk
            || unserved.office.is_some() && unserved.office.as_deref() == self.actor.office();
        if !may {
            return Err(Refusal::NotYours {
                action: "serve".to_owned(),
                parties: unserved.office.clone().unwrap_or_else(|| "the clerk".to_owned()),
                actor: self.actor.to_string(),
            });
        }
        let today = law::day_of(self.now, self.facts.calendar);
        if served.on > today {
            return Err(Refusal::FutureDate { what: "service".to_owned(), date: served.on, today });
        }
        self.record(self.now, Event::Served(served.clone()));
        Ok(())
    }

    /// Enters a message of a participant.
    pub(super) fn receive(&mut self, message: &Message) -> Result<(), Refusal> {
        self.any_appeal()?;
        self.record(self.now, Event::MessageReceived(message.clone()));
        Ok(())
    }

    /// The appeal, open or ended.
    fn any_appeal(&self) -> Result<&Appeal, Refusal> {
        let unknown = || Refusal::UnknownAppeal { reference: self.facts.reference.to_owned() };
        self.appeal.as_ref().ok_or_else(unknown)
    }
}

/// Whose task it is that this recipient be reached: the office that has the appeal; if that is the
/// recipient, or nobody has it, the office above the recipient, or the issuing office.
fn task_of(appeal: &Appeal, recipient: &str) -> Option<String> {
    let holder = appeal.tracks.get(&appeal.legal_track).and_then(|standing| standing.office.clone());
    let place = appeal.ladder.iter().position(|code| code == recipient);
    let above = place.and_then(|place| appeal.ladder.get(place + 1)).cloned();
    let issuer = Some(appeal.decision.issuer.clone());
    [holder, above, issuer].into_iter().flatten().find(|code| code != recipient)
}

/// Notes in the appeal's state what waits to be served.
pub(super) fn note(appeal: &mut Appeal, event: &Event, day: Date) {
    match event {
        Event::Undelivered { notice, office, .. } => {
            appeal.unserved.retain(|one| one.notice != *notice);
            appeal.unserved.push(Unserved { notice: notice.clone(), office: office.clone(), since: day });
        }
        Event::Served(served) => appeal.unserved.retain(|one| one.notice != served.notice),
        _ => {}
    }
}
