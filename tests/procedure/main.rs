//! The rules of procedure, told on a small workflow and the pure core: no database, no daemon, no mail.

mod case;
mod clocks;
mod decisions;
mod filing;
mod forums;
mod silence;
