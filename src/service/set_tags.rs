//! Sorting a ticket by tags.

use super::work::Work;
use super::{Context, ServiceError};
use crate::domain::{ActivityKind, Person, Tag, Ticket, TicketId, Viewer};
use crate::store::{self, Connection};

/// Gives a ticket exactly these tags, closed or not: tags sort tickets, and are no part of what was agreed.
///
/// # Errors
/// [`ServiceError::NotFound`], [`ServiceError::Forbidden`] for a customer, [`ServiceError::Invalid`] for too many.
pub fn set_tags(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    ticket: TicketId,
    version: Option<i64>,
    mut tags: Vec<Tag>,
) -> Result<Ticket, ServiceError> {
    if !by.role.is_staff() {
        return Err(ServiceError::Forbidden("Only agents tag tickets."));
    }
    tags.sort_unstable();
    tags.dedup();
    if tags.len() > Tag::MOST {
        return Err(ServiceError::invalid("tags", format!("A ticket bears up to {} tags.", Tag::MOST)));
    }
    let mut work = Work::load(c, cx, Viewer::of(by), ticket)?;
    work.expect_version(version)?;
    let before = store::tag::of_ticket(work.c, ticket)?;
    let lacks = |known: &[Tag], tag: &&Tag| !known.contains(tag);
    let added: Vec<Tag> = tags.iter().filter(|tag| lacks(&before, tag)).cloned().collect();
    let removed: Vec<Tag> = before.iter().filter(|tag| lacks(&tags, tag)).cloned().collect();
    for tag in &added {
        store::tag::add(work.c, ticket, tag)?;
    }
    for tag in &removed {
        store::tag::remove(work.c, ticket, tag)?;
    }
    if added.is_empty() && removed.is_empty() {
        return Ok(work.ticket);
    }
    work.log(ActivityKind::Tagged { added, removed });
    work.finish()
}
