//! `/admin/webhooks`: programs that are told what happens to tickets.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use super::reading::{Reading, chosen};
use super::values::{Values, tick};
use crate::domain::{Organization, OrganizationId, Webhook, WebhookEvent, WebhookId, WebhookSecret};
use crate::service::{self, WebhookPlan};
use crate::store::{self, Connection};
use crate::web::api::webhooks::change::callable_or;
use crate::web::error::{FieldFault, WebError};
use crate::web::handlers::see_other;
use crate::web::input::{Faults, Posted};
use crate::web::pages::admin::{Form, FormField, FormPage, Input, WebhookRow, WebhooksPage};
use crate::web::pages::manager::Choice;
use crate::web::pages::{render, render_with};
use crate::web::view::{Area, Chip, Tone};
use crate::web::visit::{PathId, Visit};

/// Shows the list.
///
/// # Errors
/// Where the database can't be read.
pub async fn list(visit: Visit) -> Result<HttpResponse, WebError> {
    let (webhooks, customers) =
        visit.read(|c| Ok((store::webhook::list(c)?, store::organization::list(c)?))).await?;
    let row = |webhook: &Webhook| WebhookRow {
        href: format!("/admin/webhooks/{}", webhook.id),
        name: webhook.name.clone(),
        host: webhook.url.url().host_str().unwrap_or_default().to_owned(),
        events: webhook.events.iter().map(|event| label(*event)).collect(),
        whose: whose(webhook, &customers),
        state: chip(webhook),
    };
    render(&WebhooksPage {
        shell: visit.shell(Area::Webhooks, "Webhooks"),
        rows: webhooks.iter().map(row).collect(),
    })
}

/// Shows the form for a new webhook.
///
/// # Errors
/// Where the database can't be read.
pub async fn new(visit: Visit) -> Result<HttpResponse, WebError> {
    form_page(&visit, StatusCode::OK, &Values::empty(), Vec::new()).await
}

/// Adds a webhook, and shows the key of its signatures once.
///
/// # Errors
/// As [`Posted`], or that the database can't be written. What is refused is shown again as typed.
pub async fn add(visit: Visit, posted: Posted) -> Result<HttpResponse, WebError> {
    let key = WebhookSecret::from_random(rand::random());
    let kept = key.clone();
    let (plan, faults) = plan(&visit, &posted)?;
    let added =
        visit.write(move |c, cx, by| faults.settle(service::add_webhook(c, cx, by, plan, &kept))).await;
    match added {
        Ok(webhook) => {
            super::webhook::page(&visit, webhook.id, Some(&key), None, super::webhook::Refused::Nothing).await
        }
        Err(WebError::Invalid(faults)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            form_page(&visit, status, &Values::Typed(&posted), faults).await
        }
        Err(error) => Err(error),
    }
}

/// Posts an event again.
///
/// # Errors
/// [`WebError::NotFound`], [`WebError::Conflict`] where the webhook is paused.
pub async fn repeat(
    visit: Visit,
    PathId(id): PathId<crate::domain::DeliveryId>,
    _posted: Posted,
) -> Result<HttpResponse, WebError> {
    let webhook: WebhookId = visit.write(move |c, cx, by| service::repeat_delivery(c, cx, by, id)).await?;
    Ok(see_other(&format!("/admin/webhooks/{webhook}?done=repeated")))
}

async fn form_page(
    visit: &Visit,
    status: StatusCode,
    values: &Values<'_>,
    faults: Vec<FieldFault>,
) -> Result<HttpResponse, WebError> {
    let customers = visit.read(|c: &mut Connection| Ok(store::organization::list(c)?)).await?;
    let title = "Add a webhook";
    let form = Form::new("/admin/webhooks/new", "Add the webhook", fields(values, &customers));
    render_with(
        status,
        &FormPage {
            shell: visit.shell(Area::Webhooks, title),
            parent: ("/admin/webhooks", "Webhooks"),
            title: title.to_owned(),
            lede: "Each event is posted as JSON, signed with a key that you are shown once.".to_owned(),
            form: form.with_faults(faults),
            facts: Vec::new(),
            others: Vec::new(),
        },
    )
}

