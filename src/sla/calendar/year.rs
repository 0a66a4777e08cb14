//! The table that makes one walk over a year a search.

use super::{MICROS, Rules, walk::walk};
use crate::sla::{Band, Coverage};

/// One year of UTC as a sorted table of bands, each with the time of every band that went before it in the year.
///
/// Both questions, how much time has gone and when so much will have, are one binary search.
#[derive(Debug)]
pub(super) struct YearTable {
    /// The year's first second, since 1970.
    start: i64,
    /// In order; the last one is a sentinel that begins at the year's end.
    segments: Box<[Segment]>,
}

/// 24 bytes: a table of five years fits in the cache.
#[derive(Clone, Copy, Debug)]
struct Segment {
    /// Seconds after the year's start.
    start: u32,
    /// Seconds of each band between the year's start and this segment's.
    before: [u32; 4],
    band: Band,
}

impl Segment {
    #[inline]
    fn counted(&self, bands: Coverage) -> i64 {
        let part = |band: Band, seconds: u32| if bands.contains(band) { i64::from(seconds) } else { 0 };
        let [one, two, three, four] = self.before;
        part(Band::BankHoliday, one)
            + part(Band::Weekend, two)
            + part(Band::OfficeHours, three)
            + part(Band::OutOfHours, four)
    }
}

impl YearTable {
    /// Lays the table down for the seconds [from, to) of UTC.
    pub fn build(rules: &Rules, from: i64, to: i64) -> YearTable {
        let mut segments: Vec<Segment> = Vec::with_capacity(640);
        let mut before = [0_u32; 4];
        walk(rules, from, to, |stretch| {
            if segments.last().is_none_or(|last| last.band != stretch.band) {
                segments.push(Segment { start: (stretch.from - from) as u32, before, band: stretch.band });
            }
            if let Some(sum) = before.get_mut(stretch.band.index()) {
                *sum += (stretch.to - stretch.from) as u32;
            }
        });
        segments.push(Segment { start: (to - from) as u32, before, band: Band::OutOfHours });
        YearTable { start: from, segments: segments.into_boxed_slice() }
    }

    /// The band at a microsecond of this year.
    pub fn band(&self, micros: i64) -> Band {
        self.segment_at(micros).map_or(Band::OutOfHours, |segment| segment.band)
    }

    /// Microseconds in these bands from the year's start to a microsecond of this year.
    #[inline]
    pub fn counted_before(&self, bands: Coverage, micros: i64) -> i64 {
        let Some(segment) = self.segment_at(micros) else { return 0 };
        let inside = if bands.contains(segment.band) {
            micros - (self.start + i64::from(segment.start)) * MICROS
        } else {
            0
        };
        segment.counted(bands) * MICROS + inside
    }

    /// Microseconds in these bands in the whole year.
    #[inline]
    pub fn total(&self, bands: Coverage) -> i64 {
        self.segments.last().map_or(0, |end| end.counted(bands) * MICROS)
    }

    /// The earliest microsecond by which so many microseconds (at least one, at most [`YearTable::total`]) in these
    /// bands have gone since the year's start.
    #[inline]
    pub fn reached(&self, bands: Coverage, counted: i64) -> Option<i64> {
        let seconds = (counted + MICROS - 1) / MICROS;
        let after = self.segments.partition_point(|segment| segment.counted(bands) < seconds);
        let segment = self.segments.get(after.checked_sub(1)?)?;
        Some((self.start + i64::from(segment.start)) * MICROS + counted - segment.counted(bands) * MICROS)
    }

    #[inline]
    fn segment_at(&self, micros: i64) -> Option<&Segment> {
        let offset = (micros.div_euclid(MICROS) - self.start) as u32;
        let after = self.segments.partition_point(|segment| segment.start <= offset);
        // A leap second at the year's end belongs to its last segment.
        let after = after.min(self.segments.len().checked_sub(1)?);
        self.segments.get(after.checked_sub(1)?)
    }
}
