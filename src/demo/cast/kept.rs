//! What the agents keep under a name: macros and views that everybody shares.

use crate::domain::{MessageKind, Person, Sharing};
use crate::service::{self, Context, MacroChange, ServiceError};
use crate::sla::Status;
use crate::store::Connection;

/// Name, text, and the status that is set with it.
const MACROS: [(&str, &str, Option<Status>); 3] = [
    (
        "Ask for the log",
        "Hello {{requester.first_name}},\n\nplease send us the log of the time when it happened, and a picture of what you saw. \
         Ticket #{{ticket.number}} waits for it; our clock stands still until then.\n\nKind regards\n{{agent}}",
        Some(Status::WaitingOnCustomer),
    ),
    (
        "Still working on it",
        "Hello {{requester.first_name}},\n\nwe are still working on “{{ticket.subject}}” and have no more to tell yet.\n\n\
         Kind regards\n{{agent}}",
        None,
    ),
    (
        "Solved?",
        "Hello {{requester.first_name}},\n\nthis should be solved now. If anything is left, answer this mail and we go on.\n\n\
         Kind regards\n{{agent}}",
        Some(Status::Resolved),
    ),
];

/// Name, and the list as the query of its address.
const VIEWS: [(&str, &str); 2] = [
    ("Critical, all customers", "q=severity%3ACritical"),
    ("Broken and nobody’s", "q=breached%3Ayes+assignee%3Anone"),
];

/// Writes them down, in the name of one of the provider.
///
/// # Errors
/// [`ServiceError`], where the database is at fault.
pub(super) fn keep(c: &mut Connection, cx: &Context, by: &Person) -> Result<(), ServiceError> {
    for (name, text, then) in MACROS {
        let (name, text) = (name.to_owned(), text.to_owned());
        let change = MacroChange { name, text, kind: MessageKind::Public, then, sharing: Sharing::Everybody };
        service::add_macro(c, cx, by, change)?;
    }
    for (name, place) in VIEWS {
        service::save_view(c, cx, by, name, place.to_owned(), Sharing::Everybody)?;
    }
    Ok(())
}
