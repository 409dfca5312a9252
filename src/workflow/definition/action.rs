//! Actions: who may do what, and what it brings about.

use std::collections::BTreeMap;

use super::{Field, LettersTo, Outcome, StayRule};
use crate::law::Span;
use crate::texts::Texts;

/// An action.
#[derive(Debug, Clone)]
pub struct Action {
    /// The title for people.
    pub title: Texts,
    /// The parties that may do it.
    pub by: Vec<String>,
    /// The parties whose office may never do it.
    pub barred: Vec<String>,
    /// Where it leads.
    pub to: Option<String>,
    /// The article that allows it.
    pub article: Option<String>,
    /// The decision it takes.
    pub decision: Option<Outcome>,
    /// How often in one appeal.
    pub at_most: Option<u32>,
    /// What must have been done before.
    pub not_before: Option<NotBefore>,
    /// The second signature it needs.
    pub second: Option<Second>,
    /// What must or may be stated.
    pub asks: BTreeMap<String, Field>,
    /// What it does to the clock.
    pub clock: Clock,
    /// The stay of execution it brings.
    pub stays_execution: Option<StayRule>,
    /// Whether it ends a stay.
    pub lifts_stay: bool,
    /// Whether it restores a missed time.
    pub restores_time: bool,
    /// The letters it causes.
    pub letters: LettersTo,
}

/// An action that must come first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotBefore {
    /// The action.
    pub after: String,
    /// The time that must lie between: lawful from the day that lies so long after.
    pub wait: Option<Span>,
    /// The article that demands it.
    pub article: Option<String>,
}

/// A second signature.
#[derive(Debug, Clone)]
pub struct Second {
    /// Who signs.
    pub by: Signatory,
    /// The time for it.
    pub within: Span,
    /// The article that demands it.
    pub article: Option<String>,
    /// The letters that ask for it.
    pub letters: LettersTo,
    /// The letters written when it was not given.
    pub unsigned: LettersTo,
}

/// Who gives a second signature; never the person who proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signatory {
    /// A party.
    Party(String),
    /// Another person of the office that proposed.
    AnotherOfficial,
}

/// What an action does to the clock of its step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clock {
    /// Nothing.
    Runs,
    /// Adds to a limit, at most so much.
    Extends {
        /// The limit's name.
        limit: String,
        /// The most that may be added.
        by: Span,
        /// The action that allows one more each time it is done.
        per: Option<String>,
        /// The most in all.
        in_all: Option<Span>,
    },
    /// Stops it, at most so long, on one of these grounds.
    Stops {
        /// The longest.
        at_most: Span,
        /// The grounds, with their words for people.
        grounds: BTreeMap<String, Texts>,
        /// The letters written when it runs again by itself.
        letters: LettersTo,
    },
    /// Starts it again.
    Restarts,
}
