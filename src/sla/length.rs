//! Lengths of time as people write them: "45m", "1h30m", "1d" for 24 hours.

use chrono::TimeDelta;

const SECOND: i64 = 1;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// The longest length that a contract may name: ten years.
pub(crate) const LONGEST: TimeDelta = TimeDelta::seconds(3653 * DAY);

/// Reads "45m", "4h", "1h30m", "1d": whole days of 24 hours, hours, minutes and seconds, each at most once, largest
/// first.
///
/// # Errors
/// What to write instead, for the author of the file. Lengths over ten years are refused; zero is not, some uses allow
/// it.
pub fn parse_length(text: &str) -> Result<TimeDelta, String> {
    let wrong = || format!("\"{text}\" is not a length of time; write it like \"45m\", \"1h30m\" or \"1d\"");
    let mut rest = text.trim();
    let mut seconds = 0_i64;
    let mut units = [('d', DAY), ('h', HOUR), ('m', MINUTE), ('s', SECOND)].into_iter();
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit()).ok_or_else(wrong)?;
        let (digits, tail) = rest.split_at(end);
        let letter = tail.chars().next().ok_or_else(wrong)?;
        let count: i64 = digits.parse().map_err(|_| wrong())?;
        let (_, unit) = units.find(|(name, _)| *name == letter).ok_or_else(wrong)?;
        seconds = count.checked_mul(unit).and_then(|part| seconds.checked_add(part)).ok_or_else(wrong)?;
        rest = tail.get(letter.len_utf8()..).unwrap_or_default();
    }
    if text.trim().is_empty() {
        return Err(wrong());
    }
    if seconds > LONGEST.num_seconds() {
        return Err(format!("\"{text}\" is more than ten years; no promise is that long"));
    }
    Ok(TimeDelta::seconds(seconds))
}

/// Writes a length as people read it: "8h30m", "2d", "45s"; with fractions of a second only where there are any.
pub fn format_length(length: TimeDelta) -> String {
    let (sign, length) = if length < TimeDelta::zero() { ("-", -length) } else { ("", length) };
    let mut seconds = length.num_seconds();
    let mut text = String::new();
    for (letter, unit) in [('d', DAY), ('h', HOUR), ('m', MINUTE)] {
        let count = seconds / unit;
        seconds %= unit;
        if count > 0 {
            text.push_str(&format!("{count}{letter}"));
        }
    }
    let micros = length.subsec_nanos() / 1000;
    if micros > 0 {
        text.push_str(format!("{seconds}.{micros:06}").trim_end_matches('0'));
        text.push('s');
    } else if seconds > 0 || text.is_empty() {
        text.push_str(&format!("{seconds}s"));
    }
    format!("{sign}{text}")
}

#[cfg(test)]
mod tests {
    use super::{format_length, parse_length};

    fn check(text: &str, seconds: Option<i64>) {
        assert_eq!(parse_length(text).ok().map(|length| length.num_seconds()), seconds, "{text}");
    }

    #[test]
    fn reads_lengths() {
        check("45m", Some(2700));
        check("4h", Some(14_400));
        check("1h30m", Some(5400));
        check("1d", Some(86_400));
        check("1d2h3m4s", Some(93_784));
        check("0m", Some(0));
        for wrong in [
            "",
            "5",
            "m",
            "30m1h",
            "1h1h",
            "-1h",
            "1.5h",
            "1 h",
            "4w",
            "99999999999999999999h",
            "4000d",
            "１h",
        ] {
            check(wrong, None);
        }
    }

    #[test]
    fn writes_lengths() {
        for text in ["45m", "8h30m", "2d", "1d30s", "0s"] {
            assert_eq!(format_length(parse_length(text).unwrap()), text);
        }
        assert_eq!(format_length(chrono::TimeDelta::milliseconds(1500)), "1.5s");
        assert_eq!(format_length(chrono::TimeDelta::seconds(-60)), "-1m");
    }
}
