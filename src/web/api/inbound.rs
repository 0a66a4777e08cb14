//! Received mail: taken in, listed, read as it came.

use actix_web::{HttpMessage, HttpRequest, HttpResponse, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::input::{Body, Limit, Query, read_bytes};
use super::listed::Listed;
use crate::domain::{InboundMail, InboundMailId, InboundState, Person, TicketNumber, Viewer};
use crate::service::{self, Context, Release};
use crate::store::inbound::InboundFilter;
use crate::store::{self, Connection, StoreError};
use crate::web::auth::{Session, mailbox};
use crate::web::contents::Contents;
use crate::web::error::WebError;
use crate::web::handlers::attachments::as_download;
use crate::web::mail_search::{Narrowed, narrowed};
use crate::web::site::Site;
use crate::web::stored_mail;
use crate::web::visit::{PathId, Visit};

/// A received mail.
#[derive(Debug, Serialize, ToSchema)]
pub struct InboundView {
    /// The id.
    pub id: InboundMailId,
    /// The way in: a mailbox’s or token’s name, `smtp`, `lmtp`, `ingest`, `api`.
    pub source: String,
    /// How many bytes.
    pub size: i64,
    /// When it was received: clocks start here.
    pub received_at: DateTime<Utc>,
    /// Where it stands.
    pub state: InboundState,
    /// Why it is held back or could not be read.
    pub error: Option<String>,
    /// How often reading was tried.
    pub attempts: i32,
    /// The ticket that it became or joined.
    pub ticket: Option<TicketNumber>,
}

/// Which mails; every condition that is given must hold.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct WantedMails {
    /// In this state.
    state: Option<InboundState>,
    /// With this as a part of the sender’s address or name or of the subject, without regard to case and accents; or with
    /// this Message-ID, given whole; or, as `#1042`, that became or joined the ticket of this number. Mails that were not
    /// read yet are not found.
    q: Option<String>,
    /// Where the page begins: `next` of the page before.
    #[param(value_type = Option<String>)]
    cursor: Option<InboundMailId>,
    /// Items a page, up to 200; 50 unless said otherwise.
    #[param(value_type = Option<i64>)]
    limit: Limit,
}

/// Take in a mail
///
/// The body is the mail as it came (RFC 5322). It is stored before it is answered, and read afterwards. The same bytes
/// twice are one mail. The bearer is a mailbox token; administrators may also take in a mail themselves.
///
/// # Errors
/// 401 for a token that is unknown or revoked, 415 for another media type, 422 for an empty mail.
#[utoipa::path(post, path = "/api/v1/inbound", tag = "mail",
    request_body(content = Vec<u8>, content_type = "message/rfc822"),
    responses((status = 202, description = "Stored; it is read next", body = InboundView)))]
pub async fn take(
    site: web::Data<Site>,
    session: Option<Session>,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, WebError> {
    if request.content_type() != "message/rfc822" {
        let words = "Send the mail as it came, with Content-Type: message/rfc822.";
        return Err(WebError::WrongType(words.to_owned()));
    }
    let (context, viewer) = (site.app.context(), session.map(|session| session.viewer()));
    let source = mailbox::token(&request).map_or_else(|| "api".to_owned(), |token| token.name);
    let raw = read_bytes(&request, payload.into_inner()).await?;
    let stored = site.app.db.write(move |c| -> Result<InboundView, WebError> {
        let mail = service::store_mail(c, &context, &source, &raw, context.now)?;
        // What became of a mail is no business of who handed it in.
        let number = match viewer {
            Some(viewer) => ticket_number(c, viewer, &mail)?,
            None => None,
        };
        Ok(InboundView::of(mail, number))
    });
    Ok(HttpResponse::Accepted().json(stored.await?))
}

/// List received mail
///
/// # Errors
/// 422 for a parameter that doesn’t fit.
#[utoipa::path(get, path = "/api/v1/inbound", tag = "mail", params(WantedMails),
    responses((status = 200, description = "A page of mails, the last received first", body = Listed<InboundView>)))]
pub async fn list(
    site: web::Data<Site>,
    session: Session,
    query: Query<WantedMails>,
) -> Result<HttpResponse, WebError> {
    let viewer = session.viewer();
    let WantedMails { state, q, cursor, limit } = query.0;
    let limit = limit.get();
    let reading = move |c: &mut Connection| -> Result<Vec<InboundView>, StoreError> {
        let Some(Narrowed { ticket, text }) = narrowed(c, viewer, q.as_deref().unwrap_or_default())? else {
            return Ok(Vec::new());
        };
        let filter = InboundFilter { state, ticket, text };
        let mails = store::inbound::list(c, &filter, cursor, limit + 1)?;
        let view = |mail| ticket_number(c, viewer, &mail).map(|number| InboundView::of(mail, number));
        mails.into_iter().map(view).collect()
    };
    let found = site.app.db.read(reading).await.map_err(WebError::from)?;
    let page = Listed::page(found, limit, |mail| mail.id.to_string(), |mail| mail);
    Ok(HttpResponse::Ok().json(page))
}

