//! What every change of a ticket has in common: find it for who asks, compare versions, call the verb, answer with the ticket.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use super::show;
use crate::domain::{Person, Ticket, TicketId};
use crate::service::{Context, ServiceError};
use crate::store::{self, Connection};
use crate::web::api::input::IfMatch;
use crate::web::auth::Session;
use crate::web::error::WebError;
use crate::web::handlers::ticket_number;
use crate::web::site::Site;

/// What a verb is given.
pub(super) struct Change<'a> {
    pub(super) c: &'a mut Connection,
    pub(super) context: Context,
    pub(super) person: Person,
    pub(super) ticket: TicketId,
    /// The version that the sender knows, if they said so.
    pub(super) version: Option<i64>,
}

/// Changes a ticket by a verb, in one transaction, and answers with the ticket as it is afterwards.
///
/// # Errors
/// 404, 412 for an outdated `If-Match`, and those of the verb.
pub(super) async fn change<F>(
    site: &Site,
    session: &Session,
    number: &str,
    if_match: IfMatch,
    verb: F,
) -> Result<HttpResponse, WebError>
where
    F: FnOnce(Change<'_>) -> Result<Ticket, ServiceError> + Send + 'static,
{
    let number = ticket_number(number)?;
    let (context, person, viewer) = (site.app.context(), session.person.clone(), session.viewer());
    let changed = site.app.db.write(move |c| -> Result<Ticket, WebError> {
        let found = store::ticket::find_by_number(c, viewer, number)?.ok_or(WebError::NotFound)?;
        let version = if_match.check(found.version)?;
        Ok(verb(Change { c, context, person, ticket: found.id, version })?)
    });
    let ticket = changed.await?;
    show::answer(site, session, ticket.number, StatusCode::OK).await
}
