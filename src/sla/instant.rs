//! Instants: points in time in UTC.

use chrono::{DateTime, SecondsFormat};

/// A point in time, in UTC, exact to the microsecond.
pub type Instant = DateTime<chrono::Utc>;

/// Reads an instant as RFC 3339 writes it, with any offset; what is finer than a microsecond is cut off.
///
/// # Errors
/// What to write instead.
pub fn parse_instant(text: &str) -> Result<Instant, String> {
    let instant = DateTime::parse_from_rfc3339(text.trim()).map_err(|error| {
        format!("\"{text}\" is not an instant ({error}); write it like 2026-11-23T10:00:00Z or 2026-11-23T10:00:00+01:00")
    })?;
    DateTime::from_timestamp_micros(instant.timestamp_micros())
        .ok_or_else(|| format!("\"{text}\" is out of range"))
}

/// Writes an instant as RFC 3339 in UTC, with fractions of a second only where there are any: `2026-11-23T10:00:00Z`.
pub fn format_instant(at: Instant) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}
