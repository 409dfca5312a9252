//! What a letter may say: one flat record, every text already in the recipient's language.
//!
//! Filled by whoever knows the occasion, read by letter templates under the same names. A field that does
//! not apply is `None`, never absent, so that a template can ask for it. Names of parties are in the
//! nominative, dates as [`Language::date`](crate::texts::Language::date) writes them, and nothing here is longer than one line
//! except what people have `stated`.

use std::collections::BTreeMap;
use std::sync::Arc;

use minijinja::Value;
use minijinja::value::{Enumerator, Object};
use serde::{Deserialize, Serialize};

/// The facts of one letter to one recipient. Dates are legal days in the zone of the appeal's calendar.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// The number under which everyone speaks of the appeal.
    pub reference: String,
    /// The party written to. Equal to `applicant`, `issuer`, `holder` … when it is that party.
    pub recipient: String,
    /// The organisation that appeals.
    pub applicant: String,
    /// The office whose decision is appealed.
    pub issuer: String,
    /// The number of the appealed decision.
    pub decision_number: Option<String>,
    /// The date of the appealed decision.
    pub decided_on: String,
    /// The day on which the decision was served.
    pub served_on: String,
    /// The legal day of filing.
    pub filed_on: String,
    /// The last day on which filing was in time, where filing is the occasion of the letter.
    pub filing_ended_on: Option<String>,
    /// Whether the appeal was filed after that day.
    pub late: bool,
    /// The article by which filing has stayed execution of the decision; none where it has not.
    pub stays_execution: Option<String>,
    /// The title of the step where the appeal now stands.
    pub step: String,
    /// Who must act now; none where the appeal has ended.
    pub holder: Option<String>,
    /// Whether that is the recipient.
    pub yours: bool,
    /// The last lawful day for the holder to act.
    pub due: Option<String>,
    /// How `due` was counted, in one line.
    pub due_why: Option<String>,
    /// The last lawful day as it was, where a change of the calendar has moved it.
    pub due_before: Option<String>,
    /// Whether a new version of the rules has moved or set `due`, and not the calendar.
    pub new_rules: bool,
    /// What became of which days under which act, where that moved the date.
    pub calendar_why: Option<String>,
    /// What happens if the holder stays silent, in one sentence.
    pub otherwise: Option<String>,
    /// Who has stayed silent, where silence is the occasion of the letter.
    pub silent: Option<String>,
    /// The last lawful day which that party let pass.
    pub missed_on: Option<String>,
    /// Who received the appeal because of that silence.
    pub next: Option<String>,
    /// Who acted, where an action is the occasion of the letter.
    pub by: Option<String>,
    /// The title of that action.
    pub action: Option<String>,
    /// The article by which it was taken.
    pub article: Option<String>,
    /// What was decided, or how the appeal ended.
    pub outcome: Option<String>,
    /// The parts of the decision that were annulled, where not all of it was.
    pub parts: Option<String>,
    /// Why a signature was refused.
    pub reason: Option<String>,
    /// What the acting party stated, under the names by which the workflow asks for it. May have lines.
    pub stated: BTreeMap<String, String>,
    /// The ground on which the clock was stopped.
    pub ground: Option<String>,
    /// The day on which a stopped clock starts again by itself.
    pub until: Option<String>,
    /// How many times the silent party has been chased for this deadline.
    pub chase: u32,
    /// For how many days the organisation has been suspended; none where it is not.
    pub days_suspended: Option<i32>,
    /// The day on which the suspension ends by its own terms.
    pub suspended_until: Option<String>,
    /// The day of the letter.
    pub today: String,
    /// The address of the appeal's page, where the pages have one.
    pub page: Option<String>,
    /// The first 16 hexadecimal digits of the head of the appeal's hash chain.
    pub record: String,
}

/// Names the facts once, for templates, which ask for a few of them by name.
macro_rules! told {
    ($($name:ident)*) => {
        const NAMES: &[&str] = &[$(stringify!($name)),*];

        impl Object for Facts {
            fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
                self.get_value_by_str(key.as_str()?)
            }

            fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
                match key {
                    $(stringify!($name) => Some(Value::from(self.$name.clone())),)*
                    _ => None,
                }
            }

            fn enumerate(self: &Arc<Self>) -> Enumerator {
                Enumerator::Str(NAMES)
            }
        }
    };
}

told! {
    reference recipient applicant issuer decision_number decided_on served_on filed_on
    filing_ended_on late stays_execution step holder yours due due_why due_before new_rules calendar_why
    otherwise silent missed_on next by action article outcome
    parts reason stated ground until chase days_suspended suspended_until
    today page record
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_told_every_fact_under_its_name() {
        let record = serde_json::to_value(Facts::default()).expect("a record");
        let fields: Vec<&String> = record.as_object().expect("an object").keys().collect();
        let mut names = NAMES.to_vec();
        names.sort_unstable();
        assert_eq!(names, fields);
    }
}
