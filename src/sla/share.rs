//! Percentages, without rounding.

use std::{fmt, str::FromStr};

use chrono::TimeDelta;

/// A share of a whole in percent, exact to a thousandth of a percent: "75%", "99.95%".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Share(u32);

impl Share {
    /// The whole: 100 %.
    pub const WHOLE: Share = Share(100_000);

    /// None of it: 0 %.
    pub const NOTHING: Share = Share(0);

    /// So many whole percent.
    pub const fn percent(percent: u16) -> Share {
        Share(percent as u32 * 1000)
    }

    /// So many thousandths of a percent, in which shares are exact: 99.9 % has 99,900.
    pub const fn thousandths(self) -> u32 {
        self.0
    }

    /// How much of a whole a part is, rounded down; between nothing and the whole. All of a whole without length.
    pub fn ratio(part: TimeDelta, whole: TimeDelta) -> Share {
        let micros = |length: TimeDelta| length.num_microseconds().map_or(i128::from(i64::MAX), i128::from);
        let whole = micros(whole);
        if whole <= 0 {
            return Share::WHOLE;
        }
        let share = micros(part).max(0) * i128::from(Share::WHOLE.0) / whole;
        u32::try_from(share).map_or(Share::WHOLE, |share| Share(share).min(Share::WHOLE))
    }

    /// So many times this share.
    #[must_use]
    pub const fn times(self, count: u32) -> Share {
        Share(self.0.saturating_mul(count))
    }

    /// This share of a length of time, rounded down to the microsecond.
    pub fn of(self, length: TimeDelta) -> TimeDelta {
        let micros = length.num_microseconds().map_or(i128::from(i64::MAX), i128::from);
        let part = micros * i128::from(self.0) / i128::from(Share::WHOLE.0);
        TimeDelta::microseconds(i64::try_from(part).unwrap_or(i64::MAX))
    }
}

impl fmt::Display for Share {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / 1000, self.0 % 1000);
        let rest = format!(".{rest:03}");
        formatter.pad(&format!("{whole}{}%", rest.trim_end_matches('0').trim_end_matches('.')))
    }
}

impl FromStr for Share {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("\"{text}\" is not a percentage; write it like \"75%\" or \"99.95%\"");
        let number = text.trim().strip_suffix('%').ok_or_else(wrong)?.trim_end();
        let (whole, rest) = number.split_once('.').unwrap_or((number, "0"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole) || !digits(rest) || whole.len() > 4 || rest.len() > 3 {
            return Err(wrong());
        }
        let rest: u32 = format!("{rest:0<3}").parse().map_err(|_| wrong())?;
        let whole: u32 = whole.parse().map_err(|_| wrong())?;
        Ok(Share(whole * 1000 + rest))
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::Share;

    #[test]
    fn is_exact() {
        for text in ["75%", "99.95%", "99.999%", "0%", "100%"] {
            assert_eq!(text.parse::<Share>().unwrap().to_string(), text);
        }
        assert_eq!("75 %".parse::<Share>(), Ok(Share::percent(75)));
        assert_eq!(Share::percent(75).of(TimeDelta::hours(1)), TimeDelta::minutes(45));
        for wrong in ["75", "%", "a%", "-1%", "1.2345%", "99,9%", "12345%"] {
            assert!(wrong.parse::<Share>().is_err(), "{wrong}");
        }
    }
}
