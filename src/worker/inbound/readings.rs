//! The mails in hand: each is read by itself, then they are written into their tickets in an order that keeps each
//! sender's.

use std::collections::HashSet;
use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;
use tokio::task::JoinSet;

use super::prepare::{self, Loaded, ReadMail};
use crate::app::App;
use crate::domain::{EmailAddress, InboundHead, InboundMail, InboundMailId, ParsedMail, backoff};
use crate::service::{self, Received, ServiceError};
use crate::sla::Instant;
use crate::store::{self, Connection};
use crate::worker::poison;

/// Mails that are read at once.
const AT_ONCE: usize = 64;

/// Bytes of mails that are read at once, but for one that is larger by itself.
const BYTES_AT_ONCE: i64 = 32 * 1024 * 1024;

/// Mails that share a commit at most.
const TOGETHER: usize = 16;

/// Commits that are under way at once. A server answers one while it works at another; the one writer of a file makes
/// them one commit.
const COMMITS: usize = 2;

/// What reading a mail gave.
type Read = Result<ReadMail, ServiceError>;

/// The mails in hand.
#[derive(Default)]
pub(super) struct Readings {
    reading: JoinSet<(InboundMailId, Read)>,
    writing: JoinSet<Written>,
    /// In the order in which they came.
    in_hand: Vec<InHand>,
    /// Each of these is to be written by itself: one of them has spoilt a commit.
    alone: HashSet<InboundMailId>,
}

struct InHand {
    mail: InboundMail,
    names: Names,
    stage: Stage,
}

enum Stage {
    BeingRead,
    Read(Box<Read>),
    BeingWritten,
}

/// Mails that shared a commit, and whether it came about.
struct Written {
    mails: Vec<InboundMailId>,
    outcome: Result<(), ServiceError>,
}

/// By what mails belong together.
struct Names {
    from: Option<EmailAddress>,
    message_id: Option<String>,
    answers: Vec<String>,
}

impl Readings {
    /// Whether nothing is in hand.
    pub(super) fn is_empty(&self) -> bool {
        self.in_hand.is_empty()
    }

    /// Waits until one more mail is read, or some are written, and gives how many these were.
    ///
    /// # Errors
    /// [`ServiceError`] where the database fails as a whole.
    pub(super) async fn one_is_done(&mut self) -> Result<usize, ServiceError> {
        tokio::select! {
            Some(Ok((id, read))) = self.reading.join_next() => {
                self.put(id, read);
                Ok(0)
            }
            Some(Ok(written)) = self.writing.join_next() => self.settle(written),
            else => Ok(0),
        }
    }

    /// Takes up mails that wait, as far as there is room.
    ///
    /// # Errors
    /// [`ServiceError`] where the database fails as a whole.
    pub(super) async fn take_up(&mut self, app: &App, now: Instant) -> Result<(), ServiceError> {
        let room = AT_ONCE.saturating_sub(self.in_hand.len());
        if room == 0 {
            return Ok(());
        }
        let limit = i64::try_from(AT_ONCE).unwrap_or(i64::MAX);
        let mut waiting = waiting(app, now, limit).await?;
        waiting.retain(|mail| self.in_hand.iter().all(|known| known.mail.id != mail.id));
        let mut bytes: i64 = self.in_hand.iter().map(|known| known.mail.size).sum();
        let mut is_first = self.in_hand.is_empty();
        let fitting = waiting.into_iter().take(room).take_while(|mail| {
            bytes += mail.size;
            std::mem::take(&mut is_first) || bytes <= BYTES_AT_ONCE
        });
        let fitting: Vec<InboundMail> = fitting.collect();
        if fitting.is_empty() {
            return Ok(());
        }
        for loaded in prepare::load(app, fitting).await? {
            self.start(app, loaded);
        }
        Ok(())
    }

    fn start(&mut self, app: &App, loaded: Loaded) {
        let (mail, id) = (loaded.inbound.clone(), loaded.inbound.id);
        self.in_hand.push(InHand { mail, names: Names::of(&loaded.header), stage: Stage::BeingRead });
        let app = app.clone();
        self.reading.spawn(async move {
            let reading = AssertUnwindSafe(prepare::read(&app, loaded)).catch_unwind();
            (id, reading.await.unwrap_or_else(|_| Err(ServiceError::invalid("mail", "reading it failed"))))
        });
    }

    fn put(&mut self, id: InboundMailId, read: Read) {
        if let Some(known) = self.in_hand.iter_mut().find(|known| known.mail.id == id) {
            known.stage = Stage::Read(Box::new(read));
        }
    }

    /// Begins to write those that are read and follow nothing that is not written.
    pub(super) fn write(&mut self, app: &App, now: Instant) {
        while self.writing.len() < COMMITS {
            let ready = self.ready();
            if ready.is_empty() {
                return;
            }
            let app = app.clone();
            self.writing.spawn(async move {
                let mails = ready.iter().map(|(mail, _)| mail.id).collect();
                let writing = AssertUnwindSafe(file(&app, now, ready)).catch_unwind().await;
                let outcome =
                    writing.unwrap_or_else(|_| Err(ServiceError::invalid("mail", "writing it failed")));
                Written { mails, outcome: outcome.map(drop) }
            });
        }
    }

