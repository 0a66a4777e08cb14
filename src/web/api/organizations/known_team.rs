//! A team that a program names by its id.

use crate::domain::TeamId;
use crate::store;
use crate::web::error::WebError;

/// Refuses a team that does not exist.
///
/// # Errors
/// [`WebError::Invalid`] naming `team_id`.
pub fn known_team(c: &mut store::Connection, id: Option<TeamId>) -> Result<(), WebError> {
    let Some(id) = id else { return Ok(()) };
    match store::team::find(c, id)? {
        Some(_) => Ok(()),
        None => Err(WebError::field("team_id", "There is no such team.")),
    }
}
