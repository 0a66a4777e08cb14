//! The wall clock: the one place that reads it. Everything else is given `now`.
//!
//! What the machine's clock shows is believed as long as it moves as fast as time does. After a step, forward or back,
//! `now` is the earlier of what it shows and what it would show without the step, so that no promise counts as broken
//! before both agree; a step that lasts for a minute is believed. A step that somebody takes back at once, or a wrong
//! time server, therefore breaks no promise early.

mod steady;

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{SubsecRound, TimeDelta};

use crate::sla::Instant;
use steady::Steady;

static MACHINE: Mutex<Steady> = Mutex::new(Steady::new());

/// The instant by the machine's clock, to the microsecond; see above for a clock that is set while this runs.
#[must_use]
#[allow(clippy::disallowed_methods, reason = "this is the one place that reads the wall clock")]
pub fn system_now() -> Instant {
    let mut steady = MACHINE.lock().unwrap_or_else(PoisonError::into_inner);
    steady.read(chrono::Utc::now(), std::time::Instant::now()).trunc_subsecs(6)
}

/// By how much the machine's clock was set within the last minute, as long as that is not believed.
fn system_doubt() -> Option<TimeDelta> {
    MACHINE.lock().unwrap_or_else(PoisonError::into_inner).doubt()
}

/// How often the machine's clock was set back, and believed, since this process began.
fn system_times_set_back() -> u64 {
    MACHINE.lock().unwrap_or_else(PoisonError::into_inner).times_set_back()
}

/// A clock: the machine's, or one in somebody's hand.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The machine's.
    System,
    /// Stands still until it is moved; for tests, and for making demonstration data in the past.
    Manual(Arc<Mutex<Instant>>),
}

impl Clock {
    /// A clock that stands at an instant until it is moved.
    #[must_use]
    pub fn manual(at: Instant) -> Self {
        Self::Manual(Arc::new(Mutex::new(at)))
    }

    /// What the clock shows.
    #[must_use]
    pub fn now(&self) -> Instant {
        match self {
            Self::System => system_now(),
            Self::Manual(at) => *at.lock().unwrap_or_else(std::sync::PoisonError::into_inner),
        }
    }

    /// By how much the clock was set just now, as long as [`Clock::now`] does not believe it.
    #[must_use]
    pub fn doubt(&self) -> Option<TimeDelta> {
        match self {
            Self::System => system_doubt(),
            Self::Manual(_) => None,
        }
    }

    /// How often the clock was set back, and [`Clock::now`] followed it for good, since this process began.
    #[must_use]
    pub fn times_set_back(&self) -> u64 {
        match self {
            Self::System => system_times_set_back(),
            Self::Manual(_) => 0,
        }
    }

    /// Moves a manual clock; the machine's stays as it is.
    pub fn set(&self, to: Instant) {
        if let Self::Manual(at) = self {
            *at.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = to;
        }
    }

    /// Moves a manual clock forward.
    pub fn advance(&self, by: TimeDelta) {
        self.set(self.now() + by);
    }
}
