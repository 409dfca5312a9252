//! Stories: cases told as a file and played on a virtual clock.
//!
//! A story says what is given, what people did and when, and what is to be seen then; what follows from it, and
//! from the passage of time, is the program's own answer. The same files are the workflows' tests, their
//! documentation and the demonstration. They are played in memory against the pure core ([`play_in_memory`]), or
//! over the registry, watch, post and Postgres ([`Player`]); both make the same of them.

mod calendars;
mod cast;
mod chart;
mod coverage;
mod deed;
mod file;
mod judge;
mod memory;
mod play;
mod read;
pub mod replay;
pub mod simulate;
mod stage;

pub use cast::Cast;
pub use coverage::{Coverage, Item, Kind};
pub use file::{Moment, Story};
pub use judge::{Failure, kind_of};
pub use play::{Played, PlayedAppeal, Player, StoryFault, Told, play_in_memory, problems};
pub use read::{read, read_with};
pub use stage::Sent;
