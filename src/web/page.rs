//! What every page has around it: its language, who reads it, the way back and the navigation.
//!
//! A page is an askama template with a `page` of this type; `render` makes the answer of it.

use askama::Template;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use fluent_bundle::FluentValue;
use jiff::civil::Date;

use super::here::{Here, Viewer};
use super::{assets, words};
use crate::texts::Language;
use crate::workflow::Outcome;

/// The frame of a page.
#[derive(Debug, Clone)]
pub(super) struct Page {
    pub language: Language,
    pub viewer: Option<Viewer>,
    /// Its title, already in words.
    pub title: String,
    /// Its path with its query, to come back to after a choice of language or a sign-in.
    pub path: String,
    /// Set after a form that was not right: the title says so first.
    pub has_errors: bool,
}

/// What is wrong in a form: the id of a field, with the words that stand beside it and in the summary on top.
#[derive(Debug, Clone, Default)]
pub(super) struct Faults(Vec<(&'static str, String)>);

impl Faults {
    /// The words beside a field.
    pub fn of(&self, id: &str) -> Option<&String> {
        self.0.iter().find(|(known, _)| *known == id).map(|(_, words)| words)
    }

    pub fn push(&mut self, id: &'static str, words: String) {
        self.0.push((id, words));
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// In the order of the form, for the summary.
    pub fn iter(&self) -> std::slice::Iter<'_, (&'static str, String)> {
        self.0.iter()
    }
}

impl FromIterator<(&'static str, String)> for Faults {
    fn from_iter<I: IntoIterator<Item = (&'static str, String)>>(faults: I) -> Faults {
        Faults(faults.into_iter().collect())
    }
}

impl Page {
    /// The frame of the page at hand, its title by the name of the words.
    pub fn new(here: &Here, title: &str) -> Page {
        Page::titled(here, words::say(here.language, title, &[]))
    }

    /// The same, with a title in words.
    pub fn titled(here: &Here, title: String) -> Page {
        let (language, viewer, path) = (here.language, here.viewer.clone(), here.path.clone());
        Page { language, viewer, title, path, has_errors: false }
    }

    /// The same after a form that was not right.
    pub fn with_errors(mut self, errors: bool) -> Page {
        self.has_errors = errors;
        self
    }

    /// Words.
    pub fn say(&self, name: &str) -> String {
        words::say(self.language, name, &[])
    }

    /// Words with something filled in.
    pub fn say1(&self, name: &str, key: &str, value: impl Fill) -> String {
        words::say(self.language, name, &[(key, value.fill())])
    }

    /// Words with two things filled in.
    pub fn say2(&self, name: &str, key: &str, value: impl Fill, other: &str, second: impl Fill) -> String {
        words::say(self.language, name, &[(key, value.fill()), (other, second.fill())])
    }

    /// A date in words.
    pub fn date(&self, date: &Date) -> String {
        self.language.date(*date)
    }

    /// A number in groups of three.
    pub fn number(&self, number: &i64) -> String {
        let digits = number.unsigned_abs().to_string();
        let groups: Vec<&str> =
            digits.as_bytes().rchunks(3).rev().filter_map(|group| std::str::from_utf8(group).ok()).collect();
        let sign = if *number < 0 { "−" } else { "" };
        // A space that does not break, in every language.
        format!("{sign}{}", groups.join("\u{a0}"))
    }

    /// An outcome in words.
    pub fn outcome(&self, outcome: &Outcome) -> &'static str {
        outcome.in_words(self.language)
    }

    /// A hash in hexadecimal.
    pub fn hex(&self, bytes: &[u8]) -> String {
        hex::encode(bytes)
    }

    /// The path of an asset, with its version.
    pub fn asset(&self, name: &str) -> String {
        assets::path(name)
    }

    /// The languages to choose from, each with its own name.
    pub fn languages(&self) -> [(Language, &'static str); 3] {
        [(Language::Kk, "Қазақша"), (Language::Ru, "Русский"), (Language::En, "English")]
    }

    /// Where this reader can go: paths with the names of their words.
    pub fn navigation(&self) -> Vec<(&'static str, &'static str)> {
        let Some(viewer) = &self.viewer else {
            return vec![
                ("/file", "nav-file"),
                ("/track", "nav-track"),
                ("/deadline", "nav-calculator"),
                ("/rules", "nav-rules"),
            ];
        };
        let mut places = Vec::new();
        if !viewer.organisations().is_empty() {
            places.extend([("/appeals", "nav-appeals"), ("/file", "nav-file")]);
        }
        if !viewer.ministries().is_empty() {
            places.push(("/overview", "nav-overview"));
        }
        if !viewer.offices().is_empty() || !viewer.ministries().is_empty() {
            places.push(("/queue", "nav-queue"));
        }
        if viewer.is_administrator() {
            places.push(("/house", "nav-house"));
        }
        places.extend([("/deadline", "nav-calculator"), ("/rules", "nav-rules")]);
        places
    }

    /// Whether the page at hand is a place or under it.
    pub fn is_under(&self, place: &str) -> bool {
        let path = self.path.split('?').next().unwrap_or_default();
        path.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Whether the reader belongs to an organisation that appeals.
    pub fn is_appellant(&self) -> bool {
        self.viewer.as_ref().is_some_and(|viewer| !viewer.organisations().is_empty())
    }
}

/// What may be filled into words; templates hand it over by reference.
pub(super) trait Fill {
    /// As Fluent takes it.
    fn fill(&self) -> FluentValue<'_>;
}

impl<T: Fill + ?Sized> Fill for &T {
    fn fill(&self) -> FluentValue<'_> {
        (**self).fill()
    }
}

macro_rules! fill {
    ($($type:ty),*) => {$(
        impl Fill for $type {
            fn fill(&self) -> FluentValue<'_> {
                FluentValue::from(self)
            }
        }
    )*};
}

fill!(str, String, i32, i64, usize);

/// The answer that a template makes.
pub(super) fn render(template: &impl Template) -> Response {
    match template.render() {
        Ok(html) => {
            let headers =
                [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
            (headers, html).into_response()
        }
        Err(fault) => super::trouble::Trouble::Fault(fault.to_string()).into_response(),
    }
}
