//! A notice as its columns hold it.

use diesel::prelude::*;

use crate::domain::{OutboxEntry, OutboxId, TicketId};
use crate::store::StoreError;
use crate::store::schema::outbox;
use crate::store::sql_type::{At, Json};
use crate::store::text::{storable, storable_option};
use crate::store::word::{Row, json, word};

#[derive(Queryable, Selectable, Insertable, Identifiable)]
#[diesel(table_name = outbox)]
pub(super) struct OutboxColumns {
    id: OutboxId,
    key: String,
    channel: String,
    ticket_id: Option<TicketId>,
    recipient: String,
    label: String,
    notice: Json,
    message_id: String,
    state: String,
    priority: i32,
    attempts: i32,
    next_attempt_at: At,
    last_error: Option<String>,
    created_at: At,
    sent_at: Option<At>,
    uncertain_at: Option<At>,
}

impl OutboxColumns {
    pub(super) fn of(entry: &OutboxEntry) -> Result<Self, StoreError> {
        Ok(Self {
            id: entry.id,
            key: storable(&entry.key),
            channel: word(&entry.channel)?,
            ticket_id: entry.notice.ticket.as_ref().map(|ticket| ticket.id),
            recipient: storable(entry.notice.to.email.as_str()),
            label: entry.notice.body.label().to_owned(),
            notice: json(&entry.notice)?,
            message_id: storable(&entry.message_id),
            state: word(&entry.state)?,
            priority: entry.priority,
            attempts: entry.attempts,
            next_attempt_at: At(entry.next_attempt_at),
            last_error: storable_option(entry.last_error.as_deref()),
            created_at: At(entry.created_at),
            sent_at: entry.sent_at.map(At),
            uncertain_at: entry.uncertain_at.map(At),
        })
    }

    pub(super) fn into_entry(self) -> Result<OutboxEntry, StoreError> {
        let id = self.id;
        let row = Row { table: "outbox", id: &id };
        Ok(OutboxEntry {
            id,
            key: self.key,
            channel: row.word(self.channel)?,
            notice: row.json(self.notice)?,
            message_id: self.message_id,
            state: row.word(self.state)?,
            priority: self.priority,
            attempts: self.attempts,
            next_attempt_at: self.next_attempt_at.0,
            last_error: self.last_error,
            created_at: self.created_at.0,
            sent_at: self.sent_at.map(|at| at.0),
            uncertain_at: self.uncertain_at.map(|at| at.0),
        })
    }
}
