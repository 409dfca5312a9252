//! The daemon: loops that look at what is due and bring it where it should be.
//!
//! A loop takes no input: it looks at the database, does what there is to do, and sleeps until the
//! earliest thing that it knows of, until it is told to look, or until its net of a minute. Start-up, a
//! missed night and a normal night are one path, and any number of processes may run beside each other.
//!
//! | loop | what it does |
//! |---|---|
//! | [`watch`] | deadlines that passed, withdrawals whose time to be undone is over |
//! | [`post`] | letters that wait |
//! | [`inbox`] | no loop: mail that a mail server hands over |
//! | [`collect`] | mail that a mail server lays into a Maildir |
//! | [`schedule`] | what is done by the clock on the wall |
//! | [`rehearsal`] | no loop: whether the ladder could take an appeal today |
//! | `staff` | no loop: who does whose work today |
//! | `listen` | passes on the hints to look that other processes give |
//! | [`bell`] | no loop: passes them on to pages that are open |
//! | [`guard`] | brings the private database back when its server has died |

pub mod bell;
pub mod collect;
pub mod guard;
pub mod inbox;
mod listen;
pub mod post;
pub mod rehearsal;
mod rounds;
pub mod schedule;
mod staff;
pub mod supervisor;
pub mod vitals;
pub mod watch;
mod withdrawals;
