//! What is kept of one person, and how it is taken away. What was promised and kept stays: instants and severities.
//!
//! Two ways together: what the person wrote is replaced where it is known to lie; then their address is replaced
//! wherever it is written in any table, so that a table that is added later is covered as well.

use std::collections::BTreeSet;

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::Text;
use serde_json::Value;

use super::dump::{ColumnKind, quoted, tables};
use super::schema::{
    activity, api_token, attachment, blob, bulk_change, idempotency_key, inbound_envelope, inbound_head,
    inbound_mail, mail_reference, message, outbox, satisfaction, session, ticket, ticket_follower,
    ticket_snooze, watcher,
};
use super::sql_type::{Json, SqlId};
use super::{Connection, StoreError, message_search, transaction};
use crate::domain::search::fold;
use crate::domain::{
    ActivityId, AttachmentId, ContentHash, InboundHead, InboundMailId, MessageId, OutboxId, PersonId,
    TicketId,
};
use crate::vault::Keyring;

/// What stands where something was erased.
pub const ERASED: &str = "[erased]";

/// Fields of a notice in which people's own words lie.
const WORDS: [&str; 4] = ["text", "ticket_subject", "why", "excerpt"];

const MAILS_FROM: &str = "SELECT inbound_mail_id AS id FROM inbound_envelope
    WHERE lower(CAST(envelope AS TEXT)) LIKE $1";

#[derive(QueryableByName)]
struct MailId {
    #[diesel(sql_type = SqlId)]
    id: InboundMailId,
}

/// What is kept of a person, as ids.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Traces {
    /// Tickets that they reported.
    pub tickets: Vec<TicketId>,
    /// How many messages they wrote.
    pub messages: usize,
    /// Files that they sent.
    pub attachments: Vec<AttachmentId>,
    /// Their mails as they came, those that were held back included.
    pub mails: Vec<InboundMailId>,
}

/// What is kept of a person.
///
/// # Errors
/// [`StoreError`].
pub fn traces(c: &mut Connection, person: PersonId, email: &str) -> Result<Traces, StoreError> {
    let rows: Vec<Option<InboundMailId>> =
        message::table.filter(message::author_id.eq(person)).select(message::inbound_mail_id).load(c)?;
    let pattern = format!("%\"{}\"%", email.to_lowercase().replace(['%', '_', '\\'], "_"));
    let by_envelope: Vec<MailId> = sql_query(MAILS_FROM).bind::<Text, _>(pattern).load(c)?;
    let sent = inbound_head::table.filter(inbound_head::sender.eq(fold(email)));
    let by_sender: Vec<InboundMailId> = sent.select(inbound_head::inbound_mail_id).load(c)?;
    let messages = rows.len();
    let named = by_envelope.into_iter().map(|row| row.id).chain(by_sender);
    let mails: BTreeSet<_> = rows.into_iter().flatten().chain(named).collect();
    let attachments = attachment::table
        .inner_join(message::table)
        .filter(message::author_id.eq(person))
        .select(attachment::id)
        .load(c)?;
    let tickets = ticket::table.filter(ticket::requester_id.eq(person)).select(ticket::id).load(c)?;
    Ok(Traces { tickets, messages, attachments, mails: mails.into_iter().collect() })
}

