//! Ids: random, ordered by creation, one type for each kind of thing.

use std::sync::atomic::{AtomicU32, Ordering};

use serde::{Deserialize, Serialize};
use uuid::{Timestamp, Uuid};

use crate::sla::Instant;

/// How many ids this process has made, in so many bits.
static MADE: AtomicU32 = AtomicU32::new(0);
const COUNTER_BITS: u8 = 26;

/// A UUID of version 7 (RFC 9562): the millisecond, then a counter, then 48 random bits. What one process makes within
/// a millisecond sorts as it was made, and lies together in every index.
fn uuid_at(now: Instant) -> Uuid {
    let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
    let made = MADE.fetch_add(1, Ordering::Relaxed) % (1 << COUNTER_BITS);
    Uuid::new_v7(Timestamp::from_unix_time(
        seconds,
        now.timestamp_subsec_nanos(),
        u128::from(made),
        COUNTER_BITS,
    ))
}

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new id whose leading bits say `now`, so that ids sort by age.
            #[must_use]
            pub fn new(now: Instant) -> Self {
                Self(uuid_at(now))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(formatter)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }
    )+};
}

id! {
    /// One entry of a ticket's history.
    ActivityId,
    /// One file that came with a message.
    AttachmentId,
    /// One recorded breach.
    BreachId,
    /// One action on many tickets at once.
    BulkChangeId,
    /// One version of a contract, with its effective date.
    ContractVersionId,
    /// One reply that may still be taken back.
    HeldReplyId,
    /// One mail as it was received, raw.
    InboundMailId,
    /// One message of the desk that is kept under a name.
    MacroId,
    /// One token of a mail provider's webhook.
    MailboxTokenId,
    /// One message of a ticket's conversation.
    MessageId,
    /// One process among those that share the work of an installation, from its first claim until it is given up.
    NodeId,
    /// A customer: the company that signed an agreement.
    OrganizationId,
    /// One notice waiting to leave, or gone.
    OutboxId,
    /// One call on the on-call chain.
    PageId,
    /// Anybody with a name and an address: contact, agent, manager, administrator.
    PersonId,
    /// One promise: a clock from one start to its end.
    PromiseId,
    /// An on-call rota.
    RotaId,
    /// One list of the desk that is kept under a name.
    SavedViewId,
    /// A team of agents.
    TeamId,
    /// A ticket.
    TicketId,
}

id! {
    /// One token by which a program acts for a person.
    ApiTokenId,
    /// One event on its way to a webhook.
    DeliveryId,
    /// One link that was mailed to a person, good once.
    LinkId,
    /// One enrolment of a second step of signing in.
    SecondStepId,
    /// One session: a browser or program that is signed in.
    SessionId,
    /// One address to which events are posted.
    WebhookId,
}

id! {
    /// What another mail server reported about one notice.
    NoticeReportId,
    /// The words of one kind of notice, where somebody wrote their own.
    NoticeTemplateId,
    /// One holiday that was proclaimed for an agreement.
    HolidayId,
}

#[cfg(test)]
mod tests {
    use super::{BreachId, TicketId};

    #[test]
    fn ids_of_one_moment_sort_as_they_were_made() {
        let now = chrono::DateTime::UNIX_EPOCH;
        let made: Vec<_> = (0..1000).map(|_| BreachId::new(now)).collect();
        assert!(made.is_sorted(), "{made:?}");
        assert_ne!(TicketId::new(now), TicketId::new(now));
    }
}
