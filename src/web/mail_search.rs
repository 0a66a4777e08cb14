//! What somebody types over a list of mails, as the list's filter takes it.

use crate::domain::{MailSearch, TicketId, Viewer};
use crate::store::{self, Connection, StoreError};

/// To what a list of mails is narrowed; with neither it shows every mail.
#[derive(Debug, Default)]
pub(super) struct Narrowed {
    /// To those that have to do with this ticket.
    pub(super) ticket: Option<TicketId>,
    /// To those in which this is found.
    pub(super) text: Option<String>,
}

/// What was typed, with the ticket that it names looked up. None where there is no such ticket, and so no mail.
///
/// # Errors
/// [`StoreError`].
pub(super) fn narrowed(
    c: &mut Connection,
    viewer: Viewer,
    typed: &str,
) -> Result<Option<Narrowed>, StoreError> {
    Ok(match MailSearch::parse(typed) {
        MailSearch::Nothing => Some(Narrowed::default()),
        MailSearch::Text(text) => Some(Narrowed { text: Some(text), ticket: None }),
        MailSearch::Ticket(number) => {
            let ticket = store::ticket::find_by_number(c, viewer, number)?;
            ticket.map(|ticket| Narrowed { ticket: Some(ticket.id), text: None })
        }
    })
}
