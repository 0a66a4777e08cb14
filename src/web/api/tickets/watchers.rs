//! Who reads along in a ticket: `/api/v1/tickets/{number}/watchers`.

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::TicketView;
use super::change::Change;
use crate::domain::{EmailAddress, Person, PersonId};
use crate::service;
use crate::web::api::input::Body;
use crate::web::error::WebError;
use crate::web::visit::PathId;

/// Somebody who reads along.
#[derive(Debug, Serialize, ToSchema)]
pub struct WatcherView {
    /// The id.
    pub id: PersonId,
    /// The name.
    pub name: String,
    /// The address to which what is public is mailed.
    pub email: EmailAddress,
}

impl WatcherView {
    /// Names a watcher.
    #[must_use]
    pub fn of(person: &Person) -> Self {
        Self { id: person.id, name: person.name.clone(), email: person.email.clone() }
    }
}

/// Who shall read along.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewWatcher {
    /// The address. Somebody nobody knows becomes a contact.
    pub email: EmailAddress,
}

/// Add a watcher
///
/// They are mailed every public message from now on, and may answer by mail. For agents, and for contacts who give
/// instructions or look after contacts; these add people of their own organization. Adding twice changes nothing.
///
/// # Errors
/// 403 for other contacts, 409 for a closed ticket, 422 for somebody who must not read along.
#[utoipa::path(post, path = "/api/v1/tickets/{number}/watchers", tag = "tickets", request_body = NewWatcher,
    params(("number" = i64, Path, description = "The ticket’s number"),
        ("If-Match" = Option<String>, Header, description = "The entity tag of the state that you know")),
    responses((status = 200, description = "The ticket afterwards", body = TicketView)))]
pub async fn add(change: Change, body: Body<NewWatcher>) -> Result<HttpResponse, WebError> {
    change.run(move |c, cx, by, id, _| service::add_watcher(c, cx, by, id, &body.0.email)).await
}

/// Take a watcher off
///
/// Everybody may take themselves off. Taking off twice changes nothing.
///
/// # Errors
/// 403 for contacts who don’t choose watchers, 404 for an id that can’t be one.
#[utoipa::path(delete, path = "/api/v1/tickets/{number}/watchers/{id}", tag = "tickets",
    params(("number" = i64, Path, description = "The ticket’s number"),
        ("id" = PersonId, Path, description = "The watcher’s id"),
        ("If-Match" = Option<String>, Header, description = "The entity tag of the state that you know")),
    responses((status = 200, description = "The ticket afterwards", body = TicketView)))]
pub async fn remove(change: Change, PathId(watcher): PathId<PersonId>) -> Result<HttpResponse, WebError> {
    change.run(move |c, cx, by, id, _| service::remove_watcher(c, cx, by, id, watcher)).await
}
