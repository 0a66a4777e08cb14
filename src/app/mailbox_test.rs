//! Whether a mailbox can be opened as it is configured.

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;

use super::App;
use crate::config::Mailbox;
use crate::domain::Check;
use crate::mail::{ImapConnection, ImapError};

impl App {
    /// Signs in to the mailbox of this name and opens its folder, and says what is wrong where that fails. No mail in
    /// it is touched. None where no mailbox of the configuration has the name.
    pub async fn test_mailbox(&self, name: &str) -> Option<Check> {
        let mailbox = self.config.mailboxes.iter().find(|mailbox| mailbox.name == name)?;
        Some(test(mailbox).await)
    }
}

async fn test(mailbox: &Mailbox) -> Check {
    let (name, imap) = (format!("mailbox {}", mailbox.name), &mailbox.imap);
    let opening = AssertUnwindSafe(ImapConnection::open(imap, None)).catch_unwind().await;
    // The library that reads the server's answers panics at some that make no sense.
    let unreadable = || ImapError::Protocol("an answer that nobody can read".to_owned());
    match opening.unwrap_or_else(|_| Err(unreadable())) {
        Ok(connection) => {
            connection.close().await;
            Check::well(name, format!("{} lets us in, and {} can be read.", imap.host, imap.folder))
        }
        Err(error) => {
            let words = format!("{} port {}: {error}", imap.host, imap.port);
            Check::failing(name, words, remedy(&error))
        }
    }
}

/// What to do about it.
fn remedy(error: &ImapError) -> &'static str {
    match error {
        ImapError::Settings(_) => "Correct what it says in this [[mailbox]].",
        ImapError::Connection(_) => {
            "See that `host`, `port` and `security` of this [[mailbox]] are right, that the server runs, and that its certificate is trusted (`ca_file`)."
        }
        ImapError::TimedOut => "See that the server runs, and that a firewall lets us through to its port.",
        ImapError::SignIn(_) => {
            "Correct `user` and `password` of this [[mailbox]], or what belongs to its `token_url`. Some providers want a password of its own for programs."
        }
        ImapError::Refused { .. } => {
            "See that `folder` of this [[mailbox]] is spelt as the server spells it, and that this user may read it."
        }
        ImapError::Protocol(_) => {
            "See that `host` and `port` of this [[mailbox]] are those of an IMAP server."
        }
    }
}