/// Takes away what the person wrote and sent, and ends what would let them in.
///
/// # Errors
/// [`StoreError`].
pub fn erase_words(
    c: &mut Connection,
    keys: &Keyring,
    person: PersonId,
    traces: &Traces,
) -> Result<(), StoreError> {
    let own = message::table.filter(message::author_id.eq(person));
    diesel::update(own).set((message::text.eq(ERASED), message::html.eq(None::<String>))).execute(c)?;
    for id in &traces.tickets {
        let change = (ticket::subject.eq(ERASED), ticket::answers.eq(None::<Json>));
        diesel::update(ticket::table.find(id)).set(change).execute(c)?;
        let reasoned = ticket::table.find(id).filter(ticket::suggestion_reason.is_not_null());
        diesel::update(reasoned).set(ticket::suggestion_reason.eq(Some(ERASED))).execute(c)?;
        erase_subjects(c, *id)?;
        erase_notices(c, *id)?;
    }
    erase_reasons(c, person)?;
    let rated = satisfaction::table.filter(satisfaction::person_id.eq(person));
    diesel::update(rated).set(satisfaction::comment.eq("")).execute(c)?;
    let put_away = ticket_snooze::table.filter(ticket_snooze::person_id.eq(person));
    diesel::update(put_away).set(ticket_snooze::reason.eq(ERASED)).execute(c)?;
    let mut contents = BTreeSet::new();
    for id in &traces.attachments {
        let content: String = attachment::table.find(id).select(attachment::content).first(c)?;
        contents.insert(content);
        diesel::delete(attachment::table.find(id)).execute(c)?;
    }
    for id in &traces.mails {
        contents.extend(erase_mail(c, keys, *id)?);
    }
    diesel::delete(watcher::table.filter(watcher::person_id.eq(person))).execute(c)?;
    diesel::delete(ticket_follower::table.filter(ticket_follower::person_id.eq(person))).execute(c)?;
    diesel::delete(session::table.filter(session::person_id.eq(person))).execute(c)?;
    diesel::delete(api_token::table.filter(api_token::person_id.eq(person))).execute(c)?;
    diesel::delete(idempotency_key::table.filter(idempotency_key::person_id.eq(person))).execute(c)?;
    let asked = bulk_change::table.filter(bulk_change::person_id.eq(person));
    diesel::update(asked).set(bulk_change::request_key.eq(None::<String>)).execute(c)?;
    contents.iter().try_for_each(|content| remove_unused(c, content))
}

/// Replaces an address by another wherever it is written: in every
/// text and document of every table, but for the audit log, which holds neither.
///
/// # Errors
/// [`StoreError`].
pub fn replace_everywhere(c: &mut Connection, from: &str, to: &str) -> Result<(), StoreError> {
    for table in tables(c)?.iter().filter(|table| !table.name.starts_with("audit_")) {
        for column in &table.columns {
            let ColumnKind::Plain(kind) = &column.kind else { continue };
            let is_words = ["text", "TEXT", "jsonb"].contains(&kind.as_str());
            if !is_words || column.name == "id" || column.name.ends_with("_id") {
                continue;
            }
            let (table, name) = (quoted(&table.name), quoted(&column.name));
            let back = if kind == "jsonb" { "jsonb" } else { "text" };
            let statement = format!(
                "UPDATE {table} SET {name} = CAST(replace(CAST({name} AS TEXT), $1, $2) AS {back})
                 WHERE CAST({name} AS TEXT) LIKE $3"
            );
            let pattern = format!("%{}%", from.replace(['%', '_', '\\'], "_"));
            let query = sql_query(statement).bind::<Text, _>(from).bind::<Text, _>(to);
            query.bind::<Text, _>(pattern).execute(c)?;
        }
    }
    Ok(())
}

/// Replaces a name in what others wrote in a ticket.
///
/// # Errors
/// [`StoreError`].
pub fn replace_in_ticket(
    c: &mut Connection,
    ticket: TicketId,
    name: &str,
    to: &str,
) -> Result<(), StoreError> {
    let rows: Vec<(MessageId, String, Option<String>)> = message::table
        .filter(message::ticket_id.eq(ticket))
        .select((message::id, message::text, message::html))
        .load(c)?;
    for (id, text, html) in rows {
        let change = (
            message::text.eq(text.replace(name, to)),
            message::html.eq(html.map(|html| html.replace(name, to))),
        );
        diesel::update(message::table.filter(message::id.eq(id))).set(change).execute(c)?;
    }
    Ok(())
}

/// Takes into the search index what is left of the messages that an erasure changed: those that the person wrote, those
/// of tickets that they reported, and those beside which the address stands that took the place of theirs.
///
/// # Errors
/// [`StoreError`].
pub fn search_what_is_left(c: &mut Connection, person: PersonId, address: &str) -> Result<(), StoreError> {
    let holding = format!("%{address}%");
    let changed = ticket::table
        .filter(ticket::requester_id.eq(person).or(ticket::subject.like(holding.clone())))
        .select(ticket::id);
    let rows: Vec<(MessageId, TicketId, String)> = message::table
        .filter(
            message::author_id
                .eq(person)
                .or(message::ticket_id.eq_any(changed))
                .or(message::text.like(holding)),
        )
        .select((message::id, message::ticket_id, message::text))
        .load(c)?;
    rows.iter().try_for_each(|(id, of, text)| message_search::put(c, *id, *of, text))
}

