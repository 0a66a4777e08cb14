//! The wall clock: the one place that reads it. Everything else is given `now`.

use std::sync::{Arc, Mutex};

use chrono::{SubsecRound, TimeDelta};

use crate::sla::Instant;

/// The instant by the machine's clock, to the microsecond.
#[must_use]
#[allow(clippy::disallowed_methods, reason = "this is the one place that reads the wall clock")]
pub fn system_now() -> Instant {
    chrono::Utc::now().trunc_subsecs(6)
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
