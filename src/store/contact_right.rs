//! What contacts of customers may do beyond reporting.

use diesel::prelude::*;

use super::schema::contact_right;
use super::word::{Row, word};
use super::{Connection, StoreError};
use crate::domain::{ContactRights, OrganizationId, PersonId};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = contact_right)]
struct RightColumns {
    person_id: PersonId,
    organization_id: OrganizationId,
    instructs: Option<String>,
    administers: bool,
}

/// The rights of a customer's contacts; who is not in the list has none.
///
/// # Errors
/// [`StoreError`].
pub fn list(c: &mut Connection, organization: OrganizationId) -> Result<Vec<ContactRights>, StoreError> {
    let query = contact_right::table
        .filter(contact_right::organization_id.eq(organization))
        .order(contact_right::person_id)
        .select(RightColumns::as_select());
    query.load(c)?.into_iter().map(read).collect()
}

/// The rights of one contact; none where the contact may report and nothing more.
///
/// # Errors
/// [`StoreError`].
pub fn find(c: &mut Connection, person: PersonId) -> Result<Option<ContactRights>, StoreError> {
    let query = contact_right::table.find(person).select(RightColumns::as_select());
    query.first(c).optional()?.map(read).transpose()
}

/// Writes the rights of all contacts of a customer, in place of those before.
///
/// # Errors
/// [`StoreError::MissingReference`] for somebody who is not there.
pub fn replace(
    c: &mut Connection,
    organization: OrganizationId,
    rights: &[ContactRights],
) -> Result<(), StoreError> {
    let before = contact_right::table.filter(contact_right::organization_id.eq(organization));
    diesel::delete(before).execute(c)?;
    for one in rights {
        let columns = RightColumns {
            person_id: one.person_id,
            organization_id: organization,
            instructs: one.instructs.as_ref().map(word).transpose()?,
            administers: one.administers,
        };
        diesel::insert_into(contact_right::table).values(columns).execute(c)?;
    }
    Ok(())
}

fn read(columns: RightColumns) -> Result<ContactRights, StoreError> {
    let row = Row { table: "contact_right", id: &columns.person_id };
    Ok(ContactRights {
        person_id: columns.person_id,
        instructs: columns.instructs.map(|text| row.word(text)).transpose()?,
        administers: columns.administers,
    })
}
