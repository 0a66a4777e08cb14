//! Which streams are open: a few for each person, and each for as long as its session holds.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot;

use crate::app::App;
use crate::domain::{OrganizationId, PersonId, Role, SessionId};
use crate::store::session::Standing;
use crate::store::{self, StoreError};
use crate::web::auth::Session;
use crate::web::error::WebError;

/// How many streams a person may have. A browser opens fewer, and closes those of pages that are not looked at.
const MOST_OF_A_PERSON: usize = 20;
/// How often to look though nothing was committed: sessions also run out.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// How long after a look the next one may come, whatever is committed.
const PAUSE: Duration = Duration::from_millis(400);

/// Why a stream is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Close {
    /// Its session has ended.
    SessionOver,
    /// Its person has opened too many others since. Its page comes back and hears what it missed.
    TooMany,
}

/// The open streams of this process. Its clones are the same.
#[derive(Debug, Clone, Default)]
pub struct OpenStreams(Arc<Mutex<Streams>>);

#[derive(Debug, Default)]
struct Streams {
    next: u64,
    /// By their numbers, so the oldest first.
    open: BTreeMap<u64, Open>,
}

#[derive(Debug)]
struct Open {
    holder: Holder,
    closer: oneshot::Sender<Close>,
}

/// Who was let in, and as what.
#[derive(Debug, Clone, Copy)]
struct Holder {
    session: SessionId,
    person: PersonId,
    role: Role,
    organization: Option<OrganizationId>,
}

/// A stream's place among the open ones, left when it is dropped.
#[derive(Debug)]
pub struct Place {
    streams: OpenStreams,
    number: u64,
    /// Says when to close, and why.
    pub closed: oneshot::Receiver<Close>,
}

impl OpenStreams {
    /// Opens a stream. Where its person has too many, their oldest is closed: it is the one that most likely lost its
    /// reader.
    ///
    /// # Errors
    /// [`WebError::NotAllowed`] for a program, which has no session.
    pub fn enter(&self, session: &Session) -> Result<Place, WebError> {
        let holder = Holder {
            session: session.in_person()?,
            person: session.person.id,
            role: session.person.role,
            organization: session.person.organization_id,
        };
        let (closer, closed) = oneshot::channel();
        let mut streams = self.lock();
        let own = streams.open.iter().filter(|(_, open)| open.holder.person == holder.person);
        let own: Vec<u64> = own.map(|(number, _)| *number).collect();
        if own.len() >= MOST_OF_A_PERSON
            && let Some(oldest) = own.first()
        {
            streams.close(*oldest, Close::TooMany);
        }
        let number = streams.next;
        streams.next += 1;
        streams.open.insert(number, Open { holder, closer });
        drop(streams);
        Ok(Place { streams: self.clone(), number, closed })
    }

    /// Closes the streams whose session has ended, until the runtime ends: one look for all of them, after commits.
    pub async fn watch(self, app: App) {
        let mut changes = app.db.changes();
        loop {
            tokio::select! {
                () = changes.next() => {}
                () = tokio::time::sleep(LOOK_EVERY) => {}
            }
            // While the database is away nobody is sent off.
            if let Err(error) = self.look(&app).await {
                tracing::warn!(%error, "whether sessions still hold could not be read; trying again");
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn look(&self, app: &App) -> Result<(), StoreError> {
        let open: Vec<(u64, Holder)> =
            self.lock().open.iter().map(|(number, open)| (*number, open.holder)).collect();
        if open.is_empty() {
            return Ok(());
        }
        let mut ids: Vec<SessionId> = open.iter().map(|(_, holder)| holder.session).collect();
        ids.sort_unstable();
        ids.dedup();
        let now = app.clock.now();
        let holding = app.db.read(move |c| store::session::that_hold(c, &ids, now)).await?;
        let mut streams = self.lock();
        for (number, holder) in open {
            if !holding.get(&holder.session).is_some_and(|standing| holder.is(standing)) {
                streams.close(number, Close::SessionOver);
            }
        }
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, Streams> {
        // Whoever panicked left no stream half entered.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Streams {
    fn close(&mut self, number: u64, why: Close) {
        if let Some(open) = self.open.remove(&number) {
            // A stream that has gone meanwhile needs no word.
            let _ = open.closer.send(why);
        }
    }
}

impl Holder {
    /// Whether they are still what they were when they were let in: what they may see depends on it.
    fn is(&self, standing: &Standing) -> bool {
        standing.role == Some(self.role) && standing.organization_id == self.organization
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.streams.lock().open.remove(&self.number);
    }
}
