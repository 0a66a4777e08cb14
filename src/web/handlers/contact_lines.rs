//! A customer's contacts with what each may do: read for the two pages that show them, and out of their form.

use crate::domain::{ContactRights, Instructs, OrganizationId, Person, PersonId};
use crate::service::{ContactPlan, MOST_CONTACTS};
use crate::store::person::PersonFilter;
use crate::store::{self, Connection, StoreError};
use crate::web::error::WebError;
use crate::web::input::Posted;
use crate::web::pages::portal::ContactLine;

/// Every contact of a customer.
pub(super) fn read(c: &mut Connection, organization: OrganizationId) -> Result<Vec<ContactLine>, StoreError> {
    let of_customer = PersonFilter { organization: Some(organization), ..PersonFilter::default() };
    let rights = store::contact_right::list(c, organization)?;
    let contacts = store::person::list(c, &of_customer, None, MOST_CONTACTS)?;
    Ok(contacts.iter().map(|contact| line(contact, &rights)).collect())
}

/// What the form says the contacts are to do.
///
/// # Errors
/// [`WebError::Invalid`] for a place that names nobody.
pub(super) fn plan(posted: &Posted, lines: &[ContactLine]) -> Result<ContactPlan, WebError> {
    let ticked = |word: &str| {
        let named = lines.iter().filter(|line| posted.text(&format!("{word}-{}", line.id)) == "yes");
        named.map(|line| line.id).collect::<Vec<PersonId>>()
    };
    Ok(ContactPlan {
        receives_breach_notices: ticked("breaches"),
        main: posted.parse("main")?,
        backup: posted.parse("backup")?,
        administrators: ticked("administers"),
    })
}

/// The same contacts as a form that was refused would have them.
pub(super) fn as_typed(lines: Vec<ContactLine>, plan: &ContactPlan) -> Vec<ContactLine> {
    let typed = |line: ContactLine| ContactLine {
        receives_breach_notices: plan.receives_breach_notices.contains(&line.id),
        is_main: plan.main == Some(line.id),
        is_backup: plan.backup == Some(line.id),
        administers: plan.administrators.contains(&line.id),
        ..line
    };
    lines.into_iter().map(typed).collect()
}

fn line(contact: &Person, rights: &[ContactRights]) -> ContactLine {
    let own = rights.iter().find(|rights| rights.person_id == contact.id);
    let instructs = own.and_then(|rights| rights.instructs);
    ContactLine {
        id: contact.id,
        name: contact.name.clone(),
        email: contact.email.to_string(),
        receives_breach_notices: contact.receives_breach_notices,
        is_main: instructs == Some(Instructs::Main),
        is_backup: instructs == Some(Instructs::Backup),
        administers: own.is_some_and(|rights| rights.administers),
    }
}
