//! What was typed into a draft, as it was typed: kept from the first letter, right or wrong, and read on the way out.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::web::day::{self, DayFault};

/// The boxes of a day, each behind its question's name.
pub(super) const BOXES: [&str; 3] = ["day", "month", "year"];

/// The answers of a draft, by the name of the box.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Answers(BTreeMap<String, String>);

impl Answers {
    /// The answers of a stored draft. One that cannot be read, from a version to come, counts as empty.
    pub fn of(stored: &serde_json::Value) -> Answers {
        serde_json::from_value(stored.clone()).unwrap_or_default()
    }

    /// As they are stored.
    pub fn stored(&self) -> serde_json::Value {
        self.0
            .iter()
            .map(|(name, text)| (name.clone(), text.as_str().into()))
            .collect::<serde_json::Map<_, _>>()
            .into()
    }

    /// What stands in a box; empty if nothing does.
    pub fn text(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// The same, if anything was typed.
    pub fn given(&self, name: &str) -> Option<&str> {
        Some(self.text(name).trim()).filter(|text| !text.is_empty())
    }

    /// Types something into a box.
    pub fn set(&mut self, name: &str, text: &str) {
        if text.is_empty() {
            self.0.remove(name);
        } else {
            self.0.insert(name.to_owned(), text.to_owned());
        }
    }

    /// The day typed into the three boxes of a question.
    pub fn day(&self, name: &str) -> Result<Date, DayFault> {
        let [day, month, year] = BOXES.map(|one| self.text(&format!("{name}-{one}")));
        day::read(day, month, year)
    }

    /// The choices ticked of a question with several.
    pub fn several(&self, name: &str) -> Vec<String> {
        self.text(name).split(',').filter(|one| !one.is_empty()).map(str::to_owned).collect()
    }
}
