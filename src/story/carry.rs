//! One deed on one appeal in memory: decided, sealed, applied and written about.
//!
//! Pure. The registry's batch does the same in the same order, with a database around it; a test compares what the
//! two write of every shipped story.

use jiff::Timestamp;

use crate::appeal::{self, Appeal, Deed, Entry, Facts, Refusal};
use crate::letter::{self, Occasion, Templates, Words, Written};
use crate::seal::{self, GENESIS, Hash};

/// What a deed brought about.
#[derive(Debug)]
pub(super) struct Carried {
    /// The entries, each with the head of the chain after it.
    pub entries: Vec<(Entry, Hash)>,
    /// The appeal after them.
    pub appeal: Option<Appeal>,
    /// The letters that they cause.
    pub letters: Vec<Written>,
}

/// Why a deed was not done.
#[derive(Debug)]
pub(super) enum Stop {
    /// The rules of procedure refuse it.
    Refused(Refusal),
    /// A letter cannot be composed.
    Faulty(String),
}

/// Where an appeal's journal ends: the number of its last entry and the head of its chain. Invented appeals have no
/// chain, since nobody checks them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Journal {
    pub last: i32,
    pub head: Option<Hash>,
}

/// Carries a deed at an instant.
pub(super) fn carry(
    facts: &Facts,
    templates: &Templates,
    deed: &Deed,
    journal: Journal,
    now: Timestamp,
    words: &mut Words,
) -> Result<Carried, Stop> {
    let entries = appeal::decide(facts, deed, journal.last, now).map_err(Stop::Refused)?;
    let occasion = Occasion {
        definition: facts.definition,
        templates,
        calendar: facts.calendar,
        almanac: facts.almanac,
        ladder: facts.ladder,
        organisation: facts.organisation,
        now,
    };
    let mut head = journal.head;
    let mut carried = Carried { entries: Vec::new(), appeal: facts.appeal.cloned(), letters: Vec::new() };
    let mut heads = Vec::with_capacity(entries.len());
    for entries in letter::moves(&entries) {
        for entry in entries {
            head = head.map(|head| seal::seal(facts.reference, &head, entry).hash);
            heads.push(head.unwrap_or(GENESIS));
            carried.appeal = appeal::evolve(carried.appeal, entry, facts.calendar);
        }
        let Some(appeal) = &carried.appeal else { continue };
        let letters = letter::write(&occasion, entries, appeal, &head.unwrap_or(GENESIS), words);
        carried.letters.extend(letters.map_err(|fault| Stop::Faulty(fault.to_string()))?);
    }
    carried.entries = entries.into_iter().zip(heads).collect();
    Ok(carried)
}
