//! One line of the table.

use std::fmt::{Display, Formatter, Result};

/// What was asked of a figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Asked {
    /// The figure itself stays under this.
    Under(f64),
    /// The figure is at least so many times its floor.
    TimesFloor(f64),
    /// Nothing: the line is there to be looked at.
    Nothing,
}

/// A figure, and what it is measured against.
#[derive(Debug, Clone)]
pub struct Line {
    /// What was measured.
    pub what: String,
    /// In what the figure and its floor are.
    pub unit: &'static str,
    /// What came out.
    pub figure: f64,
    /// What the machine gives without the program, or the same on less.
    pub floor: Option<f64>,
    /// What was asked.
    pub asked: Asked,
}

impl Line {
    /// The table's head.
    pub const HEAD: &str =
        "what                                            unit          figure      floor   ratio  asked";

    /// Whether it is as it was asked.
    pub fn is_good(&self) -> bool {
        match self.asked {
            Asked::Under(limit) => self.figure < limit,
            Asked::TimesFloor(times) => self.ratio().is_some_and(|ratio| ratio >= times),
            Asked::Nothing => true,
        }
    }

    fn ratio(&self) -> Option<f64> {
        self.floor.map(|floor| self.figure / floor)
    }
}

impl Display for Line {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        let or_nothing = |value: Option<f64>, digits: usize| {
            value.map_or_else(|| "-".to_owned(), |value| format!("{value:.digits$}"))
        };
        let asked = match self.asked {
            Asked::Under(limit) => format!("under {limit}"),
            Asked::TimesFloor(times) => format!("at least {times} times"),
            Asked::Nothing => String::new(),
        };
        write!(
            formatter,
            "{:<46}  {:<9}{:>11.2}{:>11}{:>8}  {asked}{}",
            self.what,
            self.unit,
            self.figure,
            or_nothing(self.floor, 2),
            or_nothing(self.ratio(), 2),
            if self.is_good() { "" } else { ": MISSED" },
        )
    }
}
