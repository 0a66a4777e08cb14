//! How an installation is: one check for each thing that can break, in words that say what to do.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use crate::sla::Instant;

/// How one thing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// As it should be.
    Well,
    /// Somebody should look, but promises are kept.
    Warning,
    /// Promises, or mail, are in danger.
    Failing,
}

/// What was found about one thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// What was looked at: `database`, `clocks`, `mailbox support`.
    pub name: String,
    /// How it is.
    pub condition: Condition,
    /// What was seen.
    pub words: String,
    /// What to do about it; empty where nothing is to be done.
    pub remedy: String,
}

impl Check {
    /// It is as it should be.
    #[must_use]
    pub fn well(name: impl Into<String>, words: impl Into<String>) -> Self {
        Self { name: name.into(), condition: Condition::Well, words: words.into(), remedy: String::new() }
    }

    /// Somebody should look.
    #[must_use]
    pub fn warning(name: impl Into<String>, words: impl Into<String>, remedy: impl Into<String>) -> Self {
        let (name, words, remedy) = (name.into(), words.into(), remedy.into());
        Self { name, condition: Condition::Warning, words, remedy }
    }

    /// Promises are in danger.
    #[must_use]
    pub fn failing(name: impl Into<String>, words: impl Into<String>, remedy: impl Into<String>) -> Self {
        let (name, words, remedy) = (name.into(), words.into(), remedy.into());
        Self { name, condition: Condition::Failing, words, remedy }
    }
}

/// The worst of these checks; well where there is none.
#[must_use]
pub fn worst(checks: &[Check]) -> Condition {
    checks.iter().map(|check| check.condition).max().unwrap_or(Condition::Well)
}

/// What the database tells about the work that waits in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VitalSigns {
    /// When the next clock has something due.
    pub next_wake: Option<Instant>,
    /// Tickets whose clocks can't be moved; they are tried again.
    pub tickets_stuck: i64,
    /// Open tickets.
    pub open_tickets: i64,
    /// Notices that wait for their turn.
    pub notices_waiting: i64,
    /// Notices that were given up.
    pub notices_failed: i64,
    /// When the next notice may be sent.
    pub next_notice: Option<Instant>,
    /// When the oldest page or breach notice was written that nobody has tried to send yet.
    pub urgent_untried: Option<Instant>,
    /// The oldest notice that was tried and has not left: when it was written, and what the other side said.
    pub retried: Option<(Instant, Option<String>)>,
    /// Since when the notice that has been on its way the longest is in some sender's hand.
    pub under_way_since: Option<Instant>,
    /// Notices that the mail server took without saying so; they are sent again.
    pub notices_uncertain: i64,
    /// Mails that wait to be read.
    pub mails_waiting: i64,
    /// Mails whose reading failed; they are tried again.
    pub mails_failed: i64,
    /// Mails held back for a person to decide.
    pub mails_held: i64,
    /// Files and mails that wait for the malware scanner, where there is one.
    pub contents_unchecked: i64,
    /// When the next mail may be read.
    pub next_mail: Option<Instant>,
    /// Events that wait to be posted to webhooks.
    pub deliveries_waiting: i64,
    /// Webhooks that are paused, or to which the last event did not get through.
    pub webhooks_troubled: i64,
}

/// How late something may be before it counts as failing: every fault is visible within a minute.
const PATIENCE: TimeDelta = TimeDelta::seconds(20);

/// How long an urgent notice may wait for its first try, and any notice for the answer to it.
const URGENT: TimeDelta = TimeDelta::seconds(45);

impl VitalSigns {
    /// What the waiting work says about the installation at this instant.
    #[must_use]
    pub fn checks(&self, now: Instant) -> Vec<Check> {
        vec![self.clocks(now), self.outgoing(now), self.incoming(now), self.webhooks()]
    }

    fn clocks(&self, now: Instant) -> Check {
        if let Some(by) = late(self.next_wake, now) {
            return Check::failing(
                "clocks",
                format!("The clocks are {} s behind.", by.num_seconds()),
                "See that a worker runs (punctual serve or punctual worker) and what its log says. Breaches are recorded at their true instants when it does.",
            );
        }
        match self.tickets_stuck {
            0 => Check::well("clocks", "The clocks are on time."),
            count => Check::failing(
                "clocks",
                format!("The clocks of {count} tickets can't be moved; all others are on time."),
                "Health in the administration says which tickets and why. They are tried again by themselves; report the fault.",
            ),
        }
    }

