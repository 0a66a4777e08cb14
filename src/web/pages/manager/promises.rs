//! The list behind a figure: one line for each promise.

use askama::Template;
use chrono::TimeDelta;
use chrono_tz::Tz;

use super::{Choices, clock_name, grouped};
use crate::domain::PromiseOutcome;
use crate::sla::Instant;
use crate::store::report::ReportedPromise;
use crate::web::view::{Chip, Moment, SeverityMark, Shell, labels, span};

/// How late a promise was kept after all, or is by now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Late {
    /// The length in words.
    pub text: String,
    /// When what was promised came; none while it is still missing.
    pub met: Option<Moment>,
}

/// One promise.
#[derive(Debug, Clone)]
pub struct PromiseLine {
    /// The ticket's number.
    pub number: i64,
    /// What the ticket is about.
    pub subject: String,
    /// The customer.
    pub customer: String,
    /// The severity.
    pub severity: SeverityMark,
    /// The contract's key.
    pub contract: String,
    /// The clock's name.
    pub clock: &'static str,
    /// How it ended.
    pub outcome: Chip,
    /// When it began.
    pub started: Moment,
    /// When it was or is due.
    pub due: Option<Moment>,
    /// When it ended.
    pub ended: Option<Moment>,
    /// How late, for a broken one.
    pub late: Option<Late>,
    /// Whether it is excused.
    pub is_excused: bool,
    /// The page of a broken one.
    pub href: String,
}

impl PromiseLine {
    /// Words a promise for a reader in a zone.
    #[must_use]
    pub fn new(row: ReportedPromise, severity: SeverityMark, now: Instant, zone: Tz) -> Self {
        let moment = |at: Instant| Moment::new(at, now, zone);
        Self {
            late: lateness(&row, now)
                .map(|length| Late { text: span(length), met: row.made_good_at.map(moment) }),
            is_excused: row.excuse.is_some(),
            href: format!("/manager/breaches/{}", row.promise.id),
            number: row.ticket_number.0,
            subject: row.ticket_subject,
            customer: row.customer.unwrap_or_else(|| "unknown sender".to_owned()),
            severity,
            contract: row.contract_key,
            clock: clock_name(row.promise.clock),
            outcome: labels::outcome(row.promise.outcome),
            started: moment(row.promise.started_at),
            due: row.promise.due_at.map(moment),
            ended: row.promise.ended_at.map(moment),
        }
    }
}

/// How late a broken promise was made good, or is by now; none for any other.
#[must_use]
pub fn lateness(row: &ReportedPromise, now: Instant) -> Option<TimeDelta> {
    let due = row.promise.ended_at.filter(|_| row.promise.outcome == PromiseOutcome::Broken)?;
    Some((row.made_good_at.unwrap_or(now) - due).max(TimeDelta::zero()))
}

/// The page.
#[derive(Template)]
#[template(path = "manager/promises.html")]
pub struct PromisesPage {
    /// What is around it.
    pub shell: Shell,
    /// What the list holds, as a heading.
    pub title: String,
    /// The period in words; none for what is at risk.
    pub period: Option<String>,
    /// The filters.
    pub choices: Choices,
    /// The list's own words in the address, kept by the filters' form.
    pub kept_fields: Vec<(&'static str, String)>,
    /// How many promises the list holds, on all its pages.
    pub count: i64,
    /// The promises of this page.
    pub lines: Vec<PromiseLine>,
    /// Whether it shows broken promises only.
    pub is_breaches: bool,
    /// Whether it shows open promises.
    pub is_open: bool,
    /// The board with the same filters.
    pub board_href: String,
    /// The same list without filters.
    pub plain_href: String,
    /// The list as a file.
    pub csv_href: String,
    /// The first page, from a later one.
    pub first: Option<String>,
    /// The next page.
    pub next: Option<String>,
    /// The reader's zone.
    pub zone: String,
}

impl PromisesPage {
    /// How many there are, for reading.
    #[must_use]
    pub fn counted(&self) -> String {
        match self.count {
            1 => "1 promise".to_owned(),
            count => format!("{} promises", grouped(count)),
        }
    }
}