/// What a form asks about a webhook.
pub fn fields(values: &Values<'_>, customers: &[Organization]) -> Vec<FormField> {
    let none = Choice { value: String::new(), label: "Everybody".to_owned(), is_chosen: false };
    let customer =
        |one: &Organization| Choice { value: one.id.to_string(), label: one.name.clone(), is_chosen: false };
    let choices = std::iter::once(none).chain(customers.iter().map(customer)).collect();
    let mut fields = vec![
        FormField::new("name", "Name", Input::Line("text"), values.get("name"))
            .hint("Such as the program that is told."),
        FormField::new("url", "Address", Input::Line("url"), values.get("url")).hint(
            "Such as https://hooks.example.com/punctual. Addresses of your own networks have to be allowed by the \
             setting webhooks.allow.",
        ),
        FormField::new(
            "organization_id",
            "Tickets of",
            Input::Select(choices),
            values.get("organization_id"),
        )
        .optional(),
    ];
    fields.extend(WebhookEvent::CHOICES.map(|event| {
        FormField::new(event.as_str(), label(event), Input::Tick, values.get(event.as_str())).optional()
    }));
    fields
}

/// The fields of a webhook that is there.
pub fn values(webhook: &Webhook) -> Values<'static> {
    let mut known = vec![
        ("name", webhook.name.clone()),
        ("url", webhook.url.to_string()),
        ("organization_id", webhook.organization_id.map(|id| id.to_string()).unwrap_or_default()),
    ];
    known.extend(WebhookEvent::CHOICES.map(|event| (event.as_str(), tick(webhook.events.contains(&event)))));
    Values::Known(known.into_iter().collect())
}

/// The webhook that a form asks for, and what is wrong with it so far.
///
/// # Errors
/// [`WebError::Internal`].
pub fn plan(visit: &Visit, posted: &Posted) -> Result<(WebhookPlan, Faults), WebError> {
    let mut form = Reading::of(posted);
    let organization_id = form.optional("organization_id", chosen::<OrganizationId>);
    let events = WebhookEvent::CHOICES.into_iter().filter(|event| form.tick(event.as_str())).collect();
    let mut faults = form.faults();
    let url = callable_or(&visit.site, &posted.text("url"), &mut faults)?;
    Ok((WebhookPlan { name: posted.text("name"), url, events, organization_id }, faults))
}

/// Whose tickets a webhook is told of.
pub fn whose(webhook: &Webhook, customers: &[Organization]) -> String {
    match webhook.organization_id {
        None => "everybody".to_owned(),
        Some(id) => customers
            .iter()
            .find(|one| one.id == id)
            .map_or_else(|| "a customer who is gone".to_owned(), |one| one.name.clone()),
    }
}

/// How a webhook is.
pub fn chip(webhook: &Webhook) -> Chip {
    match (webhook.paused_at, webhook.failing_since) {
        (Some(_), _) => Chip { label: "Paused", tone: Tone::Late },
        (None, Some(_)) => Chip { label: "Failing", tone: Tone::Soon },
        (None, None) => Chip { label: "At work", tone: Tone::Ok },
    }
}

/// An event as shown.
pub fn label(event: WebhookEvent) -> &'static str {
    match event {
        WebhookEvent::Opened => "Ticket opened",
        WebhookEvent::Replied => "Public reply",
        WebhookEvent::SeverityChanged => "Severity changed",
        WebhookEvent::StatusChanged => "Status changed",
        WebhookEvent::Assigned => "Assignee changed",
        WebhookEvent::Breached => "Promise broken",
        WebhookEvent::Test => "Test",
    }
}
