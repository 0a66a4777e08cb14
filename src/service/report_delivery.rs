//! Writing down what became of a notice after it had left, and doing what follows from that.

use chrono::TimeDelta;

use super::work::Work;
use super::{Context, ServiceError, breach_contacts, pass_page};
use crate::domain::{
    Activity, ActivityId, ActivityKind, Actor, DeliveryOutcome, EmailAddress, FailureReason, InboundMailId,
    NoticeBody, NoticeReport, NoticeReportId, OutboxChannel, OutboxEntry, PassCause,
};
use crate::store::{self, Connection};

/// So many notices that come back because nobody has the address mark it: one may be a server's mistake of an hour.
const FAILURES_UNTIL_MARKED: i64 = 3;

/// They count if they came back within this time.
const REMEMBERED: TimeDelta = TimeDelta::days(30);

/// What is reported.
#[derive(Debug, Clone)]
pub(super) struct Reported {
    /// The address that it is about.
    pub(super) recipient: EmailAddress,
    /// What happened.
    pub(super) outcome: DeliveryOutcome,
    /// Why, where it did not arrive.
    pub(super) reason: FailureReason,
    /// What the other server said.
    pub(super) said: String,
    /// The mail that reports it; none where our own server refused the notice.
    pub(super) by: Option<InboundMailId>,
}

/// Writes a report down. False where another mail had reported the same: then nothing is written.
pub(super) fn record(
    c: &mut Connection,
    cx: &Context,
    entry: &OutboxEntry,
    reported: Reported,
) -> Result<bool, ServiceError> {
    let Reported { recipient, outcome, reason, said, by } = reported;
    let known = store::notice_report::of_notices(c, &[entry.id])?;
    let is_known = |one: &NoticeReport| {
        one.inbound_mail_id.is_some()
            && (&one.recipient, one.outcome, &one.said) == (&recipient, outcome, &said)
    };
    if by.is_some() && known.iter().any(is_known) {
        return Ok(false);
    }
    let report = NoticeReport {
        id: NoticeReportId::new(cx.now),
        outbox_id: entry.id,
        inbound_mail_id: by,
        recipient,
        outcome,
        reason,
        said,
        reported_at: cx.now,
    };
    store::notice_report::insert(c, &report)?;
    if report.outcome == DeliveryOutcome::Failed {
        mark(c, cx, entry, &report)?;
    }
    Ok(true)
}

/// Marks the address where that was the last of several notices that nobody there took. A report about another address
/// than the notice's marks nothing: anybody who has read a mail of ours can write one.
fn mark(
    c: &mut Connection,
    cx: &Context,
    entry: &OutboxEntry,
    report: &NoticeReport,
) -> Result<(), ServiceError> {
    let address = &entry.notice.to.email;
    if report.reason != FailureReason::NoSuchAddress || report.recipient != *address {
        return Ok(());
    }
    let cleared = store::address_mark::cleared_at(c, address)?;
    let since = cleared.into_iter().chain([cx.now - REMEMBERED]).max().unwrap_or(cx.now);
    if store::notice_report::count_failed(c, address, report.reason, since)? >= FAILURES_UNTIL_MARKED {
        store::address_mark::put(c, address, cx.now)?;
    }
    Ok(())
}

/// Writes a report into the history of the notice's ticket.
pub(super) fn tell(
    c: &mut Connection,
    cx: &Context,
    entry: &OutboxEntry,
    kind: ActivityKind,
) -> Result<(), ServiceError> {
    let Some(ticket) = &entry.notice.ticket else { return Ok(()) };
    let activity = Activity {
        id: ActivityId::new(cx.now),
        ticket_id: ticket.id,
        at: cx.now,
        recorded_at: cx.now,
        actor: Actor::System,
        kind,
    };
    Ok(store::activity::insert(c, &activity)?)
}

/// What follows where a notice did not arrive: of a broken promise the next contact hears, and the manager; a page goes
/// on to the next step of its chain.
pub(super) fn follow_up(c: &mut Connection, cx: &Context, entry: &OutboxEntry) -> Result<(), ServiceError> {
    let Some(ticket) = &entry.notice.ticket else { return Ok(()) };
    if entry.channel != OutboxChannel::Email {
        return Ok(());
    }
    let Some(person) = store::person::find_by_email(c, &entry.notice.to.email)? else { return Ok(()) };
    match &entry.notice.body {
        body @ NoticeBody::Breach { .. } => {
            let cause = entry.key.rsplit_once(':').map_or(entry.key.as_str(), |(cause, _)| cause);
            let mut work = Work::load_as(c, cx, Actor::System, ticket.id)?;
            breach_contacts::tell_stand_in(&mut work, cause, &person, body)?;
            work.finish().map(drop)
        }
        NoticeBody::Page { .. } => {
            pass_page::pass_page(c, cx, ticket.id, person.id, PassCause::Undelivered).map(drop)
        }
        _ => Ok(()),
    }
}
