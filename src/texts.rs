//! Words for people in the three languages of the service.
//!
//! Pure. Workflow files, offices and pages hold `Texts`; whoever writes to a person picks the language
//! of that person, never of the request.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use crate::law::Language;

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Language {
    type Err = String;

    fn from_str(code: &str) -> Result<Self, String> {
        Language::ALL
            .into_iter()
            .find(|language| language.code() == code)
            .ok_or_else(|| format!("`{code}` is not a language of the service: write en, ru or kk"))
    }
}

/// One text in each language. English is always there; the others where the workflow's languages ask.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Texts {
    /// English.
    pub en: String,
    /// Russian.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ru: Option<String>,
    /// Kazakh.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kk: Option<String>,
}

impl Texts {
    /// The text in a language, in English where that one is missing.
    pub fn get(&self, language: Language) -> &str {
        self.exact(language).unwrap_or(&self.en)
    }

    /// The text as `get` gives it, with the language that it is in.
    pub fn told(&self, language: Language) -> (String, Language) {
        let spoken = if self.exact(language).is_some() { language } else { Language::En };
        (self.get(spoken).to_owned(), spoken)
    }

    /// The text in exactly this language.
    pub fn exact(&self, language: Language) -> Option<&str> {
        match language {
            Language::En => Some(&self.en),
            Language::Ru => self.ru.as_deref(),
            Language::Kk => self.kk.as_deref(),
        }
    }
}
