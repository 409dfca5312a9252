//! Legal time: which days a term counts, the day it ends, and why.
//!
//! This room is pure: no clock, no database, no network, no logging. It knows a [`Calendar`] (the
//! working days of one jurisdiction, each with the act that made it so), a [`Rule`] (what the law
//! says of one term) and a [`Basis`] (that rule applied to one case: from when, with which pauses
//! and extensions). Everybody who needs a date calls it: `appeal` when it decides, `workflow` when
//! it proves a worst case, `letter` and the pages when they explain.
//!
//! It promises:
//! - [`deadline()`] is the only function that computes when a term ends, always from the origin of the
//!   term and never from an earlier result;
//! - [`explain`] walks the same path as [`deadline()`], so a date and its explanation cannot differ;
//! - legal days are civil [`Date`](jiff::civil::Date)s, instants are [`Timestamp`](jiff::Timestamp)s,
//!   and between them stands the office's own time zone, from the bundled database only ([`zone`]).

// Clippy keeps date arithmetic out of every other room; here is where it lives.
#![allow(clippy::disallowed_methods, reason = "`law` is the room that adds days to a date")]

pub mod calendar;
mod count;
pub mod dates;
pub mod deadline;
pub mod explanation;
mod feed;
mod folding;
pub mod language;
mod opening;
mod phrases;
mod reading;
pub mod rule;
pub mod span;
mod telling;
pub mod zone;

pub use calendar::{Almanac, Calendar, CalendarFile, Change, Day, DayKind, Fault, changes};
pub use dates::{
    AfterHours, after, before, day_of, days_between, next_day, registered_on, roll, shift, start_of_day,
    working_days_left,
};
pub use deadline::{Basis, Deadline, Extension, Pause, Start, Unknown, deadline};
pub use explanation::{Explanation, Line, Outcome, Treatment, explain};
pub use feed::{Feed, FeedFault, Imported, Terms};
pub use folding::{Row, Run};
pub use language::{Language, Names};
pub use opening::{end_of, opening};
pub use reading::read_calendar;
pub use rule::{Ends, Reading, Roll, Rule};
pub use span::{Span, Unit};
pub use zone::tz_version;
