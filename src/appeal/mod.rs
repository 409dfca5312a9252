//! The appeal core: what an appeal is, what may be asked of it, what follows, what is refused.
//!
//! Pure: no clock, no SQL, no network, no async, no logging. Two functions hold the rules of procedure:
//! [`decide`] turns a command into events or a refusal, [`evolve`] applies an event to the appeal. The
//! registry is the only caller that writes what they answer; stories, the proof's tests and `doctor`
//! call them too.

mod command;
mod dates;
mod deadlines;
mod decide;
mod event;
mod evolve;
mod filing;
mod recount;
mod refusal;
mod state;
mod wake;

pub use command::{Act, Actor, Command, Deed, Facts, File, NewCalendar, Note};
pub use dates::{Dated, Fate, dates};
pub use decide::decide;
pub use event::{Arrival, Due, Entry, Event, Filed, Recount, Why};
pub use evolve::evolve;
pub use recount::{Move, moves};
pub use refusal::Refusal;
pub use state::{Appeal, DecisionAppealed, Running, Standing, Stopped, Suspension};
pub use wake::wake_at;
