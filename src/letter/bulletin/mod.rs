//! Bulletins: what the schedule and the pages write to people about many appeals, or about none.
//!
//! Pure. A digest for a minister, one for an official, the monthly test of a mailbox, findings for the operator,
//! the welcome of whoever may now act for an organisation.
//! They say what is and ask nobody to act under the law: notices are letters of an appeal.

mod digests;
mod findings;
mod welcome;

use jiff::civil::Date;

use super::Text;
use super::layout::Filled;
use crate::texts::Language;
pub use digests::{Digest, for_a_minister, for_an_official};
pub use findings::{Finding, for_the_operator, test_of_a_mailbox};
pub use welcome::{Welcome, welcome};

/// The most appeals that a bulletin lists; how many more there are it says.
pub const MOST_LISTED: usize = 50;

/// What a minister sees in one look.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Figures {
    /// The open appeals against decisions of her office or one below it.
    pub open: i64,
    /// Those of them whose date has passed.
    pub late: i64,
    /// The open appeals that wait for her own office.
    pub escalated: i64,
    /// Those whose date is today or on one of the days until Sunday.
    pub due_this_week: i64,
    /// The median of the days from filing to a decision that somebody took, over the last year's.
    pub median_days: Option<f64>,
}

/// An open appeal that waits for an office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Its reference.
    pub reference: String,
    /// What the organisation that appeals is called, in the reader's language.
    pub organisation: String,
    /// The last lawful day.
    pub due_on: Option<Date>,
}

/// One text of the three.
fn say<'a>(language: Language, en: &'a str, ru: &'a str, kk: &'a str) -> &'a str {
    match language {
        Language::En => en,
        Language::Ru => ru,
        Language::Kk => kk,
    }
}

/// The paragraphs as a letter.
fn text(subject: String, paragraphs: &[String]) -> Text {
    let paragraphs: Vec<&str> = paragraphs.iter().map(String::as_str).filter(|one| !one.is_empty()).collect();
    Text { subject, body: Filled::default().fill(&paragraphs.join("\n\n")) }
}
