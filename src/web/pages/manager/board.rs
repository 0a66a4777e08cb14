//! The board: the share of promises kept, from every side, with what was broken last and what breaks next.

use askama::Template;

use super::{Counts, PromiseLine, SatisfactionFigure, grouped};
use crate::web::view::{SeverityMark, Shell, Tone};

/// Kept and broken, each with the address of the list behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The numbers.
    pub counts: Counts,
    /// The list of all of them.
    pub href: String,
    /// The list of the kept ones.
    pub kept_href: String,
    /// The list of the broken ones.
    pub broken_href: String,
    /// The list of the excused ones.
    pub excused_href: String,
}

impl Figure {
    /// How many were kept, for reading.
    #[must_use]
    pub fn kept(&self) -> String {
        grouped(self.counts.kept)
    }

    /// How many were broken, for reading.
    #[must_use]
    pub fn broken(&self) -> String {
        grouped(self.counts.broken)
    }

    /// How many there were, for reading.
    #[must_use]
    pub fn total(&self) -> String {
        grouped(self.counts.total())
    }

    /// The share kept, for reading.
    #[must_use]
    pub fn share(&self) -> String {
        self.counts.share()
    }

    /// The share kept as if what is excused had not been promised, for reading; none where nothing is excused.
    #[must_use]
    pub fn excused_share(&self) -> Option<String> {
        (self.counts.excused > 0).then(|| self.counts.without_excused().share())
    }

    /// How many are excused, for reading.
    #[must_use]
    pub fn excused(&self) -> String {
        grouped(self.counts.excused)
    }

    /// The width of the kept part of a bar that is a thousand wide.
    #[must_use]
    pub fn bar(&self) -> i64 {
        self.counts.kept_per_mille().unwrap_or(0)
    }

    /// The width of the broken part.
    #[must_use]
    pub fn rest(&self) -> i64 {
        if self.counts.total() > 0 { 1000 - self.bar() } else { 0 }
    }
}

/// One line of a breakdown.
#[derive(Debug, Clone)]
pub struct Line {
    /// What it is about.
    pub label: String,
    /// The severity's sign, where the line is one.
    pub severity: Option<SeverityMark>,
    /// What else to know: the contract of a severity.
    pub note: Option<String>,
    /// The numbers.
    pub figure: Figure,
}

/// The figures from one side: by clock, by contract.
#[derive(Debug, Clone)]
pub struct Breakdown {
    /// The id of its heading.
    pub id: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// The heading of the first column.
    pub column: &'static str,
    /// The lines.
    pub lines: Vec<Line>,
    /// The same as a file.
    pub csv_href: String,
}

/// One month.
#[derive(Debug, Clone)]
pub struct MonthLine {
    /// `Nov 2026`.
    pub label: String,
    /// The numbers.
    pub figure: Figure,
}

/// What breaks soon.
#[derive(Debug, Clone)]
pub struct AtRisk {
    /// Within how many hours.
    pub hours: u32,
    /// How many promises.
    pub count: i64,
    /// The list of them.
    pub href: String,
    /// How bad that is.
    pub tone: Tone,
}

/// One entry of a selection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is shown.
    pub label: String,
    /// Whether it is chosen.
    pub is_chosen: bool,
}

/// The filters, with what is chosen.
#[derive(Debug, Clone, Default)]
pub struct Choices {
    /// Periods.
    pub periods: Vec<Choice>,
    /// Contracts.
    pub contracts: Vec<Choice>,
    /// Severities.
    pub severities: Vec<Choice>,
    /// Clocks.
    pub clocks: Vec<Choice>,
    /// Customers.
    pub customers: Vec<Choice>,
    /// Teams.
    pub teams: Vec<Choice>,
    /// Whether any but the period narrows the figures.
    pub is_narrowed: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "manager/board.html")]
pub struct BoardPage {
    /// What is around it.
    pub shell: Shell,
    /// The filters.
    pub choices: Choices,
    /// The period in words.
    pub period: String,
    /// The whole of it.
    pub whole: Figure,
    /// What breaks soon.
    pub at_risk: Vec<AtRisk>,
    /// By month, the earliest first.
    pub months: Vec<MonthLine>,
    /// The same as a picture.
    pub chart: String,
    /// Load and answer times of the same tickets.
    pub load_href: String,
    /// How many first responses and resolutions were missed in this time and have not come yet, if any.
    pub still_owed: Option<String>,
    /// The list of them.
    pub owed_href: String,
    /// From every other side.
    pub breakdowns: Vec<Breakdown>,
    /// How late first responses and resolutions were made good, as a sentence.
    pub lateness: Option<String>,
    /// How content all customers were in this time.
    pub satisfaction: SatisfactionFigure,
    /// What they said.
    pub satisfaction_href: String,
    /// What was broken last.
    pub breaches: Vec<PromiseLine>,
    /// The address of the same filters without any but the period.
    pub plain_href: String,
    /// The months as a file.
    pub months_csv: String,
    /// The breaches as a file.
    pub breaches_csv: String,
    /// The promises as a file.
    pub promises_csv: String,
    /// The reader's zone.
    pub zone: String,
}
