//! What remarks ask for by a day: a report, or a matter under control. Offices see it until it is answered or taken back.
//!
//! Pure. A wish binds nobody: it moves no date and no decision, which is why it is part of a remark and of no procedure.
//! `evolve` keeps those that are open; pages show them with their days.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::command::Actor;
use super::state::Appeal;

/// What a remark asks for, or ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wish {
    /// A report of the other offices.
    Report {
        /// The day by which.
        by: Date,
    },
    /// The office that writes it has the matter under control.
    Control {
        /// The day until which.
        until: Date,
    },
    /// The remark is the report that others asked for.
    Reported,
    /// What the office asked for until now it asks for no more.
    Lifted,
}

impl Wish {
    /// The day it names.
    pub fn day(self) -> Option<Date> {
        match self {
            Wish::Report { by: day } | Wish::Control { until: day } => Some(day),
            Wish::Reported | Wish::Lifted => None,
        }
    }

    /// Whether it asks for a report.
    pub fn is_report(self) -> bool {
        matches!(self, Wish::Report { .. })
    }
}

/// A wish that is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wished {
    /// What is wished.
    pub wish: Wish,
    /// The code of the office that wishes it.
    pub from: String,
}

/// Lets a remark of an office open or end wishes. An office has one of each kind: the newer takes the older's place.
pub(super) fn note(appeal: &mut Appeal, wish: Wish, actor: &Actor) {
    let Some(office) = actor.office().filter(|_| appeal.is_open()) else { return };
    match wish {
        Wish::Report { .. } | Wish::Control { .. } => {
            let is_same = |one: &Wished| one.from == office && one.wish.is_report() == wish.is_report();
            appeal.wishes.retain(|one| !is_same(one));
            appeal.wishes.push(Wished { wish, from: office.to_owned() });
        }
        Wish::Reported => appeal.wishes.retain(|one| one.from == office || !one.wish.is_report()),
        Wish::Lifted => appeal.wishes.retain(|one| one.from != office),
    }
}
