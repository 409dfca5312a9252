//! A span of legal time as a lawyer writes it: `20 working days`, `10 sutki`, `3 months`.
//!
//! Knows nothing of calendars. In every file, event and message a span is that one string. Called by
//! the workflow reader and by everything that stores a rule.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::source::nearest;

/// An amount of one unit of legal time.
///
/// ```
/// use redress::law::{Span, Unit};
/// let span: Span = "20 working days".parse().unwrap();
/// assert_eq!(span, Span { amount: 20, unit: Unit::WorkingDays });
/// assert_eq!(span.to_string(), "20 working days");
///
/// let wrong = "20 days".parse::<Span>().unwrap_err();
/// assert!(wrong.to_string().contains("working days"));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Span {
    /// How many.
    pub amount: u32,
    /// Of what.
    pub unit: Unit,
}

/// What a span counts.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Unit {
    /// Days on which offices of the calendar work.
    WorkingDays,
    /// Days of any kind.
    CalendarDays,
    /// Days of 24 hours, 00:00 to 24:00 (KOAP 739(2)); whether days of rest count is the rule's
    /// [`Reading`](super::Reading).
    Sutki,
    /// Hours elapsed from an instant.
    Hours,
    /// Months: to the same date, or the last day of a month that lacks it (KOAP 739, APPC 76).
    Months,
    /// Years: as twelve months each.
    Years,
}

impl Unit {
    /// Every unit.
    pub const ALL: [Unit; 6] =
        [Unit::WorkingDays, Unit::CalendarDays, Unit::Sutki, Unit::Hours, Unit::Months, Unit::Years];

    /// The unit after the number one: `working day`.
    pub fn singular(self) -> &'static str {
        match self {
            Unit::WorkingDays => "working day",
            Unit::CalendarDays => "calendar day",
            Unit::Sutki => "sutki",
            Unit::Hours => "hour",
            Unit::Months => "month",
            Unit::Years => "year",
        }
    }

    /// The unit after any other number: `working days`.
    pub fn plural(self) -> &'static str {
        match self {
            Unit::WorkingDays => "working days",
            Unit::CalendarDays => "calendar days",
            Unit::Sutki => "sutki",
            Unit::Hours => "hours",
            Unit::Months => "months",
            Unit::Years => "years",
        }
    }
}

/// Why a text is not a span. Each says what to write instead.
#[derive(thiserror::Error, Clone, PartialEq, Eq, Debug)]
pub enum NotASpan {
    /// There is no number in front.
    #[error("`{0}` does not begin with a whole number: write a span like `10 working days` or `3 months`")]
    NoNumber(String),
    /// Zero, or too large.
    #[error("`{0}` is no amount of time: write a whole number from 1 to 4294967295")]
    Amount(String),
    /// `days` alone.
    #[error("`{0} days` can mean two things: write `{0} working days` or `{0} calendar days`")]
    BareDays(u32),
    /// `weeks`.
    #[error("weeks are not a unit of the law here: write `{} calendar days`", u64::from(*.0) * 7)]
    Weeks(u32),
    /// Some other unit.
    #[error("`{unit}` is not a unit of time: write {}", match .nearest {
        Some(nearest) => format!("`{nearest}`"),
        None => "working days, calendar days, sutki, hours, months or years".to_owned(),
    })]
    Unit {
        /// As it was written.
        unit: String,
        /// The unit it looks like.
        nearest: Option<&'static str>,
    },
}

impl FromStr for Span {
    type Err = NotASpan;

    fn from_str(text: &str) -> Result<Span, NotASpan> {
        let text = text.trim();
        let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let (number, rest) = text.split_at(digits);
        if number.is_empty() {
            return Err(NotASpan::NoNumber(text.to_owned()));
        }
        let amount = number.parse().ok().filter(|n| *n > 0).ok_or(NotASpan::Amount(number.to_owned()))?;
        let words = rest.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        match words.as_str() {
            "day" | "days" => Err(NotASpan::BareDays(amount)),
            "week" | "weeks" => Err(NotASpan::Weeks(amount)),
            unit => Ok(Span { amount, unit: unit_named(unit)? }),
        }
    }
}

fn unit_named(name: &str) -> Result<Unit, NotASpan> {
    if let Some(unit) = Unit::ALL.into_iter().find(|unit| unit.singular() == name || unit.plural() == name) {
        return Ok(unit);
    }
    let nearest = nearest(name, Unit::ALL.into_iter().map(Unit::plural));
    Err(NotASpan::Unit { unit: name.to_owned(), nearest })
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = if self.amount == 1 { self.unit.singular() } else { self.unit.plural() };
        write!(f, "{} {unit}", self.amount)
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Span, D::Error> {
        Cow::<str>::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

impl JsonSchema for Span {
    fn schema_name() -> Cow<'static, str> {
        "Span".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "description": "A span of legal time, such as `20 working days`, `10 sutki` or `3 months`.",
            "pattern": "^[1-9][0-9]* (working days?|calendar days?|sutki|hours?|months?|years?)$",
            "examples": ["20 working days", "10 calendar days", "10 sutki", "24 hours", "3 months", "1 year"],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Span, NotASpan> {
        text.parse()
    }

    #[test]
    fn every_unit_is_read_and_written_in_singular_and_plural() {
        for unit in Unit::ALL {
            for amount in [1, 2, 30] {
                let span = Span { amount, unit };
                assert_eq!(parse(&span.to_string()), Ok(span));
                assert_eq!(parse(&format!("{amount} {}", unit.plural())), Ok(span));
            }
        }
        assert_eq!(parse(" 3  Working   days "), Ok(Span { amount: 3, unit: Unit::WorkingDays }));
    }

    #[test]
    fn a_text_that_is_no_span_is_told_what_to_write() {
        let says = |text: &str| parse(text).unwrap_err().to_string();
        assert!(says("ten days").contains("begin with a whole number"));
        assert!(says("0 months").contains("from 1"));
        assert!(says("99999999999 months").contains("from 1"));
        assert!(says("10 days").contains("`10 working days` or `10 calendar days`"));
        assert!(says("2 weeks").contains("`14 calendar days`"));
        assert!(says("3 moths").contains("`months`"));
        assert!(says("3 workng days").contains("`working days`"));
        assert!(says("3 fortnights").contains("sutki"));
        assert!(says("3").contains("is not a unit"));
        assert!(says("-3 months").contains("begin with a whole number"));
    }

    #[test]
    fn a_span_is_one_string_in_json() {
        let span = Span { amount: 10, unit: Unit::Sutki };
        assert_eq!(serde_json::to_string(&span).unwrap(), r#""10 sutki""#);
        assert_eq!(serde_json::from_str::<Span>(r#""10 sutki""#).unwrap(), span);
        assert!(serde_json::from_str::<Span>(r#""10 days""#).is_err());
    }
}
