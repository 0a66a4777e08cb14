//! Posts events to webhooks, each by a sender of its own: one that is slow or gone holds up no other.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use chrono::TimeDelta;
use futures_util::FutureExt;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::poison;
use crate::app::App;
use crate::domain::{Delivery, DeliveryAttempt, WebhookId};
use crate::service::{self, ServiceError};
use crate::sla::Instant;
use crate::store::{self, Connection};

/// How long a sender may hold a delivery before another takes it over: longer than any try takes.
const LEASE: TimeDelta = TimeDelta::seconds(60);

/// How long posts under way may take after the process was told to stop.
const GRACE: Duration = Duration::from_secs(20);

/// Posts everything that waits by `now`, and answers how many deliveries were tried.
///
/// # Errors
/// [`ServiceError`] where the database fails.
pub async fn run_once(app: &App, now: Instant) -> Result<usize, ServiceError> {
    let mut tried = 0;
    loop {
        let claimed = claim(app, now, Vec::new()).await?;
        if claimed.is_empty() {
            return Ok(tried);
        }
        tried += claimed.len();
        let mut posts = JoinSet::new();
        for delivery in claimed {
            let app = app.clone();
            posts.spawn(async move { deliver(&app, delivery, Some(now)).await });
        }
        while posts.join_next().await.is_some() {}
    }
}

/// Posts until `stop` turns true, then waits for what is under way.
pub(super) async fn run(app: App, stop: watch::Receiver<bool>) {
    let mut changes = app.db.changes();
    let mut under_way = JoinSet::new();
    let mut busy: Vec<WebhookId> = Vec::new();
    while !*stop.borrow() {
        let next = match claim(&app, app.clock.now(), busy.clone()).await {
            Ok(claimed) => {
                for delivery in claimed {
                    busy.push(delivery.webhook_id);
                    let app = app.clone();
                    under_way.spawn(async move { deliver(&app, delivery, None).await });
                }
                next(&app, busy.clone()).await
            }
            Err(error) => Err(error),
        };
        tokio::select! {
            () = super::rest(&app, next, &mut changes, stop.clone()) => {}
            Some(done) = under_way.join_next() => match done {
                Ok(webhook) => busy.retain(|one| *one != webhook),
                // A post that panicked takes the name of its webhook with it: none counts as busy any more.
                Err(_) => busy.clear(),
            }
        }
    }
    let finished = async { while under_way.join_next().await.is_some() {} };
    let _ = tokio::time::timeout(GRACE, finished).await;
}

async fn next(app: &App, except: Vec<WebhookId>) -> Result<Option<Instant>, ServiceError> {
    app.db.read(move |c| Ok(store::webhook_delivery::next_attempt(c, &except)?)).await
}

/// Takes what waits, past deliveries that cannot be read.
async fn claim(app: &App, now: Instant, except: Vec<WebhookId>) -> Result<Vec<Delivery>, ServiceError> {
    loop {
        match try_to_claim(app, now, except.clone()).await {
            Err(error) => poison::set_aside(app, now, error).await?,
            claimed => return claimed,
        }
    }
}

/// Takes what waits. Looking first keeps an idle worker from writing: every commit, even an empty one, wakes every
/// loop.
async fn try_to_claim(
    app: &App,
    now: Instant,
    except: Vec<WebhookId>,
) -> Result<Vec<Delivery>, ServiceError> {
    if next(app, except.clone()).await?.is_none_or(|due| due > now) {
        return Ok(Vec::new());
    }
    let claim = move |c: &mut Connection| Ok(store::webhook_delivery::claim(c, &except, now, now + LEASE)?);
    app.db.write(claim).await
}

/// Tries one delivery, and writes down what became of it. `at` stands in for the clock in a test's hand.
async fn deliver(app: &App, delivery: Delivery, at: Option<Instant>) -> WebhookId {
    let webhook = delivery.webhook_id;
    let attempt = AssertUnwindSafe(post(app, &delivery)).catch_unwind().await.unwrap_or_else(|_| {
        Ok(DeliveryAttempt::Refused { status: None, why: "posting it crashed; see the log".to_owned() })
    });
    let recorded = match attempt {
        Ok(attempt) => {
            app.metrics.webhook_out(matches!(attempt, DeliveryAttempt::Taken(_)));
            let context = app.context_at(at.unwrap_or_else(|| app.clock.now()));
            let settle = move |c: &mut Connection| service::settle_delivery(c, &context, &delivery, attempt);
            app.db.write(settle).await
        }
        Err(error) => Err(error),
    };
    if let Err(error) = recorded {
        // The lease runs out, and it is posted again under the same id.
        tracing::error!(%webhook, %error, "what became of a delivery could not be written down");
    }
    webhook
}

async fn post(app: &App, delivery: &Delivery) -> Result<DeliveryAttempt, ServiceError> {
    let (id, keys, now) = (delivery.webhook_id, app.keys(), app.clock.now());
    let found = app.db.read(move |c| -> Result<_, ServiceError> {
        let webhook = store::webhook::find(c, id)?.ok_or(ServiceError::NotFound("webhook"))?;
        Ok((webhook, store::webhook::signing_keys(c, &keys, id, now)?))
    });
    let (webhook, keys) = found.await?;
    Ok(app.courier.post(&webhook.url, &keys, delivery, now).await)
}
