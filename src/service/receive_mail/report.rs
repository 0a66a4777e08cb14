//! Mail servers' reports about mails of ours.
//!
//! What a report says is worth something only where it names a Message-ID that carries our signature: nobody knows it
//! but the addressee, and the servers on the way.

use super::{Reading, Received};
use crate::domain::{
    ActivityKind, DeliveryOutcome, FailureReason, OutboxEntry, Remark, ReportedRecipient, our_notice,
};
use crate::service::ServiceError;
use crate::service::report_delivery::{self, Reported};
use crate::store::{self, Connection};

/// Writes a report down at the notice that it is about. None where the mail is no report, or names no notice of ours:
/// that one is read like any other mail of a robot, with a remark.
pub(super) fn read(c: &mut Connection, reading: &mut Reading<'_>) -> Result<Option<Received>, ServiceError> {
    let Some(report) = reading.mail.delivery_report.clone() else { return Ok(None) };
    let signer = &reading.cx.identity.signer;
    let named = report.original_message_id.iter().chain(&reading.mail.references);
    let notice = named.filter_map(|id| our_notice(signer, id)).next();
    let entry = match notice {
        Some(id) => store::outbox::find(c, id)?,
        None => None,
    };
    let Some(entry) = entry else {
        reading.remark(Remark::ForeignReport);
        return Ok(None);
    };
    let mut has_failed = false;
    for recipient in about(&entry, &report.recipients) {
        let reported = reported(reading, recipient);
        let kind = in_history(&entry, &reported);
        let is_failure = reported.outcome == DeliveryOutcome::Failed;
        if report_delivery::record(c, reading.cx, &entry, reported)? {
            report_delivery::tell(c, reading.cx, &entry, kind)?;
            has_failed |= is_failure;
        } else {
            reading.remark(Remark::Repeated);
        }
    }
    if has_failed {
        report_delivery::follow_up(c, reading.cx, &entry)?;
    }
    Ok(Some(Received::Reported(entry.notice.ticket.map(|ticket| ticket.id))))
}

/// What is said of the notice's own addressee; where that forwards its mail, what is said first.
fn about<'a>(entry: &OutboxEntry, all: &'a [ReportedRecipient]) -> Vec<&'a ReportedRecipient> {
    let own: Vec<_> = all.iter().filter(|one| one.address == entry.notice.to.email).collect();
    if own.is_empty() { all.iter().take(1).collect() } else { own }
}

fn reported(reading: &Reading<'_>, recipient: &ReportedRecipient) -> Reported {
    let said = recipient.diagnostic.clone().unwrap_or_default();
    Reported {
        recipient: recipient.address.clone(),
        outcome: recipient.outcome,
        reason: FailureReason::read(recipient.status.as_deref(), &said),
        said,
        by: Some(reading.inbound.id),
    }
}

fn in_history(entry: &OutboxEntry, reported: &Reported) -> ActivityKind {
    ActivityKind::DeliveryReported {
        outbox_id: entry.id,
        what: entry.notice.body.label().to_owned(),
        recipient: reported.recipient.clone(),
        outcome: reported.outcome,
        reason: reported.reason,
    }
}
