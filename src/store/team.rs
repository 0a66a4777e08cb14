//! Teams.

use diesel::prelude::*;

use super::schema::team;
use super::sql_type::At;
use super::text::storable;
use super::{Connection, StoreError};
use crate::domain::{RotaId, Team, TeamId};

#[derive(Queryable, Selectable, Insertable, AsChangeset, Identifiable)]
#[diesel(table_name = team)]
#[diesel(treat_none_as_null = true)]
struct TeamColumns {
    id: TeamId,
    name: String,
    rota_id: Option<RotaId>,
    created_at: At,
}

/// Adds a team.
///
/// # Errors
/// [`StoreError::Unique`] with `team_name_key` if the name is taken.
pub fn insert(c: &mut Connection, team: &Team) -> Result<(), StoreError> {
    diesel::insert_into(team::table).values(columns(team)).execute(c)?;
    Ok(())
}

/// Writes a changed team.
///
/// # Errors
/// [`StoreError::NotFound`], or [`StoreError::Unique`] if the new name is taken.
pub fn update(c: &mut Connection, team: &Team) -> Result<(), StoreError> {
    match diesel::update(team::table.find(team.id)).set(columns(team)).execute(c)? {
        0 => Err(StoreError::NotFound),
        _ => Ok(()),
    }
}

/// The team with this id.
///
/// # Errors
/// [`StoreError`].
pub fn find(c: &mut Connection, id: TeamId) -> Result<Option<Team>, StoreError> {
    Ok(team::table.find(id).select(TeamColumns::as_select()).first(c).optional()?.map(read))
}

/// Every team, by name.
///
/// # Errors
/// [`StoreError`].
pub fn list(c: &mut Connection) -> Result<Vec<Team>, StoreError> {
    let rows = team::table.order(team::name).select(TeamColumns::as_select()).load(c)?;
    Ok(rows.into_iter().map(read).collect())
}

fn columns(team: &Team) -> TeamColumns {
    TeamColumns {
        id: team.id,
        name: storable(&team.name),
        rota_id: team.rota_id,
        created_at: At(team.created_at),
    }
}

fn read(columns: TeamColumns) -> Team {
    let TeamColumns { id, name, rota_id, created_at } = columns;
    Team { id, name, rota_id, created_at: created_at.0 }
}
