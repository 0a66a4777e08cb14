//! `GET /admin/templates`: what our mails say, for everybody or for the people of one customer.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use crate::domain::{NoticeKind, NoticeTemplate, Organization, OrganizationId};
use crate::store::{self, Connection};
use crate::web::error::WebError;
use crate::web::pages::admin::{TemplateOwner, TemplateRow, TemplatesPage};
use crate::web::pages::render;
use crate::web::view::{Area, Chip, Tone};
use crate::web::visit::Visit;

/// Whose people are written to.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Reader {
    customer: String,
}

impl Reader {
    /// The customer; none for everybody.
    ///
    /// # Errors
    /// [`WebError::NotFound`] for what can't be the id of one.
    pub fn organization(&self) -> Result<Option<OrganizationId>, WebError> {
        let id = Some(self.customer.as_str()).filter(|id| !id.is_empty());
        id.map(|id| id.parse().map_err(|_| WebError::NotFound)).transpose()
    }
}

/// The customer with this id.
///
/// # Errors
/// [`WebError::NotFound`], or that the database can't be read.
pub fn customer(c: &mut Connection, id: Option<OrganizationId>) -> Result<Option<Organization>, WebError> {
    id.map(|id| store::organization::find(c, id)?.ok_or(WebError::NotFound)).transpose()
}

/// Shows the list.
///
/// # Errors
/// [`WebError::NotFound`] for a customer that is not, or that the database can't be read.
pub async fn show(visit: Visit, reader: web::Query<Reader>) -> Result<HttpResponse, WebError> {
    let id = reader.organization()?;
    let (customer, templates, customers) = visit
        .read(move |c| {
            let customers = if id.is_none() { store::organization::list(c)? } else { Vec::new() };
            Ok((customer(c, id)?, store::notice_template::list(c)?, customers))
        })
        .await?;
    let count = |id| templates.iter().filter(|one| one.organization_id == Some(id)).count();
    let owner = |one: &Organization| TemplateOwner {
        href: format!("/admin/templates?customer={}", one.id),
        name: one.name.clone(),
        count: count(one.id),
    };
    let customer = customer.map(|one| one.name);
    render(&TemplatesPage {
        shell: visit.shell(Area::Templates, customer.clone().unwrap_or_else(|| "Mail templates".to_owned())),
        customer,
        rows: NoticeKind::ALL
            .into_iter()
            .filter(|kind| id.is_none() || kind.reaches_customers())
            .map(|kind| row(&visit, &templates, id, kind))
            .collect(),
        customers: customers.iter().map(owner).collect(),
    })
}

fn row(
    visit: &Visit,
    templates: &[NoticeTemplate],
    id: Option<OrganizationId>,
    kind: NoticeKind,
) -> TemplateRow {
    let of = |owner: Option<OrganizationId>| {
        templates.iter().find(|one| one.kind == kind && one.organization_id == owner)
    };
    let (own, of_all) = (id.and_then(|id| of(Some(id))), of(None));
    let words = match (own, of_all, id) {
        (Some(_), ..) => Chip { label: "Their own", tone: Tone::Live },
        (None, Some(_), Some(_)) => Chip { label: "As for everybody", tone: Tone::Calm },
        (None, Some(_), None) => Chip { label: "Your own", tone: Tone::Live },
        (None, None, _) => Chip { label: "Built in", tone: Tone::Calm },
    };
    TemplateRow {
        href: kind.template_page(id),
        title: kind.title(),
        about: about(kind),
        words,
        saved: own.or(of_all).map(|template| visit.moment(template.saved_at)),
    }
}

/// To whom such a mail goes, and when.
#[must_use]
pub fn about(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::Acknowledgement => "The reporter, as soon as a report is here",
        NoticeKind::Reply => "The reporter and who reads along, with every public reply",
        NoticeKind::Breach => "The customer’s breach contacts, when a promise is broken",
        NoticeKind::Resolution => "The reporter and who reads along, when a ticket is resolved",
        NoticeKind::FilesRefused => "Who mailed a file that is too large",
        NoticeKind::AccountLink => "Who is invited, forgot a password or signs in by a link",
        NoticeKind::AccountChanged => "Whose way of signing in was changed",
        NoticeKind::NewTicket => "Those of the team who chose to get it, when a ticket is opened",
        NoticeKind::CustomerWrote => "The assignee and followers, when the customer writes",
        NoticeKind::ColleagueWrote => "Who is mentioned in a note, and followers, when a colleague writes",
        NoticeKind::Warning => "The assignee or the team, before a promise breaks",
        NoticeKind::Page => "The person on call",
        NoticeKind::Alarm => "Administrators or managers, when something needs one of them",
    }
}