/// Get a mail as it came
///
/// # Errors
/// 404 for an id that no mail has, 409 for one that is not found free of malware.
#[utoipa::path(get, path = "/api/v1/inbound/{id}/raw", tag = "mail",
    params(("id" = InboundMailId, Path, description = "The mail’s id")),
    responses((status = 200, description = "The bytes", content_type = "application/octet-stream", body = Vec<u8>)))]
pub async fn raw(visit: Visit, PathId(id): PathId<InboundMailId>) -> Result<HttpResponse, WebError> {
    let contents = Contents::of(&visit.site.app);
    let bytes = visit.read(move |c| {
        let mail = store::inbound::find(c, id)?.ok_or(WebError::NotFound)?;
        contents.bytes(c, "mail", &mail.raw)
    });
    Ok(as_download(&format!("{id}.eml"), bytes.await?))
}

/// Read a mail again
///
/// For one that is held back, or could not be read. It is read within moments; its clocks start when it was received.
///
/// # Errors
/// 404, 409 for a mail that has become a ticket or waits to be read anyway.
#[utoipa::path(post, path = "/api/v1/inbound/{id}/reading", tag = "mail",
    params(("id" = InboundMailId, Path, description = "The mail’s id")),
    responses((status = 202, description = "It is read next", body = InboundView)))]
pub async fn reread(visit: Visit, PathId(id): PathId<InboundMailId>) -> Result<HttpResponse, WebError> {
    let mail = visit.write(move |c, cx, by| service::reread_mail(c, cx, by, id)).await?;
    Ok(HttpResponse::Accepted().json(InboundView::of(mail, None)))
}

/// Where a mail shall go that is held back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRelease {
    /// Into which ticket.
    pub to: Release,
}

/// Let a mail in that is held back
///
/// You vouch for its sender. In the ticket that it names, what a person of the provider wrote is their public reply.
///
/// # Errors
/// 404, 409 for a mail that is not held back, 422 where it names no open ticket.
#[utoipa::path(post, path = "/api/v1/inbound/{id}/release", tag = "mail", request_body = NewRelease,
    params(("id" = InboundMailId, Path, description = "The mail’s id")),
    responses((status = 200, description = "The mail afterwards, with its ticket", body = InboundView)))]
pub async fn release(
    visit: Visit,
    PathId(id): PathId<InboundMailId>,
    body: Body<NewRelease>,
) -> Result<HttpResponse, WebError> {
    let (_, mail) = stored_mail::read(&visit.site, id).await?;
    let release = move |c: &mut Connection, cx: &Context, by: &Person| -> Result<InboundView, WebError> {
        let ticket = service::release_mail(c, cx, by, id, mail, body.0.to)?;
        let mail = store::inbound::find(c, id)?.ok_or(WebError::NotFound)?;
        Ok(InboundView::of(mail, Some(ticket.number)))
    };
    Ok(HttpResponse::Ok().json(visit.write(release).await?))
}

/// Discard a mail that is held back
///
/// It is kept as it came, and can be taken back.
///
/// # Errors
/// 404, 409 for a mail that is not held back.
#[utoipa::path(post, path = "/api/v1/inbound/{id}/discard", tag = "mail",
    params(("id" = InboundMailId, Path, description = "The mail’s id")),
    responses((status = 200, description = "The mail afterwards", body = InboundView)))]
pub async fn discard(visit: Visit, PathId(id): PathId<InboundMailId>) -> Result<HttpResponse, WebError> {
    let mail = visit.write(move |c, cx, by| service::discard_mail(c, cx, by, id)).await?;
    Ok(HttpResponse::Ok().json(InboundView::of(mail, None)))
}

/// Take a discarded mail back
///
/// It is held back again.
///
/// # Errors
/// 404, 409 for a mail that was not discarded.
#[utoipa::path(post, path = "/api/v1/inbound/{id}/restoration", tag = "mail",
    params(("id" = InboundMailId, Path, description = "The mail’s id")),
    responses((status = 200, description = "The mail afterwards", body = InboundView)))]
pub async fn restore(visit: Visit, PathId(id): PathId<InboundMailId>) -> Result<HttpResponse, WebError> {
    let mail = visit.write(move |c, cx, by| service::restore_mail(c, cx, by, id)).await?;
    Ok(HttpResponse::Ok().json(InboundView::of(mail, None)))
}

fn ticket_number(
    c: &mut Connection,
    viewer: Viewer,
    mail: &InboundMail,
) -> Result<Option<TicketNumber>, StoreError> {
    let Some(id) = mail.ticket_id else { return Ok(None) };
    Ok(store::ticket::find(c, viewer, id)?.map(|ticket| ticket.number))
}

impl InboundView {
    fn of(mail: InboundMail, ticket: Option<TicketNumber>) -> Self {
        Self {
            id: mail.id,
            source: mail.source,
            size: mail.size,
            received_at: mail.received_at,
            state: mail.state,
            error: mail.error,
            attempts: mail.attempts,
            ticket,
        }
    }
}
