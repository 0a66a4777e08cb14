//! The time that the board looks at, in whole calendar months of UTC, so that a figure is the same for everybody who
//! looks.

use chrono::{Datelike, Months, NaiveDate, NaiveTime};

use crate::sla::Instant;

/// One calendar month of UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(NaiveDate);

/// Some months in a row: the last ones up to now, or one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// So many months up to the present one, which counts too.
    Last(u32),
    /// This month.
    Only(Month),
}

/// The ready-made periods: word, name, months.
pub const PERIODS: [(&str, &str, u32); 4] = [
    ("1m", "This month", 1),
    ("3m", "Last 3 months", 3),
    ("6m", "Last 6 months", 6),
    ("12m", "Last 12 months", 12),
];

impl Month {
    /// The month in which an instant lies.
    #[must_use]
    pub fn of(at: Instant) -> Self {
        let date = at.date_naive();
        Self(date.with_day(1).unwrap_or(date))
    }

    /// Its first instant.
    #[must_use]
    pub fn start(self) -> Instant {
        self.0.and_time(NaiveTime::MIN).and_utc()
    }

    /// The first instant after it.
    #[must_use]
    pub fn end(self) -> Instant {
        self.later(1).start()
    }

    /// The month so many before.
    #[must_use]
    pub fn earlier(self, months: u32) -> Self {
        Self(self.0.checked_sub_months(Months::new(months)).unwrap_or(self.0))
    }

    fn later(self, months: u32) -> Self {
        Self(self.0.checked_add_months(Months::new(months)).unwrap_or(self.0))
    }

    /// `Nov 2026`.
    #[must_use]
    pub fn label(self) -> String {
        self.0.format("%b %Y").to_string()
    }

    /// `2026-11`, for addresses.
    #[must_use]
    pub fn word(self) -> String {
        self.0.format("%Y-%m").to_string()
    }

    /// Reads what [`Month::word`] writes.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        let date = NaiveDate::parse_from_str(&format!("{word}-01"), "%Y-%m-%d").ok()?;
        (1970..=2100).contains(&date.year()).then_some(Self(date))
    }
}

impl Period {
    /// The period of a word; the last six months for a word that is none.
    #[must_use]
    pub fn parse(word: &str) -> Self {
        let ready = PERIODS.iter().find(|(known, ..)| *known == word).map(|(.., months)| Self::Last(*months));
        ready.or_else(|| Month::parse(word).map(Self::Only)).unwrap_or(Self::Last(6))
    }

    /// Its word in addresses.
    #[must_use]
    pub fn word(self) -> String {
        match self {
            Self::Last(months) => format!("{months}m"),
            Self::Only(month) => month.word(),
        }
    }

    /// Its months, the earliest first.
    #[must_use]
    pub fn months(self, now: Instant) -> Vec<Month> {
        match self {
            Self::Last(months) => (0..months).rev().map(|back| Month::of(now).earlier(back)).collect(),
            Self::Only(month) => vec![month],
        }
    }

    /// From its first instant until the first one after it.
    #[must_use]
    pub fn span(self, now: Instant) -> (Instant, Instant) {
        let (first, last) = match self {
            Self::Last(months) => (Month::of(now).earlier(months.saturating_sub(1)), Month::of(now)),
            Self::Only(month) => (month, month),
        };
        (first.start(), last.end())
    }

    /// `1 Jun 2026 – 30 Nov 2026`.
    #[must_use]
    pub fn label(self, now: Instant) -> String {
        let (from, before) = self.span(now);
        let last = before - chrono::TimeDelta::days(1);
        format!("{} – {}", from.format("%-d %b %Y"), last.format("%-d %b %Y"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_whole_months_up_to_now() {
        let now: Instant = "2026-01-31T23:59:59Z".parse().unwrap();
        for (word, label, months) in [
            ("1m", "1 Jan 2026 – 31 Jan 2026", vec!["Jan 2026"]),
            ("3m", "1 Nov 2025 – 31 Jan 2026", vec!["Nov 2025", "Dec 2025", "Jan 2026"]),
            ("2024-02", "1 Feb 2024 – 29 Feb 2024", vec!["Feb 2024"]),
        ] {
            let period = Period::parse(word);
            assert_eq!(period.word(), word);
            assert_eq!(period.label(now), label);
            let found: Vec<String> = period.months(now).into_iter().map(Month::label).collect();
            assert_eq!(found, months, "{word}");
        }
        for other in ["", "2026-13", "-1m", "9999-01", "x", "2026-11-01"] {
            assert_eq!(Period::parse(other), Period::Last(6), "{other}");
        }
    }
}