/// The reasons that the person gave are taken out of the history; that they did something stays.
fn erase_reasons(c: &mut Connection, person: PersonId) -> Result<(), StoreError> {
    let rows: Vec<(ActivityId, Json)> = activity::table
        .filter(activity::person_id.eq(Some(person)))
        .select((activity::id, activity::kind))
        .load(c)?;
    for (id, Json(mut kind)) in rows {
        if let Some(reason @ Value::String(_)) = kind.get_mut("reason") {
            *reason = ERASED.into();
            let entry = activity::table.filter(activity::id.eq(id));
            diesel::update(entry).set(activity::kind.eq(Json(kind))).execute(c)?;
        }
    }
    Ok(())
}

/// The ticket's subject is the person's, whoever wrote the mail that repeats it.
fn erase_subjects(c: &mut Connection, ticket: TicketId) -> Result<(), StoreError> {
    let of_ticket = inbound_mail::table.filter(inbound_mail::ticket_id.eq(Some(ticket)));
    let repeating =
        inbound_head::table.filter(inbound_head::inbound_mail_id.eq_any(of_ticket.select(inbound_mail::id)));
    diesel::update(repeating).set(inbound_head::subject.eq("")).execute(c)?;
    Ok(())
}

/// People's words are taken out of notices about a ticket; that each was written, when and to whom stays.
fn erase_notices(c: &mut Connection, ticket: TicketId) -> Result<(), StoreError> {
    let rows: Vec<(OutboxId, Json)> = outbox::table
        .filter(outbox::ticket_id.eq(Some(ticket)))
        .select((outbox::id, outbox::notice))
        .load(c)?;
    for (id, Json(mut notice)) in rows {
        without_words(&mut notice);
        diesel::update(outbox::table.filter(outbox::id.eq(id)))
            .set(outbox::notice.eq(Json(notice)))
            .execute(c)?;
    }
    Ok(())
}

fn without_words(document: &mut Value) {
    match document {
        Value::Array(items) => items.iter_mut().for_each(without_words),
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(text) if WORDS.contains(&name.as_str()) => *text = ERASED.to_owned(),
                    other => without_words(other),
                }
            }
        }
        _ => {}
    }
}

/// The mail's row stays, since others refer to it; its bytes go, and what its envelope said.
fn erase_mail(c: &mut Connection, keys: &Keyring, id: InboundMailId) -> Result<Option<String>, StoreError> {
    let before: Option<String> =
        inbound_mail::table.find(id).select(inbound_mail::raw).first(c).optional()?;
    let marker = format!("This mail was erased ({id}).\r\n");
    let ContentHash(raw) = super::blob::put(c, keys, marker.as_bytes())?;
    let size = i64::try_from(marker.len()).unwrap_or(i64::MAX);
    let change = (inbound_mail::raw.eq(raw), inbound_mail::size.eq(size));
    diesel::update(inbound_mail::table.find(id)).set(change).execute(c)?;
    diesel::delete(mail_reference::table.filter(mail_reference::inbound_mail_id.eq(id))).execute(c)?;
    diesel::delete(inbound_envelope::table.find(id)).execute(c)?;
    super::inbound::put_head(c, id, &InboundHead::default())?;
    Ok(before)
}

/// Removes bytes to which nothing refers any more; the database itself says whether something does.
fn remove_unused(c: &mut Connection, content: &str) -> Result<(), StoreError> {
    let is_used = |c: &mut Connection| -> QueryResult<bool> {
        let files = attachment::table.filter(attachment::content.eq(content)).count().get_result::<i64>(c)?;
        let mails = inbound_mail::table.filter(inbound_mail::raw.eq(content)).count().get_result::<i64>(c)?;
        Ok(files + mails > 0)
    };
    if is_used(c)? {
        return Ok(());
    }
    let removed = transaction::savepoint(c, |c| -> Result<(), StoreError> {
        diesel::delete(blob::table.find(content)).execute(c)?;
        Ok(())
    });
    match removed {
        Err(StoreError::MissingReference) | Ok(()) => Ok(()),
        Err(other) => Err(other),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::without_words;

    #[test]
    fn words_go_and_facts_stay() {
        let mut notice = json!({ "ticket_subject": "My name is Ann", "to": { "name": "Bob" },
            "body": { "kind": "reply", "text": "Ann said", "next_update": "2026-11-23T10:00:00Z" } });
        without_words(&mut notice);
        assert!(!notice.to_string().contains("Ann"));
        assert_eq!(notice["body"]["next_update"], "2026-11-23T10:00:00Z");
        assert_eq!(notice["to"]["name"], "Bob");
    }
}
