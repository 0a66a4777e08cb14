//! Reads a mailbox for ever: each mail is committed with the mailbox's position before the mailbox is told.

use std::time::Duration;

use tokio::sync::watch;

use crate::app::App;
use crate::config::Mailbox;
use crate::mail::{FetchedMail, ImapConnection, ImapError, MailboxPosition};
use crate::service::{self, LARGEST_MAIL, ServiceError};
use crate::store;
use crate::store::mailbox_state::MailboxState;

/// The shortest and the longest rest between two tries of a mailbox that can't be read.
const RESTS: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(300));

/// Why a round over a mailbox ended early.
#[derive(Debug, thiserror::Error)]
pub enum MailboxError {
    /// The mail server.
    #[error(transparent)]
    Imap(#[from] ImapError),
    /// Our own database: the mail stays where it is.
    #[error(transparent)]
    Service(#[from] ServiceError),
}

/// Takes everything that lies in a mailbox now, and answers how many mails that were.
///
/// # Errors
/// [`MailboxError`]; what was taken until then stays taken, the rest comes with the next round.
pub async fn run_once(app: &App, mailbox: &Mailbox) -> Result<usize, MailboxError> {
    let mut connection = open(app, mailbox).await?;
    let count = take_all(app, mailbox, &mut connection).await?;
    connection.close().await;
    Ok(count)
}

/// Reads a mailbox until `stop` turns true; a connection that breaks is opened again, later each time it fails.
pub(super) async fn run(app: App, mailbox: Mailbox, mut stop: watch::Receiver<bool>) {
    let mut rest = RESTS.0;
    while !*stop.borrow() {
        let outcome = tokio::select! {
            outcome = follow(&app, &mailbox, &mut rest) => outcome,
            _ = stop.changed() => return,
        };
        if let Err(error) = outcome {
            tracing::warn!(mailbox = %mailbox.name, %error, retry_in = ?rest, "a mailbox could not be read");
        }
        tokio::select! {
            () = tokio::time::sleep(rest) => rest = (rest * 2).min(RESTS.1),
            _ = stop.changed() => return,
        }
    }
}

/// Takes what is there, waits for more, and so on until something fails.
async fn follow(app: &App, mailbox: &Mailbox, rest: &mut Duration) -> Result<(), MailboxError> {
    let mut connection = open(app, mailbox).await?;
    *rest = RESTS.0;
    loop {
        take_all(app, mailbox, &mut connection).await?;
        connection.wait().await?;
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
    connection: &mut ImapConnection,
) -> Result<usize, MailboxError> {
    let mut count = 0;
    while let Some(mail) = connection.next().await? {
        let position = mail.position;
        keep(app, mailbox, &mail).await?;
        tracing::info!(mailbox = %mailbox.name, uid = position.last_uid, "took a mail");
        connection.taken(&mail).await?;
        count += 1;
    }
    Ok(count)
}

/// Commits a mail together with how far the mailbox has been read.
async fn keep(app: &App, mailbox: &Mailbox, mail: &FetchedMail) -> Result<(), ServiceError> {
    let context = app.context();
    let (name, raw, position) = (mailbox.name.clone(), mail.raw.clone(), mail.position);
    let received_at = mail.received_at.unwrap_or(context.now).min(context.now);
    app.db
        .write(move |c| {
            if !raw.is_empty() && raw.len() <= LARGEST_MAIL {
                service::store_mail(c, &context, &name, &raw, received_at)?;
            }
            let state = MailboxState { uid_validity: position.uid_validity, last_uid: position.last_uid };
            Ok(store::mailbox_state::put(c, &name, state)?)
        })
        .await
}
