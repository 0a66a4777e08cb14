//! Making up for a clock that was ahead, once it is right again.

use chrono::TimeDelta;

use super::{Context, ServiceError};
use crate::domain::{HOLD, backoff};
use crate::store::put_off::Furthest;
use crate::store::{self, Connection};

/// What is known about the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockHistory {
    /// It was set back while this process ran.
    SetBack,
    /// What it showed before this process began is not known.
    Unknown,
}

/// What nobody has tried yet waits for its turn only, and its turn is when it was written. This is longer than any
/// lease: what another has in hand is left to it.
const MOMENTS: TimeDelta = TimeDelta::minutes(5);

/// Within this time what is asked to be written is written. Since `now` was read, others may have held replies.
const IN_LINE: TimeDelta = TimeDelta::minutes(1);

impl ClockHistory {
    /// How far ahead something may lie that a clock put off which was right, after it was tried.
    fn longest_pause(self) -> TimeDelta {
        match self {
            Self::SetBack => MOMENTS,
            Self::Unknown => backoff::longest(),
        }
    }
}

/// Lets whatever a clock put off that was ahead be tried now: notices, mails, deliveries, replies and tickets whose
/// clocks could not be read. What lies in the future and cannot be, such as tries that were counted there, is
/// forgotten.
///
/// # Errors
/// [`ServiceError::Store`].
pub fn bring_forward(c: &mut Connection, cx: &Context, history: ClockHistory) -> Result<(), ServiceError> {
    let latest = cx.now + history.longest_pause();
    let furthest = Furthest { tried: latest, untried: cx.now + MOMENTS, held: cx.now + IN_LINE + HOLD };
    let moved = store::put_off::bring_forward(c, cx.now, &furthest)?;
    let forgotten = store::put_off::forget_the_future(c, cx.now, latest)?;
    if moved + forgotten > 0 {
        tracing::warn!(moved, forgotten, "the clock was ahead: what waited for that time is tried now");
    }
    Ok(())
}
