//! Delivery reports (RFC 3464): which mail of ours came back, and for whom.

use super::addressing::{message_ids, values};
use super::clean::clean_line;
use super::fields::{fields, split_entity};
use crate::domain::{DeliveryOutcome, DeliveryReport, EmailAddress, ReportedRecipient};

/// More addressees than this are not read: our own mails have one each.
const MAX_RECIPIENTS: usize = 100;

/// Reads a `message/delivery-status` part: blocks of fields, the first about the mail, the others about addressees.
pub(super) fn read_delivery_status(body: &[u8], report: &mut DeliveryReport) {
    let mut rest = body;
    while !rest.is_empty() && report.recipients.len() < MAX_RECIPIENTS {
        let block = split_entity(rest);
        if block.body_offset == 0 {
            return;
        }
        let fields = fields(block.header);
        rest = block.body;
        report.recipients.extend(recipient(&fields));
    }
}

/// Reads the returned message or its header: the Message-ID there says which mail came back.
pub(super) fn read_returned_message(body: &[u8], report: &mut DeliveryReport) {
    let fields = fields(split_entity(body).header);
    if report.original_message_id.is_none() {
        report.original_message_id = values(&fields, "message-id").flat_map(message_ids).next();
    }
}

fn recipient(fields: &[(String, String)]) -> Option<ReportedRecipient> {
    let address = values(fields, "original-recipient")
        .chain(values(fields, "final-recipient"))
        .find_map(typed_address)?;
    let outcome = match values(fields, "action").next()?.to_ascii_lowercase().as_str() {
        "failed" => DeliveryOutcome::Failed,
        "delayed" => DeliveryOutcome::Delayed,
        "delivered" | "relayed" | "expanded" => DeliveryOutcome::Delivered,
        _ => return None,
    };
    let line = |name| values(fields, name).next().map(|value| clean_line(value, 500));
    Some(ReportedRecipient { address, outcome, status: line("status"), diagnostic: line("diagnostic-code") })
}

/// `rfc822;ann@example.com`, or the bare address that some servers write.
fn typed_address(value: &str) -> Option<EmailAddress> {
    let address = value.split_once(';').map_or(value, |(_, address)| address);
    EmailAddress::parse(address.trim().trim_start_matches('<').trim_end_matches('>')).ok()
}