    fn outgoing(&self, now: Instant) -> Check {
        let said = |error: &Option<String>| match error {
            Some(error) => format!(" The mail server said: {error}"),
            None => String::new(),
        };
        let remedy = "Look at Outgoing mail in the administration for what the other side says; nothing is lost, it is tried again for five days.";
        if let Some(waited) = self.urgent_untried.map(|written| now - written).filter(|by| *by > URGENT) {
            return Check::failing(
                "outgoing mail",
                format!("A page or breach notice has waited {} s to be sent.", waited.num_seconds()),
                "See that a worker runs, and that the mail server takes mail fast enough.",
            );
        }
        if let Some(by) = late(self.next_notice, now) {
            return Check::failing(
                "outgoing mail",
                format!("A notice has waited {} s for its turn.", by.num_seconds()),
                "See that a worker runs (punctual serve or punctual worker).",
            );
        }
        if let Some(by) = self.under_way_since.map(|since| now - since).filter(|by| *by > URGENT) {
            return Check::failing(
                "outgoing mail",
                format!(
                    "A notice has been on its way for {} s: the other side does not answer.",
                    by.num_seconds()
                ),
                remedy,
            );
        }
        if self.notices_uncertain > 0 {
            let (count, error) =
                (self.notices_uncertain, self.retried.as_ref().and_then(|(_, error)| error.clone()));
            return Check::failing(
                "outgoing mail",
                format!(
                    "The mail server confirmed none of {count} notices that it was given.{}",
                    said(&error)
                ),
                "See why the server of “smtp.host” falls silent at the end of a mail. The notices are sent again under the same Message-ID.",
            );
        }
        if let Some((_, error)) = &self.retried {
            return Check::warning(
                "outgoing mail",
                format!("Some notices are tried again.{}", said(error)),
                remedy,
            );
        }
        match self.notices_failed {
            0 => {
                Check::well("outgoing mail", format!("{} notices wait for their turn.", self.notices_waiting))
            }
            count => {
                Check::warning("outgoing mail", format!("{count} notices could not be delivered."), remedy)
            }
        }
    }

    fn incoming(&self, now: Instant) -> Check {
        let remedy = "Look at Incoming mail in the administration: the raw mail is kept, and read again.";
        if let Some(by) = late(self.next_mail, now) {
            let words = format!("A mail has waited {} s to be read.", by.num_seconds());
            return Check::failing("incoming mail", words, "See that a worker runs and what its log says.");
        }
        match self.mails_failed {
            0 => Check::well("incoming mail", "Every mail was read."),
            count => Check::failing("incoming mail", format!("{count} mails cannot be read."), remedy),
        }
    }
}

impl VitalSigns {
    fn webhooks(&self) -> Check {
        const NAME: &str = "webhooks";
        let waiting = match self.deliveries_waiting {
            1 => "1 event waits".to_owned(),
            count => format!("{count} events wait"),
        };
        match self.webhooks_troubled {
            0 => Check::well(NAME, format!("{waiting} to be posted.")),
            count => Check::warning(
                NAME,
                format!("{} or took nothing lately; {waiting}.", paused(count)),
                "Look at Webhooks in the administration for what the other side says.",
            ),
        }
    }
}

fn paused(count: i64) -> String {
    match count {
        1 => "1 webhook is paused".to_owned(),
        count => format!("{count} webhooks are paused"),
    }
}

fn late(next: Option<Instant>, now: Instant) -> Option<TimeDelta> {
    next.map(|at| now - at).filter(|by| *by > PATIENCE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Instant {
        chrono::DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
    }

    #[test]
    fn each_fault_is_named_within_a_minute_and_nothing_else() {
        let check = |signs: VitalSigns, failing: &[&str]| {
            let found = signs.checks(at(60));
            let bad: Vec<_> = found
                .iter()
                .filter(|check| check.condition == Condition::Failing)
                .map(|check| &*check.name)
                .collect();
            assert_eq!(bad, failing, "{signs:?}");
            assert!(
                found.iter().all(|check| (check.condition == Condition::Well) == check.remedy.is_empty())
            );
        };
        let none = VitalSigns::default;
        check(none(), &[]);
        check(VitalSigns { next_wake: Some(at(0)), ..none() }, &["clocks"]);
        check(VitalSigns { next_wake: Some(at(59)), next_mail: Some(at(900)), ..none() }, &[]);
        check(VitalSigns { next_notice: Some(at(0)), ..none() }, &["outgoing mail"]);
        check(VitalSigns { urgent_untried: Some(at(0)), ..none() }, &["outgoing mail"]);
        check(VitalSigns { urgent_untried: Some(at(59)), retried: Some((at(0), None)), ..none() }, &[]);
        check(VitalSigns { tickets_stuck: 1, ..none() }, &["clocks"]);
        check(VitalSigns { under_way_since: Some(at(0)), ..none() }, &["outgoing mail"]);
        check(VitalSigns { under_way_since: Some(at(30)), ..none() }, &[]);
        check(VitalSigns { notices_uncertain: 1, ..none() }, &["outgoing mail"]);
        check(VitalSigns { mails_failed: 1, ..none() }, &["incoming mail"]);
        check(VitalSigns { next_mail: Some(at(0)), ..none() }, &["incoming mail"]);
    }
}
