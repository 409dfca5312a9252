//! The appeal core: what an appeal is, what may be asked of it, what follows, what is refused.
//!
//! Pure: no clock, no SQL, no network, no async, no logging. Two functions hold the rules of procedure:
//! [`decide`] turns a command into events or a refusal, [`evolve`] applies an event to the appeal. The
//! registry is the only caller that writes what they answer; stories, the proof's tests and `doctor`
//! call them too.

mod clock;
mod command;
mod dates;
mod deadlines;
mod decide;
mod event;
mod evolve;
mod execution;
mod filing;
mod migrate;
mod moves;
mod notices;
mod obstacle;
mod options;
mod particulars;
mod recount;
mod refusal;
mod reminder;
mod signature;
mod silence;
mod state;
mod wake;
mod wishes;

pub use command::{Act, Actor, Command, Deed, Facts, File, NewCalendar, NewVersion, Note, Sign};
pub use dates::{Dated, Fate, dates};
pub use decide::decide;
pub use event::{Entry, Event};
pub use evolve::evolve;
pub use execution::open_parts;
pub use filing::{filing_time, find_parties};
pub use migrate::{Migration, Planned, migration};
pub use notices::{Attached, Message, NoticeOf, Served, Undelivered};
pub use obstacle::Obstacle;
pub use options::{Choice, Options, Waiting, options};
pub use particulars::{Arrival, Became, Deemed, Due, Filed, Migrated, Passage, Recount, Why};
pub use recount::{Move, moves};
pub use refusal::Refusal;
pub use state::{
    Appeal, DecisionAppealed, Proposal, Running, Standing, Stay, Stopped, Suspension, Unconfirmed, Unserved,
};
pub use wake::wake_at;
pub use wishes::{Wish, Wished};
