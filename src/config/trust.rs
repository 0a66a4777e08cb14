//! `[trust]`: what incoming mail has to prove, and what becomes of mail that doesn't.

use super::raw::Raw;
use crate::domain::{Handling, MailPolicy};

/// What incoming mail has to prove.
#[derive(Debug, Clone)]
pub struct Trust {
    /// What becomes of mail that can't be believed.
    pub policy: MailPolicy,
    /// Where answers to our mail go.
    pub reply_address: ReplyAddress,
}

/// Where answers to our mail go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReplyAddress {
    /// To `support+<token>@...`, which names the ticket and can't be made up.
    Signed,
    /// To `support@...`: for a mail server that delivers no addresses with a plus.
    Plain,
}

impl std::str::FromStr for ReplyAddress {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "signed" => Ok(Self::Signed),
            "plain" => Ok(Self::Plain),
            _ => Err(()),
        }
    }
}

impl Raw {
    /// The section, with a default for everything.
    pub(super) fn trust(&mut self) -> Option<Trust> {
        let what = "new_ticket or hold_back";
        let outsiders = self.parsed::<Handling>("trust.outsiders", "new_ticket", what);
        let forged = self.parsed::<Handling>("trust.forged", "new_ticket", what);
        let reply_address = self.parsed("trust.reply_address", "signed", "signed or plain");
        let policy = MailPolicy { outsiders: outsiders?, forged: forged? };
        Some(Trust { policy, reply_address: reply_address? })
    }
}
