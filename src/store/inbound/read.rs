//! Finding received mail, and which is to be read.

use diesel::dsl::{exists, min};
use diesel::prelude::*;

use super::columns::InboundColumns;
use crate::domain::search::fold;
use crate::domain::{InboundMail, InboundMailId, InboundState, TicketId};
use crate::sla::Instant;
use crate::store::any_connection::MultiBackend;
use crate::store::poison::readable;
use crate::store::schema::{inbound_head, inbound_mail};
use crate::store::sql_type::At;
use crate::store::text::{containing, storable};
use crate::store::word::{Row, word};
use crate::store::{Connection, StoreError, dialect};

/// Which mails a list shows; every condition that is given must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct InboundFilter {
    /// In this state.
    pub state: Option<InboundState>,
    /// That became or joined this ticket.
    pub ticket: Option<TicketId>,
    /// With this in the sender's address or name or in the subject, without regard to case and accents, or as the whole
    /// Message-ID (without brackets).
    pub text: Option<String>,
}

/// The mail with this id.
///
/// # Errors
/// [`StoreError`].
pub fn find(c: &mut Connection, id: InboundMailId) -> Result<Option<InboundMail>, StoreError> {
    let query = inbound_mail::table.find(id).select(InboundColumns::as_select());
    query.first(c).optional()?.map(InboundColumns::into_mail).transpose()
}

/// The mail with this id for reading it into the helpdesk: nobody else reads it until this transaction ends.
///
/// # Errors
/// [`StoreError`].
pub fn lock(c: &mut Connection, id: InboundMailId) -> Result<Option<InboundMail>, StoreError> {
    dialect::lock_mail(c, id)?;
    find(c, id)
}

/// Up to `limit` mails that can be read, the last received first, before this one.
///
/// # Errors
/// [`StoreError`].
pub fn list(
    c: &mut Connection,
    filter: &InboundFilter,
    before: Option<InboundMailId>,
    limit: i64,
) -> Result<Vec<InboundMail>, StoreError> {
    let mut found = inbound_mail::table.into_boxed::<MultiBackend>();
    if let Some(state) = filter.state {
        found = found.filter(inbound_mail::state.eq(word(&state)?));
    }
    if let Some(ticket) = filter.ticket {
        found = found.filter(inbound_mail::ticket_id.eq(Some(ticket)));
    }
    if let Some(text) = filter.text.as_deref() {
        let pattern = containing(&fold(text));
        let of_mail = inbound_head::table.filter(inbound_head::inbound_mail_id.eq(inbound_mail::id));
        let named = inbound_head::sender
            .like(pattern.clone())
            .escape('\\')
            .or(inbound_head::sender_name.like(pattern.clone()).escape('\\'))
            .or(inbound_head::subject.like(pattern).escape('\\'))
            .or(inbound_head::message_id.eq(storable(text)));
        found = found.filter(exists(of_mail.filter(named)));
    }
    if let Some(before) = before {
        found = found.filter(inbound_mail::id.lt(before));
    }
    let rows =
        found.order(inbound_mail::id.desc()).limit(limit).select(InboundColumns::as_select()).load(c)?;
    readable(rows.into_iter().map(InboundColumns::into_mail))
}

/// Up to `limit` mails that may be read by `now`, the longest waiting first.
///
/// # Errors
/// [`StoreError`].
pub fn to_read(c: &mut Connection, now: Instant, limit: i64) -> Result<Vec<InboundMail>, StoreError> {
    let query = inbound_mail::table
        .filter(inbound_mail::next_read_at.le(Some(At(now))))
        .order((inbound_mail::next_read_at, inbound_mail::id))
        .limit(limit)
        .select(InboundColumns::as_select());
    query.load(c)?.into_iter().map(InboundColumns::into_mail).collect()
}

/// The earliest instant at which a mail may be read.
///
/// # Errors
/// [`StoreError`].
pub fn next_read_at(c: &mut Connection) -> Result<Option<Instant>, StoreError> {
    let waiting = inbound_mail::table.filter(inbound_mail::next_read_at.is_not_null());
    let earliest: Option<At> = waiting.select(min(inbound_mail::next_read_at)).first(c)?;
    Ok(earliest.map(|at| at.0))
}

/// Reading a mail failed: one more attempt is counted, and it is tried again at `next_read_at`.
///
/// # Errors
/// [`StoreError::NotFound`] if it does not wait to be read: somebody else has read it meanwhile.
pub fn postpone(
    c: &mut Connection,
    id: InboundMailId,
    error: &str,
    next_read_at: Instant,
) -> Result<(), StoreError> {
    let change = (
        inbound_mail::state.eq(word(&InboundState::Failed)?),
        inbound_mail::error.eq(Some(storable(error))),
        inbound_mail::attempts.eq(inbound_mail::attempts + 1),
        inbound_mail::next_read_at.eq(Some(At(next_read_at))),
    );
    let waiting = inbound_mail::table.find(id).filter(inbound_mail::next_read_at.is_not_null());
    match diesel::update(waiting).set(change).execute(c)? {
        0 => Err(StoreError::NotFound),
        _ => Ok(()),
    }
}

/// Offers a mail for reading at `next_read_at` again, in the state and with the error that it is given with.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn read_again(c: &mut Connection, mail: &InboundMail, next_read_at: Instant) -> Result<(), StoreError> {
    let change = (
        inbound_mail::state.eq(word(&mail.state)?),
        inbound_mail::error.eq(mail.error.as_deref().map(storable)),
        inbound_mail::next_read_at.eq(Some(At(next_read_at))),
    );
    match diesel::update(inbound_mail::table.find(mail.id)).set(change).execute(c)? {
        0 => Err(StoreError::NotFound),
        _ => Ok(()),
    }
}

/// How many mails are in each state that has any.
///
/// # Errors
/// [`StoreError`].
pub fn counts(c: &mut Connection) -> Result<Vec<(InboundState, i64)>, StoreError> {
    let rows: Vec<(String, i64)> = inbound_mail::table
        .group_by(inbound_mail::state)
        .select((inbound_mail::state, diesel::dsl::count_star()))
        .load(c)?;
    let state = Row { table: "inbound_mail", id: &"counted" };
    rows.into_iter().map(|(word, count)| Ok((state.word(word)?, count))).collect()
}
