//! What a proof finds wrong, and the paths that show it.
//!
//! Plain data, read by people, pages and programs. A fault knows its place in the workflow file as a path of
//! keys; whoever has the file turns it into line and column.

use jiff::civil::Date;
use serde::Serialize;

use crate::law::Span;
use crate::source::{Problem, Problems, Source};
use crate::workflow::file::WorkflowFile;

/// Something that does not hold.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Fault {
    /// What kind of thing.
    pub kind: FaultKind,
    /// Where in the workflow file, as a path of keys and places in lists.
    pub place: Vec<String>,
    /// Whether the key is meant and not its value.
    #[serde(skip)]
    pub at_key: bool,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
    /// How an appeal comes to show it, from the filing on; empty where nothing leads there.
    pub path: Vec<Leg>,
}

/// The kinds of fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FaultKind {
    /// A step that nothing leads to.
    Unreachable,
    /// An action that nobody can ever do.
    NeverDone,
    /// A step where nobody must act.
    NoHolder,
    /// A step where no limit runs.
    NoLimit,
    /// The appeal can go round for ever.
    Circle,
    /// Silence alone goes round for ever.
    SilentCircle,
    /// The clock can be stopped again and again.
    EndlessPause,
    /// A limit can be lengthened again and again.
    EndlessExtension,
    /// A pause that a limit ignores.
    PauseIgnored,
    /// An action of a side track takes the decision.
    SideTrackDecides,
    /// The appeal ends as decided and nothing was decided.
    EndsUndecided,
    /// A letter quotes what nobody is asked for.
    LetterField,
    /// A promise that is not kept.
    PromiseBroken,
    /// A worst case or promise that could not be computed.
    Unproven,
    /// Filing days whose worst case the calendar does not reach.
    CalendarEnds,
    /// A limit that can be over before its step is reached.
    OverOnArrival,
    /// A limit that another always forestalls.
    Forestalled,
    /// A rule of the workflow that the worst case does not take into account.
    PassedOver,
}

/// One thing that happens on a path.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Leg {
    /// The step at which it happens.
    pub step: String,
    /// The party that acts or is silent.
    pub by: Option<String>,
    /// What happens.
    pub what: What,
    /// The step that it leads to, if the appeal moves.
    pub to: Option<String>,
    /// The day of what happened before.
    pub from: Option<Date>,
    /// The day as which it counts.
    pub on: Option<Date>,
    /// The last lawful day that was let pass.
    pub due: Option<Date>,
    /// The time the law gives for it.
    pub time: Option<Span>,
    /// Its article.
    pub article: Option<String>,
}

/// What happens on a path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// The appeal is filed with a party.
    Filed(String),
    /// An action.
    Acted(String),
    /// Silence at a limit.
    Silent(String),
    /// Silence at a limit, and the office above takes the step.
    Climbed(String),
    /// An action stops the clock, until this day at the latest.
    ClockStopped(String, Option<Date>),
    /// An action starts the clock again, or it starts by itself.
    ClockRestarted(Option<String>),
    /// An action lengthens a limit.
    Extended(String, String, Span),
    /// The calendar ends.
    CalendarEnds,
}

/// Faults with their places in the workflow file, each with the path that shows it.
pub fn placed(faults: &[Fault], source: &Source<WorkflowFile>) -> Problems {
    let problem = |fault: &Fault| -> Problem {
        let path: Vec<&str> = fault.place.iter().map(String::as_str).collect();
        let problem = match fault.at_key {
            true => source.problem_at_key(&path, &fault.message),
            false => source.problem(&path, &fault.message),
        };
        match super::telling::help(fault) {
            Some(help) => problem.help(help),
            None => problem,
        }
    };
    source.into_problems(faults.iter().map(problem).collect())
}
