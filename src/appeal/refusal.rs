//! Why something that was asked is not done, in words for the person who asked.
//!
//! Pure. A refusal changes nothing; it names what is wrong and what may be done instead.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::workflow::Outcome;

/// A refusal.
#[derive(Debug, Clone, PartialEq, Error, Serialize, Deserialize)]
#[serde(tag = "refusal", rename_all = "kebab-case")]
pub enum Refusal {
    /// No such appeal.
    #[error("There is no appeal {reference}. Check the reference; `redress list` shows all of them.")]
    UnknownAppeal {
        /// The reference asked for.
        reference: String,
    },
    /// No such workflow.
    #[error("There is no workflow `{name}`. Loaded are: {known}.")]
    UnknownWorkflow {
        /// The name asked for.
        name: String,
        /// Those there are.
        known: String,
    },
    /// No such organisation.
    #[error("There is no organisation `{code}`. Import it first: redress organisations import FILE.csv")]
    UnknownOrganisation {
        /// The code asked for.
        code: String,
    },
    /// No such office.
    #[error("There is no office `{code}`.{} Import it first: redress offices import FILE.csv", .nearest.as_ref().map(|n| format!(" Did you mean `{n}`?")).unwrap_or_default())]
    UnknownOffice {
        /// The code asked for.
        code: String,
        /// The nearest code there is.
        nearest: Option<String>,
    },
    /// The ladder has no office for a party.
    #[error(
        "No office was found for the {party} above or beside {issuer}. The office table is incomplete: redress offices import FILE.csv"
    )]
    NoOfficeFor {
        /// The party.
        party: String,
        /// The issuing office.
        issuer: String,
    },
    /// The party that files was asked for something else.
    #[error("An appeal under this workflow is handed to one of: {choices}. `{with}` is none of them.")]
    WrongAddressee {
        /// What was asked for.
        with: String,
        /// What there is.
        choices: String,
    },
    /// A date that has not come yet.
    #[error(
        "The date {date} ({what}) is in the future; today is {today}. Give the date on which it happened."
    )]
    FutureDate {
        /// Which date.
        what: String,
        /// Its value.
        date: Date,
        /// Today.
        today: Date,
    },
    /// Two dates in the wrong order.
    #[error("{later} ({later_on}) cannot be before {earlier} ({earlier_on}). Check both dates.")]
    DatesOutOfOrder {
        /// The date that must come first.
        earlier: String,
        /// Its value.
        earlier_on: Date,
        /// The date that must come second.
        later: String,
        /// Its value.
        later_on: Date,
    },
    /// The time for filing is over and the workflow refuses late appeals.
    #[error("The time for this appeal ended on {ended_on}, and the law does not allow it later.")]
    TooLate {
        /// The last day.
        ended_on: Date,
    },
    /// The appeal has ended.
    #[error(
        "This appeal ended on {on} ({outcome}). A closed appeal takes no further acts; you may file a new one."
    )]
    Closed {
        /// The day.
        on: Date,
        /// How.
        outcome: Outcome,
    },
    /// No such action in the workflow.
    #[error("There is no action `{action}`.{} Possible now: {possible}.", .nearest.as_ref().map(|n| format!(" Did you mean `{n}`?")).unwrap_or_default())]
    UnknownAction {
        /// The action asked for.
        action: String,
        /// The nearest one there is.
        nearest: Option<String>,
        /// What is lawful now.
        possible: String,
    },
    /// An action that the step does not allow.
    #[error("`{action}` is not lawful at the step `{step}`. Possible now: {possible}.")]
    NotLawfulHere {
        /// The action asked for.
        action: String,
        /// Where the appeal stands.
        step: String,
        /// What is lawful now.
        possible: String,
    },
    /// An action of another party.
    #[error("`{action}` may be done by {parties}; {actor} is not among them in this appeal.")]
    NotYours {
        /// The action asked for.
        action: String,
        /// Who may.
        parties: String,
        /// Who asked.
        actor: String,
    },
    /// An office that may not decide on its own act.
    #[error(
        "{office} may not decide on this appeal: it took the decision appealed, or the law gives it no power over it. Another office must decide."
    )]
    Barred {
        /// The office.
        office: String,
    },
    /// An action used as often as the law allows.
    #[error("`{action}` was already used {times} time(s) in this appeal, and the law allows no more.")]
    UsedUp {
        /// The action.
        action: String,
        /// How often.
        times: u32,
    },
    /// Longer than the law allows.
    #[error("The time may be extended by at most {most}; {asked} is more, or counted in another unit.")]
    ExtensionTooLong {
        /// The most.
        most: String,
        /// What was asked.
        asked: String,
    },
    /// The clock already stands, or runs.
    #[error("{}", if *stopped { "The clock of this step already stands. Restart it before stopping it again." } else { "The clock of this step is running; there is nothing to restart." })]
    ClockState {
        /// Whether it stands.
        stopped: bool,
    },
    /// A ground that the law does not know.
    #[error("To stop the clock, name one of the grounds of the law: {grounds}.")]
    Ground {
        /// Those there are.
        grounds: String,
    },
    /// Something that must be stated is missing.
    #[error("`{field}` is missing: {title}.")]
    Missing {
        /// The field.
        field: String,
        /// What it asks.
        title: String,
    },
    /// Something stated does not fit.
    #[error("`{field}` is not right: {why}.")]
    Misstated {
        /// The field.
        field: String,
        /// Why.
        why: String,
    },
    /// A date that the calendar does not reach.
    #[error("The date cannot be computed: {why}")]
    BeyondCalendar {
        /// Why.
        why: String,
    },
    /// A calendar that is not in force.
    #[error(
        "The calendar with the digest {asked} is not in force, {in_force} is. Apply it again: redress calendar apply"
    )]
    CalendarNotInForce {
        /// The digest asked for.
        asked: String,
        /// The version in force.
        in_force: String,
    },
    /// The key was used for something else.
    #[error(
        "The key of this request was already used for a different request. Send this one under a new key."
    )]
    KeyReused,
}
