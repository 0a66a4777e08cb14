//! The task that reads what was committed and passes it to every open page of this process.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use tokio::sync::broadcast;

use super::news::{self, TicketNews};
use super::open_streams::OpenStreams;
use crate::app::App;
use crate::domain::{ContentHash, Presence, Scanning, TicketId, TicketNumber};
use crate::sla::Instant;
use crate::store::content_scan::CheckedFile;
use crate::store::{self, Connection};
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
    /// A file of a ticket was checked for malware.
    Checked(Arc<CheckedFile>),
    /// Who is at which ticket.
    Present(Arc<Vec<Presence>>),
    /// So much changed that it is not told one by one: read all anew.
    TooMuch,
}

/// How many changed tickets one look takes in.
const MOST: i64 = 1000;

/// Where pages hear what changes. Its clones are the same.
#[derive(Debug, Clone)]
pub struct Hub {
    news: broadcast::Sender<Live>,
    /// The streams that listen.
    pub open: OpenStreams,
}

impl Hub {
    /// A hub that nothing is told yet.
    #[must_use]
    pub fn new() -> Self {
        Self { news: broadcast::Sender::new(BACKLOG), open: OpenStreams::default() }
    }

    /// Listens from now on.
    #[must_use]
    pub fn listen(&self) -> broadcast::Receiver<Live> {
        self.news.subscribe()
    }

    /// Reads and tells until the runtime ends.
    pub async fn run(self, app: App) {
        tokio::join!(self.open.clone().watch(app.clone()), self.tell_changes(app));
    }

    async fn tell_changes(&self, app: App) {
        let mut changes = app.db.changes();
        let mut feed = Feed::from(app.clock.now());
        loop {
            tokio::select! {
                () = changes.next() => tokio::time::sleep(SETTLE).await,
                () = tokio::time::sleep(LOOK_EVERY) => {}
            }
            if self.news.receiver_count() == 0 {
                feed = Feed::from(app.clock.now());
                continue;
            }
            match feed.look(&app).await {
                Ok(told) => told.into_iter().for_each(|live| self.tell(live)),
                Err(error) => {
                    tracing::warn!(%error, "live pages could not be told what changed; trying again")
                }
            }
        }
    }

    fn tell(&self, live: Live) {
        // Nobody listening any more is no failure.
        let _ = self.news.send(live);
    }
}

impl Default for Hub {
    fn default() -> Self {
        Self::new()
    }
}

/// How far the tickets' changes were told.
struct Feed {
    /// From when on the next look reads.
    since: Instant,
    /// The versions told of tickets that changed since then.
    known: HashMap<TicketId, (i64, Instant)>,
    /// The files that were told to be checked, and when they were.
    checked: HashMap<(TicketNumber, ContentHash), Instant>,
}

impl Feed {
    fn from(now: Instant) -> Self {
        Self { since: now - OVERLAP, known: HashMap::new(), checked: HashMap::new() }
    }

    async fn look(&mut self, app: &App) -> Result<Vec<Live>, WebError> {
        let (from, now, scanning) = (self.since, app.clock.now(), app.identity.scanning);
        // What was told is not read again, however often the same seconds are looked at.
        let known: HashMap<_, _> = self.known.iter().map(|(id, (version, _))| (*id, *version)).collect();
        let read = move |c: &mut Connection| -> Result<_, WebError> {
            let changed = store::ticket::changed_since(c, None, from, MOST)?;
            let is_full = i64::try_from(changed.len()).is_ok_and(|count| count >= MOST);
            let fresh = changed
                .into_iter()
                .filter(|one| known.get(&one.id).is_none_or(|version| *version < one.version))
                .collect();
            let news = if is_full { None } else { Some(news::of(c, None, fresh, from)?) };
            let checked = match scanning {
                Scanning::On => store::content_scan::checked_since(c, now - OVERLAP, MOST)?,
                Scanning::Off => Vec::new(),
            };
            Ok((news, checked, store::presence::list(c, now)?))
        };
        let (news, checked, present) = app.db.read(read).await?;
        let mut told: Vec<Live> = match news {
            Some(news) => self.take(news).into_iter().map(Live::Ticket).collect(),
            None => {
                (self.since, self.known) = (now, HashMap::new());
                vec![Live::TooMuch]
            }
        };
        told.extend(self.take_checked(checked, now).map(Live::Checked));
        told.push(Live::Present(Arc::new(present)));
        Ok(told)
    }

    /// Those of the files that were not told yet, remembered for as long as they may be read again.
    fn take_checked(
        &mut self,
        files: Vec<CheckedFile>,
        now: Instant,
    ) -> impl Iterator<Item = Arc<CheckedFile>> + use<> {
        let mut fresh = Vec::new();
        for file in files {
            let key = (file.ticket, file.content.clone());
            if self.checked.insert(key, file.checked_at).is_none_or(|told| told < file.checked_at) {
                fresh.push(Arc::new(file));
            }
        }
        self.checked.retain(|_, at| *at >= now - OVERLAP);
        fresh.into_iter()
    }

    /// Remembers what is told now, for as long as it may be read again.
    fn take(&mut self, news: Vec<TicketNews>) -> Vec<Arc<TicketNews>> {
        for one in &news {
            self.known.insert(one.ticket_id, (one.version, one.at));
            self.since = self.since.max(one.at - OVERLAP);
        }
        let oldest = self.since;
        self.known.retain(|_, (_, at)| *at >= oldest);
        news.into_iter().map(Arc::new).collect()
    }
}
