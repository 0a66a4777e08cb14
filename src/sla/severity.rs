//! The severities of a contract.

use super::{Band, ClockKind, Coverage, SeverityCode, Target};

/// One severity of a contract: when it is served, and what it promises.
#[derive(Clone, Debug)]
pub struct Severity {
    pub(crate) rank: usize,
    pub(crate) code: SeverityCode,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) covers: Coverage,
    pub(crate) pages: bool,
    pub(crate) targets: [[Target; 4]; 3],
}

impl Severity {
    /// The place in the contract's list: 0 is the most severe.
    pub fn rank(&self) -> usize {
        self.rank
    }

    /// The short name by which tickets carry it.
    pub fn code(&self) -> &SeverityCode {
        &self.code
    }

    /// The name for people.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How people read it wherever it stands: `S1 · System failed`, and the name alone where the code is no other.
    pub fn label(&self) -> String {
        match self.name == self.code.as_str() {
            true => self.name.clone(),
            false => format!("{} · {}", self.code, self.name),
        }
    }

    /// What a fault of this severity is like, in the contract's words.
    pub fn description(&self) -> &str {
        &self.description
    }

    /// The bands in which it is served. Empty: outside the agreement, and chargeable.
    pub fn covers(&self) -> Coverage {
        self.covers
    }

    /// Whether it wakes the on-call person when it arrives in a covered band outside office hours.
    pub fn pages(&self) -> bool {
        self.pages
    }

    /// What is promised for a clock, by the band of the event that starts it.
    pub fn target(&self, clock: ClockKind, band: Band) -> &Target {
        self.targets.get(clock.index()).and_then(|targets| targets.get(band.index())).unwrap_or(&Target::None)
    }
}
