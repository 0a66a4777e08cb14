//! The rules by which a report is classified.

use super::{SeverityCode, words::words};

words! {
    /// Who is affected by a fault: the reporter's answer.
    pub enum Affected {
        /// All users.
        Everyone = "everyone",
        /// Some users, more than one.
        Several = "several",
        /// One user.
        One = "one",
        /// Nobody, as with a question or a wish.
        Nobody = "nobody",
    }
}

words! {
    /// What doesn't work: the reporter's answer.
    pub enum Impact {
        /// The system, or a core part of it, can't be used at all.
        Unusable = "unusable",
        /// An important part is impaired or missing.
        Major = "major",
        /// Something doesn't work as expected, the main work goes on.
        Minor = "minor",
        /// Looks and wording.
        Cosmetic = "cosmetic",
        /// Nothing is broken: a question, or a wish.
        Question = "question",
    }
}

words! {
    /// Whether there is a way round the fault: the reporter's answer.
    pub enum Workaround {
        /// None is known.
        None = "none",
        /// One that costs effort.
        Awkward = "awkward",
        /// One that hardly hurts.
        Easy = "easy",
    }
}

/// The answers to the three questions; any may be missing, as in an email.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Answers {
    /// Who is affected.
    #[serde(default)]
    pub affected: Option<Affected>,
    /// What doesn't work.
    #[serde(default)]
    pub impact: Option<Impact>,
    /// Whether there is a way round.
    #[serde(default)]
    pub workaround: Option<Workaround>,
}

/// Words in a report that mean a severity. All conditions given must match; of several rules the first that matches
/// wins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassificationRule {
    pub(crate) severity: SeverityCode,
    pub(crate) affected: Vec<Affected>,
    pub(crate) impact: Vec<Impact>,
    pub(crate) workaround: Vec<Workaround>,
    pub(crate) words: Vec<String>,
}

impl ClassificationRule {
    /// The severity that a match means.
    pub fn severity(&self) -> &SeverityCode {
        &self.severity
    }

    /// The answers of which one must be given to who is affected; empty if any will do.
    pub fn affected(&self) -> &[Affected] {
        &self.affected
    }

    /// The answers of which one must be given to what doesn't work; empty if any will do.
    pub fn impact(&self) -> &[Impact] {
        &self.impact
    }

    /// The answers of which one must be given to whether there is a way round; empty if any will do.
    pub fn workaround(&self) -> &[Workaround] {
        &self.workaround
    }

    /// The words and phrases of which one must be in the report; empty if none is needed.
    pub fn words(&self) -> &[String] {
        &self.words
    }
}
