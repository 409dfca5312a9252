//! What the law says of one term: how long, how counted, how it ends, under which article.
//!
//! Plain data from a workflow file, frozen into each case's [`Basis`](super::Basis). The defaults
//! (calendar reading, roll to the next working day, end of the day) are those of KOAP 739 and APPC
//! 76; what equals its default is left out of stored events, so the defaults may never change.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::span::Span;

/// One term of the law.
#[derive(Serialize, Deserialize, JsonSchema, Clone, PartialEq, Eq, Hash, Debug)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// How long.
    pub span: Span,
    /// How sutki are counted; without meaning for other units.
    #[serde(default, skip_serializing_if = "is_default")]
    pub reading: Reading,
    /// Where a last day that is not a working day moves.
    #[serde(default, skip_serializing_if = "is_default")]
    pub roll: Roll,
    /// The article, as a letter cites it: `KOAP 826-3(1)`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    /// The moment of the last day at which it is over.
    #[serde(default, skip_serializing_if = "is_default")]
    pub ends: Ends,
}

impl Rule {
    /// A term counted in the usual way: calendar reading, roll to the next working day, end of the day.
    ///
    /// ```
    /// use redress::law::{Roll, Rule};
    /// let rule = Rule::of("10 sutki".parse().unwrap()).under("KOAP 826-3(1)");
    /// assert_eq!(rule.roll, Roll::Next);
    /// ```
    pub fn of(span: Span) -> Rule {
        Rule { span, reading: Reading::Calendar, roll: Roll::Next, article: None, ends: Ends::EndOfDay }
    }

    /// The same rule, citing this article.
    pub fn under(self, article: impl Into<String>) -> Rule {
        Rule { article: Some(article.into()), ..self }
    }
}

/// Whether days of rest count when a term is given in sutki.
///
/// KOAP 739(3) counts non-working time "except where the term is counted in sutki". Read literally
/// that makes ten sutki ten working days; officials and common usage read ten calendar days. The
/// question is open, so it is a property of each rule.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Reading {
    /// Every day counts: the usual reading.
    #[default]
    Calendar,
    /// Only working days count: the literal reading.
    Working,
}

/// Where a term moves whose last day is not a working day.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Roll {
    /// Nowhere: it ends on a day of rest.
    None,
    /// To the next working day (KOAP 739, APPC 76(5)).
    #[default]
    Next,
    /// To the working day before.
    Previous,
}

/// The moment of the last day at which a term is over.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Ends {
    /// Midnight: the last sutki run to 24:00 (KOAP 739).
    #[default]
    EndOfDay,
    /// When the office closes, by the calendar's office hours.
    CloseOfBusiness,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_usual_rule_is_stored_as_its_span_and_article() {
        let rule = Rule::of("10 sutki".parse().unwrap()).under("KOAP 826-3(1)");
        let json = serde_json::to_string(&rule).unwrap();
        assert_eq!(json, r#"{"span":"10 sutki","article":"KOAP 826-3(1)"}"#);
        assert_eq!(serde_json::from_str::<Rule>(&json).unwrap(), rule);
    }

    #[test]
    fn what_differs_from_the_usual_is_stored() {
        let rule = Rule {
            reading: Reading::Working,
            roll: Roll::None,
            ends: Ends::CloseOfBusiness,
            ..Rule::of("10 sutki".parse().unwrap())
        };
        let json = serde_json::to_string(&rule).unwrap();
        assert_eq!(
            json,
            r#"{"span":"10 sutki","reading":"working","roll":"none","ends":"close-of-business"}"#
        );
        assert_eq!(serde_json::from_str::<Rule>(&json).unwrap(), rule);
    }

    #[test]
    fn an_unknown_word_in_a_rule_is_refused() {
        assert!(serde_json::from_str::<Rule>(r#"{"span":"10 sutki","role":"next"}"#).is_err());
    }
}
