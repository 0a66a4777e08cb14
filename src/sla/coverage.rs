//! Sets of bands.

use std::fmt;

use super::Band;

/// A set of bands: the kinds of time in which a severity is served, or in which a target counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Coverage(u8);

impl Coverage {
    /// No band at all: outside the agreement.
    pub const NOTHING: Coverage = Coverage(0);
    /// Office hours alone: business-hours clocks.
    pub const OFFICE_HOURS: Coverage = Coverage(1 << Band::OfficeHours as u8);
    /// All four bands: elapsed time.
    pub const EVERYTHING: Coverage = Coverage(0b1111);

    /// The set with one band more.
    #[must_use]
    pub const fn with(self, band: Band) -> Coverage {
        Coverage(self.0 | 1 << band as u8)
    }

    /// Whether the band is in the set.
    pub const fn contains(self, band: Band) -> bool {
        self.0 & 1 << band as u8 != 0
    }

    /// Whether no band is in the set.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether every band is in the set.
    pub const fn is_everything(self) -> bool {
        self.0 == Coverage::EVERYTHING.0
    }

    /// The bands of the set, in the order of [`Band::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Band> {
        Band::ALL.iter().copied().filter(move |band| self.contains(*band))
    }
}

impl FromIterator<Band> for Coverage {
    fn from_iter<I: IntoIterator<Item = Band>>(bands: I) -> Self {
        bands.into_iter().fold(Coverage::NOTHING, Coverage::with)
    }
}

/// For a sentence: "office hours and weekend", "always", "never".
impl fmt::Display for Coverage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_everything() {
            return formatter.pad("always");
        }
        let labels: Vec<&str> = self.iter().map(Band::label).collect();
        match labels.split_last() {
            None => formatter.pad("never"),
            Some((last, [])) => formatter.pad(last),
            Some((last, others)) => formatter.pad(&format!("{} and {last}", others.join(", "))),
        }
    }
}
