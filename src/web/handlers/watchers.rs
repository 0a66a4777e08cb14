//! Who reads along in a ticket, chosen on its page: at the desk and in the portal alike.

use crate::domain::{EmailAddress, Person, PersonId, TicketNumber};
use crate::service::{self, Context};
use crate::store::{self, Connection};
use crate::web::error::{FieldFault, WebError};
use crate::web::input::Posted;
use crate::web::visit::Visit;

/// An address that was refused, as typed, and why.
pub(super) type Refused = (String, Vec<FieldFault>);

/// Adds whoever has the address that the form says.
///
/// # Errors
/// [`WebError`]: not found, closed, or not allowed.
pub(super) async fn add(
    visit: &Visit,
    number: TicketNumber,
    posted: &Posted,
) -> Result<Result<(), Refused>, WebError> {
    let (viewer, typed) = (visit.session.viewer(), posted.text("email"));
    let email = match EmailAddress::parse(&typed) {
        Ok(email) => email,
        Err(error) => return Ok(Err((typed, vec![FieldFault::new("email", error.to_string())]))),
    };
    let adding = move |c: &mut Connection, cx: &Context, by: &Person| -> Result<(), WebError> {
        let ticket = store::ticket::find_by_number(c, viewer, number)?.ok_or(WebError::NotFound)?;
        service::add_watcher(c, cx, by, ticket.id, &email)?;
        Ok(())
    };
    match visit.write(adding).await {
        Ok(()) => Ok(Ok(())),
        Err(WebError::Invalid(faults)) => Ok(Err((typed, faults))),
        Err(error) => Err(error),
    }
}

/// Takes off whom the form says.
///
/// # Errors
/// [`WebError`]: not found, nobody chosen, or not allowed.
pub(super) async fn remove(visit: &Visit, number: TicketNumber, posted: &Posted) -> Result<(), WebError> {
    let (viewer, watcher) = (visit.session.viewer(), posted.required::<PersonId>("person")?);
    let removing = move |c: &mut Connection, cx: &Context, by: &Person| -> Result<(), WebError> {
        let ticket = store::ticket::find_by_number(c, viewer, number)?.ok_or(WebError::NotFound)?;
        service::remove_watcher(c, cx, by, ticket.id, watcher)?;
        Ok(())
    };
    visit.write(removing).await
}
