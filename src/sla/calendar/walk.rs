//! A calendar as a sequence of stretches of one band, on one local date, in UTC.
//!
//! A zone is cut into pieces of constant offset from UTC. Within a piece, local time is UTC plus a constant, so that
//! each local date's spans can be laid down as they are. An hour shown twice is thereby laid down twice, and one
//! skipped not at all.

use chrono::{DateTime, Datelike, NaiveDate, Offset, TimeZone};
use chrono_tz::Tz;

use super::{Rules, SECONDS_A_DAY};
use crate::sla::Band;

/// Half-open, in seconds of UTC since 1970.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch {
    pub date: NaiveDate,
    pub band: Band,
    pub from: i64,
    pub to: i64,
}

/// Tells every stretch between two seconds of UTC in order. Neighbours may be of the same band.
pub(super) fn walk(rules: &Rules, from: i64, to: i64, mut tell: impl FnMut(Stretch)) {
    for piece in pieces(rules.time_zone, from, to) {
        let first = (piece.from + piece.offset).div_euclid(SECONDS_A_DAY);
        let last = (piece.to - 1 + piece.offset).div_euclid(SECONDS_A_DAY);
        for day in first..=last {
            let Some(date) = date_of(day) else { continue };
            lay_down(rules, date, |band, open, close| {
                let midnight = day * SECONDS_A_DAY - piece.offset;
                let from = (midnight + i64::from(open)).max(piece.from);
                let to = (midnight + i64::from(close)).min(piece.to);
                if from < to {
                    tell(Stretch { date, band, from, to });
                }
            });
        }
    }
}

/// The zone's offset from UTC at a second of UTC, in seconds, east positive; zero beyond what dates can express.
pub(super) fn offset_at(time_zone: Tz, second: i64) -> i64 {
    let utc = DateTime::from_timestamp(second, 0).map(|at| at.naive_utc());
    utc.map_or(0, |utc| i64::from(time_zone.offset_from_utc_datetime(&utc).fix().local_minus_utc()))
}

/// The date of a day number since 1970-01-01.
pub(super) fn date_of(day: i64) -> Option<NaiveDate> {
    DateTime::from_timestamp(day.checked_mul(SECONDS_A_DAY)?, 0).map(|at| at.date_naive())
}

/// Tells the bands of one local date: seconds after its midnight, together 24 hours.
fn lay_down(rules: &Rules, date: NaiveDate, mut tell: impl FnMut(Band, u32, u32)) {
    const END: u32 = SECONDS_A_DAY as u32;
    if rules.holidays.name(date).is_some() {
        return tell(Band::BankHoliday, 0, END);
    }
    let spans = rules.office_hours.on(date.weekday());
    if spans.is_empty() {
        return tell(Band::Weekend, 0, END);
    }
    let mut told = 0;
    for span in spans {
        tell(Band::OutOfHours, told, span.open());
        tell(Band::OfficeHours, span.open(), span.close());
        told = span.close();
    }
    tell(Band::OutOfHours, told, END);
}

struct Piece {
    from: i64,
    to: i64,
    offset: i64,
}

/// No zone has changed twice within so short a time and come back to where it was.
const STEP: i64 = 6 * 60 * 60;

fn pieces(time_zone: Tz, from: i64, to: i64) -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(4);
    let mut piece = Piece { from, to: from, offset: offset_at(time_zone, from) };
    while piece.to < to {
        let next = (piece.to + STEP).min(to);
        if offset_at(time_zone, next) == piece.offset {
            piece.to = next;
            continue;
        }
        let change = first_change(time_zone, piece.to, next, piece.offset);
        if change >= to {
            piece.to = to;
            break;
        }
        let following = Piece { from: change, to: change, offset: offset_at(time_zone, change) };
        pieces.push(Piece { to: change, ..piece });
        piece = following;
    }
    pieces.push(piece);
    pieces
}

/// The first second in (low, high] at which the offset is another, by bisection; at `low` it holds, at `high` it
/// doesn't.
fn first_change(time_zone: Tz, mut low: i64, mut high: i64, offset: i64) -> i64 {
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if offset_at(time_zone, middle) == offset {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}
