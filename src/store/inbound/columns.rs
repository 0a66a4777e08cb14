//! A received mail as its columns hold it.

use diesel::prelude::*;

use crate::domain::{ContentHash, InboundMail, InboundMailId, InboundState, TicketId};
use crate::store::StoreError;
use crate::store::schema::inbound_mail;
use crate::store::sql_type::At;
use crate::store::text::{storable, storable_option};
use crate::store::word::{Row, word};

#[derive(Queryable, Selectable, Insertable, Identifiable)]
#[diesel(table_name = inbound_mail)]
pub(super) struct InboundColumns {
    id: InboundMailId,
    source: String,
    raw: String,
    size: i64,
    received_at: At,
    state: String,
    error: Option<String>,
    attempts: i32,
    ticket_id: Option<TicketId>,
}

/// A new mail, with when it may be read.
#[derive(Insertable)]
#[diesel(table_name = inbound_mail)]
pub(super) struct NewInbound {
    #[diesel(embed)]
    columns: InboundColumns,
    next_read_at: Option<At>,
}

impl NewInbound {
    pub(super) fn of(mail: &InboundMail) -> Result<Self, StoreError> {
        let is_waiting = matches!(mail.state, InboundState::Received | InboundState::Failed);
        let columns = InboundColumns {
            id: mail.id,
            source: storable(&mail.source),
            raw: mail.raw.0.clone(),
            size: mail.size,
            received_at: At(mail.received_at),
            state: word(&mail.state)?,
            error: storable_option(mail.error.as_deref()),
            attempts: mail.attempts,
            ticket_id: mail.ticket_id,
        };
        Ok(Self { columns, next_read_at: is_waiting.then_some(At(mail.received_at)) })
    }
}

impl InboundColumns {
    pub(super) fn into_mail(self) -> Result<InboundMail, StoreError> {
        let id = self.id;
        let row = Row { table: "inbound_mail", id: &id };
        Ok(InboundMail {
            id,
            source: self.source,
            raw: ContentHash(self.raw),
            size: self.size,
            received_at: self.received_at.0,
            state: row.word(self.state)?,
            error: self.error,
            attempts: self.attempts,
            ticket_id: self.ticket_id,
        })
    }
}
