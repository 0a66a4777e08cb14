//! The things that entries of the audit log are about, by kind and id: what people call them, and where they are shown.

use uuid::Uuid;

use super::audit_words::Thing;
use super::inbox::{from, subject};
use super::outbox::what;
use crate::app::App;
use crate::domain::{
    ApiTokenId, ContractVersionId, DeliveryId, InboundMailId, MailboxTokenId, OrganizationId, OutboxId,
    PersonId, RotaId, TeamId, TicketId, WebhookId,
};
use crate::store::{self, Connection, StoreError};
use crate::web::input::encode;

/// What has this id; none where it is there no more. The kind is that of an entry's object, or the name of a detail.
///
/// # Errors
/// [`StoreError`].
pub fn find(c: &mut Connection, app: &App, kind: &str, id: Uuid) -> Result<Option<Thing>, StoreError> {
    let at = |place: &str, name: String| Thing { name, href: format!("/admin/{place}/{id}") };
    Ok(match kind {
        "person" | "people" | "main" | "backup" | "administrators" | "receives_breach_notices" => {
            store::person::find(c, PersonId(id))?.map(|found| at("people", found.name))
        }
        "organization" => {
            store::organization::find(c, OrganizationId(id))?.map(|found| at("organizations", found.name))
        }
        "team" => store::team::find(c, TeamId(id))?.map(|found| at("teams", found.name)),
        "rota" => store::rota::find(c, RotaId(id))?.map(|found| at("rotas", found.name)),
        "webhook" => store::webhook::find(c, WebhookId(id))?.map(|found| at("webhooks", found.name)),
        "delivery" => delivery(c, DeliveryId(id))?,
        "ticket" => ticket(c, TicketId(id))?,
        "mail" => mail(c, app, InboundMailId(id))?,
        "notice" => notice(c, OutboxId(id))?,
        "api_token" => store::api_token::name(c, ApiTokenId(id))?
            .map(|name| Thing { name, href: "/admin/api-tokens".to_owned() }),
        "mailbox_token" => store::mailbox_token::name(c, MailboxTokenId(id))?
            .map(|name| Thing { name, href: "/admin/mailbox-tokens".to_owned() }),
        "contract" => Some(contract(c, ContractVersionId(id))?),
        _ => None,
    })
}

fn ticket(c: &mut Connection, id: TicketId) -> Result<Option<Thing>, StoreError> {
    let number = store::ticket::number(c, id)?;
    Ok(number.map(|number| Thing { name: format!("#{number}"), href: format!("/desk/tickets/{number}") }))
}

fn contract(c: &mut Connection, id: ContractVersionId) -> Result<Thing, StoreError> {
    let found = store::contract::version(c, id)?;
    Ok(Thing {
        name: format!("{}, version {}", found.name, found.number),
        href: format!("/admin/contracts/{}?version={}", encode(&found.key), found.number),
    })
}

/// `ticket.opened of #3 to Chat`.
fn delivery(c: &mut Connection, id: DeliveryId) -> Result<Option<Thing>, StoreError> {
    let Some(found) = store::webhook_delivery::find(c, id)? else { return Ok(None) };
    let webhook = store::webhook::find(c, found.webhook_id)?;
    let of = match found.ticket_id {
        Some(id) => ticket(c, id)?.map(|ticket| format!(" of {}", ticket.name)),
        None => None,
    };
    let to = webhook.map(|webhook| format!(" to {}", webhook.name));
    let name = format!("{}{}{}", found.event.as_str(), of.unwrap_or_default(), to.unwrap_or_default());
    Ok(Some(Thing { name, href: format!("/admin/webhooks/{}", found.webhook_id) }))
}

/// `“Let me in” from Eve <eve@elsewhere.example>`; of a mail whose bytes can’t be read any more, when it came.
fn mail(c: &mut Connection, app: &App, id: InboundMailId) -> Result<Option<Thing>, StoreError> {
    let Some(found) = store::inbound::find(c, id)? else { return Ok(None) };
    let name = match store::blob::get(c, &app.keys(), &found.raw) {
        Ok(Some(bytes)) => {
            let read = app.read_mail(&bytes);
            format!("“{}” from {}", subject(&read), from(&read))
        }
        Err(error) if !matches!(error, StoreError::Sealed { .. }) => return Err(error),
        Ok(None) | Err(_) => format!("a mail of {} UTC", found.received_at.format("%-d %b %Y %H:%M")),
    };
    Ok(Some(Thing { name, href: format!("/admin/inbox/{id}") }))
}

/// `Breach notice to Ann Lee, of #3`.
fn notice(c: &mut Connection, id: OutboxId) -> Result<Option<Thing>, StoreError> {
    let Some(found) = store::outbox::find(c, id)? else { return Ok(None) };
    let of = found.notice.ticket.as_ref().map(|ticket| format!(", of #{}", ticket.number));
    let kind = what(found.notice.body.kind(), found.channel);
    let name = format!("{kind} to {}{}", found.notice.to.name, of.unwrap_or_default());
    Ok(Some(Thing { name, href: format!("/admin/outbox/{id}") }))
}
