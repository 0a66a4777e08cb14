//! One mailbox, opened.

use std::collections::VecDeque;
use std::time::Duration;

use async_imap::extensions::idle::IdleResponse;
use tokio::time::timeout;

use super::answers::{Fetched, fetched, found, is_news, run};
use super::connect::{SignedIn, connect, refused};
use super::{AfterTaking, FetchedMail, ImapError, ImapSettings, MailboxPosition};

/// One command and its answer.
const COMMAND_TIMEOUT: Duration = Duration::from_secs(60);
/// One mail on a slow line.
const FETCH_TIMEOUT: Duration = Duration::from_secs(600);
/// A server that tells of news during so many searches, and finds none, will not find any.
const MOST_SEARCHES: usize = 10;

/// A folder of a mailbox, opened for reading.
pub struct ImapConnection {
    session: Option<SignedIn>,
    after: AfterTaking,
    poll: Duration,
    silence: Duration,
    largest: usize,
    can_idle: bool,
    can_move: bool,
    position: MailboxPosition,
    /// Set while nothing was ever read here: the number from which on every mail counts, read by somebody or not.
    first_new_uid: Option<u32>,
    waiting: VecDeque<u32>,
}

impl ImapConnection {
    /// Connects, signs in and opens the folder.
    ///
    /// Where nothing is `known` yet, mails that somebody has read already are passed over: a mailbox that was in use
    /// before does not become a thousand tickets. Afterwards every mail counts, read or not.
    ///
    /// # Errors
    /// [`ImapError`].
    pub async fn open(settings: &ImapSettings, known: Option<MailboxPosition>) -> Result<Self, ImapError> {
        let mut session = connect(settings).await?;
        let capabilities =
            timeout(COMMAND_TIMEOUT, session.capabilities()).await.map_err(|_| ImapError::TimedOut)?;
        let capabilities = capabilities.map_err(|error| refused("CAPABILITY", &error))?;
        let selected = timeout(COMMAND_TIMEOUT, session.select(&settings.folder)).await;
        let selected =
            selected.map_err(|_| ImapError::TimedOut)?.map_err(|error| refused("SELECT", &error))?;
        let uid_validity = selected.uid_validity.ok_or_else(|| {
            ImapError::Settings("the server gives mails no lasting numbers (UIDVALIDITY)".to_owned())
        })?;
        let last_uid =
            known.filter(|known| known.uid_validity == uid_validity).map_or(0, |known| known.last_uid);
        Ok(Self {
            session: Some(session),
            after: settings.after.clone(),
            poll: settings.poll.clamp(Duration::from_secs(1), settings.silence * 4 / 5),
            silence: settings.silence,
            largest: settings.largest,
            can_idle: capabilities.has_str("IDLE"),
            can_move: capabilities.has_str("MOVE"),
            position: MailboxPosition { uid_validity, last_uid },
            first_new_uid: known.is_none().then(|| selected.uid_next.unwrap_or(1)),
            waiting: VecDeque::new(),
        })
    }

    /// How far the mailbox has been read; none while the first reading lasts, which a later connection has to begin
    /// anew. To be committed with each mail, and also once [`ImapConnection::next`] finds none, so that the next
    /// connection knows where this one began.
    #[must_use]
    pub fn position(&self) -> Option<MailboxPosition> {
        self.first_new_uid.is_none().then_some(self.position)
    }

    /// The next mail, in the order of arrival; none if there is no new one.
    ///
    /// It stays the next one until [`ImapConnection::taken`] is called for it: a mail that could not be committed is
    /// never passed over.
    ///
    /// # Errors
    /// [`ImapError`]; the connection is of no use afterwards.
    pub async fn next(&mut self) -> Result<Option<FetchedMail>, ImapError> {
        loop {
            if self.waiting.is_empty() && !self.search().await? {
                return Ok(None);
            }
            while let Some(uid) = self.waiting.front().copied() {
                if let Some(mail) = self.fetch(uid).await? {
                    return Ok(Some(mail));
                }
                // Somebody deleted it meanwhile.
                self.pass(uid);
            }
        }
    }

    /// Flags or moves a mail that was committed.
    ///
    /// # Errors
    /// [`ImapError`]; the mail is safe with us all the same.
    pub async fn taken(&mut self, mail: &FetchedMail) -> Result<(), ImapError> {
        let uid = mail.uid;
        self.pass(uid);
        if mail.left_there.is_some() {
            return Ok(());
        }
        match self.after.clone() {
            AfterTaking::MarkSeen => self.store_flag(uid, "\\Seen").await,
            AfterTaking::MoveTo(folder) => self.move_to(uid, &folder).await,
        }
    }

    /// Waits until there may be something new: until the server says so, where it can, and at most for the poll
    /// interval where it can't. A connection that broke is noticed within five minutes.
    ///
    /// # Errors
    /// [`ImapError`]; the connection is of no use afterwards.
    pub async fn wait(&mut self) -> Result<(), ImapError> {
        if !self.can_idle {
            tokio::time::sleep(self.poll).await;
            return self.command("NOOP", "").await;
        }
        let mut idle = self.take_session()?.idle();
        timeout(COMMAND_TIMEOUT, idle.init())
            .await
            .map_err(|_| ImapError::TimedOut)?
            .map_err(|error| refused("IDLE", &error))?;
        // The server is asked whether it is still there while a fifth of the time is left for its answer.
        let (wait, interrupt) = idle.wait_with_timeout(self.silence * 4 / 5);
        let outcome = wait.await.map_err(|error| refused("IDLE", &error))?;
        drop(interrupt);
        if outcome == IdleResponse::ManualInterrupt {
            // We interrupt nothing: this is how the library tells that the connection ended.
            return Err(ImapError::Connection("the server hung up".to_owned()));
        }
        let session = timeout(self.silence / 5, idle.done()).await.map_err(|_| ImapError::TimedOut)?;
        self.session = Some(session.map_err(|error| refused("IDLE", &error))?);
        Ok(())
    }

