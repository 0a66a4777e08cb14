//! `[[mailbox]]`: mailboxes that are read over IMAP.

use std::num::NonZeroU64;
use std::time::Duration;

use super::Mailbox;
use super::raw::Raw;
use crate::mail::{AfterTaking, ImapSettings, Security};

impl Raw {
    /// Every mailbox; no two of one name, since they would share the position up to which they were read.
    pub(super) fn mailboxes(&mut self) -> Vec<Mailbox> {
        self.is_empty_list("mailbox");
        let found: Vec<_> = (0..100)
            .map_while(|index| self.has(&format!("mailbox[{index}]")).then_some(index))
            .collect::<Vec<_>>()
            .into_iter()
            .map(|index| self.mailbox(&format!("mailbox[{index}]")))
            .collect();
        for (index, mailbox) in found.iter().enumerate() {
            let Some(name) = mailbox.as_ref().map(|mailbox| &mailbox.name) else { continue };
            let is_same = |other: &Option<Mailbox>| other.as_ref().is_some_and(|other| other.name == *name);
            if let Some(first) = found.iter().take(index).position(is_same) {
                let what = format!(
                    "mailbox[{first}] is called “{name}” too (without a name it is its user): what was read is \
                     noted under the name, so mail would be missed. Give each [[mailbox]] a name of its own"
                );
                self.fault::<()>(&format!("mailbox[{index}].name"), &what);
            }
        }
        found.into_iter().flatten().collect()
    }

    fn mailbox(&mut self, at: &str) -> Option<Mailbox> {
        let host = self.required(&format!("{at}.host"), "the name of the IMAP server");
        let user = self.required(&format!("{at}.user"), "the name to sign in with");
        let credential = self.credential(at);
        let security = self.security(at, host.as_deref().unwrap_or_default());
        let port = if security == Some(Security::Tls) { "993" } else { "143" };
        let port = self.parsed(&format!("{at}.port"), port, "a port from 1 to 65535");
        let name = self.optional(&format!("{at}.name")).or_else(|| user.clone());
        let folder = self.optional(&format!("{at}.folder")).unwrap_or_else(|| "INBOX".to_owned());
        let ca_file = self.ca_file(at);
        let after = match self.optional(&format!("{at}.move_to")) {
            Some(folder) => AfterTaking::MoveTo(folder),
            None => AfterTaking::MarkSeen,
        };
        let poll_seconds =
            self.parsed::<NonZeroU64>(&format!("{at}.poll_seconds"), "60", "a number of seconds, at least 1");
        let imap = ImapSettings {
            host: host?,
            port: port?,
            security: security?,
            ca_file,
            user: user?,
            credential: credential?,
            folder,
            poll: Duration::from_secs(poll_seconds?.get()),
            after,
            silence: ImapSettings::USUAL_SILENCE,
            largest: ImapSettings::USUAL_LARGEST,
        };
        Some(Mailbox { name: name?, imap })
    }
}
