//! What may be asked of an appeal, by whom, and the facts that the answer rests on.
//!
//! Pure data. Pages, the terminal and `watch` make commands; the registry loads the facts.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::notices::{Message, Served, Undelivered};
use super::state::{Appeal, DecisionAppealed};
use super::wishes::Wish;
use crate::ladder::{Ladder, Organisation};
use crate::law::{Almanac, Calendar, Span, zone};
use crate::texts::Language;
use crate::workflow::Definition;

/// Who caused something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Actor {
    /// The program itself, when time has passed.
    Redress,
    /// The organisation that appeals, by its code.
    Organisation(String),
    /// An office, by its code.
    Office(String),
    /// A person serving in an office.
    Official {
        /// The office's code.
        office: String,
        /// The name by which the house knows the person.
        person: String,
        /// The absent colleague for whom she stands in, where she does.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        stands_in_for: Option<String>,
    },
    /// A clerk who keeps the record and the calendar, and has no say in the case.
    Clerk,
}

impl Actor {
    /// A person serving in an office.
    pub fn official(office: &str, person: &str) -> Actor {
        Actor::Official { office: office.to_owned(), person: person.to_owned(), stands_in_for: None }
    }

    /// Whether both are the same person or side, for whomever they stand in.
    pub fn is(&self, other: &Actor) -> bool {
        match (self.person(), other.person()) {
            (Some(one), Some(another)) => one == another && self.office() == other.office(),
            _ => self == other,
        }
    }

    /// The code of the office, if the actor is one or serves in one.
    pub fn office(&self) -> Option<&str> {
        match self {
            Actor::Office(code) | Actor::Official { office: code, .. } => Some(code),
            Actor::Redress | Actor::Organisation(_) | Actor::Clerk => None,
        }
    }

    /// The code of the office or organisation for which the actor acts.
    pub fn side(&self) -> Option<&str> {
        match self {
            Actor::Organisation(code) => Some(code),
            _ => self.office(),
        }
    }

    /// The person, if the actor is known as one.
    pub fn person(&self) -> Option<&str> {
        match self {
            Actor::Official { person, .. } => Some(person),
            _ => None,
        }
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Actor::Redress => f.write_str("redress"),
            Actor::Organisation(code) | Actor::Office(code) => f.write_str(code),
            Actor::Official { office, person, stands_in_for: None } => write!(f, "{person} ({office})"),
            Actor::Official { office, person, stands_in_for: Some(absent) } => {
                write!(f, "{person} for {absent} ({office})")
            }
            Actor::Clerk => f.write_str("clerk"),
        }
    }
}

/// A command with the one who gives it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Deed {
    /// Who.
    pub actor: Actor,
    /// What.
    pub command: Command,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// File an appeal.
    File(Box<File>),
    /// Do what a step allows.
    Act(Act),
    /// Give or refuse the second signature under a proposed action.
    Sign(Sign),
    /// Confirm that an office was silent, where a deemed decision waits for that.
    ConfirmSilence,
    /// Note a fact.
    Note(Note),
    /// Have whoever must act reminded now, beside the reminders of the workflow.
    Remind,
    /// Enter that a legal notice could not be delivered.
    Undelivered(Undelivered),
    /// Enter that such a notice was served by other means.
    Served(Served),
    /// Enter a message of a participant.
    Receive(Message),
    /// Bring the appeal to where the passage of time has put it.
    TimePassed,
    /// Count its running deadlines again by a calendar that has come into force.
    CalendarChanged(NewCalendar),
    /// Move it to a newer version of its workflow.
    Migrate(NewVersion),
}

/// A calendar that has come into force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewCalendar {
    /// Its digest; refused unless it is the one in force.
    pub digest: String,
    /// Whether a date that was promised may move to an earlier day.
    pub allow_earlier: bool,
}

/// A newer version of the workflow that an appeal is pinned to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewVersion {
    /// Its digest.
    pub digest: String,
    /// Whether a date that was promised may move to an earlier day.
    pub allow_earlier: bool,
}

/// A new appeal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct File {
    /// The workflow's name.
    pub workflow: String,
    /// The organisation that appeals.
    pub appellant: String,
    /// The party that it is handed to; the workflow names the choices.
    pub with: String,
    /// The language of the proceedings.
    pub language: Language,
    /// The decision appealed.
    pub decision: DecisionAppealed,
    /// What else the workflow asks for.
    pub stated: BTreeMap<String, String>,
}

/// An action of the workflow.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Act {
    /// The action's name.
    pub action: String,
    /// What it states.
    pub stated: BTreeMap<String, String>,
    /// The ground, for an action that stops the clock.
    pub ground: Option<String>,
    /// The time added, for an action that extends; without it the most that is allowed.
    pub extend_by: Option<Span>,
    /// The parts annulled, for an annulment in part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<String>,
}

/// A second signature, given or refused.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Sign {
    /// The action that was proposed.
    pub action: String,
    /// Why it is not signed; without a reason it is. Whoever proposed may take it back so, too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
}

/// A fact that moves nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Note {
    /// The fact.
    pub text: String,
    /// Where it is known from.
    pub source: Option<String>,
    /// What it asks for, or ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wish: Option<Wish>,
}

/// All that a decision may need, loaded before.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// The appeal; none before it is filed.
    pub appeal: Option<&'a Appeal>,
    /// The reference that a new appeal would get.
    pub reference: &'a str,
    /// The workflow it is pinned to, or for a filing the newest of that name.
    pub definition: &'a Definition,
    /// The version of that workflow to which the appeal shall move, if that is asked for.
    pub successor: Option<&'a Definition>,
    /// The calendar in force, in its own zone.
    pub calendar: &'a Calendar,
    /// The calendars that earlier dates were computed with.
    pub almanac: &'a Almanac,
    /// When the last letter about the appeal was written; loaded where a promise hangs on it.
    pub last_letter: Option<Timestamp>,
    /// The offices.
    pub ladder: &'a Ladder,
    /// The organisation that appeals, if it is known.
    pub organisation: Option<&'a Organisation>,
}

impl Facts<'_> {
    /// The calendar in force, by the clock of an office.
    pub fn calendar_of(&self, office: Option<&str>) -> Calendar {
        let office = office.and_then(|code| self.ladder.get(code));
        match office.and_then(|office| office.zone.as_deref()).and_then(zone::named) {
            Some(zone) => self.calendar.in_zone(zone),
            None => self.calendar.clone(),
        }
    }
}
