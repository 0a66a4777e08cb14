//! How words and ids look in the API's document: each a named schema, with every word that it may be.

use serde::Serialize;
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::openapi::{KnownFormat, RefOr};
use utoipa::{PartialSchema, ToSchema};

use crate::domain::{
    ApiTokenId, AttachmentId, BreachId, BulkChangeId, ContractVersionId, DeliveryId, DeliveryOutcome,
    DeliveryState, EmailAddress, FailureReason, InboundMailId, InboundState, MacroId, MailboxTokenId,
    MessageId, MessageKind, OldKey, OrganizationId, OutboxChannel, OutboxId, OutboxState, PassCause,
    PersonId, PromiseOutcome, Relation, Role, RotaId, SessionId, SeverityChoice, TeamId, TicketNumber,
    TokenScope, Verdict, WakeCause, WebhookEvent, WebhookId,
};
use crate::service::Release;
use crate::sla::{
    Affected, Answers, Audience, Band, BusinessDayRule, Channel, ClockKind, ClockState, HoldOver, Impact,
    PageTarget, Reclassify, ResponseMetBy, SeverityCode, Status, What, Workaround,
};

/// The schema of an enum of words.
fn words<T: Serialize>(all: &[T], about: &str) -> RefOr<Schema> {
    let words: Vec<serde_json::Value> =
        all.iter().filter_map(|variant| serde_json::to_value(variant).ok()).collect();
    ObjectBuilder::new().schema_type(Type::String).description(Some(about)).enum_values(Some(words)).into()
}

fn text(about: &str, format: Option<KnownFormat>) -> RefOr<Schema> {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .format(format.map(SchemaFormat::KnownFormat))
        .description(Some(about))
        .into()
}

macro_rules! schemas {
    ($($type:ty => $schema:expr;)+) => {$(
        impl PartialSchema for $type {
            fn schema() -> RefOr<Schema> {
                $schema
            }
        }
        impl ToSchema for $type {}
    )+};
}

schemas! {
    Affected => words(Self::ALL, "Who is affected.");
    Audience => words(Self::ALL, "Whom a call or a message is for.");
    Band => words(Self::ALL, "A kind of time by an agreement’s calendar.");
    BusinessDayRule => words(Self::ALL, "How targets of business days are counted.");
    Channel => words(Self::ALL, "The way by which a report or a message came in.");
    ClockKind => words(Self::ALL, "One of the three promises of an agreement.");
    ClockState => words(Self::ALL, "Where a clock stands.");
    HoldOver => words(Self::ALL, "When the clock of a ticket starts that arrives at an uncovered time.");
    Impact => words(Self::ALL, "What doesn’t work.");
    PageTarget => words(Self::ALL, "Who is called on a step of the escalation.");
    Reclassify => words(Self::ALL, "From when a target counts that a change of severity brings.");
    ResponseMetBy => words(Self::ALL, "What counts as the first response.");
    Status => words(Self::ALL, "Where a ticket stands.");
    What => words(Self::ALL, "What a clock did.");
    Workaround => words(Self::ALL, "Whether there is a way round.");
    WakeCause => words(&Self::ALL, "What brought a ticket back that was put away.");
    Verdict => words(&Self::ALL, "Whether a customer is content.");
    WebhookEvent => words(&Self::CHOICES, "What a webhook is told of; a delivery can also be a `test`.");
    DeliveryState => words(&[Self::Pending, Self::Delivered, Self::Failed], "Where a delivery stands.");
    OldKey => words(&Self::ALL, "What becomes of a webhook’s key when it gets a new one.");
    Relation => words(&Self::ALL, "How a ticket stands to another.");
    TokenScope => words(&Self::ALL, "What an API token may do of what its person may.");
    Role => words(&Self::ALL, "What a person may do; each role of the provider includes the one before it.");
    MessageKind => words(&[Self::Public, Self::Note], "Who may read a message.");
    InboundState => words(
        &[Self::Received, Self::Processed, Self::Quarantined, Self::Discarded, Self::Failed],
        "Where a received mail stands."
    );
    DeliveryOutcome => words(
        &[Self::Failed, Self::Delayed, Self::Delivered],
        "What a mail server reports of a notice."
    );
    FailureReason => words(
        &[Self::NoSuchAddress, Self::MailboxFull, Self::TooLarge, Self::Refused, Self::Unreachable, Self::Unknown],
        "Why a notice did not arrive, or is late."
    );
    PassCause => words(&[Self::Away, Self::Undelivered], "Why somebody who was called can’t come.");
    Release => words(&[Self::OwnTicket, Self::NamedTicket], "Where a mail goes that was held back.");
    OutboxState => words(&[Self::Pending, Self::Sent, Self::Failed], "Where a notice stands.");
    OutboxChannel => words(&[Self::Email, Self::Webhook], "The road of a notice.");
    PromiseOutcome => words(
        &[Self::Running, Self::Kept, Self::Broken, Self::Stopped],
        "How a promise ended; stopped ones count neither as kept nor as broken."
    );
    SeverityCode => text("A severity’s code in its agreement.", None);
    DeliveryId => text("The id of an event on its way to a webhook.", Some(KnownFormat::Uuid));
    WebhookId => text("A webhook’s id.", Some(KnownFormat::Uuid));
    EmailAddress => text("An email address.", Some(KnownFormat::Email));
    ApiTokenId => text("An API token’s id.", Some(KnownFormat::Uuid));
    AttachmentId => text("A file’s id.", Some(KnownFormat::Uuid));
    BreachId => text("A breach’s id.", Some(KnownFormat::Uuid));
    MacroId => text("The id of a macro, as the address of its page has it.", Some(KnownFormat::Uuid));
    BulkChangeId => text("The id of a change of many tickets.", Some(KnownFormat::Uuid));
    ContractVersionId => text("The id of an agreement’s version.", Some(KnownFormat::Uuid));
    InboundMailId => text("A received mail’s id.", Some(KnownFormat::Uuid));
    MailboxTokenId => text("A mailbox token’s id.", Some(KnownFormat::Uuid));
    MessageId => text("A message’s id.", Some(KnownFormat::Uuid));
    OrganizationId => text("A customer’s id.", Some(KnownFormat::Uuid));
    OutboxId => text("A notice’s id.", Some(KnownFormat::Uuid));
    PersonId => text("A person’s id.", Some(KnownFormat::Uuid));
    RotaId => text("A rota’s id.", Some(KnownFormat::Uuid));
    SessionId => text("A session’s id.", Some(KnownFormat::Uuid));
    TeamId => text("A team’s id.", Some(KnownFormat::Uuid));
    TicketNumber => ObjectBuilder::new()
        .schema_type(Type::Integer)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int64)))
        .description(Some("The number that people call a ticket by."))
        .into();
    Answers => ObjectBuilder::new()
        .description(Some("The reporter’s answers to the three questions; any may be missing."))
        .property("affected", Affected::schema())
        .property("impact", Impact::schema())
        .property("workaround", Workaround::schema())
        .into();
    SeverityChoice => ObjectBuilder::new()
        .description(Some("A severity with the reason for it."))
        .property("code", SeverityCode::schema())
        .required("code")
        .property("reason", ObjectBuilder::new().schema_type(Type::String))
        .required("reason")
        .into();
}
