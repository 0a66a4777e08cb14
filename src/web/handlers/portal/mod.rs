//! The customers' pages.

pub mod agreement;
pub mod contacts;
pub mod escalation;
mod pace;
pub mod report;
pub mod satisfaction;
pub mod solution;
pub mod ticket;
pub mod tickets;
pub mod watchers;

use crate::domain::Organization;
use crate::store;
use crate::web::auth::Session;
use crate::web::error::WebError;
use crate::web::site::Site;

/// The customer that somebody belongs to.
///
/// # Errors
/// Where the database can't be read.
pub async fn company(site: &Site, session: &Session) -> Result<Option<Organization>, WebError> {
    let Some(id) = session.person.organization_id else { return Ok(None) };
    site.app.db.read(move |c| Ok::<_, WebError>(store::organization::find(c, id)?)).await
}
