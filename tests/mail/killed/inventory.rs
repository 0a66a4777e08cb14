//! What is there in the end.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use punctual::domain::{ContentHash, InboundMail, InboundMailId, InboundState, PersonId, TicketId, Viewer};
use punctual::store::inbound::InboundFilter;
use punctual::store::ticket::{Sort, TicketFilter};
use punctual::store::{self, Connection, StoreError};
use punctual::vault::Keyring;

use crate::support::test_database::TestDatabase;

/// How long the last mails may take to be read.
const PATIENCE: Duration = Duration::from_secs(300);

/// Every stored mail, every ticket and every message.
pub struct Inventory {
    mails: Vec<InboundMail>,
    /// The hashes of the bytes as they lie there now.
    stored: BTreeSet<String>,
    /// The mails of each ticket's messages.
    tickets: BTreeMap<TicketId, Vec<InboundMailId>>,
}

impl Inventory {
    /// Waits until everything that was sent has been read, or for long enough, and counts.
    pub async fn once_all_is_read(test: &TestDatabase, expected: &[String]) -> Self {
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            let mails = test.read(mails);
            let is_read = |mail: &InboundMail| mail.state != InboundState::Received;
            if mails.len() >= expected.len() && mails.iter().all(is_read) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        test.read(|c| {
            let mails = mails(c)?;
            let mut stored = BTreeSet::new();
            for mail in &mails {
                let bytes = store::blob::get(c, &Keyring::default(), &mail.raw)?.unwrap_or_default();
                stored.insert(ContentHash::of(&bytes).0);
            }
            Ok(Self { mails, stored, tickets: tickets(c)? })
        })
    }

    /// Nothing is lost, nothing doubled, nothing changed.
    pub fn judge(&self, expected: &[String]) {
        let lost = expected.iter().filter(|hash| !self.stored.contains(*hash)).count();
        let strange = self.stored.iter().filter(|hash| expected.binary_search(hash).is_err()).count();
        let unread = self.mails.iter().filter(|mail| mail.state != InboundState::Processed).count();
        let mut times: BTreeMap<InboundMailId, usize> = BTreeMap::new();
        self.tickets.values().flatten().for_each(|mail| *times.entry(*mail).or_default() += 1);
        let doubled = times.values().filter(|times| **times > 1).count();
        let missing = self.mails.iter().filter(|mail| !times.contains_key(&mail.id)).count();
        let empty = self.tickets.values().filter(|mails| mails.is_empty()).count();
        println!(
            "  {} different mails, {} stored, {} tickets: {lost} lost, {strange} changed, {doubled} doubled, \
             {unread} not read, {missing} without a message, {empty} tickets without a mail",
            expected.len(),
            self.mails.len(),
            self.tickets.len(),
        );
        assert_eq!(self.mails.len(), expected.len());
        assert_eq!([lost, strange, doubled, unread, missing, empty], [0; 6]);
    }
}

/// How many mails came from the mailbox.
pub fn from_mailbox(test: &TestDatabase, name: &str) -> usize {
    let source = format!("killed-{name}-");
    test.read(mails).iter().filter(|mail| mail.source.starts_with(&source)).count()
}

fn mails(c: &mut Connection) -> Result<Vec<InboundMail>, StoreError> {
    let mut all: Vec<InboundMail> = Vec::new();
    loop {
        let before = all.last().map(|mail| mail.id);
        let page = store::inbound::list(c, &InboundFilter::default(), before, 1000)?;
        if page.is_empty() {
            return Ok(all);
        }
        all.extend(page);
    }
}

fn tickets(c: &mut Connection) -> Result<BTreeMap<TicketId, Vec<InboundMailId>>, StoreError> {
    let viewer = Viewer::Staff(PersonId(uuid::Uuid::nil()));
    let (mut all, mut after) = (BTreeMap::new(), None);
    loop {
        let page = store::ticket::list(c, viewer, &TicketFilter::default(), Sort::default(), after, 1000)?;
        for row in page.rows {
            let messages = store::message::list(c, row.id)?;
            all.insert(row.id, messages.iter().filter_map(|message| message.inbound_mail_id).collect());
        }
        after = page.next;
        if after.is_none() {
            return Ok(all);
        }
    }
}
