//! Sends what waits in the outbox, the most urgent first; one stuck receiver never delays the others.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::FutureExt;
use tokio::sync::watch;
use tokio::task::{JoinError, JoinSet};

use super::pace::Pace;
use super::poison;
use crate::app::App;
use crate::domain::backoff::{self, GIVE_UP_AFTER};
use crate::domain::{
    Activity, ActivityId, ActivityKind, Actor, NoticeTemplate, OutboxChannel, OutboxEntry, Urgency,
};
use crate::mail::SendError;
use crate::node::{InHand, Node};
use crate::service::{self, Context, ServiceError};
use crate::sla::Instant;
use crate::store::outbox::Turn;
use crate::store::{self, Connection};

/// Ordinary deliveries under way at once.
const AT_ONCE: usize = 16;

/// Room beside them that only pages and breach notices take.
const URGENT_AT_ONCE: usize = 4;

/// How long deliveries under way may take after the process was told to stop.
const GRACE: Duration = Duration::from_secs(60);

/// How long to wait where the pace that the receiver can take lets nothing leave now.
const BREATH: Duration = Duration::from_millis(20);

/// How long to wait before writing down once more what became of a notice.
const RECORD_AGAIN_AFTER: Duration = Duration::from_secs(1);

/// Sends everything that waits by `now`, and answers how many notices were tried.
///
/// # Errors
/// [`ServiceError`] where the database fails.
pub async fn run_once(app: &App, now: Instant) -> Result<usize, ServiceError> {
    let _in_hand = app.node.take_in_hand();
    let mut tried = 0;
    loop {
        let claimed = claim(app, now, AT_ONCE, Turn::default()).await?;
        if claimed.is_empty() {
            return Ok(tried);
        }
        tried += claimed.len();
        let mut deliveries = JoinSet::new();
        for claimed in claimed {
            let app = app.clone();
            deliveries.spawn(async move { deliver(&app, claimed, Some(now)).await });
        }
        while deliveries.join_next().await.is_some() {}
    }
}

/// Sends until `stop` turns true, then waits for the deliveries under way.
pub(super) async fn run(app: App, stop: watch::Receiver<bool>) {
    let mut round = Deliveries::default();
    let mut changes = app.db.changes();
    let mut pace = app.config.smtp_per_minute.map(Pace::new);
    let begun = std::time::Instant::now();
    while !*stop.borrow() {
        while let Some(done) = round.under_way.try_join_next() {
            round.ended(done);
        }
        let Some((room, turn)) = round.room() else {
            // Every place is taken: the next one that is free brings us back.
            round.wait().await;
            continue;
        };
        let since = begun.elapsed();
        let room = pace.as_ref().map_or(room, |pace| pace.allowance(since).min(room));
        if room == 0 {
            tokio::time::sleep(BREATH).await;
            continue;
        }
        let in_hand = app.node.take_in_hand();
        let next = match claim(&app, app.clock.now(), room, turn.clone()).await {
            Ok(claimed) if claimed.is_empty() => next(&app, turn).await,
            Ok(claimed) => {
                if let Some(pace) = &mut pace {
                    pace.take(since, claimed.len());
                }
                claimed.into_iter().for_each(|claimed| round.start(&app, claimed));
                continue;
            }
            Err(error) => Err(error),
        };
        drop(in_hand);
        tokio::select! {
            () = super::rest(&app, next, &mut changes, stop.clone()) => {}
            () = round.wait(), if !round.under_way.is_empty() => {}
        }
    }
    let finished = async { while round.under_way.join_next().await.is_some() {} };
    let _ = tokio::time::timeout(GRACE, finished).await;
}

/// A notice to be sent, with the template that there is for it: in hand until what became of it is written down.
struct Claimed {
    entry: OutboxEntry,
    template: Option<NoticeTemplate>,
    _in_hand: InHand,
}

/// The deliveries under way: one mail to each recipient at most, so that one who is stuck holds up nobody else.
#[derive(Default)]
struct Deliveries {
    under_way: JoinSet<Option<String>>,
    busy: Vec<String>,
}

