//! `/admin/webhooks/{id}`: one webhook, what was posted to it, and what can be done with it.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::values::Values;
use super::webhook_key;
use super::webhooks::{chip, fields, label, plan, values, whose};
use crate::domain::{Delivery, DeliveryId, DeliveryState, Organization, Webhook, WebhookId, WebhookSecret};
use crate::service;
use crate::store::{self, Connection};
use crate::web::error::{FieldFault, WebError};
use crate::web::handlers::see_other;
use crate::web::input::Posted;
use crate::web::pages::admin::{DeliveryRow, FactLine, Form, WebhookPage};
use crate::web::pages::render_with;
use crate::web::view::{Area, Chip, Tone};
use crate::web::visit::{PathId, Visit};

/// How many deliveries stand on one page.
const PER_PAGE: i64 = 50;

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Query {
    before: String,
}

/// Which of the page's forms was refused.
pub enum Refused<'a> {
    /// None was.
    Nothing,
    /// The webhook itself, as typed.
    Change(&'a Posted, Vec<FieldFault>),
    /// A new key.
    Key(Vec<FieldFault>),
}

/// Shows a webhook.
///
/// # Errors
/// [`WebError::NotFound`], or that the database can't be read.
pub async fn show(
    visit: Visit,
    PathId(id): PathId<WebhookId>,
    query: web::Query<Query>,
) -> Result<HttpResponse, WebError> {
    page(&visit, id, None, query.before.parse().ok(), Refused::Nothing).await
}

/// Changes a webhook.
///
/// # Errors
/// As [`show`] and [`Posted`]. What is refused is shown again as typed.
pub async fn change(
    visit: Visit,
    PathId(id): PathId<WebhookId>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let (plan, faults) = plan(&visit, &posted)?;
    let changed =
        visit.write(move |c, cx, by| faults.settle(service::change_webhook(c, cx, by, id, plan))).await;
    match changed {
        Ok(_) => Ok(done(id, "changed")),
        Err(WebError::Invalid(faults)) => {
            page(&visit, id, None, None, Refused::Change(&posted, faults)).await
        }
        Err(error) => Err(error),
    }
}

/// Sends a test.
///
/// # Errors
/// [`WebError::NotFound`], [`WebError::Conflict`] for one that is paused.
pub async fn test(
    visit: Visit,
    PathId(id): PathId<WebhookId>,
    _posted: Posted,
) -> Result<HttpResponse, WebError> {
    visit.write(move |c, cx, by| service::test_webhook(c, cx, by, id)).await?;
    Ok(done(id, "webhook_tested"))
}

/// Posts nothing more to it.
///
/// # Errors
/// [`WebError::NotFound`].
pub async fn pause(
    visit: Visit,
    PathId(id): PathId<WebhookId>,
    _posted: Posted,
) -> Result<HttpResponse, WebError> {
    visit.write(move |c, cx, by| service::pause_webhook(c, cx, by, id)).await?;
    Ok(done(id, "webhook_paused"))
}

/// Puts it to work again.
///
/// # Errors
/// [`WebError::NotFound`].
pub async fn resume(
    visit: Visit,
    PathId(id): PathId<WebhookId>,
    _posted: Posted,
) -> Result<HttpResponse, WebError> {
    visit.write(move |c, cx, by| service::resume_webhook(c, cx, by, id)).await?;
    Ok(done(id, "webhook_resumed"))
}

/// Removes it.
///
/// # Errors
/// [`WebError::NotFound`].
pub async fn remove(
    visit: Visit,
    PathId(id): PathId<WebhookId>,
    _posted: Posted,
) -> Result<HttpResponse, WebError> {
    visit.write(move |c, cx, by| service::remove_webhook(c, cx, by, id)).await?;
    Ok(see_other("/admin/webhooks?done=removed"))
}

fn done(id: WebhookId, word: &str) -> HttpResponse {
    see_other(&format!("/admin/webhooks/{id}?done={word}"))
}

struct Found {
    webhook: Webhook,
    customers: Vec<Organization>,
    deliveries: Vec<Delivery>,
}

fn find(c: &mut Connection, id: WebhookId, before: Option<DeliveryId>) -> Result<Found, WebError> {
    Ok(Found {
        webhook: store::webhook::find(c, id)?.ok_or(WebError::NotFound)?,
        customers: store::organization::list(c)?,
        deliveries: store::webhook_delivery::list(c, id, before, PER_PAGE + 1)?,
    })
}

