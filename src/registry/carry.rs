//! One deed on one appeal: decided, sealed, applied and written about.
//!
//! Pure. The registry's batch does it with a database around it, stories and simulations with memory alone: this is
//! the one place where the four follow each other.

use jiff::Timestamp;

use crate::appeal::{self, Appeal, Deed, Entry, Facts, Refusal};
use crate::letter::{self, Occasion, Templates, Words, Written};
use crate::seal::{self, GENESIS, Hash, Sealed};

/// What a deed brought about.
#[derive(Debug)]
pub(crate) struct Carried {
    /// The entries, each sealed; where the appeal has no chain, they are not.
    pub entries: Vec<(Entry, Option<Sealed>)>,
    /// The appeal after them.
    pub appeal: Option<Appeal>,
    /// The letters that they cause.
    pub letters: Vec<Written>,
}

/// Why a deed was not done.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The rules of procedure refuse it.
    Refused(Refusal),
    /// The program cannot do it, such as when a letter cannot be composed.
    Faulty(String),
}

/// Where an appeal's journal ends: the number of its last entry and the head of its chain. Invented appeals have no
/// chain, since nobody checks them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Journal {
    pub last: i32,
    pub head: Option<Hash>,
}

/// What a deed brought about where nobody reads the letters.
#[derive(Debug)]
pub(crate) struct Counted {
    /// The entries.
    pub entries: Vec<(Entry, Option<Sealed>)>,
    /// The appeal after them.
    pub appeal: Option<Appeal>,
    /// How many letters they cause.
    pub letters: usize,
}

/// Carries a deed at an instant. `templates` are those of the workflow that the appeal is under afterwards: an appeal
/// that moves to a newer version is written about in the words of that one.
pub(crate) fn carry(
    facts: &Facts,
    templates: &Templates,
    deed: &Deed,
    journal: Journal,
    now: Timestamp,
    words: &mut Words,
) -> Result<Carried, Stop> {
    let occasion = occasion(facts, templates, now);
    let mut letters = Vec::new();
    let (entries, appeal) = follow(facts, deed, journal, now, |entries, appeal, head| {
        let written = letter::write(&occasion, entries, appeal, head, words);
        let written = written.map_err(|fault| Stop::Faulty(fault.to_string()))?;
        debug_assert_eq!(written.len(), letter::count(&occasion, entries, appeal, head));
        letters.extend(written);
        Ok(())
    })?;
    Ok(Carried { entries, appeal, letters })
}

/// The same without composing the letters, which is most of the work.
pub(crate) fn carry_counting(
    facts: &Facts,
    templates: &Templates,
    deed: &Deed,
    journal: Journal,
    now: Timestamp,
) -> Result<Counted, Stop> {
    let occasion = occasion(facts, templates, now);
    let mut letters = 0;
    let (entries, appeal) = follow(facts, deed, journal, now, |entries, appeal, head| {
        letters += letter::count(&occasion, entries, appeal, head);
        Ok(())
    })?;
    Ok(Counted { entries, appeal, letters })
}

fn occasion<'a>(facts: &Facts<'a>, templates: &'a Templates, now: Timestamp) -> Occasion<'a> {
    Occasion {
        definition: facts.successor.unwrap_or(facts.definition),
        templates,
        calendar: facts.calendar,
        almanac: facts.almanac,
        ladder: facts.ladder,
        organisation: facts.organisation,
        now,
    }
}

/// Entries, each sealed, and the appeal after them.
type Followed = (Vec<(Entry, Option<Sealed>)>, Option<Appeal>);

/// Decides, seals and applies. `told` hears of each move, of the appeal after it and of the head of its chain then.
fn follow(
    facts: &Facts,
    deed: &Deed,
    journal: Journal,
    now: Timestamp,
    mut told: impl FnMut(&[Entry], &Appeal, &Hash) -> Result<(), Stop>,
) -> Result<Followed, Stop> {
    let entries = appeal::decide(facts, deed, journal.last, now).map_err(Stop::Refused)?;
    let (mut head, mut appeal) = (journal.head, facts.appeal.cloned());
    let mut sealed = Vec::with_capacity(entries.len());
    for entries in letter::moves(&entries) {
        for entry in entries {
            let link = head.map(|head| seal::seal(facts.reference, &head, entry));
            head = link.as_ref().map(|link| link.hash);
            sealed.push(link);
            appeal = appeal::evolve(appeal, entry, facts.calendar);
        }
        if let Some(appeal) = &appeal {
            told(entries, appeal, &head.unwrap_or(GENESIS))?;
        }
    }
    Ok((entries.into_iter().zip(sealed).collect(), appeal))
}
