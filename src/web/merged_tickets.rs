//! The tickets that go on in another, with what was written in them.

use std::collections::{HashMap, HashSet};

use crate::domain::{Attachment, Message, Ticket, TicketId, TicketMerge, TicketNumber, Viewer};
use crate::sla::Instant;
use crate::store::{self, Connection};
use crate::web::error::WebError;

/// A ticket that goes on in another.
#[derive(Debug, Clone)]
pub struct MergedTicket {
    /// Its number.
    pub number: TicketNumber,
    /// What it is about.
    pub subject: String,
    /// When it was merged.
    pub merged_at: Instant,
    /// What the viewer may read of its conversation.
    pub messages: Vec<Message>,
    /// The files of those messages.
    pub attachments: Vec<Attachment>,
}

/// The tickets that go on in this one and that the viewer may see, each followed by those that had been merged into it
/// before. However many they are, they are read together.
///
/// # Errors
/// Where the database can't be read.
pub fn read(c: &mut Connection, viewer: Viewer, into: TicketId) -> Result<Vec<MergedTicket>, WebError> {
    let mut tree = Tree::default();
    let mut reached = vec![into];
    while !reached.is_empty() {
        let merges = store::ticket_merge::into(c, &reached)?;
        reached = merges.iter().map(|merge| merge.ticket_id).collect();
        if reached.is_empty() {
            break;
        }
        // Where one is hidden, so is what had been merged into it.
        let seen = store::ticket::find_all(c, viewer, &reached)?;
        reached = seen.iter().map(|ticket| ticket.id).collect();
        tree.tickets.extend(seen.into_iter().map(|ticket| (ticket.id, ticket)));
        for merge in merges {
            tree.merges.entry(merge.into_id).or_default().push(merge);
        }
    }
    let mut found = Vec::with_capacity(tree.tickets.len());
    if !tree.tickets.is_empty() {
        tree.follow(into, &mut Written::read(c, viewer, tree.tickets.keys().copied().collect())?, &mut found);
    }
    Ok(found)
}

/// What was merged into what.
#[derive(Default)]
struct Tree {
    /// The merges into each ticket, in their order.
    merges: HashMap<TicketId, Vec<TicketMerge>>,
    /// The merged tickets that the viewer may see.
    tickets: HashMap<TicketId, Ticket>,
}

impl Tree {
    fn follow(&self, into: TicketId, written: &mut Written, found: &mut Vec<MergedTicket>) {
        for merge in self.merges.get(&into).into_iter().flatten() {
            let Some(ticket) = self.tickets.get(&merge.ticket_id) else { continue };
            found.push(MergedTicket {
                number: ticket.number,
                subject: ticket.subject.clone(),
                merged_at: merge.merged_at,
                messages: written.messages.remove(&ticket.id).unwrap_or_default(),
                attachments: written.attachments.remove(&ticket.id).unwrap_or_default(),
            });
            self.follow(ticket.id, written, found);
        }
    }
}

/// What the viewer may read of several conversations, with the files of those messages.
struct Written {
    messages: HashMap<TicketId, Vec<Message>>,
    attachments: HashMap<TicketId, Vec<Attachment>>,
}

impl Written {
    fn read(c: &mut Connection, viewer: Viewer, tickets: Vec<TicketId>) -> Result<Self, WebError> {
        let mut written = Self { messages: HashMap::new(), attachments: HashMap::new() };
        let mut readable = HashSet::new();
        for message in store::message::list_visible_of_all(c, viewer, &tickets)? {
            readable.insert(message.id);
            written.messages.entry(message.ticket_id).or_default().push(message);
        }
        let files = store::attachment::list_of_all(c, &tickets)?;
        for file in files.into_iter().filter(|file| readable.contains(&file.message_id)) {
            written.attachments.entry(file.ticket_id).or_default().push(file);
        }
        Ok(written)
    }
}

/// What the viewer may read of one ticket's conversation, with the files of those messages.
///
/// # Errors
/// Where the database can't be read.
pub fn conversation(
    c: &mut Connection,
    viewer: Viewer,
    ticket: TicketId,
) -> Result<(Vec<Message>, Vec<Attachment>), WebError> {
    let messages = store::message::list_visible(c, viewer, ticket)?;
    let mut files = store::attachment::list(c, ticket)?;
    files.retain(|file| messages.iter().any(|message| message.id == file.message_id));
    Ok((messages, files))
}
