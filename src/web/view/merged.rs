//! A ticket that goes on in another, as its messages are shown there.

use chrono_tz::Tz;

use super::conversation::readable;
use super::{MessageView, Moment};
use crate::sla::Instant;
use crate::web::merged_tickets::MergedTicket;
use crate::web::ticket_data::TicketData;

/// What was written in a ticket before it went on in the one that is shown.
#[derive(Debug, Clone)]
pub struct MergedView {
    /// Its number.
    pub number: i64,
    /// What it is about.
    pub subject: String,
    /// When it was merged.
    pub merged: Moment,
    /// How many messages: `7 messages`.
    pub count: String,
    /// Its messages.
    pub messages: Vec<MessageView>,
}

impl MergedView {
    /// Every ticket that goes on in this one.
    #[must_use]
    pub fn all(data: &TicketData, reader_is_staff: bool, now: Instant, zone: Tz) -> Vec<Self> {
        let of_one = |other: &MergedTicket| {
            let messages = readable(&other.messages, data, reader_is_staff, now, zone);
            Self {
                number: other.number.0,
                subject: other.subject.clone(),
                merged: Moment::new(other.merged_at, now, zone),
                count: match messages.len() {
                    1 => "1 message".to_owned(),
                    many => format!("{many} messages"),
                },
                messages,
            }
        };
        data.merged.iter().map(of_one).collect()
    }
}
