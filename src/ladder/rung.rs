//! The rungs of the ladder, and what each must have before an appeal climbs to it.
//!
//! Pure. The store tells what became of mail to a rung and who serves there; the schedule's rehearsal and
//! `redress doctor` report what is missing.

use super::{Ladder, Office};

/// What became of mail to an address.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Mailbox {
    /// None was sent, or none is settled yet.
    #[default]
    Unproven,
    /// The last that is settled was taken by its mail server and has not come back.
    Living,
    /// The last that is settled was refused or came back, with these words.
    Returned(String),
}

/// What a rung lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Missing {
    /// No mail has reached its mailbox yet.
    Unproven,
    /// The last mail to it came back, with these words.
    Returned(String),
    /// Nobody who serves there is there today, nor stands in.
    Nobody,
}

/// An office on the path that appeals climb.
#[derive(Debug, Clone)]
pub struct Rung {
    /// The office.
    pub office: Office,
    /// What became of mail to it.
    pub mailbox: Mailbox,
    /// Whether somebody who serves there is there today, or stands in.
    pub served: bool,
}

impl Rung {
    /// What it lacks.
    pub fn missing(&self) -> Vec<Missing> {
        let mailbox = match &self.mailbox {
            Mailbox::Living => None,
            Mailbox::Unproven => Some(Missing::Unproven),
            Mailbox::Returned(why) => Some(Missing::Returned(why.clone())),
        };
        mailbox.into_iter().chain((!self.served).then_some(Missing::Nobody)).collect()
    }
}

impl Ladder {
    /// The offices that appeals climb: all that have an office above or below them.
    pub fn rungs(&self) -> impl Iterator<Item = &Office> {
        self.iter().filter(|office| office.above.is_some() || self.has_below(office))
    }

    /// The offices at which a ladder ends: others stand below them, none above.
    pub fn tops(&self) -> impl Iterator<Item = &Office> {
        self.iter().filter(|office| office.above.is_none() && self.has_below(office))
    }

    fn has_below(&self, office: &Office) -> bool {
        self.iter().any(|other| other.above.as_deref() == Some(&office.code))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::Language;

    fn office(code: &str, above: Option<&str>) -> Office {
        Office {
            code: code.to_owned(),
            name: Default::default(),
            kind: String::new(),
            place: String::new(),
            above: above.map(str::to_owned),
            email: String::new(),
            language: Language::En,
            zone: None,
        }
    }

    #[test]
    fn a_court_beside_the_ladder_is_no_rung_of_it() {
        let ladder = Ladder::new([office("A", Some("B")), office("B", None), office("COURT", None)]);
        let codes = |offices: Vec<&Office>| offices.iter().map(|one| one.code.clone()).collect::<Vec<_>>();
        assert_eq!(codes(ladder.rungs().collect()), ["A", "B"]);
        assert_eq!(codes(ladder.tops().collect()), ["B"]);
    }

    #[test]
    fn a_rung_lacks_a_proven_mailbox_and_somebody_who_serves_there() {
        let rung = |mailbox, served| Rung { office: office("A", None), mailbox, served }.missing();
        assert_eq!(rung(Mailbox::Living, true), []);
        assert_eq!(rung(Mailbox::Unproven, false), [Missing::Unproven, Missing::Nobody]);
        assert_eq!(rung(Mailbox::Returned("550".into()), true), [Missing::Returned("550".into())]);
    }
}
