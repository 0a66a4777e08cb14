//! Looking at the outbox.

use diesel::prelude::*;

use super::columns::OutboxColumns;
use crate::domain::{EmailAddress, OutboxEntry, OutboxId, OutboxState, TicketId};
use crate::sla::Instant;
use crate::store::any_connection::MultiBackend;
use crate::store::poison::readable;
use crate::store::schema::{mail_reference, message, outbox};
use crate::store::sql_type::At;
use crate::store::text::{containing, storable};
use crate::store::word::{Row, word};
use crate::store::{Connection, StoreError};

/// Which notices a list shows; every condition that is given must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OutboxFilter {
    /// In this state.
    pub state: Option<OutboxState>,
    /// About this ticket.
    pub ticket: Option<TicketId>,
    /// To this address.
    pub recipient: Option<EmailAddress>,
    /// To this address, or under this Message-ID (without brackets); where there is neither, to addresses that have it as
    /// a part, without regard to case.
    pub text: Option<String>,
}

/// What the text of a filter turned out to be.
enum Meant {
    Recipient(String),
    MessageId(String),
    PartOfRecipient(String),
}

/// Up to `limit` notices, the last written first, before this one. Those that cannot be read are passed over, and the
/// log names them.
///
/// # Errors
/// [`StoreError`].
pub fn list(
    c: &mut Connection,
    filter: &OutboxFilter,
    before: Option<OutboxId>,
    limit: i64,
) -> Result<Vec<OutboxEntry>, StoreError> {
    let mut place = before.map(|before| place(c, before)).transpose()?;
    let meant = filter.text.as_deref().map(|text| meant(c, text)).transpose()?;
    let (mut found, mut missing) = (Vec::new(), limit);
    while missing > 0 {
        let rows = next(c, filter, meant.as_ref(), place, missing)?;
        let met = rows.len();
        place = rows.last().map(|(place, _)| *place);
        let read = readable(rows.into_iter().map(|(_, row)| row.into_entry()))?;
        missing = i64::try_from(met - read.len()).unwrap_or(0);
        found.extend(read);
    }
    Ok(found)
}

/// What is given whole is found by an index; only a part has to be looked for in every row.
fn meant(c: &mut Connection, text: &str) -> Result<Meant, StoreError> {
    let (address, message_id) = (storable(&text.to_lowercase()), storable(text));
    let to_it = outbox::table.filter(outbox::recipient.eq(&address)).select(outbox::sequence);
    let under_it = outbox::table.filter(outbox::message_id.eq(&message_id)).select(outbox::sequence);
    let first_to_it: Option<i64> = to_it.first(c).optional()?;
    let first_under_it: Option<i64> = under_it.first(c).optional()?;
    Ok(match (first_to_it, first_under_it) {
        (Some(_), _) => Meant::Recipient(address),
        (None, Some(_)) => Meant::MessageId(message_id),
        (None, None) => Meant::PartOfRecipient(containing(text)),
    })
}

/// Where a notice stands in the order in which they were written.
fn place(c: &mut Connection, id: OutboxId) -> Result<i64, StoreError> {
    Ok(outbox::table.find(id).select(outbox::sequence).first(c)?)
}

