//! The file that `punctual simulate` reads.

use crate::sla::{Arrival, Channel, Contract, Event, Instant, SeverityCode, format_instant};

use super::step::Step;

/// A ticket's life as a file tells it, checked from the first line to the last.
#[derive(Debug)]
pub(super) struct Scenario {
    pub(super) arrival: Arrival,
    /// In time order, none before the arrival.
    pub(super) events: Vec<(Instant, Event)>,
    /// To where time moves on after the last event.
    pub(super) until: Option<Instant>,
}

impl Scenario {
    /// Reads JSON lines. Empty ones are passed over.
    ///
    /// # Errors
    /// The first line that is wrong, by its number, and what is wrong with it.
    pub(super) fn parse(contract: &Contract, text: &str) -> Result<Self, String> {
        let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let mut lines = lines.map(|(index, line)| (index + 1, line));
        let Some((number, line)) = lines.next() else {
            return Err("the scenario is empty; its first line is a \"submit\"".to_owned());
        };
        let mut scenario = Self::begin(contract, line).map_err(|fault| format!("line {number}: {fault}"))?;
        let mut last = scenario.arrival.at;
        for (number, line) in lines {
            last = scenario.read(contract, line, last).map_err(|fault| format!("line {number}: {fault}"))?;
        }
        Ok(scenario)
    }

    fn begin(contract: &Contract, line: &str) -> Result<Self, String> {
        let Step::Submit { at, channel, severity } = step(line)? else {
            return Err("the first event must be \"submit\"".to_owned());
        };
        let named = severity.map(|code| listed(contract, code)).transpose()?;
        let (severity, suggested) = match (channel, named) {
            (Channel::Email, named) => {
                let severity = contract.email_severity().code().clone();
                let suggested = named.filter(|code| *code != severity);
                (severity, suggested)
            }
            (_, Some(code)) => (code, None),
            (_, None) => return Err(format!("\"submit\" by {channel} needs a \"severity\"")),
        };
        let arrival = Arrival { at, channel, severity, suggested };
        Ok(Self { arrival, events: Vec::new(), until: None })
    }

    /// Takes one line more, which must not lie before `last`, and answers with its instant.
    fn read(&mut self, contract: &Contract, line: &str, last: Instant) -> Result<Instant, String> {
        let step = step(line)?;
        let at = step.at();
        if self.until.is_some() {
            return Err("\"until\" must be the last line".to_owned());
        }
        if at < last {
            let (at, last) = (format_instant(at), format_instant(last));
            return Err(format!("time goes back: {at} comes after {last}"));
        }
        let event = match step {
            Step::Submit { .. } => return Err("a scenario has one \"submit\", its first line".to_owned()),
            Step::Until { .. } => {
                self.until = Some(at);
                return Ok(at);
            }
            Step::Reply { by, .. } => Event::Reply(by),
            Step::Acknowledge { .. } => Event::Acknowledge,
            Step::Note { .. } => Event::Note,
            Step::Severity { to, .. } => Event::Reclassify(listed(contract, to)?),
            Step::Status { to, .. } => Event::SetStatus(to),
            Step::Solved { .. } => Event::Solved,
        };
        self.events.push((at, event));
        Ok(at)
    }
}

fn step(line: &str) -> Result<Step, String> {
    serde_json::from_str(line).map_err(|error| error.to_string())
}

fn listed(contract: &Contract, code: SeverityCode) -> Result<SeverityCode, String> {
    if contract.severity(code.as_str()).is_some() {
        return Ok(code);
    }
    let codes: Vec<&str> = contract.severities().iter().map(|severity| severity.code().as_str()).collect();
    Err(format!("severity \"{code}\" is not in the contract; it has {}", codes.join(", ")))
}
