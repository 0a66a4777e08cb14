//! Customers and their mail domains.

use std::collections::HashMap;

use diesel::prelude::*;

use super::any_connection::MultiBackend;
use super::schema::{organization, organization_domain};
use super::sql_type::At;
use super::text::storable;
use super::word::Row;
use super::{Connection, StoreError};
use crate::domain::{Organization, OrganizationId, TeamId};

#[derive(Queryable, Selectable, Insertable, AsChangeset, Identifiable)]
#[diesel(table_name = organization)]
#[diesel(treat_none_as_null = true)]
struct OrganizationColumns {
    id: OrganizationId,
    name: String,
    contract_key: String,
    time_zone: String,
    team_id: Option<TeamId>,
    created_at: At,
}

/// Adds a customer.
///
/// # Errors
/// [`StoreError::Unique`] with `organization_name_key`, or with `organization_domain_domain_key` or
/// `organization_domain_pkey` where another customer has one of the domains.
pub fn insert(c: &mut Connection, organization: &Organization) -> Result<(), StoreError> {
    diesel::insert_into(organization::table).values(columns(organization)).execute(c)?;
    insert_domains(c, organization)
}

/// Writes a changed customer, with its domains.
///
/// # Errors
/// [`StoreError::NotFound`], or [`StoreError::Unique`] as [`insert`].
pub fn update(c: &mut Connection, organization: &Organization) -> Result<(), StoreError> {
    let row = organization::table.find(organization.id);
    if diesel::update(row).set(columns(organization)).execute(c)? == 0 {
        return Err(StoreError::NotFound);
    }
    let old = organization_domain::table.filter(organization_domain::organization_id.eq(organization.id));
    diesel::delete(old).execute(c)?;
    insert_domains(c, organization)
}

/// The customer with this id.
///
/// # Errors
/// [`StoreError`].
pub fn find(c: &mut Connection, id: OrganizationId) -> Result<Option<Organization>, StoreError> {
    let query = organization::table.find(id).select(OrganizationColumns::as_select());
    let row = query.first(c).optional()?;
    one(c, row)
}

/// The customer with this name, letter by letter.
///
/// # Errors
/// [`StoreError`].
pub fn find_by_name(c: &mut Connection, name: &str) -> Result<Option<Organization>, StoreError> {
    let query = organization::table.filter(organization::name.eq(name));
    let row = query.select(OrganizationColumns::as_select()).first(c).optional()?;
    one(c, row)
}

/// The customer whose senders write from this mail domain; case does not matter.
///
/// # Errors
/// [`StoreError`].
pub fn find_by_domain(c: &mut Connection, domain: &str) -> Result<Option<Organization>, StoreError> {
    let known: Option<OrganizationId> = organization_domain::table
        .find(storable(&domain.to_lowercase()))
        .select(organization_domain::organization_id)
        .first(c)
        .optional()?;
    known.map_or(Ok(None), |id| find(c, id))
}

/// Every customer, by name.
///
/// # Errors
/// [`StoreError`].
pub fn list(c: &mut Connection) -> Result<Vec<Organization>, StoreError> {
    let query = organization::table.order(organization::name).select(OrganizationColumns::as_select());
    let rows: Vec<OrganizationColumns> = query.load(c)?;
    with_domains(c, rows, None)
}

fn insert_domains(c: &mut Connection, organization: &Organization) -> Result<(), StoreError> {
    let mut domains: Vec<String> = organization.domains.iter().map(|domain| domain.to_lowercase()).collect();
    domains.sort_unstable();
    domains.dedup();
    for domain in domains {
        diesel::insert_into(organization_domain::table)
            .values((
                organization_domain::domain.eq(domain),
                organization_domain::organization_id.eq(organization.id),
            ))
            .execute(c)?;
    }
    Ok(())
}

fn columns(organization: &Organization) -> OrganizationColumns {
    OrganizationColumns {
        id: organization.id,
        name: storable(&organization.name),
        contract_key: organization.contract_key.clone(),
        time_zone: organization.time_zone.name().to_owned(),
        team_id: organization.team_id,
        created_at: At(organization.created_at),
    }
}

fn one(c: &mut Connection, row: Option<OrganizationColumns>) -> Result<Option<Organization>, StoreError> {
    let Some(row) = row else { return Ok(None) };
    let id = row.id;
    Ok(with_domains(c, vec![row], Some(id))?.pop())
}

fn with_domains(
    c: &mut Connection,
    rows: Vec<OrganizationColumns>,
    only: Option<OrganizationId>,
) -> Result<Vec<Organization>, StoreError> {
    let mut wanted = organization_domain::table.into_boxed::<MultiBackend>();
    if let Some(id) = only {
        wanted = wanted.filter(organization_domain::organization_id.eq(id));
    }
    let pairs: Vec<(String, OrganizationId)> = wanted.order(organization_domain::domain).load(c)?;
    let mut domains: HashMap<OrganizationId, Vec<String>> = HashMap::new();
    for (domain, id) in pairs {
        domains.entry(id).or_default().push(domain);
    }
    rows.into_iter().map(|row| read(row, &mut domains)).collect()
}

fn read(
    columns: OrganizationColumns,
    domains: &mut HashMap<OrganizationId, Vec<String>>,
) -> Result<Organization, StoreError> {
    let id = columns.id;
    let row = Row { table: "organization", id: &id };
    Ok(Organization {
        id,
        name: columns.name,
        contract_key: columns.contract_key,
        domains: domains.remove(&id).unwrap_or_default(),
        time_zone: row.parse(&columns.time_zone)?,
        team_id: columns.team_id,
        created_at: columns.created_at.0,
    })
}