impl Deliveries {
    /// How many more may start, and of which; none while every place is taken.
    fn room(&self) -> Option<(usize, Turn)> {
        let taken = self.under_way.len();
        let (room, only) = match AT_ONCE.checked_sub(taken) {
            None | Some(0) => ((AT_ONCE + URGENT_AT_ONCE).saturating_sub(taken), Some(Urgency::Urgent)),
            Some(free) => (free, None),
        };
        (room > 0).then(|| (room, Turn { only, except: self.busy.clone() }))
    }

    fn start(&mut self, app: &App, claimed: Claimed) {
        let entry = &claimed.entry;
        let mailbox = (entry.channel == OutboxChannel::Email).then(|| Turn::address(entry));
        self.busy.extend(mailbox.clone());
        let app = app.clone();
        self.under_way.spawn(async move {
            deliver(&app, claimed, None).await;
            mailbox
        });
    }

    async fn wait(&mut self) {
        if let Some(done) = self.under_way.join_next().await {
            self.ended(done);
        }
    }

    fn ended(&mut self, done: Result<Option<String>, JoinError>) {
        match done {
            Ok(mailbox) => self.busy.retain(|busy| Some(busy) != mailbox.as_ref()),
            // A delivery that panicked takes the name of its recipient with it: nobody counts as busy any more, rather
            // than one for ever.
            Err(_) => self.busy.clear(),
        }
    }
}

async fn next(app: &App, turn: Turn) -> Result<Option<Instant>, ServiceError> {
    app.db.read(move |c| Ok(store::outbox::next_attempt(c, &turn)?)).await
}

