//! The words of the format that mean the same in the file and in the definition.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::texts::Language;

/// The day after which a time is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Anchor {
    /// The day the step was reached.
    #[default]
    Entry,
    /// The last day of the time whose silence led here; where nothing ran out, the day the step was reached.
    Expiry,
    /// The day the appeal was filed.
    Filing,
    /// The date of the decision appealed itself.
    Decision,
    /// The day the decision appealed was served.
    Service,
    /// The day the decision appealed was sent.
    Sending,
    /// The day the decision appealed was published.
    Publication,
    /// The day the appellant learned of it.
    Knowledge,
    /// The day the papers arrived with the holder.
    Receipt,
    /// The day the papers were registered: the next working day when they came after hours.
    Registration,
}

/// Who sets a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Nature {
    /// The law.
    #[default]
    Statutory,
    /// The service, as a target of its own.
    Service,
}

/// What happens to a late appeal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Late {
    /// It is accepted and flagged, and the reviewer examines the lateness.
    Accept,
    /// It is refused, naming the day on which the time ended.
    Refuse,
}

/// How an appeal ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// The decision stands as it was.
    Unchanged,
    /// The decision was changed.
    Changed,
    /// The decision was annulled and the case ended.
    Annulled,
    /// A named part of the decision was annulled.
    AnnulledInPart,
    /// The decision was annulled and a new one issued.
    AnnulledWithNewAct,
    /// The matter was sent back with its faults named.
    SentBack,
    /// The appeal was not considered.
    LeftWithoutConsideration,
    /// The appellant withdrew it.
    Withdrawn,
    /// The next remedy was not taken and the decision is in force.
    InForce,
    /// No office answered.
    Unanswered,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Outcome::Unchanged => "left unchanged",
            Outcome::Changed => "changed",
            Outcome::Annulled => "annulled",
            Outcome::AnnulledInPart => "annulled in part",
            Outcome::AnnulledWithNewAct => "annulled with a new decision",
            Outcome::SentBack => "sent back",
            Outcome::LeftWithoutConsideration => "left without consideration",
            Outcome::Withdrawn => "withdrawn",
            Outcome::InForce => "in force",
            Outcome::Unanswered => "never answered",
        })
    }
}

impl Outcome {
    /// Whether this decision lifts the suspension.
    pub fn lifts(self) -> bool {
        matches!(self, Outcome::Annulled)
    }

    /// The outcome in words, in one language.
    pub fn in_words(self, language: Language) -> &'static str {
        let [en, ru, kk] = match self {
            Outcome::Unchanged => ["left unchanged", "оставлено без изменения", "өзгеріссіз қалдырылды"],
            Outcome::Changed => ["changed", "изменено", "өзгертілді"],
            Outcome::Annulled => ["annulled", "отменено", "күші жойылды"],
            Outcome::AnnulledInPart => ["annulled in part", "отменено в части", "ішінара күші жойылды"],
            Outcome::AnnulledWithNewAct => [
                "annulled and replaced by a new decision",
                "отменено с вынесением нового постановления",
                "күші жойылып, жаңа қаулы шығарылды",
            ],
            Outcome::SentBack => {
                ["sent back", "направлено для осуществления процедуры", "қайта қарауға жіберілді"]
            }
            Outcome::LeftWithoutConsideration => {
                ["left without consideration", "оставлено без рассмотрения", "қараусыз қалдырылды"]
            }
            Outcome::Withdrawn => ["withdrawn", "отозвано", "кері қайтарып алынды"],
            Outcome::InForce => ["in force", "вступило в силу", "күшіне енді"],
            Outcome::Unanswered => ["never answered", "осталось без ответа", "жауапсыз қалды"],
        };
        match language {
            Language::En => en,
            Language::Ru => ru,
            Language::Kk => kk,
        }
    }

    /// Whether somebody can decide this; the others are ways in which time or the appellant ends an appeal.
    pub fn is_decision(self) -> bool {
        !matches!(self, Outcome::Withdrawn | Outcome::InForce | Outcome::Unanswered)
    }
}

/// What ends a stay of execution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StayUntil {
    /// The next decision on the appeal.
    #[default]
    Decision,
    /// The end of the appeal.
    End,
}

/// Whether a letter is required by law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Notice {
    /// The law requires it: it is never withdrawn, digested or delayed.
    Legal,
    /// A service to the reader.
    Courtesy,
}

/// The kind of answer a field expects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FieldKind {
    /// Words.
    #[default]
    Text,
    /// A date, as 2021-01-26.
    Date,
    /// A whole number.
    Number,
    /// An amount of money, as 400 or 1166800.50.
    Amount,
    /// One of the choices.
    Choice,
    /// The number or hash of a document.
    Document,
}

/// From when the next holder's time is counted when a deadline is recorded late.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NewTime {
    /// From the day the deadline passed in law.
    #[default]
    FromLegalDay,
    /// From the day the next holder is told.
    FromNotice,
}
