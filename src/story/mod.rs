//! Stories: cases told as a file and played through the registry, watch and post on a virtual clock.
//!
//! A story names what people did and when; what follows from it, and from the passage of time, is the
//! program's own answer. The demonstration and the tests play the same files.

mod file;
mod play;

pub use file::{Moment, Story, read};
pub use play::{Player, StoryFault, Told};
