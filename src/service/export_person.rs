//! Giving out a person's data, as their right of access asks for.

use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Serialize;
use serde_json::{Value, json};

use super::{Asker, Context, ServiceError, audit};
use crate::domain::{AuditAction, ContentHash, Person, PersonId, TicketId, Viewer};
use crate::sla::Instant;
use crate::store::erasure::{self, Traces};
use crate::store::outbox::OutboxFilter;
use crate::store::{self, Connection};

/// Mails of ours that are given out at most, the last ones.
const MOST_NOTICES: i64 = 100_000;

/// Everything that is kept of a person, as a `tar.gz`: who they are, the tickets they reported with the conversation
/// as they may read it, the mails that were sent to them, their files, and their own mails as they came.
///
/// # Errors
/// [`ServiceError::Forbidden`] for anybody but an administrator, [`ServiceError::NotFound`].
pub fn export_person(
    c: &mut Connection,
    cx: &Context,
    by: Asker<'_>,
    id: PersonId,
) -> Result<Vec<u8>, ServiceError> {
    let actor = by.allowed()?;
    let person = store::person::find(c, id)?.ok_or(ServiceError::NotFound("person"))?;
    let traces = erasure::traces(c, id, person.email.as_str())?;
    let mut archive = Archive::new(cx.now);
    archive.document("person.json", &whole(c, &person)?)?;
    for ticket in &traces.tickets {
        add_ticket(c, &mut archive, &person, *ticket)?;
    }
    let filter = OutboxFilter { recipient: Some(person.email.clone()), ..OutboxFilter::default() };
    let notices: Vec<_> = store::outbox::list(c, &filter, None, MOST_NOTICES)?
        .into_iter()
        .map(|entry| json!({ "written": entry.created_at, "sent": entry.sent_at, "notice": entry.notice }))
        .collect();
    archive.document("mails-to-you.json", &notices)?;
    add_files(c, cx, &mut archive, &person, &traces)?;
    audit(c, cx, actor, AuditAction::PersonExported, id, &Value::Null)?;
    archive.finish()
}

fn whole(c: &mut Connection, person: &Person) -> Result<Value, ServiceError> {
    let organization = match person.organization_id {
        Some(id) => store::organization::find(c, id)?.map(|found| found.name),
        None => None,
    };
    let sessions: Vec<_> = store::session::of_person(c, person.id)?
        .into_iter()
        .map(|session| {
            json!({ "browser": session.browser, "address": session.address, "created_at": session.created_at })
        })
        .collect();
    let mails = if person.role.is_staff() { store::mail_choice::wanted(c, person.id)? } else { Vec::new() };
    let follows = store::follower::tickets(c, person.id)?;
    Ok(json!({
        "person": person, "organization": organization, "sessions": sessions, "mails_wanted": mails,
        "follows_tickets": follows,
    }))
}

fn add_ticket(
    c: &mut Connection,
    archive: &mut Archive,
    person: &Person,
    id: TicketId,
) -> Result<(), ServiceError> {
    let viewer = Viewer::of(person);
    let Some(ticket) = store::ticket::find(c, viewer, id)? else { return Ok(()) };
    let messages = store::message::list_visible(c, viewer, id)?;
    let said = json!({
        "number": ticket.number, "subject": ticket.subject, "severity": ticket.severity,
        "status": ticket.status, "channel": ticket.channel, "answers": ticket.answers,
        "created_at": ticket.created_at, "messages": messages,
    });
    archive.document(&format!("tickets/{}.json", ticket.number), &said)
}

fn add_files(
    c: &mut Connection,
    cx: &Context,
    archive: &mut Archive,
    person: &Person,
    traces: &Traces,
) -> Result<(), ServiceError> {
    for id in &traces.attachments {
        let Some(file) = store::attachment::find(c, Viewer::of(person), *id)? else { continue };
        let path = format!("files/{id}-{}", file.file_name.as_str());
        add_content(c, cx, archive, path, &file.content)?;
    }
    for id in &traces.mails {
        let Some(mail) = store::inbound::find(c, *id)? else { continue };
        add_content(c, cx, archive, format!("mails-from-you/{id}.eml"), &mail.raw)?;
    }
    Ok(())
}

/// Bytes under a path, or beside it why they are withheld.
fn add_content(
    c: &mut Connection,
    cx: &Context,
    archive: &mut Archive,
    path: String,
    content: &ContentHash,
) -> Result<(), ServiceError> {
    if let Some(why) = store::content_scan::withheld(c, cx.identity.scanning, &[content])?.remove(content) {
        return archive.file(&format!("{path}.txt"), format!("{why}\n").as_bytes());
    }
    let bytes = store::blob::get(c, &cx.identity.keys, content)?.unwrap_or_default();
    archive.file(&path, &bytes)
}

/// A `tar.gz` in memory.
struct Archive {
    tar: tar::Builder<GzEncoder<Vec<u8>>>,
    now: Instant,
}

impl Archive {
    fn new(now: Instant) -> Self {
        Self { tar: tar::Builder::new(GzEncoder::new(Vec::new(), Compression::default())), now }
    }

    fn document<T: Serialize>(&mut self, name: &str, value: &T) -> Result<(), ServiceError> {
        let text = serde_json::to_vec_pretty(value).map_err(|error| failed(&error))?;
        self.file(name, &text)
    }

    fn file(&mut self, name: &str, bytes: &[u8]) -> Result<(), ServiceError> {
        let mut header = tar::Header::new_gnu();
        header.set_size(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        header.set_mode(0o600);
        header.set_mtime(u64::try_from(self.now.timestamp()).unwrap_or(0));
        self.tar.append_data(&mut header, name, bytes).map_err(|error| failed(&error))
    }

    fn finish(self) -> Result<Vec<u8>, ServiceError> {
        let gzip = self.tar.into_inner().map_err(|error| failed(&error))?;
        gzip.finish().map_err(|error| failed(&error))
    }
}

fn failed(error: &dyn std::fmt::Display) -> ServiceError {
    ServiceError::Conflict(format!("The export could not be written: {error}"))
}
