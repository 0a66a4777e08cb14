//! Reads a mailbox over IMAP (RFC 3501), so that nothing in it is lost and nothing has to be remembered but two
//! numbers.
//!
//! The caller takes one mail after the other with [`ImapConnection::next`], commits it together with its position, and
//! only then says [`ImapConnection::taken`], which flags or moves it. A crash in between gives the same mail again; the
//! same bytes are then recognised.

mod access_token;
mod answers;
mod connect;
mod connection;
mod credential;
mod lively;
mod replay;

use std::path::PathBuf;
use std::time::Duration;

pub use access_token::{AccessTokens, TokenEndpoint};
pub use connection::ImapConnection;
pub use credential::Credential;
pub use replay::replay_answers;

use super::Security;
use crate::sla::Instant;

/// A mailbox that is read.
#[derive(Clone)]
pub struct ImapSettings {
    /// The server's name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
    /// A file of certificates (PEM) to trust beside the public ones.
    pub ca_file: Option<PathBuf>,
    /// Who we are there.
    pub user: String,
    /// How we sign in.
    pub credential: Credential,
    /// The folder that is read, such as `INBOX`.
    pub folder: String,
    /// How often to look where the server can't tell us by itself.
    pub poll: Duration,
    /// What happens to a mail that was taken.
    pub after: AfterTaking,
    /// After how long without a word from the server the connection counts as dead.
    pub silence: Duration,
    /// The largest mail that is fetched whole, in bytes.
    pub largest: usize,
}

impl ImapSettings {
    /// A connection of which only our half is left is noticed within five minutes.
    pub const USUAL_SILENCE: Duration = Duration::from_secs(290);
    /// What mail servers let pass stays below.
    pub const USUAL_LARGEST: usize = 50 * 1024 * 1024;
}

/// What happens in the mailbox to a mail that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AfterTaking {
    /// It is flagged as read.
    MarkSeen,
    /// It is moved to this folder, which has to exist.
    MoveTo(String),
}

/// How far a mailbox has been read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MailboxPosition {
    /// The numbering that `last_uid` belongs to; with another one every mail is looked at again (RFC 3501 section
    /// 2.3.1.1).
    pub uid_validity: u32,
    /// The number of the last mail that was taken; 0 before the first.
    pub last_uid: u32,
}

/// One mail in a mailbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchedMail {
    /// Its number in the mailbox (RFC 9051 section 2.3.1.1).
    pub uid: u32,
    /// Where the mailbox has been read up to once this mail is taken: to be committed with it. None while the first
    /// reading lasts, which takes the unread among the mails that were there before.
    pub position: Option<MailboxPosition>,
    /// When the server received it (INTERNALDATE); none if it doesn't say. The clocks start here.
    pub received_at: Option<Instant>,
    /// Its bytes; for one that is too large, its header only.
    pub raw: Vec<u8>,
    /// The size of the whole mail in bytes, where it was too large and only its header was fetched. It stays in the
    /// mailbox as it is.
    pub left_there: Option<i64>,
}

/// Why a mailbox could not be read. Connecting anew may help for all but the first.
#[derive(Debug, thiserror::Error)]
pub enum ImapError {
    /// The settings can't work.
    #[error("the mailbox is not set up right: {0}")]
    Settings(String),
    /// No connection, or it broke.
    #[error("no connection to the mail server: {0}")]
    Connection(String),
    /// The server did not answer in time; the connection may be half open.
    #[error("the mail server did not answer in time")]
    TimedOut,
    /// User or password are wrong, or the server wants another way to sign in.
    #[error("the mail server refused to sign us in: {0}")]
    SignIn(String),
    /// The server refused a command.
    #[error("the mail server refused “{command}”: {answer}")]
    Refused {
        /// The command, without anything secret.
        command: &'static str,
        /// What it said.
        answer: String,
    },
    /// The server said something that makes no sense.
    #[error("the mail server answered something that makes no sense: {0}")]
    Protocol(String),
}

impl std::fmt::Debug for ImapSettings {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "ImapSettings({}:{}/{})", self.host, self.port, self.folder)
    }
}
