//! Sends what waits in the outbox, the most urgent first; one stuck receiver never delays the others.

use chrono::TimeDelta;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::app::App;
use crate::domain::{Activity, ActivityId, ActivityKind, Actor, OutboxChannel, OutboxEntry};
use crate::mail::SendError;
use crate::mail::backoff::{self, GIVE_UP_AFTER};
use crate::service::ServiceError;
use crate::sla::Instant;
use crate::store::{self, Connection};

/// Deliveries under way at once.
const AT_ONCE: usize = 16;

/// How long a claimed notice is ours: longer than the longest delivery.
const LEASE: TimeDelta = TimeDelta::minutes(5);

/// Sends everything that waits by `now`, and answers how many notices were tried.
///
/// # Errors
/// [`ServiceError`] where the database fails; what was claimed is free again when the lease ends.
pub async fn run_once(app: &App, now: Instant) -> Result<usize, ServiceError> {
    let mut tried = 0;
    loop {
        let claimed = claim(app, now, AT_ONCE).await?;
        if claimed.is_empty() {
            return Ok(tried);
        }
        tried += claimed.len();
        let mut deliveries = JoinSet::new();
        for entry in claimed {
            let app = app.clone();
            deliveries.spawn(async move { deliver(&app, entry, Some(now)).await });
        }
        while deliveries.join_next().await.is_some() {}
    }
}

/// Sends until `stop` turns true, then waits for the deliveries under way.
pub(super) async fn run(app: App, stop: watch::Receiver<bool>) {
    let mut deliveries = JoinSet::new();
    let mut changes = app.db.changes();
    while !*stop.borrow() {
        while deliveries.try_join_next().is_some() {}
        let free = AT_ONCE - deliveries.len();
        let claimed = if free == 0 { Ok(Vec::new()) } else { claim(&app, app.clock.now(), free).await };
        let next = match claimed {
            Ok(entries) if entries.is_empty() => next(&app).await,
            Ok(entries) => {
                for entry in entries {
                    let app = app.clone();
                    deliveries.spawn(async move { deliver(&app, entry, None).await });
                }
                continue;
            }
            Err(error) => Err(error),
        };
        if deliveries.len() == AT_ONCE {
            // Every place is taken: the next one that is free brings us back.
            deliveries.join_next().await;
            continue;
        }
        super::rest(&app, next, &mut changes, stop.clone()).await;
    }
    while deliveries.join_next().await.is_some() {}
}

async fn next(app: &App) -> Result<Option<Instant>, ServiceError> {
    app.db.read(|c| Ok(store::outbox::next_attempt(c)?)).await
}

/// Takes what waits. Looking first keeps an idle worker from writing: every commit, even an empty one, wakes every loop.
async fn claim(app: &App, now: Instant, limit: usize) -> Result<Vec<OutboxEntry>, ServiceError> {
    if next(app).await?.is_none_or(|due| due > now) {
        return Ok(Vec::new());
    }
    let limit = i64::try_from(limit).unwrap_or(0);
    app.db.write(move |c| Ok(store::outbox::claim(c, now, limit, now + LEASE)?)).await
}

/// Tries one notice and writes down what became of it. `at` stands in for the clock in a test's hand.
async fn deliver(app: &App, entry: OutboxEntry, at: Option<Instant>) {
    let outcome = match entry.channel {
        OutboxChannel::Email => app.send_mail(&entry).await,
        OutboxChannel::Webhook => app.call_pager(&entry).await,
    };
    let now = at.unwrap_or_else(|| app.clock.now());
    let id = entry.id;
    if let Err(error) = record(app, entry, outcome, now).await {
        // The lease ends some minutes from now, and the notice is tried again under the same Message-ID.
        tracing::error!(notice = %id, %error, "what became of a notice could not be written down");
    }
}

async fn record(
    app: &App,
    entry: OutboxEntry,
    outcome: Result<(), SendError>,
    now: Instant,
) -> Result<(), ServiceError> {
    app.db.write(move |c| settle(c, &entry, outcome, now)).await
}

fn settle(
    c: &mut Connection,
    entry: &OutboxEntry,
    outcome: Result<(), SendError>,
    now: Instant,
) -> Result<(), ServiceError> {
    match outcome {
        Ok(()) => {
            store::outbox::mark_sent(c, entry, now)?;
        }
        Err(SendError::Permanent(why)) => give_up(c, entry, &why, now)?,
        Err(SendError::Temporary(why) | SendError::Uncertain(why))
            if now - entry.created_at >= GIVE_UP_AFTER =>
        {
            give_up(c, entry, &format!("given up after the last try: {why}"), now)?;
        }
        Err(SendError::Temporary(why) | SendError::Uncertain(why)) => {
            let tries = u32::try_from(entry.attempts).unwrap_or(u32::MAX);
            store::outbox::mark_retry(c, entry, now + backoff::delay(tries, entry.id.0), &why)?;
        }
    }
    Ok(())
}

/// Fails visibly: in the outbox, and in the history of its ticket.
fn give_up(c: &mut Connection, entry: &OutboxEntry, why: &str, now: Instant) -> Result<(), ServiceError> {
    if !store::outbox::mark_failed(c, entry, why)? {
        return Ok(());
    }
    let Some(ticket) = &entry.notice.ticket else { return Ok(()) };
    let activity = Activity {
        id: ActivityId::new(now),
        ticket_id: ticket.id,
        at: now,
        recorded_at: now,
        actor: Actor::System,
        kind: ActivityKind::DeliveryFailed { outbox_id: entry.id, error: why.to_owned() },
    };
    Ok(store::activity::insert(c, &activity)?)
}
