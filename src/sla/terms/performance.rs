//! Promises about speed.

use std::{fmt, str::FromStr};

use chrono::TimeDelta;

use crate::sla::contract::reader::Value;

/// A measure of speed that the service keeps below a limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PerformanceMetric {
    /// What is measured: "Largest Contentful Paint".
    pub metric: String,
    /// It stays below this.
    pub below: Limit,
    /// What measures it.
    pub measured_by: Option<String>,
}

/// A limit: a time, or a number without a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// A time, exact to the millisecond: "2.5s", "200ms".
    Time(TimeDelta),
    /// A number in thousandths: "0.1" is 100.
    Thousandths(u32),
}

impl PerformanceMetric {
    pub(super) fn read(value: &Value<'_>) -> Option<PerformanceMetric> {
        let table = value.table()?;
        let metric = table.required("metric", Value::words);
        let below = table.required("below", Value::parse);
        let measured_by = table.optional("measured_by", Value::words);
        table.finish();
        Some(PerformanceMetric { metric: metric?, below: below?, measured_by: measured_by? })
    }
}

impl FromStr for Limit {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("\"{text}\" is not a limit; write it like \"2.5s\", \"200ms\" or \"0.1\"");
        let number = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let unit = text.get(number.len()..).unwrap_or_default();
        let (whole, rest) = number.split_once('.').unwrap_or((number, "0"));
        let digits =
            |part: &str| (1..=6).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole) || !digits(rest) || rest.len() > 3 {
            return Err(wrong());
        }
        let thousandths = format!("{whole}{rest:0<3}").parse::<u32>().map_err(|_| wrong())?;
        match unit {
            "" => Ok(Limit::Thousandths(thousandths)),
            "s" => Ok(Limit::Time(TimeDelta::milliseconds(i64::from(thousandths)))),
            "ms" if thousandths % 1000 == 0 => {
                Ok(Limit::Time(TimeDelta::milliseconds(i64::from(thousandths / 1000))))
            }
            _ => Err(wrong()),
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimal = |thousandths: i64| {
            let text = format!("{}.{:03}", thousandths / 1000, thousandths % 1000);
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        };
        match self {
            Limit::Time(time) if time.num_milliseconds() < 1000 => {
                formatter.pad(&format!("{}ms", time.num_milliseconds()))
            }
            Limit::Time(time) => formatter.pad(&format!("{}s", decimal(time.num_milliseconds()))),
            Limit::Thousandths(thousandths) => formatter.pad(&decimal(i64::from(*thousandths))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Limit;

    #[test]
    fn reads_what_it_writes() {
        for text in ["2.5s", "200ms", "0.1", "10s", "1"] {
            assert_eq!(text.parse::<Limit>().unwrap().to_string(), text);
        }
        for wrong in ["", "s", "2.5.1s", "1.5ms", "2m", "-1s", "2.5555s"] {
            assert!(wrong.parse::<Limit>().is_err(), "{wrong}");
        }
    }
}
