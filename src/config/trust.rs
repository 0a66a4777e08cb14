//! `[trust]`: what incoming mail has to prove, and what becomes of mail that doesn't.

use std::collections::BTreeMap;

use super::raw::Raw;
use crate::domain::{Handling, MailPolicy};
use crate::mail::Resolver;

/// What incoming mail has to prove.
#[derive(Debug, Clone)]
pub struct Trust {
    /// What becomes of mail that can't be believed.
    pub policy: MailPolicy,
    /// Where answers to our mail go.
    pub reply_address: ReplyAddress,
    /// By way in (`ingest`, `api`, `smtp`, `lmtp`, a mailbox's name): the name under which our own mail server writes
    /// into each mail what it found out about its origin.
    pub results: BTreeMap<String, String>,
    /// The name server for checks of our own; none makes none.
    pub resolver: Option<Resolver>,
    /// Domains, in lower case, of forwarders that are believed when they seal what they found out about a mail (ARC).
    pub sealers: Vec<String>,
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
        let results = self.all_under("trust.results.");
        let resolver = self.resolver();
        let sealers = self.listed("trust.sealers", |text| match is_domain(text) {
            true => Ok(text.to_ascii_lowercase()),
            false => Err("the domain of a forwarder such as lists.example.com".to_owned()),
        });
        let policy = MailPolicy { outsiders: outsiders?, forged: forged? };
        Some(Trust { policy, reply_address: reply_address?, results, resolver: resolver?, sealers: sealers? })
    }

    fn resolver(&mut self) -> Option<Option<Resolver>> {
        match self.optional("trust.resolver").as_deref() {
            None => Some(None),
            Some("system") => Some(Some(Resolver::System)),
            Some(text) => match text.parse() {
                Ok(address) => Some(Some(Resolver::At(address))),
                Err(_) => {
                    let what =
                        format!("“{text}” is neither system nor an address and port such as 127.0.0.1:53");
                    self.fault("trust.resolver", &what)
                }
            },
        }
    }
}

fn is_domain(text: &str) -> bool {
    text.contains('.') && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
}
