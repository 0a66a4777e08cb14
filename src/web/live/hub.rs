//! The task that reads what was committed and passes it to every open page of this process.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use tokio::sync::broadcast;

use super::news::{self, TicketNews};
use crate::app::App;
use crate::domain::{Presence, TicketId};
use crate::sla::Instant;
use crate::store;
use crate::web::error::WebError;

/// Commits that follow each other this closely are told together.
const SETTLE: Duration = Duration::from_millis(120);
/// How often to look though nothing was committed: who has gone away without saying so is noticed then.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// A transaction that began earlier may commit later, so that what was looked at is looked at again for this long.
const OVERLAP: TimeDelta = TimeDelta::seconds(10);
/// How many things a slow reader may be behind before it is told to read all anew.
const BACKLOG: usize = 256;

/// What the hub tells.
#[derive(Debug, Clone)]
pub enum Live {
    /// A ticket changed.
    Ticket(Arc<TicketNews>),
    /// Who is at which ticket.
    Present(Arc<Vec<Presence>>),
    /// Something was committed, or some time has passed: look whether your session still holds.
    Look,
}

/// Where pages hear what changes. Its clones are the same.
#[derive(Debug, Clone)]
pub struct Hub(broadcast::Sender<Live>);

impl Hub {
    /// A hub that nothing is told yet.
    #[must_use]
    pub fn new() -> Self {
        Self(broadcast::Sender::new(BACKLOG))
    }

    /// Listens from now on.
    #[must_use]
    pub fn listen(&self) -> broadcast::Receiver<Live> {
        self.0.subscribe()
    }

    /// Reads and tells until the runtime ends.
    pub async fn run(self, app: App) {
        let mut changes = app.db.changes();
        let mut feed = Feed { since: app.clock.now(), known: HashMap::new() };
        loop {
            tokio::select! {
                () = changes.next() => tokio::time::sleep(SETTLE).await,
                () = tokio::time::sleep(LOOK_EVERY) => {}
            }
            if self.0.receiver_count() == 0 {
                feed.since = app.clock.now();
                continue;
            }
            match feed.look(&app).await {
                Ok((news, present)) => self.tell(news, present),
                Err(error) => {
                    tracing::warn!(%error, "live pages could not be told what changed; trying again")
                }
            }
        }
    }

    fn tell(&self, news: Vec<TicketNews>, present: Vec<Presence>) {
        let tickets = news.into_iter().map(|one| Live::Ticket(Arc::new(one)));
        for live in tickets.chain([Live::Present(Arc::new(present)), Live::Look]) {
            // Nobody listening any more is no failure.
            let _ = self.0.send(live);
        }
    }
}

impl Default for Hub {
    fn default() -> Self {
        Self::new()
    }
}

/// How far the tickets' changes were told.
struct Feed {
    since: Instant,
    /// The versions told of tickets that changed within the overlap.
    known: HashMap<TicketId, (i64, Instant)>,
}

impl Feed {
    async fn look(&mut self, app: &App) -> Result<(Vec<TicketNews>, Vec<Presence>), WebError> {
        let (from, now) = (self.since - OVERLAP, app.clock.now());
        let (mut news, present) = app
            .db
            .read(move |c| Ok::<_, WebError>((news::since(c, None, from)?, store::presence::list(c, now)?)))
            .await?;
        news.retain(|one| self.known.get(&one.ticket_id).is_none_or(|(version, _)| *version < one.version));
        for one in &news {
            self.known.insert(one.ticket_id, (one.version, one.at));
            self.since = self.since.max(one.at);
        }
        let oldest = self.since - OVERLAP;
        self.known.retain(|_, (_, at)| *at >= oldest);
        Ok((news, present))
    }
}
