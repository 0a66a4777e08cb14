//! Periods of notice and the like.

use std::{fmt, num::NonZeroU32, str::FromStr};

use crate::sla::words::words;

words! {
    /// In what a period is counted.
    pub enum PeriodUnit {
        /// Minutes of elapsed time.
        Minutes = "minutes",
        /// Hours of elapsed time.
        Hours = "hours",
        /// Calendar days.
        Days = "days",
        /// Days with office hours that are no holidays.
        BusinessDays = "business days",
        /// Calendar weeks.
        Weeks = "weeks",
        /// Calendar months.
        Months = "months",
        /// Calendar years.
        Years = "years",
    }
}

/// A period of notice, of a claim, of keeping: "48 hours", "5 business days", "3 months".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// How many; never none.
    pub count: NonZeroU32,
    /// Of what.
    pub unit: PeriodUnit,
}

impl FromStr for Period {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || {
            format!(
                "\"{text}\" is not a period; write it like \"48 hours\", \"5 business days\" or \"3 months\""
            )
        };
        let (count, unit) = text.trim().split_once(' ').ok_or_else(wrong)?;
        let count: NonZeroU32 = count.parse().map_err(|_| wrong())?;
        let unit = unit.trim();
        let named = |one: &&PeriodUnit| one.as_str() == unit || one.as_str().strip_suffix('s') == Some(unit);
        let unit = PeriodUnit::ALL.iter().find(named).ok_or_else(wrong)?;
        if count.get() > 10_000 {
            return Err(format!("\"{text}\" is too long to be meant"));
        }
        Ok(Period { count, unit: *unit })
    }
}

impl fmt::Display for Period {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = self.unit.as_str();
        let unit = if self.count == NonZeroU32::MIN { unit.strip_suffix('s').unwrap_or(unit) } else { unit };
        formatter.pad(&format!("{} {unit}", self.count))
    }
}

#[cfg(test)]
mod tests {
    use super::Period;

    #[test]
    fn reads_what_it_writes() {
        for text in ["48 hours", "5 business days", "1 week", "3 months", "1 business day"] {
            assert_eq!(text.parse::<Period>().unwrap().to_string(), text);
        }
        for wrong in ["", "5", "0 days", "five days", "5 dayss", "-1 day", "99999 years", "1.5 days"] {
            assert!(wrong.parse::<Period>().is_err(), "{wrong}");
        }
    }
}
