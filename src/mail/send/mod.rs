//! Gives mail to the next server, or keeps it in memory for tests and demonstrations.

mod memory;
mod smtp;

use std::path::PathBuf;

pub use memory::MemoryMailer;
pub use smtp::SmtpMailer;

use super::Security;
use crate::domain::{EmailAddress, Urgency};

/// A mail ready to leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutgoingMail {
    /// Where the next servers report failures; none for automatic answers.
    pub return_path: Option<EmailAddress>,
    /// The addressee.
    pub to: EmailAddress,
    /// Its Message-ID, without angle brackets.
    pub message_id: String,
    /// Whether a connection is kept free for it.
    pub urgency: Urgency,
    /// The mail itself, with CRLF line ends.
    pub bytes: Vec<u8>,
}

/// Why a mail did not leave. The text is what the other side said, fit for the eyes of staff.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// It may leave later.
    #[error("{0}")]
    Temporary(String),
    /// It was refused; the same mail will be refused again.
    #[error("{0}")]
    Permanent(String),
    /// All of it was handed over, but the answer got lost: it may have left. Sending it again carries the same
    /// Message-ID.
    #[error("{0}")]
    Uncertain(String),
    /// Somebody else has it in hand by now: nothing was handed over.
    #[error("somebody else sends it")]
    TakenOver,
}

/// The server that takes our mail.
#[derive(Clone)]
pub struct SmtpSettings {
    /// Its name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
    /// User and password, if it wants them.
    pub credentials: Option<(String, String)>,
    /// A file of certificates (PEM) to trust beside the public ones.
    pub ca_file: Option<PathBuf>,
    /// How many connections at once; the rest waits. One more is kept for pages and breach notices.
    pub connections: usize,
}

/// Sends mail. Cheap to clone; clones share their connections.
#[derive(Debug, Clone)]
pub enum Mailer {
    /// To a server over SMTP.
    Smtp(SmtpMailer),
    /// Into memory.
    Memory(MemoryMailer),
    /// Nowhere, since no server is configured: every mail waits in the outbox.
    Unconfigured,
}

impl Mailer {
    /// A mailer for these settings; without any, one that lets every mail wait.
    ///
    /// # Errors
    /// What is wrong with the settings, in words: the file of certificates can't be read, the name is no host name.
    pub fn from_settings(settings: Option<SmtpSettings>) -> Result<Self, String> {
        match settings {
            Some(settings) => SmtpMailer::new(settings).map(Self::Smtp),
            None => Ok(Self::Unconfigured),
        }
    }

    /// Sends one mail. Whoever has waited longest for a free connection is served first.
    ///
    /// # Errors
    /// [`SendError`].
    pub async fn send(&self, mail: &OutgoingMail) -> Result<(), SendError> {
        self.send_if(mail, std::future::ready(true)).await
    }

    /// [`Mailer::send`], if the answer is yes to a question that is asked at the last moment: when the server listens,
    /// and before it is told of the mail. A process that was frozen until then finds out that it came too late.
    ///
    /// # Errors
    /// [`SendError`]; [`SendError::TakenOver`] if the answer was no.
    pub async fn send_if(
        &self,
        mail: &OutgoingMail,
        is_ours: impl Future<Output = bool> + Send,
    ) -> Result<(), SendError> {
        match self {
            Self::Smtp(mailer) => mailer.send(mail, is_ours).await,
            Self::Memory(_) if !is_ours.await => Err(SendError::TakenOver),
            Self::Memory(mailer) => mailer.send(mail),
            Self::Unconfigured => Err(SendError::Temporary("no mail server is configured".to_owned())),
        }
    }
}

impl Mailer {
    /// Asks the server whether it would take mail now, without sending any.
    ///
    /// # Errors
    /// In words: nobody answers, the certificate or the password is refused.
    pub async fn probe(&self) -> Result<(), String> {
        match self {
            Self::Smtp(mailer) => mailer.probe().await.map_err(|error| error.to_string()),
            Self::Memory(mailer) => mailer.probe().map_err(|error| error.to_string()),
            Self::Unconfigured => Ok(()),
        }
    }
}

impl std::fmt::Debug for SmtpSettings {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "SmtpSettings({}:{})", self.host, self.port)
    }
}
