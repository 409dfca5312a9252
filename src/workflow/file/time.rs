//! The block of a time that is given.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::law::{Ends, Reading, Roll, Span};
use crate::workflow::definition::{Anchor, Nature};

/// A span of time that the law gives, and how it is counted.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TimeFile {
    /// The amount and unit: `10 sutki`, `20 working days`, `3 months`.
    pub within: Span,
    /// The day after which counting begins.
    #[serde(default)]
    pub from: Anchor,
    /// Whether 24-hour days are counted on the calendar or on working days.
    #[serde(default)]
    pub sutki: Option<Reading>,
    /// Where the last day goes when it is not a working day.
    #[serde(default)]
    pub roll: Option<Roll>,
    /// The moment of the last day at which the time is over.
    #[serde(default)]
    pub ends: Option<Ends>,
    /// The article that gives the time; a service target may have none.
    #[serde(default)]
    pub article: Option<String>,
    /// Whether the law or the service itself sets the time.
    #[serde(default)]
    pub nature: Nature,
    /// Other times that the law gives where the filing stated something; the first that fits holds.
    #[serde(default)]
    pub or: Vec<AlternativeFile>,
}

/// The time that holds where the filing stated something; it is counted as the usual one is.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct AlternativeFile {
    /// The choices of the filing, all of which must have been made: `found-by: tax-audit`, or `with: tribunal`
    /// for the party that the appeal was handed to.
    #[serde(rename = "where")]
    pub stated: BTreeMap<String, String>,
    /// The amount and unit.
    pub within: Span,
    /// The article that gives it.
    #[serde(default)]
    pub article: Option<String>,
}