/// Takes what waits, past notices that cannot be read.
async fn claim(app: &App, now: Instant, limit: usize, turn: Turn) -> Result<Vec<Claimed>, ServiceError> {
    loop {
        match try_to_claim(app, now, limit, turn.clone()).await {
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
    limit: usize,
    turn: Turn,
) -> Result<Vec<Claimed>, ServiceError> {
    if next(app, turn.clone()).await?.is_none_or(|due| due > now) {
        return Ok(Vec::new());
    }
    let limit = i64::try_from(limit).unwrap_or(0);
    let node = app.node.clone();
    let job = move |c: &mut Connection| -> Result<_, ServiceError> {
        let id = node.present(c, now)?;
        let claimed = store::outbox::claim(c, id, now, limit, &turn)?;
        for entry in claimed.iter().filter(|entry| entry.uncertain_at == Some(now)) {
            tell(c, entry, ActivityKind::DeliveryUncertain { outbox_id: entry.id }, now)?;
        }
        with_templates(c, claimed, &node)
    };
    app.db.write(job).await
}

fn with_templates(
    c: &mut Connection,
    claimed: Vec<OutboxEntry>,
    node: &Node,
) -> Result<Vec<Claimed>, ServiceError> {
    let notices: Vec<_> = claimed.iter().map(|entry| &entry.notice).collect();
    let templates = store::notice_template::of_notices(c, &notices)?;
    let with_template = |entry: OutboxEntry| Claimed {
        template: NoticeTemplate::for_notice(&templates, &entry.notice).cloned(),
        entry,
        _in_hand: node.take_in_hand(),
    };
    Ok(claimed.into_iter().map(with_template).collect())
}

/// Tries one notice and writes down what became of it. `at` stands in for the clock in a test's hand.
async fn deliver(app: &App, claimed: Claimed, at: Option<Instant>) {
    let outcome = AssertUnwindSafe(hand_over(app, &claimed, at))
        .catch_unwind()
        .await
        .unwrap_or_else(|_| Err(SendError::Temporary("sending it crashed; see the log".to_owned())));
    app.metrics.mail_out(match &outcome {
        Ok(()) => "sent",
        Err(SendError::Temporary(_)) => "retried",
        Err(SendError::Uncertain(_)) => "uncertain",
        Err(SendError::Permanent(_)) => "failed",
        Err(SendError::TakenOver) => "taken over",
    });
    // Unwritten, what has left would be sent once more: so this does not give up before the process ends.
    loop {
        let now = at.unwrap_or_else(|| app.clock.now());
        let Err(error) = record(app, claimed.entry.clone(), outcome.clone(), now).await else { return };
        tracing::error!(notice = %claimed.entry.id, %error, "what became of a notice could not be written down");
        tokio::time::sleep(RECORD_AGAIN_AFTER).await;
    }
}

/// Gives a notice to whoever takes it, after a last look whether it is ours still.
async fn hand_over(app: &App, claimed: &Claimed, at: Option<Instant>) -> Result<(), SendError> {
    let entry = &claimed.entry;
    let looked_at = entry.clone();
    let is_ours = async {
        let standing = app.db.read(move |c| Ok::<_, ServiceError>(store::outbox::is_claimed(c, &looked_at)?));
        standing.await.unwrap_or(false)
    };
    match entry.channel {
        OutboxChannel::Email => {
            let words = claimed.template.as_ref().map(|template| &template.words);
            let composed = app.compose(entry, words)?;
            if let (Some(template), Some(why)) = (&claimed.template, composed.fallen_back) {
                report(app, template.clone(), why, at).await;
            }
            app.send_mail(composed.mail, is_ours).await
        }
        OutboxChannel::Webhook if !is_ours.await => Err(SendError::TakenOver),
        OutboxChannel::Webhook => app.call_pager(entry).await,
    }
}

/// Tells that a template fails. The mail leaves whether that can be told or not.
async fn report(app: &App, template: NoticeTemplate, why: String, at: Option<Instant>) {
    let context = app.context_at(at.unwrap_or_else(|| app.clock.now()));
    tracing::error!(template = %template.id, why, "a template fails: the built-in words are sent instead");
    let told = app.db.write(move |c| service::report_template(c, &context, &template, &why)).await;
    if let Err(error) = told {
        tracing::error!(%error, "nobody could be told that a template fails");
    }
}

async fn record(
    app: &App,
    entry: OutboxEntry,
    outcome: Result<(), SendError>,
    now: Instant,
) -> Result<(), ServiceError> {
    let context = app.context_at(now);
    app.db.write(move |c| settle(c, &context, &entry, outcome)).await
}

fn settle(
    c: &mut Connection,
    context: &Context,
    entry: &OutboxEntry,
    outcome: Result<(), SendError>,
) -> Result<(), ServiceError> {
    let now = context.now;
    match outcome {
        Ok(()) => {
            store::outbox::mark_sent(c, entry, now)?;
        }
        // Where the last look failed instead of finding another sender, the notice is free for its next try.
        Err(SendError::TakenOver) => {
            store::outbox::let_go(c, entry)?;
        }
        Err(SendError::Permanent(why)) => service::fail_notice(c, context, entry, &why)?,
        Err(SendError::Temporary(why) | SendError::Uncertain(why))
            if now - entry.created_at >= GIVE_UP_AFTER =>
        {
            service::fail_notice(c, context, entry, &format!("given up after the last try: {why}"))?;
        }
        Err(outcome @ (SendError::Temporary(_) | SendError::Uncertain(_))) => {
            let is_uncertain = matches!(outcome, SendError::Uncertain(_));
            if is_uncertain && store::outbox::mark_uncertain(c, entry, now)? {
                tell(c, entry, ActivityKind::DeliveryUncertain { outbox_id: entry.id }, now)?;
            }
            let why = outcome.to_string();
            let tries = u32::try_from(entry.attempts).unwrap_or(u32::MAX);
            store::outbox::mark_retry(c, entry, now + backoff::delay(tries, entry.id.0), &why)?;
        }
    }
    Ok(())
}

/// Writes into the history of a notice's ticket what became of it.
fn tell(
    c: &mut Connection,
    entry: &OutboxEntry,
    kind: ActivityKind,
    now: Instant,
) -> Result<(), ServiceError> {
    let Some(ticket) = &entry.notice.ticket else { return Ok(()) };
    let activity = Activity {
        id: ActivityId::new(now),
        ticket_id: ticket.id,
        at: now,
        recorded_at: now,
        actor: Actor::System,
        kind,
    };
    Ok(store::activity::insert(c, &activity)?)
}
