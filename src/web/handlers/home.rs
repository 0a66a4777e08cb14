//! `GET /`: to where each role begins.

use actix_web::HttpResponse;

use super::see_other;
use crate::web::auth::Session;

/// Sends customers to their tickets, and the provider's people to the queue.
pub async fn home(session: Session) -> HttpResponse {
    see_other(if session.person.role.is_staff() { "/desk" } else { "/portal" })
}
