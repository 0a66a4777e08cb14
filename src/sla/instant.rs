//! Instants: points in time in UTC.

/// A point in time, in UTC, exact to the microsecond.
pub type Instant = chrono::DateTime<chrono::Utc>;
