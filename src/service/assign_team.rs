//! Giving a ticket to a team, or to none.

use super::work::Work;
use super::{Context, ServiceError};
use crate::domain::{ActivityKind, Person, TeamId, Ticket, TicketId, Viewer};
use crate::store::{self, Connection};

/// Gives a ticket to a team, or to none: its people are warned and called from now on.
///
/// # Errors
/// [`ServiceError::NotFound`], [`ServiceError::Forbidden`] for a customer, [`ServiceError::Invalid`] for a team that is
/// not there, [`ServiceError::Conflict`] for a closed ticket.
pub fn assign_team(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    ticket: TicketId,
    version: Option<i64>,
    team: Option<TeamId>,
) -> Result<Ticket, ServiceError> {
    if !by.role.is_staff() {
        return Err(ServiceError::Forbidden("Only agents give tickets to teams."));
    }
    let mut work = Work::load_unclosed(c, cx, Viewer::of(by), ticket, version)?;
    if work.ticket.team_id == team {
        return Ok(work.ticket);
    }
    let (from, to) = (name(work.c, work.ticket.team_id)?, name(work.c, team)?);
    work.ticket.team_id = team;
    work.log(ActivityKind::TeamAssigned { from, to });
    work.finish()
}

/// The history names a team as it was called then.
fn name(c: &mut Connection, team: Option<TeamId>) -> Result<Option<String>, ServiceError> {
    let Some(id) = team else { return Ok(None) };
    let found = store::team::find(c, id)?;
    let found = found.ok_or_else(|| ServiceError::invalid("team", "Choose a team that is there."))?;
    Ok(Some(found.name))
}
