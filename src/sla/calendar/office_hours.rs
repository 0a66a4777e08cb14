//! Office hours as a contract writes them.

use chrono::Weekday;

/// A stretch of the local day, in seconds after midnight; never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    open: u32,
    close: u32,
}

const MIDNIGHT: u32 = 24 * 60 * 60;

impl Span {
    /// Reads "09:00-17:30"; "24:00" closes a day.
    ///
    /// # Errors
    /// What to write instead, for the author of the contract.
    pub fn parse(text: &str) -> Result<Span, String> {
        let wrong = || format!("\"{text}\" is not a span of office hours; write it like \"09:00-17:30\"");
        let (open, close) = text.split_once('-').ok_or_else(wrong)?;
        let (open, close) = (time(open).ok_or_else(wrong)?, time(close).ok_or_else(wrong)?);
        if open == close {
            return Err(format!("\"{text}\" is empty; give a closing later than the opening"));
        }
        if open > close {
            return Err(format!(
                "\"{text}\" runs backwards; hours over midnight are two spans, like \"22:00-24:00\" and \"00:00-06:00\" of the next day"
            ));
        }
        Ok(Span { open, close })
    }

    /// When it opens, in seconds of the local day; the first instant inside.
    pub const fn open(self) -> u32 {
        self.open
    }

    /// When it closes, in seconds of the local day; the first instant after it.
    pub const fn close(self) -> u32 {
        self.close
    }
}

/// As a contract writes it: "09:00-17:30".
impl std::fmt::Display for Span {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [open, close] = [self.open, self.close].map(|time| (time / 3600, time / 60 % 60));
        write!(formatter, "{:02}:{:02}-{:02}:{:02}", open.0, open.1, close.0, close.1)
    }
}

fn time(text: &str) -> Option<u32> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let number = |part: &str| match part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit()) {
        true => part.parse::<u32>().ok(),
        false => None,
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    let seconds = hours * 3600 + minutes * 60;
    (minutes < 60 && seconds <= MIDNIGHT).then_some(seconds)
}

/// The office hours of each weekday, in local time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OfficeHours {
    days: [Vec<Span>; 7],
}

impl OfficeHours {
    /// Sets one weekday's spans.
    ///
    /// # Errors
    /// Two spans that overlap, for the author of the contract. Spans that touch are fine.
    pub fn set(&mut self, weekday: Weekday, mut spans: Vec<Span>) -> Result<(), String> {
        spans.sort_by_key(|span| span.open);
        let overlap = spans.iter().zip(spans.iter().skip(1)).find(|(one, next)| next.open < one.close);
        if let Some((one, next)) = overlap {
            return Err(format!("{one} and {next} overlap; write them as one span"));
        }
        if let Some(day) = self.days.get_mut(weekday.num_days_from_monday() as usize) {
            *day = spans;
        }
        Ok(())
    }

    /// The spans of a weekday, in order; none if the office never opens on it.
    pub fn on(&self, weekday: Weekday) -> &[Span] {
        self.days.get(weekday.num_days_from_monday() as usize).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether the office opens on any weekday.
    pub fn is_empty(&self) -> bool {
        self.days.iter().all(Vec::is_empty)
    }
}
