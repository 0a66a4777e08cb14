//! `/portal/contacts`: who of the customer hears of broken promises and gives instructions, changed by their administrators.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use crate::domain::{Organization, OrganizationId};
use crate::service::{self, ContactPlan};
use crate::web::auth::Session;
use crate::web::error::{FieldFault, WebError};
use crate::web::handlers::{Done, contact_lines, see_other, shell};
use crate::web::input::Posted;
use crate::web::pages::portal::{ContactTable, ContactsPage};
use crate::web::pages::render_with;
use crate::web::site::Site;
use crate::web::view::{Area, Look};

/// Shows them.
///
/// # Errors
/// [`WebError::NotFound`] for somebody who belongs to no customer, or that the database can't be read.
pub async fn show(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    done: web::Query<Done>,
) -> Result<HttpResponse, WebError> {
    let company = company(&site, &session).await?;
    page(&site, &session, &request, &company, None, done.sentence()).await
}

/// Changes them.
///
/// # Errors
/// As [`show`] and [`Posted`], and [`WebError::NotAllowed`] for whoever does not look after them. A plan that is refused is
/// shown again as typed.
pub async fn submit(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let company = company(&site, &session).await?;
    match write(&site, &session, company.id, &posted).await? {
        Ok(()) => Ok(see_other("/portal/contacts?done=contacts")),
        Err(refused) => page(&site, &session, &request, &company, Some(refused), None).await,
    }
}

/// A plan that was refused, and why.
pub type Refused = (ContactPlan, Vec<FieldFault>);

/// Writes what the form says.
///
/// # Errors
/// As [`submit`].
pub async fn write(
    site: &Site,
    session: &Session,
    organization: OrganizationId,
    posted: &Posted,
) -> Result<Result<(), Refused>, WebError> {
    let lines = site.app.db.read(move |c| Ok::<_, WebError>(contact_lines::read(c, organization)?)).await?;
    let plan = contact_lines::plan(posted, &lines)?;
    let (context, by, wanted) = (site.app.context(), session.person.clone(), plan.clone());
    let written = site
        .app
        .db
        .write(move |c| {
            service::change_contacts(c, &context, &by, organization, &wanted).map_err(WebError::from)
        })
        .await;
    match written {
        Ok(()) => Ok(Ok(())),
        Err(WebError::Invalid(faults)) => Ok(Err((plan, faults))),
        Err(error) => Err(error),
    }
}

async fn company(site: &Site, session: &Session) -> Result<Organization, WebError> {
    super::company(site, session).await?.ok_or(WebError::NotFound)
}

async fn page(
    site: &Site,
    session: &Session,
    request: &HttpRequest,
    company: &Organization,
    refused: Option<Refused>,
    done: Option<&'static str>,
) -> Result<HttpResponse, WebError> {
    let (id, reader) = (company.id, session.person.clone());
    let (lines, can_change) = site
        .app
        .db
        .read(move |c| -> Result<_, WebError> {
            Ok((contact_lines::read(c, id)?, service::administers_contacts(c, &reader, id)?))
        })
        .await?;
    let mut shell = shell(site, session, Look::of(request), Some(&company.name), site.now())
        .at(Area::Contacts, "Contacts");
    shell.done = done;
    let administrators = lines.iter().filter(|line| line.administers).map(|line| line.name.clone()).collect();
    let (status, table) = table(lines, can_change.then(|| "/portal/contacts".to_owned()), refused);
    render_with(status, &ContactsPage { shell, table, administrators })
}

/// The contacts as they are, or as a refused form would have them.
pub fn table(
    lines: Vec<crate::web::pages::portal::ContactLine>,
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