/// The page, with the key that was just made, or with what was wrong with a form.
///
/// # Errors
/// As [`show`].
pub async fn page(
    visit: &Visit,
    id: WebhookId,
    made: Option<&WebhookSecret>,
    before: Option<DeliveryId>,
    refused: Refused<'_>,
) -> Result<HttpResponse, WebError> {
    let Found { webhook, customers, mut deliveries } = visit.read(move |c| find(c, id, before)).await?;
    let status = match &refused {
        Refused::Nothing => StatusCode::OK,
        Refused::Change(..) | Refused::Key(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let (values, faults, key_faults) = match refused {
        Refused::Nothing => (values(&webhook), Vec::new(), Vec::new()),
        Refused::Change(posted, faults) => (Values::Typed(posted), faults, Vec::new()),
        Refused::Key(faults) => (values(&webhook), Vec::new(), faults),
    };
    let place = format!("/admin/webhooks/{id}");
    let fits = usize::try_from(PER_PAGE).unwrap_or(usize::MAX);
    let has_more = deliveries.len() > fits;
    deliveries.truncate(fits);
    render_with(
        status,
        &WebhookPage {
            shell: visit.shell(Area::Webhooks, webhook.name.clone()),
            title: webhook.name.clone(),
            state: chip(&webhook),
            secret: made.map(|secret| secret.reveal().to_owned()),
            facts: facts(visit, &webhook, &customers),
            form: Form::new(place.clone(), "Save", fields(&values, &customers))
                .about("Change it", "The key of its signatures stays.")
                .with_faults(faults),
            others: others(&webhook, &place, key_faults),
            next: deliveries.last().filter(|_| has_more).map(|last| format!("{place}?before={}", last.id)),
            first: before.map(|_| place),
            rows: deliveries.into_iter().map(|delivery| row(visit, &webhook, delivery)).collect(),
        },
    )
}

fn facts(visit: &Visit, webhook: &Webhook, customers: &[Organization]) -> Vec<FactLine> {
    let mut facts = vec![
        FactLine::new("Posts to", webhook.url.url().host_str().unwrap_or_default()),
        FactLine::new("Tickets of", whose(webhook, customers)),
        FactLine::new("Made", visit.moment(webhook.created_at).full),
    ];
    if let Some(since) = webhook.failing_since {
        facts.push(FactLine::new("Nothing got through since", visit.moment(since).full));
    }
    if let Some(until) = webhook.old_key_until.filter(|until| visit.now < *until) {
        facts.push(FactLine::new("The old key signs until", visit.moment(until).full));
    }
    if let Some(since) = webhook.paused_at {
        facts.push(FactLine::new("Paused since", visit.moment(since).full));
    }
    facts
}

fn others(webhook: &Webhook, place: &str, key_faults: Vec<FieldFault>) -> Vec<Form> {
    let form = |verb: &str, button, title, text: &str| {
        Form::new(format!("{place}/{verb}"), button, Vec::new()).about(title, text)
    };
    let removal = form("remove", "Remove", "Remove it", "With what waits for it, and this list.");
    let removal =
        removal.warning("What waits for it is not posted any more. To stop it for a while, pause it.");
    let resumption = form("resume", "Put to work", "Put it to work", "What waited is tried at once.");
    let test = form("test", "Send a test", "Try it", "Posts an event that is about no ticket.");
    let pause = form("pause", "Pause", "Pause it", "What happens meanwhile is not kept for it.");
    let key = webhook_key::form(place).with_faults(key_faults);
    match webhook.paused_at {
        Some(_) => vec![resumption, key, removal],
        None => vec![test, pause, key, removal],
    }
}

fn row(visit: &Visit, webhook: &Webhook, delivery: Delivery) -> DeliveryRow {
    let is_pending = delivery.state == DeliveryState::Pending;
    let can_repeat = webhook.paused_at.is_none();
    let answer = delivery.last_status.map(|status| format!(", last answer {status}")).unwrap_or_default();
    DeliveryRow {
        event: label(delivery.event),
        id: delivery.id.to_string(),
        written: visit.moment(delivery.created_at),
        state: state(&delivery),
        tries: match delivery.attempts {
            1 => format!("1 try{answer}"),
            tries => format!("{tries} tries{answer}"),
        },
        error: delivery.last_error,
        next: is_pending.then(|| visit.moment(delivery.next_attempt_at)),
        again: can_repeat.then(|| format!("/admin/webhook-deliveries/{}/repeat", delivery.id)),
    }
}

fn state(delivery: &Delivery) -> Chip {
    match (delivery.state, delivery.attempts) {
        (DeliveryState::Pending, 0) => Chip { label: "Waiting", tone: Tone::Live },
        (DeliveryState::Pending, _) => Chip { label: "Trying again", tone: Tone::Soon },
        (DeliveryState::Delivered, _) => Chip { label: "Delivered", tone: Tone::Ok },
        (DeliveryState::Failed, _) => Chip { label: "Given up", tone: Tone::Late },
    }
}
