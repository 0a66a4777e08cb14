//! Why a page or an email is sent, in words. Times are the contract's own.

use chrono::TimeDelta;

use crate::sla::{ClockKind, Contract, Instant, SeverityCode, Share, format_length};

use super::{
    candidate::Candidate,
    page::{Cause, Page},
};

/// Why the customer gets an email when an agent answers.
pub(super) const REPLY: &str = "reply: an agent answered";

/// Why the customer gets an email when the ticket is resolved.
pub(super) const RESOLUTION: &str = "resolution: the ticket is resolved";

/// Why the customer gets an email when they said themselves that it is solved.
pub(super) const SOLVED: &str = "resolution: the customer said that it is solved";

/// What a clock's promise is called.
pub(super) fn promised(kind: ClockKind) -> &'static str {
    match kind {
        ClockKind::Respond => "answer",
        ClockKind::Update => "update",
        ClockKind::Resolve => "resolution",
    }
}

/// Tells what was promised when the report arrived.
pub(super) fn acknowledgement(
    contract: &Contract,
    code: &SeverityCode,
    promise: Option<&Candidate<'_>>,
) -> String {
    let calendar = contract.calendar();
    let Some(candidate) = promise else {
        return match contract.severity(code.as_str()).is_some_and(|severity| !severity.covers().is_empty()) {
            true => format!("acknowledgement: no time is promised for an answer at {code}"),
            false => format!("acknowledgement: {code} is outside the agreement"),
        };
    };
    let due = calendar.in_words(candidate.due);
    match candidate.promise.start.filter(|_| candidate.promise.held_over) {
        Some(start) => {
            let start = calendar.in_words(start);
            format!("acknowledgement: held over, the clock starts {start}; answer due {due}")
        }
        None => format!("acknowledgement: answer due {due}"),
    }
}

/// Tells which promise was broken.
pub(super) fn breach(contract: &Contract, kind: ClockKind, due: Instant) -> String {
    format!("breach: the {} was due {}", promised(kind), contract.calendar().in_words(due))
}

/// Tells which promise is about to break.
pub(super) fn warning(contract: &Contract, kind: ClockKind, share: Share, due: Instant) -> String {
    let due = contract.calendar().in_words(due);
    format!("warning: {share} of the time until the {} is used up; due {due}", promised(kind))
}

/// Tells why a person is needed.
pub(super) fn page(contract: &Contract, page: &Page) -> String {
    let calendar = contract.calendar();
    let (code, when) = (&page.severity, calendar.in_words(page.since));
    let band = calendar.band(page.since).label();
    match page.cause {
        Cause::Arrived => format!("{code} arrived {when} ({band}), which the agreement covers"),
        Cause::Raised => format!("raised to {code} {when} ({band}), which the agreement covers"),
        Cause::Triage => {
            format!("triage: an email of {when} ({band}) reads as {code}, which the agreement covers then")
        }
    }
}

/// Tells why a person of the chain is called before their time.
pub(super) fn passed_page(contract: &Contract, called: &Page) -> String {
    format!("{}; whoever was called before can’t come", page(contract, called))
}

/// Tells why a person of the chain is called, that long after the call began.
pub(super) fn page_step(contract: &Contract, called: &Page, after: TimeDelta) -> String {
    let why = page(contract, called);
    if called.called == 0 {
        return why;
    }
    format!("{why}; nobody took it for {}", format_length(after))
}