    /// Takes what may share the next commit.
    fn ready(&mut self) -> Vec<(InboundMail, Read)> {
        let (mut ready, mut before): (Vec<(InboundMail, Read)>, Vec<&Names>) = (Vec::new(), Vec::new());
        let mut is_full = false;
        for InHand { mail, names, stage } in &mut self.in_hand {
            let is_alone = self.alone.contains(&mail.id);
            let fits = !is_full && (ready.is_empty() || !is_alone);
            let is_free = fits && before.iter().all(|earlier| !names.follow(earlier));
            match std::mem::replace(stage, Stage::BeingWritten) {
                Stage::Read(read) if is_free => {
                    ready.push((mail.clone(), *read));
                    is_full = is_alone || ready.len() == TOGETHER;
                }
                other => {
                    *stage = other;
                    before.push(names);
                }
            }
        }
        ready
    }

    /// Lets go of what was written. What was not waits in the database as before, and comes again: by itself, and with
    /// everything after it that nobody writes yet, so that none overtakes it.
    fn settle(&mut self, written: Written) -> Result<usize, ServiceError> {
        let count = written.mails.len();
        self.in_hand.retain(|known| !written.mails.contains(&known.mail.id));
        match written.outcome {
            Ok(()) => self.alone.retain(|mail| !written.mails.contains(mail)),
            Err(error) if count > 1 => {
                tracing::warn!(%error, count, "these mails could not share a commit; each comes again by itself");
                self.alone.extend(written.mails);
                self.reading = JoinSet::new();
                self.in_hand.retain(|known| matches!(known.stage, Stage::BeingWritten));
            }
            Err(error) => return Err(error),
        }
        Ok(count)
    }
}

/// What may be read, past mails whose rows cannot be.
async fn waiting(app: &App, now: Instant, limit: i64) -> Result<Vec<InboundMail>, ServiceError> {
    loop {
        let found = app.db.read(move |c| Ok(store::inbound::to_read(c, now, limit)?)).await;
        match found {
            Err(error) => poison::set_aside(app, now, error).await?,
            waiting => return waiting,
        }
    }
}

impl Names {
    fn of(header: &ParsedMail) -> Self {
        Self {
            from: header.from.clone(),
            message_id: header.message_id.clone(),
            answers: header.references.clone(),
        }
    }

    /// Whether a mail has to be written after one that came before: it is from the same sender, is the same mail by
    /// another road, or answers it.
    fn follow(&self, before: &Self) -> bool {
        let is_of_same = self.from.is_some() && self.from == before.from;
        let Some(id) = &before.message_id else { return is_of_same };
        is_of_same || self.message_id.as_ref() == Some(id) || self.answers.contains(id)
    }
}

/// Writes mails into their tickets in this order: all in one transaction, each in a savepoint of its own. One that
/// fails leaves nothing but its error, and the instant of the next try.
///
/// # Errors
/// [`ServiceError`] where the database fails for all of them, or not even the error could be written: nothing is
/// changed then.
pub(super) async fn file(
    app: &App,
    now: Instant,
    mails: Vec<(InboundMail, Read)>,
) -> Result<Vec<Option<Received>>, ServiceError> {
    let head = |read: &Read| read.as_ref().ok().map(|read| InboundHead::of(&read.mail));
    let heads: Vec<Option<InboundHead>> = mails.iter().map(|(_, read)| head(read)).collect();
    let (stored, reads): (Vec<InboundMail>, Vec<Read>) = mails.into_iter().unzip();
    let context = app.context_at(now);
    let write = move |c: &mut Connection| {
        let receive = |c: &mut Connection, read: ReadMail| {
            service::receive_mail(c, &context, read.inbound, read.mail, read.authentication)
        };
        let mut outcomes = Vec::new();
        for read in reads {
            match read.and_then(|read| store::savepoint(c, |c| receive(c, read))) {
                // No mail is to blame, such as where the database chose this transaction to end a deadlock.
                Err(error) if error.is_everywhere() => return Err(error),
                outcome => outcomes.push(outcome),
            }
        }
        Ok(outcomes)
    };
    let outcomes = match app.db.write(write).await {
        Ok(outcomes) => outcomes,
        Err(error) if stored.len() == 1 => vec![Err(error)],
        Err(error) => return Err(error),
    };
    let mut received = Vec::new();
    for ((mail, head), outcome) in stored.iter().zip(heads).zip(outcomes) {
        received.push(settle(app, now, (mail, head), outcome).await?);
    }
    Ok(received)
}

async fn settle(
    app: &App,
    now: Instant,
    (mail, head): (&InboundMail, Option<InboundHead>),
    outcome: Result<Received, ServiceError>,
) -> Result<Option<Received>, ServiceError> {
    let error = match outcome {
        Ok(received) => {
            app.metrics.mail_in(match received {
                Received::Opened(_) | Received::FollowedUp(_) => "opened",
                Received::Joined(_) => "joined",
                Received::Reported(_) => "reported",
                Received::PassedOn(_) => "passed on",
                Received::Quarantined(_) => "held",
                Received::Known => "known",
            });
            return Ok(Some(received));
        }
        Err(error) => error,
    };
    app.metrics.mail_in("failed");
    tracing::error!(mail = %mail.id, %error, "a stored mail could not be read; trying again later");
    let failed = u32::try_from(mail.attempts).unwrap_or(0).saturating_add(1);
    let retry_at = now + backoff::delay(failed, mail.id.0);
    let (id, text) = (mail.id, error.to_string());
    let postpone = move |c: &mut Connection| {
        store::inbound::postpone(c, id, &text, retry_at)?;
        head.map_or(Ok(()), |head| store::inbound::put_head(c, id, &head).map_err(ServiceError::from))
    };
    app.db.write(postpone).await.map(|()| None)
}
