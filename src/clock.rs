//! The only reader of the time.
//!
//! Everything else is told what time it is. In production the clock is the machine's; in stories, tests
//! and the demonstration it is set by hand, and the same registry, watch and post run on it.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::{Timestamp, Unit};

/// A clock.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The machine's.
    Real,
    /// One that stands until it is set.
    Set(Arc<Mutex<Timestamp>>),
}

impl Clock {
    /// A clock that stands at an instant.
    pub fn standing_at(instant: Timestamp) -> Clock {
        Clock::Set(Arc::new(Mutex::new(instant)))
    }

    /// The time now, to the microsecond, which is what Postgres keeps.
    #[allow(clippy::disallowed_methods)]
    pub fn now(&self) -> Timestamp {
        let now = match self {
            Clock::Real => Timestamp::now(),
            Clock::Set(instant) => *instant.lock().unwrap_or_else(PoisonError::into_inner),
        };
        now.round(Unit::Microsecond).unwrap_or(now)
    }

    /// Sets a clock that can be set; the machine's clock goes its own way.
    pub fn set(&self, to: Timestamp) {
        if let Clock::Set(instant) = self {
            *instant.lock().unwrap_or_else(PoisonError::into_inner) = to;
        }
    }

    /// Whether it can be set.
    pub fn is_set(&self) -> bool {
        matches!(self, Clock::Set(_))
    }
}
