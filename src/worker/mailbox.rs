//! Reads a mailbox for ever: each mail is committed with the mailbox's position before the mailbox is told.
//!
//! Of several nodes one reads it; the others stand by, and one of them takes over within seconds when it dies.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::FutureExt;
use tokio::sync::watch;

use crate::app::App;
use crate::config::Mailbox;
use crate::domain::NodeId;
use crate::mail::{FetchedMail, ImapConnection, ImapError, MailboxPosition};
use crate::service::{self, ServiceError};
use crate::store::mailbox_state::MailboxState;
use crate::store::{self, Connection};

/// The shortest and the longest rest between two tries of a mailbox that can't be read.
const RESTS: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(300));

/// How often a node that stands by asks whether the mailbox is free.
const STAND_BY: Duration = Duration::from_secs(1);

/// Why a round over a mailbox ended early.
#[derive(Debug, thiserror::Error)]
pub enum MailboxError {
    /// The mail server.
    #[error(transparent)]
    Imap(#[from] ImapError),
    /// Our own database: the mail stays where it is.
    #[error(transparent)]
    Service(#[from] ServiceError),
    /// Another node reads it: the mail stays where it is.
    #[error("another process reads this mailbox")]
    HeldElsewhere,
}

/// Takes everything that lies in a mailbox now, and answers how many mails that were.
///
/// # Errors
/// [`MailboxError`]; what was taken until then stays taken, the rest comes with the next round.
pub async fn run_once(app: &App, mailbox: &Mailbox) -> Result<usize, MailboxError> {
    let _in_hand = app.node.take_in_hand();
    let outcome = take_what_is_there(app, mailbox).await;
    release(app, mailbox).await;
    outcome
}

async fn take_what_is_there(app: &App, mailbox: &Mailbox) -> Result<usize, MailboxError> {
    let node = hold(app, mailbox).await?;
    let mut connection = open(app, mailbox).await?;
    let count = take_all(app, mailbox, node, &mut connection).await?;
    connection.close().await;
    Ok(count)
}

/// Reads a mailbox until `stop` turns true; a connection that breaks is opened again, later each time it fails.
pub(super) async fn run(app: App, mailbox: Mailbox, mut stop: watch::Receiver<bool>) {
    let mut rest = RESTS.0;
    while !*stop.borrow() {
        let in_hand = app.node.take_in_hand();
        let outcome = tokio::select! {
            outcome = AssertUnwindSafe(follow(&app, &mailbox, &mut rest)).catch_unwind() => {
                // The library that reads the server's answers panics at some that make no sense.
                let unreadable = || ImapError::Protocol("an answer that nobody can read".to_owned());
                outcome.unwrap_or_else(|_| Err(unreadable().into()))
            }
            _ = stop.changed() => Ok(()),
        };
        release(&app, &mailbox).await;
        drop(in_hand);
        let pause = match outcome {
            Ok(()) | Err(MailboxError::HeldElsewhere) => {
                app.pulse.mailbox_left(&mailbox.name);
                STAND_BY
            }
            Err(error) => {
                app.pulse.mailbox_failed(&mailbox.name, app.clock.now(), &error.to_string());
                tracing::warn!(mailbox = %mailbox.name, %error, retry_in = ?rest, "a mailbox could not be read");
                let pause = rest;
                rest = (rest * 2).min(RESTS.1);
                pause
            }
        };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            _ = stop.changed() => return,
        }
    }
}

/// Takes what is there, waits for more, and so on until something fails.
async fn follow(app: &App, mailbox: &Mailbox, rest: &mut Duration) -> Result<(), MailboxError> {
    let node = hold(app, mailbox).await?;
    let mut connection = open(app, mailbox).await?;
    *rest = RESTS.0;
    loop {
        take_all(app, mailbox, node, &mut connection).await?;
        app.pulse.mailbox_read(&mailbox.name, app.clock.now());
        connection.wait().await?;
    }
}

/// Makes this process the one that reads the mailbox. Looking first keeps those that stand by from writing.
async fn hold(app: &App, mailbox: &Mailbox) -> Result<NodeId, MailboxError> {
    let (name, node, now) = (mailbox.name.clone(), app.node.clone(), app.clock.now());
    let asked = name.clone();
    let holder = app.db.read(move |c| Ok::<_, ServiceError>(store::node::mailbox_holder(c, &asked)?)).await?;
    if holder.is_some() && holder != node.id() {
        return Err(MailboxError::HeldElsewhere);
    }
    let taken = app.db.write(move |c| {
        let id = node.present(c, now)?;
        Ok::<_, ServiceError>(store::node::take_mailbox(c, id, &name)?.then_some(id))
    });
    taken.await?.ok_or(MailboxError::HeldElsewhere)
}

/// Lets others read the mailbox.
async fn release(app: &App, mailbox: &Mailbox) {
    let (Some(id), name) = (app.node.id(), mailbox.name.clone()) else { return };
    let asked = name.clone();
    let holder = app.db.read(move |c| store::node::mailbox_holder(c, &asked)).await;
    if holder == Ok(Some(id)) {
        let _ = app.db.write(move |c| store::node::release_mailbox(c, id, &name)).await;
    }
}

async fn open(app: &App, mailbox: &Mailbox) -> Result<ImapConnection, MailboxError> {
    let name = mailbox.name.clone();
    let known = app.db.read(move |c| Ok::<_, ServiceError>(store::mailbox_state::get(c, &name)?)).await?;
    let known =
        known.map(|state| MailboxPosition { uid_validity: state.uid_validity, last_uid: state.last_uid });
    Ok(ImapConnection::open(&mailbox.imap, known).await?)
}

async fn take_all(
    app: &App,
    mailbox: &Mailbox,
    node: NodeId,
    connection: &mut ImapConnection,
) -> Result<usize, MailboxError> {
    let mut count = 0;
    while let Some(mail) = connection.next().await? {
        if !keep(app, mailbox, node, &mail).await? {
            return Err(MailboxError::HeldElsewhere);
        }
        tracing::info!(mailbox = %mailbox.name, uid = mail.uid, "took a mail");
        connection.taken(&mail).await?;
        count += 1;
    }
    note(app, mailbox, node, connection.position()).await?;
    Ok(count)
}

/// Commits how far the mailbox has been read where that is news: so that mail which comes from now on is taken though
/// we be away then, and somebody else read it meanwhile.
async fn note(
    app: &App,
    mailbox: &Mailbox,
    node: NodeId,
    position: Option<MailboxPosition>,
) -> Result<(), MailboxError> {
    let Some(state) = position.map(state) else { return Ok(()) };
    let (name, asked) = (mailbox.name.clone(), mailbox.name.clone());
    let known = app.db.read(move |c| Ok::<_, ServiceError>(store::mailbox_state::get(c, &asked)?)).await?;
    if known == Some(state) {
        return Ok(());
    }
    let noted = app.db.write(move |c| {
        let holds = holds(c, node, &name)?;
        if holds {
            store::mailbox_state::put(c, &name, state)?;
        }
        Ok::<_, ServiceError>(holds)
    });
    noted.await?.then_some(()).ok_or(MailboxError::HeldElsewhere)
}

fn state(position: MailboxPosition) -> MailboxState {
    MailboxState { uid_validity: position.uid_validity, last_uid: position.last_uid }
}

/// Whether this node reads the mailbox; the beat keeps it from being buried before the commit.
fn holds(c: &mut Connection, node: NodeId, mailbox: &str) -> Result<bool, ServiceError> {
    Ok(store::node::beat(c, node)? && store::node::holds_mailbox(c, node, mailbox)?)
}

/// Commits a mail together with how far the mailbox has been read; false, and nothing, if another node reads it by now.
async fn keep(app: &App, mailbox: &Mailbox, node: NodeId, mail: &FetchedMail) -> Result<bool, ServiceError> {
    let context = app.context();
    let (name, raw, position) = (mailbox.name.clone(), mail.raw.clone(), mail.position);
    let left_there = mail.left_there;
    let received_at = mail.received_at.unwrap_or(context.now).min(context.now);
    app.db
        .write(move |c| {
            if !holds(c, node, &name)? {
                return Ok(false);
            }
            match left_there {
                Some(size) => {
                    service::store_header(c, &context, &name, &raw, received_at, size)?;
                }
                None if !raw.is_empty() => {
                    service::store_mail(c, &context, &name, &raw, received_at)?;
                }
                None => {}
            }
            if let Some(position) = position {
                store::mailbox_state::put(c, &name, state(position))?;
            }
            Ok(true)
        })
        .await
}
