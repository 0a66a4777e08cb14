//! What each severity would promise for a report sent now, and which severity it would get.

use super::{Context, ServiceError};
use crate::domain::{Answers, Person, PromiseLine};
use crate::sla::{ClockKind, Contract, Instant, Severity, SeverityCode, classify};
use crate::store::{self, Connection};

/// What one severity promises at an instant.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct SeverityPreview {
    /// The contract's code.
    pub code: SeverityCode,
    /// The contract's name.
    pub name: String,
    /// How people read both.
    pub label: String,
    /// The contract's description.
    pub description: String,
    /// Whether it is covered at all.
    pub is_covered: bool,
    /// The first response, if one is promised.
    pub respond: Option<PromiseLine>,
    /// How often an update is promised, as the contract words it.
    pub update: Option<String>,
    /// The resolution, if one is promised.
    pub resolve: Option<PromiseLine>,
}

/// What a report would be promised.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct TicketPreview {
    /// The contract's name.
    pub contract: String,
    /// Every severity, most severe first.
    pub severities: Vec<SeverityPreview>,
    /// The severity that the answers and the text give.
    pub severity: SeverityCode,
    /// Why.
    pub reason: String,
}

/// Says what a report by this person, sent now, would be promised. Writes nothing.
///
/// # Errors
/// [`ServiceError::Contract`] where no contract is in force.
pub fn preview_promises(
    c: &mut Connection,
    cx: &Context,
    requester: &Person,
    answers: &Answers,
    text: &str,
) -> Result<TicketPreview, ServiceError> {
    let organization = match requester.organization_id {
        Some(id) => store::organization::find(c, id)?,
        None => None,
    };
    let (_, contract) = cx.contracts.in_force(c, organization.as_ref(), cx.now)?;
    let found = classify(contract.classification(), answers, text);
    let (severity, reason) = match found {
        Some(found) => (found.severity, found.reason),
        None => (contract.email_severity().code().clone(), "No classification rule matched".to_owned()),
    };
    let severities =
        contract.severities().iter().map(|severity| preview(&contract, severity, cx.now)).collect();
    Ok(TicketPreview { contract: contract.name().to_owned(), severities, severity, reason })
}

fn preview(contract: &Contract, severity: &Severity, now: Instant) -> SeverityPreview {
    let update = contract.promise(severity, ClockKind::Update, now);
    SeverityPreview {
        code: severity.code().clone(),
        name: severity.name().to_owned(),
        label: severity.label(),
        description: severity.description().to_owned(),
        is_covered: !severity.covers().is_empty(),
        respond: line(contract, severity, ClockKind::Respond, now),
        update: update.due.map(|_| update.target.to_string()),
        resolve: line(contract, severity, ClockKind::Resolve, now),
    }
}

fn line(contract: &Contract, severity: &Severity, clock: ClockKind, now: Instant) -> Option<PromiseLine> {
    let promise = contract.promise(severity, clock, now);
    let due_at = promise.due?;
    Some(PromiseLine {
        clock,
        starts_at: promise.start.filter(|_| promise.held_over),
        due_at: Some(due_at),
        target: promise.target.to_string(),
        explanation: contract.explain(severity, clock, now),
    })
}
