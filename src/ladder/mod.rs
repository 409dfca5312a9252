//! The ladder: offices, each with the office above it, and the organisations that appeal.
//!
//! Pure. Loaded by `store`, read from CSV by `read`; the appeal core climbs it from the issuing office
//! upwards. An office is named by its code everywhere; a code never changes its meaning.

mod absence;
mod bin;
mod courtesy;
mod people;
mod read;
mod rung;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::texts::{Language, Texts};

pub use absence::Absences;
pub use bin::{BinFault, check_bin};
pub use courtesy::Courtesy;
pub use people::{Membership, Person, Role, people};
pub use read::{Fault, Faults, offices, organisations};
pub use rung::{Mailbox, Missing, Rung};

/// A body of the State, or one beside it, that an appeal may meet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Office {
    /// The code by which every file, event and letter names it.
    pub code: String,
    /// What it is called.
    pub name: Texts,
    /// What it is on the ladder, such as `revenue-department`.
    pub kind: String,
    /// The place it serves, such as `Almaty`; courts are found by it.
    pub place: String,
    /// The code of the office above it.
    pub above: Option<String>,
    /// The address to which letters go.
    pub email: String,
    /// The language in which it is written to.
    pub language: Language,
    /// Its time zone, an IANA name, where it is not that of its calendar: its days end by its own clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
}

/// An organisation that may appeal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// The code by which events name it.
    pub code: String,
    /// What it is called.
    pub name: Texts,
    /// Its business identification number, twelve digits, where known.
    pub bin: Option<String>,
    /// The address to which letters go.
    pub email: String,
    /// The language in which it is written to.
    pub language: Language,
}

/// The offices, by code.
#[derive(Debug, Clone, Default)]
pub struct Ladder {
    offices: BTreeMap<String, Office>,
}

/// No ladder is higher than this; a longer path is a circle.
const HIGHEST: usize = 32;

impl Ladder {
    /// A ladder of these offices.
    pub fn new(offices: impl IntoIterator<Item = Office>) -> Self {
        Ladder { offices: offices.into_iter().map(|office| (office.code.clone(), office)).collect() }
    }

    /// The office with a code.
    pub fn get(&self, code: &str) -> Option<&Office> {
        self.offices.get(code)
    }

    /// All offices, in the order of their codes.
    pub fn iter(&self) -> impl Iterator<Item = &Office> {
        self.offices.values()
    }

    /// The codes from an office up to the top, the office itself first.
    pub fn path(&self, code: &str) -> Vec<String> {
        let mut path = Vec::new();
        let mut next = self.get(code);
        while let Some(office) = next {
            path.push(office.code.clone());
            if path.len() == HIGHEST {
                break;
            }
            next = office.above.as_deref().and_then(|above| self.get(above));
        }
        path
    }

    /// An office of a kind at the same place as another, the first by code.
    pub fn beside(&self, code: &str, kind: &str) -> Option<&Office> {
        let place = &self.get(code)?.place;
        self.iter().find(|office| office.kind == kind && office.place == *place)
    }
}
