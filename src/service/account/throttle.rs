//! Counting tries, so that guessing and flooding run dry. The counters lie in the database: nodes share them.

use chrono::TimeDelta;

use crate::domain::Purpose;
use crate::service::{Context, ServiceError};
use crate::store::{self, Connection};

/// So many tries of something in so long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// What is counted: kept as a keyed digest, so that the table names nobody.
    pub subject: String,
    /// How many tries pass.
    pub most: i32,
    /// How long a try counts.
    pub window: TimeDelta,
}

/// Too many tries: come back after so long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Throttled {
    /// How long to wait.
    pub retry_after: TimeDelta,
}

/// Counts a try against each limit in turn, and stops at the first one that is used up, so that what a blocked address
/// tries does not count against accounts. Counted before the try is made: many at once don't pass together.
///
/// # Errors
/// [`ServiceError::Store`].
pub fn count_try(
    c: &mut Connection,
    cx: &Context,
    limits: &[Limit],
) -> Result<Result<(), Throttled>, ServiceError> {
    for limit in limits {
        let (since, tries) = store::throttle::count(c, &digest(cx, limit), limit.window, cx.now)?;
        if tries > limit.most {
            return Ok(Err(Throttled { retry_after: since + limit.window - cx.now }));
        }
    }
    Ok(Ok(()))
}

/// The try was no guess: it does not count.
///
/// # Errors
/// [`ServiceError::Store`].
pub fn forgive_try(c: &mut Connection, cx: &Context, limits: &[Limit]) -> Result<(), ServiceError> {
    for limit in limits {
        store::throttle::take_back(c, &digest(cx, limit))?;
    }
    Ok(())
}

fn digest(cx: &Context, limit: &Limit) -> String {
    cx.identity.signer.sign(Purpose::Throttle, &limit.subject)
}
