//! The daemon: loops that look at what is due and bring it where it should be.
//!
//! A loop takes no input: it looks at the database, does what there is to do, and sleeps until the
//! earliest thing that it knows of, until it is told to look, or until its net of a minute. Start-up, a
//! missed night and a normal night are one path, and any number of processes may run beside each other.

pub mod post;
pub mod supervisor;
pub mod watch;

use std::time::Duration;

use jiff::Timestamp;

/// A sleeping loop looks at least this often.
const NET: Duration = Duration::from_secs(60);

/// How long to sleep until `next`, within the net.
fn until(next: Option<Timestamp>, now: Timestamp) -> Duration {
    let wait = next.map_or(NET, |next| Duration::try_from(next.duration_since(now)).unwrap_or_default());
    wait.min(NET)
}
