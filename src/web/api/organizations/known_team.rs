//! A team that a program names by its id.

use crate::domain::TeamId;
use crate::store;
use crate::web::error::WebError;

/// The team, if one is named. Refuses one that does not exist.
///
/// # Errors
/// [`WebError::Invalid`] naming `team_id`.
pub fn known_team(c: &mut store::Connection, id: Option<TeamId>) -> Result<Option<TeamId>, WebError> {
    let Some(id) = id else { return Ok(None) };
    match store::team::find(c, id)? {
        Some(_) => Ok(Some(id)),
        None => Err(WebError::field("team_id", "There is no such team.")),
    }
}