    /// Says goodbye. Not doing so harms nothing.
    pub async fn close(mut self) {
        if let Some(mut session) = self.session.take() {
            let _ = timeout(Duration::from_secs(2), session.logout()).await;
        }
    }

    /// Looks for new mails; false if there are none.
    async fn search(&mut self) -> Result<bool, ImapError> {
        if let Some(first_new_uid) = self.first_new_uid {
            self.waiting = self.search_for("UNSEEN ").await?.into();
            if !self.waiting.is_empty() {
                return Ok(true);
            }
            self.first_new_uid = None;
            self.position.last_uid = self.position.last_uid.max(first_new_uid.saturating_sub(1));
        }
        self.waiting = self.search_for("").await?.into();
        Ok(!self.waiting.is_empty())
    }

    async fn search_for(&mut self, criterion: &str) -> Result<Vec<u32>, ImapError> {
        let last_uid = self.position.last_uid;
        let criteria = format!("{criterion}UID {}:*", last_uid.saturating_add(1));
        // A server may search among the mails that it has told us of, and tell of new ones afterwards: so it is asked
        // to tell first, and once more if it told in between. What it has told once would not end a later waiting.
        self.command("NOOP", "").await?;
        for _ in 0..MOST_SEARCHES {
            let (mut uids, mut has_news) = (Vec::new(), false);
            run(self.session()?, COMMAND_TIMEOUT, "UID SEARCH", &criteria, |answer| {
                uids.extend_from_slice(found(answer));
                has_news |= is_news(answer);
            })
            .await?;
            // `n:*` always means at least the last mail, even if its number is below n.
            uids.retain(|uid| *uid > last_uid);
            uids.sort_unstable();
            uids.dedup();
            if !has_news || !uids.is_empty() {
                return Ok(uids);
            }
        }
        Err(ImapError::Protocol("it tells of new mails again and again, and finds none".to_owned()))
    }

    async fn command(&mut self, command: &'static str, arguments: &str) -> Result<(), ImapError> {
        run(self.session()?, COMMAND_TIMEOUT, command, arguments, |_| {}).await
    }

    fn pass(&mut self, uid: u32) {
        self.waiting.retain(|waiting| *waiting != uid);
        self.position.last_uid = self.position.last_uid.max(uid);
    }

    /// One mail; none if it was deleted meanwhile.
    async fn fetch(&mut self, uid: u32) -> Result<Option<FetchedMail>, ImapError> {
        let Some(about) = self.fetch_items(uid, "(UID RFC822.SIZE INTERNALDATE)").await? else {
            return Ok(None);
        };
        let announced = about.size.and_then(|size| usize::try_from(size).ok()).unwrap_or_default();
        let mut raw = None;
        if announced <= self.largest {
            let Some(whole) = self.fetch_items(uid, "(UID BODY.PEEK[])").await? else { return Ok(None) };
            // Some servers announce a size that is not the one they send.
            raw = whole.bytes.filter(|bytes| bytes.len() <= self.largest);
        }
        let left_there = raw.is_none().then(|| i64::try_from(announced).unwrap_or(i64::MAX));
        if left_there.is_some() {
            raw = self.fetch_items(uid, "(UID BODY.PEEK[HEADER])").await?.and_then(|header| header.bytes);
        }
        let position = self.position().map(|position| MailboxPosition { last_uid: uid, ..position });
        Ok(raw.map(|raw| FetchedMail { uid, position, received_at: about.received_at, raw, left_there }))
    }

    async fn fetch_items(&mut self, uid: u32, items: &str) -> Result<Option<Fetched>, ImapError> {
        let mut answer = None;
        let arguments = format!("{uid} {items}");
        run(self.session()?, FETCH_TIMEOUT, "UID FETCH", &arguments, |response| {
            // Servers may tell about other mails and about flags at any time.
            let fetched = fetched(response).filter(|fetched| fetched.uid == Some(uid));
            if let Some(fetched) = fetched.filter(|fetched| fetched.size.is_some() || fetched.bytes.is_some())
            {
                answer = Some(fetched);
            }
        })
        .await?;
        Ok(answer)
    }

    async fn store_flag(&mut self, uid: u32, flag: &str) -> Result<(), ImapError> {
        let arguments = format!("{uid} +FLAGS.SILENT ({flag})");
        self.command("UID STORE", &arguments).await
    }

    async fn move_to(&mut self, uid: u32, folder: &str) -> Result<(), ImapError> {
        let arguments = format!("{uid} {}", quoted(folder)?);
        if self.can_move {
            return self.command("UID MOVE", &arguments).await;
        }
        self.command("UID COPY", &arguments).await?;
        // Expunging would also remove what others have flagged: without MOVE the copy's original stays, as deleted.
        self.store_flag(uid, "\\Deleted \\Seen").await
    }

    fn session(&mut self) -> Result<&mut SignedIn, ImapError> {
        self.session.as_mut().ok_or_else(closed)
    }

    fn take_session(&mut self) -> Result<SignedIn, ImapError> {
        self.session.take().ok_or_else(closed)
    }
}

fn closed() -> ImapError {
    ImapError::Connection("it was closed after an error".to_owned())
}

fn quoted(folder: &str) -> Result<String, ImapError> {
    if folder.contains(['\r', '\n', '\0']) {
        return Err(ImapError::Settings("a folder name can't hold line ends".to_owned()));
    }
    Ok(format!("\"{}\"", folder.replace('\\', "\\\\").replace('"', "\\\"")))
}
