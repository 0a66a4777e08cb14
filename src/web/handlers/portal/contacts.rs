//! `/portal/contacts`: who of the customer hears of broken promises and gives instructions, changed by their
//! administrators.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use crate::domain::{Organization, OrganizationId};
use crate::service::{self, ContactPlan};
use crate::web::error::{FieldFault, WebError};
use crate::web::handlers::{contact_lines, see_other};
use crate::web::input::Posted;
use crate::web::pages::portal::{ContactLine, ContactTable, ContactsPage};
use crate::web::pages::render_with;
use crate::web::view::Area;
use crate::web::visit::Visit;

/// Shows them.
///
/// # Errors
/// [`WebError::NotFound`] for somebody who belongs to no customer, or that the database can't be read.
pub async fn show(visit: Visit) -> Result<HttpResponse, WebError> {
    let company = company(&visit).await?;
    page(&visit, &company, None).await
}

/// Changes them.
///
/// # Errors
/// As [`show`] and [`Posted`], and [`WebError::NotAllowed`] for whoever does not look after them. A plan that is
/// refused is shown again as typed.
pub async fn submit(visit: Visit, posted: Posted) -> Result<HttpResponse, WebError> {
    let company = company(&visit).await?;
    match write(&visit, company.id, &posted).await? {
        Ok(()) => Ok(see_other("/portal/contacts?done=contacts")),
        Err(refused) => page(&visit, &company, Some(refused)).await,
    }
}

/// A plan that was refused, and why.
pub type Refused = (ContactPlan, Vec<FieldFault>);

/// Writes what the form says.
///
/// # Errors
/// As [`submit`].
pub async fn write(
    visit: &Visit,
    organization: OrganizationId,
    posted: &Posted,
) -> Result<Result<(), Refused>, WebError> {
    let lines = visit.read(move |c| Ok(contact_lines::read(c, organization)?)).await?;
    let plan = contact_lines::plan(posted, &lines)?;
    let wanted = plan.clone();
    match visit.write(move |c, cx, by| service::change_contacts(c, cx, by, organization, &wanted)).await {
        Ok(()) => Ok(Ok(())),
        Err(WebError::Invalid(faults)) => Ok(Err((plan, faults))),
        Err(error) => Err(error),
    }
}

async fn company(visit: &Visit) -> Result<Organization, WebError> {
    super::company(&visit.site, &visit.session).await?.ok_or(WebError::NotFound)
}

async fn page(
    visit: &Visit,
    company: &Organization,
    refused: Option<Refused>,
) -> Result<HttpResponse, WebError> {
    let (id, reader) = (company.id, visit.session.person.clone());
    let read =
        move |c: &mut _| Ok((contact_lines::read(c, id)?, service::administers_contacts(c, &reader, id)?));
    let (lines, can_change) = visit.read(read).await?;
    let shell = visit.shell_of(Some(&company.name), Area::Contacts, "Contacts");
    let administrators = lines.iter().filter(|line| line.administers).map(|line| line.name.clone()).collect();
    let (status, table) = table(lines, can_change.then(|| "/portal/contacts".to_owned()), refused);
    render_with(status, &ContactsPage { shell, table, administrators })
}

/// The contacts as they are, or as a refused form would have them.
pub fn table(
    lines: Vec<ContactLine>,
    action: Option<String>,
    refused: Option<Refused>,
) -> (StatusCode, ContactTable) {
    match refused {
        None => (StatusCode::OK, ContactTable { action, lines, faults: Vec::new() }),
        Some((plan, faults)) => {
            let faults = faults.into_iter().map(|fault| fault.message).collect();
            let lines = contact_lines::as_typed(lines, &plan);
            (StatusCode::UNPROCESSABLE_ENTITY, ContactTable { action, lines, faults })
        }
    }
}
