//! Reads stored mail into tickets.

use crate::app::App;
use crate::domain::{InboundMail, backoff};
use crate::mail;
use crate::service::{self, Received, ServiceError};
use crate::sla::Instant;
use crate::store;

/// Mails looked up at once.
const BATCH: i64 = 50;

/// Reads every stored mail that waits by `now`. One that fails is set aside and tried again; the others are not delayed.
///
/// # Errors
/// [`ServiceError`] where the database fails as a whole.
pub async fn run_once(app: &App, now: Instant) -> Result<usize, ServiceError> {
    let mut count = 0;
    loop {
        let waiting = app.db.read(move |c| store::inbound::to_read(c, now, BATCH)).await?;
        if waiting.is_empty() {
            return Ok(count);
        }
        for inbound in waiting {
            read(app, now, inbound).await?;
            count += 1;
        }
    }
}

/// When the next stored mail may be read.
///
/// # Errors
/// [`ServiceError`] where the database fails.
pub async fn next(app: &App) -> Result<Option<Instant>, ServiceError> {
    app.db.read(|c| Ok(store::inbound::next_read_at(c)?)).await
}

/// Reads one stored mail. A failure is written to it, with the instant of the next try.
///
/// # Errors
/// [`ServiceError`] where the failure itself could not be written.
pub async fn read(app: &App, now: Instant, inbound: InboundMail) -> Result<Option<Received>, ServiceError> {
    let (id, attempts) = (inbound.id, inbound.attempts);
    match try_read(app, now, inbound).await {
        Ok(received) => {
            app.metrics.mail_in(match received {
                Received::Opened(_) | Received::FollowedUp(_) => "opened",
                Received::Joined(_) => "joined",
                Received::Quarantined(_) => "held",
                Received::Known => "known",
            });
            Ok(Some(received))
        }
        Err(error) => {
            app.metrics.mail_in("failed");
            tracing::error!(mail = %id, %error, "a stored mail could not be read; trying again later");
            let retry_at = now + backoff::delay(u32::try_from(attempts).unwrap_or(0), id.0);
            let text = error.to_string();
            app.db.write(move |c| Ok(store::inbound::postpone(c, id, &text, retry_at)?)).await.map(|()| None)
        }
    }
}

async fn try_read(app: &App, now: Instant, inbound: InboundMail) -> Result<Received, ServiceError> {
    let (id, hash, keys) = (inbound.id, inbound.raw.clone(), app.keys());
    let (raw, envelope) = app
        .db
        .read(move |c| {
            Ok::<_, ServiceError>((store::blob::get(c, &keys, &hash)?, store::inbound::get_envelope(c, id)?))
        })
        .await?;
    let raw = raw.ok_or(ServiceError::NotFound("raw mail"))?;
    let (parsed, raw) = tokio::task::spawn_blocking(move || (mail::parse(&raw), raw))
        .await
        .map_err(|error| ServiceError::invalid("mail", format!("reading it failed: {error}")))?;
    let parsed = match &envelope {
        Some(envelope) => parsed.with_envelope(envelope),
        None => parsed,
    };
    let authentication =
        app.authenticate(&inbound.source, &raw, envelope.as_ref(), parsed.from.as_ref()).await;
    let context = app.context_at(now);
    app.db.write(move |c| service::receive_mail(c, &context, inbound, parsed, authentication)).await
}