/// Up to `limit` rows before this place, each with its own.
fn next(
    c: &mut Connection,
    filter: &OutboxFilter,
    meant: Option<&Meant>,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<(i64, OutboxColumns)>, StoreError> {
    let mut found = outbox::table.into_boxed::<MultiBackend>();
    if let Some(state) = filter.state {
        let is_whole = matches!(meant, Some(Meant::Recipient(_) | Meant::MessageId(_)));
        found = match is_whole || filter.recipient.is_some() {
            // Not by the index of states, through which SQLite would look at every notice that was ever sent.
            true => found.filter(outbox::state.concat("").eq(word(&state)?)),
            false => found.filter(outbox::state.eq(word(&state)?)),
        };
    }
    if let Some(ticket) = filter.ticket {
        found = found.filter(outbox::ticket_id.eq(Some(ticket)));
    }
    if let Some(recipient) = &filter.recipient {
        found = found.filter(outbox::recipient.eq(recipient.as_str()));
    }
    found = match meant {
        Some(Meant::Recipient(address)) => found.filter(outbox::recipient.eq(address)),
        Some(Meant::MessageId(message_id)) => found.filter(outbox::message_id.eq(message_id)),
        Some(Meant::PartOfRecipient(pattern)) => found.filter(outbox::recipient.like(pattern).escape('\\')),
        None => found,
    };
    if let Some(before) = before {
        found = found.filter(outbox::sequence.lt(before));
    }
    let columns = (outbox::sequence, OutboxColumns::as_select());
    Ok(found.order(outbox::sequence.desc()).limit(limit).select(columns).load(c)?)
}

/// The notice with this id.
///
/// # Errors
/// [`StoreError`].
pub fn find(c: &mut Connection, id: OutboxId) -> Result<Option<OutboxEntry>, StoreError> {
    let query = outbox::table.find(id).select(OutboxColumns::as_select());
    query.first(c).optional()?.map(OutboxColumns::into_entry).transpose()
}

/// How many notices are in each state that has any.
///
/// # Errors
/// [`StoreError`].
pub fn counts(c: &mut Connection) -> Result<Vec<(OutboxState, i64)>, StoreError> {
    let rows: Vec<(String, i64)> =
        outbox::table.group_by(outbox::state).select((outbox::state, diesel::dsl::count_star())).load(c)?;
    let state = Row { table: "outbox", id: &"counted" };
    rows.into_iter().map(|(word, count)| Ok((state.word(word)?, count))).collect()
}

/// How many notices of a kind (by [`NoticeBody::label`](crate::domain::NoticeBody::label)) were written to an address
/// at or after an instant.
///
/// # Errors
/// [`StoreError`].
pub fn count_to(
    c: &mut Connection,
    recipient: &EmailAddress,
    label: &str,
    since: Instant,
) -> Result<i64, StoreError> {
    let written = outbox::table
        .filter(outbox::recipient.eq(recipient.as_str()))
        .filter(outbox::label.eq(label))
        .filter(outbox::created_at.ge(At(since)));
    Ok(written.count().get_result(c)?)
}

/// The kinds of the notices about a ticket (by [`NoticeBody::label`](crate::domain::NoticeBody::label)), in the order
/// in which they were written.
///
/// # Errors
/// [`StoreError`].
pub fn labels_about(c: &mut Connection, ticket: TicketId) -> Result<Vec<String>, StoreError> {
    let about = outbox::table.filter(outbox::ticket_id.eq(Some(ticket)));
    Ok(about.order(outbox::sequence).select(outbox::label).load(c)?)
}

/// The Message-IDs of a ticket's mails in order: those that stand in the conversation, and those that were written to
/// this address. Nobody learns those of mails to others, which would let them answer in another's place.
///
/// # Errors
/// [`StoreError`].
pub fn thread(
    c: &mut Connection,
    ticket: TicketId,
    reader: &EmailAddress,
) -> Result<Vec<String>, StoreError> {
    let by_mail = message::inbound_mail_id.eq(mail_reference::inbound_mail_id.nullable());
    let mut mails: Vec<(At, String)> = message::table
        .inner_join(mail_reference::table.on(by_mail))
        .filter(message::ticket_id.eq(ticket))
        .order(message::sequence)
        .select((message::created_at, mail_reference::message_id))
        .load(c)?;
    let written: Vec<(At, String)> = outbox::table
        .filter(outbox::ticket_id.eq(Some(ticket)))
        .filter(outbox::channel.eq("email"))
        .filter(outbox::recipient.eq(reader.as_str()))
        .order(outbox::sequence)
        .select((outbox::created_at, outbox::message_id))
        .load(c)?;
    mails.extend(written);
    // A stable sort: at one instant what was received comes before what was written about it.
    mails.sort_by_key(|(at, _)| *at);
    Ok(mails.into_iter().map(|(_, message_id)| message_id).collect())
}
