//! Targets: how fast, for one clock in one band.

use std::{fmt, num::NonZeroU32, str::FromStr};

use chrono::TimeDelta;

use super::{Coverage, length};

/// What a contract promises for one clock in one band.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// So much service time after the start; more than zero.
    Duration(TimeDelta),
    /// So many business days after the start.
    BusinessDays(NonZeroU32),
    /// The close of the first business day that opens after the event.
    NextBusinessDay,
    /// No promise, and so no clock.
    None,
    /// At the provider's discretion: no clock either, but the contract says so in words.
    Discretion,
}

/// About ten years of business days; more is a slip of the pen.
const MOST_BUSINESS_DAYS: u32 = 2600;

impl Target {
    /// Whether a clock runs for this target.
    pub const fn has_clock(self) -> bool {
        !matches!(self, Target::None | Target::Discretion)
    }

    /// Whether the target is told in business days rather than in time.
    pub const fn counts_days(self) -> bool {
        matches!(self, Target::BusinessDays(_) | Target::NextBusinessDay)
    }

    /// The bands in which the target counts for a severity that is served in `covers`:
    /// day targets count office hours whatever the severity covers.
    pub const fn counted_in(self, covers: Coverage) -> Coverage {
        if self.counts_days() { Coverage::OFFICE_HOURS } else { covers }
    }
}

/// As a contract writes it: "4h", "1 business day", "next business day", "none", "discretion".
impl fmt::Display for Target {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Target::Duration(length) => formatter.pad(&length::format_length(*length)),
            Target::BusinessDays(NonZeroU32::MIN) => formatter.pad("1 business day"),
            Target::BusinessDays(days) => formatter.pad(&format!("{days} business days")),
            Target::NextBusinessDay => formatter.pad("next business day"),
            Target::None => formatter.pad("none"),
            Target::Discretion => formatter.pad("discretion"),
        }
    }
}

impl FromStr for Target {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let words: Vec<&str> = text.split_whitespace().collect();
        match words.as_slice() {
            ["none"] => Ok(Target::None),
            ["discretion"] => Ok(Target::Discretion),
            ["next", "business", "day"] => Ok(Target::NextBusinessDay),
            [count, "business", "day" | "days"] => business_days(count),
            [length] => duration(length),
            _ => Err(unknown(text)),
        }
    }
}

fn business_days(count: &str) -> Result<Target, String> {
    let days: u32 = count.parse().map_err(|_| unknown(&format!("{count} business days")))?;
    match NonZeroU32::new(days) {
        None => Err("a target of 0 business days can't be met; write at least \"1 business day\"".to_owned()),
        Some(_) if days > MOST_BUSINESS_DAYS => {
            Err(format!("{days} business days are more than ten years; no promise is that long"))
        }
        Some(days) => Ok(Target::BusinessDays(days)),
    }
}

fn duration(text: &str) -> Result<Target, String> {
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return Err(unknown(text));
    }
    match length::parse_length(text)? {
        zero if zero.is_zero() => Err(format!(
            "a target of {text} can't be met; write a length like \"30m\", or \"none\" for no clock"
        )),
        length => Ok(Target::Duration(length)),
    }
}

fn unknown(text: &str) -> String {
    format!(
        "\"{text}\" is not a target; write a length like \"1h30m\", \"2 business days\", \"next business day\", \"none\" or \"discretion\""
    )
}

#[cfg(test)]
mod tests {
    use super::Target;

    #[test]
    fn reads_what_it_writes() {
        for text in [
            "45m",
            "1h30m",
            "1d",
            "1 business day",
            "3 business days",
            "next business day",
            "none",
            "discretion",
        ] {
            assert_eq!(text.parse::<Target>().map(|target| target.to_string()), Ok(text.to_owned()));
        }
    }

    #[test]
    fn refuses_what_never_could_be_a_promise() {
        for text in [
            "",
            "0m",
            "0 business days",
            "-1 business days",
            "99999 business days",
            "soon",
            "business day",
            "1",
        ] {
            assert!(text.parse::<Target>().is_err(), "{text}");
        }
    }
}
