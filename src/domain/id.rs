//! Ids: random, ordered by creation, one type for each kind of thing.

use serde::{Deserialize, Serialize};
use uuid::{NoContext, Timestamp, Uuid};

use crate::sla::Instant;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new id whose leading bits say `now` (UUID version 7, RFC 9562 section 5.7), so that ids sort by age.
            #[must_use]
            pub fn new(now: Instant) -> Self {
                let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
                Self(Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, now.timestamp_subsec_nanos())))
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
}
