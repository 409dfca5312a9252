//! The rules of filing, and the times that workflows give.

use std::collections::BTreeMap;

use super::{Anchor, FieldKind, Late, LettersTo, Nature, StayUntil};
use crate::law::{Rule, Span};
use crate::texts::Texts;

/// The rules of filing.
#[derive(Debug, Clone)]
pub struct Filing {
    /// The party that files.
    pub by: String,
    /// The first step, by the party the appeal is handed to.
    pub with: BTreeMap<String, String>,
    /// The time for filing.
    pub time: Time,
    /// What lateness means.
    pub late: Late,
    /// How a missed time is restored.
    pub restoration: Option<Restoration>,
    /// What must or may be stated.
    pub asks: BTreeMap<String, Field>,
    /// The stay of execution that filing in time brings.
    pub stays_execution: Option<StayRule>,
    /// The letters of acknowledgement.
    pub letters: LettersTo,
}

/// Restoring a missed time.
#[derive(Debug, Clone)]
pub struct Restoration {
    /// The article that allows it.
    pub article: String,
    /// The question whose answer is the motion.
    pub motion: String,
    /// The question that gives the day from which the motion has its own time, and that time.
    pub within: Option<(String, Span)>,
    /// The letters written when a late filing brings the motion.
    pub letters: LettersTo,
}

/// A stay of execution.
#[derive(Debug, Clone)]
pub struct StayRule {
    /// The article.
    pub article: String,
    /// What ends it.
    pub until: StayUntil,
    /// The longest it lasts.
    pub at_most: Option<Span>,
    /// The choices of the filing that exclude it.
    pub except: BTreeMap<String, String>,
    /// The letters written when its longest time is over.
    pub letters: LettersTo,
}

/// A time that is given: how it is counted and from where.
#[derive(Debug, Clone)]
pub struct Time {
    /// The rule of counting.
    pub rule: Rule,
    /// The day after which counting begins.
    pub from: Anchor,
    /// Whether the law or the service sets it.
    pub nature: Nature,
    /// Other rules, each where the filing made its choices; the first that fits holds.
    pub or: Vec<OtherTime>,
}

impl Time {
    /// The rule that holds for a filing that made these choices.
    pub fn rule_for(&self, chosen: &BTreeMap<String, String>) -> &Rule {
        let fits =
            |other: &&OtherTime| other.stated.iter().all(|(name, choice)| chosen.get(name) == Some(choice));
        self.or.iter().find(fits).map_or(&self.rule, |other| &other.rule)
    }
}

/// A time that holds where the filing made some choices.
#[derive(Debug, Clone)]
pub struct OtherTime {
    /// The choices, by question.
    pub stated: BTreeMap<String, String>,
    /// The rule of counting.
    pub rule: Rule,
}

/// Something to be stated.
#[derive(Debug, Clone)]
pub struct Field {
    /// What is asked.
    pub title: Texts,
    /// The kind of answer.
    pub kind: FieldKind,
    /// Whether it may be left out.
    pub optional: bool,
    /// The answers to choose from, with their words for people.
    pub choices: BTreeMap<String, Texts>,
    /// Whether a date may lie in the future.
    pub may_lie_ahead: bool,
}
