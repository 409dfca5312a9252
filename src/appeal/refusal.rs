//! Why something that was asked is not done, in words for the person who asked.
//!
//! Pure. A refusal changes nothing; it names what is wrong and what may be done instead.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::obstacle::Obstacle;
use crate::workflow::Outcome;

/// A refusal.
#[derive(Debug, Clone, PartialEq, Error, Serialize, Deserialize, JsonSchema)]
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
    #[error("The time for this appeal ended on {ended_on}, and the law does not allow it later.{}", .restoration.as_ref().map(|(article, motion)| format!(" It can be restored ({article}): state `{motion}` to ask for that.")).unwrap_or_default())]
    TooLate {
        /// The last day.
        ended_on: Date,
        /// The article under which it can be restored, and the question whose answer asks for it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        restoration: Option<(String, String)>,
    },
    /// The time for asking that a missed time be restored is over, too.
    #[error(
        "The time for this appeal ended on {ended_on}; it could be asked for again until {motion_until}."
    )]
    TooLateToRestore {
        /// The last day for filing.
        ended_on: Date,
        /// The last day for the motion.
        motion_until: Date,
    },
    /// A late appeal is decided only when its time has been restored.
    #[error(
        "This appeal came late. Decide first on restoring its time ({article}), or leave it without consideration."
    )]
    TimeNotRestored {
        /// The article.
        article: String,
    },
    /// There is no missed time to restore.
    #[error("This appeal needs no time restored: it came in time, or its time was restored already.")]
    NothingToRestore,
    /// The decision appealed has no such part.
    #[error("The workflow knows no part `{part}` of a decision. Its parts are: {known}.")]
    UnknownPart {
        /// What was named.
        part: String,
        /// Those there are.
        known: String,
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
    /// An official who took the decision appealed.
    #[error(
        "{person} took part in the decision appealed and may not decide on the appeal. Another official must."
    )]
    TookPart {
        /// The person.
        person: String,
    },
    /// An action that another must precede.
    #[error("`{action}` is not lawful yet{}: {}.", .article.as_ref().map(|a| format!(" ({a})")).unwrap_or_default(), match .from { Some(day) => format!("it may be done from {day} on"), None => format!("`{after}` must be done before") })]
    NotYet {
        /// The action asked for.
        action: String,
        /// The action that comes first.
        after: String,
        /// The first lawful day, when that one has been done.
        from: Option<Date>,
        /// The article that demands it.
        article: Option<String>,
    },
    /// An extension for which nothing has happened.
    #[error("`{action}` is lawful once for each `{per}`, and there has been no more of that.")]
    NotEarned {
        /// The action asked for.
        action: String,
        /// The action that would allow it.
        per: String,
    },
    /// A proposal waits already.
    #[error(
        "`{action}` waits for a second signature until {until}. Have it signed, or take it back, before proposing anything else."
    )]
    AwaitsSignature {
        /// The action proposed.
        action: String,
        /// The last day for the signature.
        until: Date,
    },
    /// No such proposal.
    #[error("Nothing called `{action}` waits for a signature in this appeal.")]
    NothingToSign {
        /// The action asked for.
        action: String,
    },
    /// Somebody else must sign.
    #[error("`{action}` is to be signed by {signatory}, not by whoever proposed it; {actor} may not sign.")]
    MayNotSign {
        /// The action proposed.
        action: String,
        /// Who may.
        signatory: String,
        /// Who asked.
        actor: String,
    },
    /// Two people of one office can only be told apart by name.
    #[error(
        "`{action}` needs the signatures of two people of the office. Sign in as a person, not as the office."
    )]
    PersonNeeded {
        /// The action asked for.
        action: String,
    },
    /// No silence waits for confirmation.
    #[error("No silence waits to be confirmed in this appeal.")]
    NothingToConfirm,
    /// An action used as often as the law allows.
    #[error("`{action}` was already used {times} time(s) in this appeal, and the law allows no more.")]
    UsedUp {
        /// The action.
        action: String,
        /// How often.
        times: u32,
    },
    /// Nobody whom a reminder could move.
    #[error("Nobody can be reminded now: no office has to act by a date that runs.")]
    NobodyToRemind,
    /// Reminded on the same day already.
    #[error("Whoever must act was reminded on {on} already; one reminder a day is written. Try tomorrow.")]
    RemindedToday {
        /// The day.
        on: Date,
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
    /// An appeal that cannot move to a newer version of its workflow as it stands.
    #[error("It stays with its version of the workflow. {}", .obstacles.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))]
    CannotMigrate {
        /// What is in the way, each with what to do.
        obstacles: Vec<Obstacle>,
    },
    /// The key was used for something else.
    #[error(
        "The key of this request was already used for a different request. Send this one under a new key."
    )]
    KeyReused,
}
