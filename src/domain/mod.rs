//! The words that every other module speaks: ids, people, tickets, mail, notices. Pure.
//!
//! Nothing here reads a clock, a file, a socket or a row.

mod activity;
mod activity_audience;
mod api_token;
mod attachment;
mod audit;
mod authentication;
pub mod backoff;
mod backup_run;
mod breach;
mod bulk;
mod capitalized;
mod contact_rights;
mod contract_version;
mod draft;
mod email_address;
mod envelope;
mod excuse;
mod failure_reason;
mod health;
mod held_reply;
mod holiday;
mod id;
mod identity_proof;
mod inbound_head;
mod inbound_mail;
mod link;
mod macros;
mod mail_domain;
mod mail_judgement;
mod mail_policy;
mod mail_search;
mod mailbox_token;
mod mailed_path;
mod malware;
mod mention;
mod message;
mod notice;
mod notice_kind;
mod notice_report;
mod notice_template;
mod organization;
mod outbox;
mod page;
mod person;
mod presence;
mod rota;
mod satisfaction;
mod saved_view;
pub mod search;
mod second_step;
mod session;
mod shift;
mod signer;
mod snooze;
mod staff_mail;
mod subject_tag;
mod tag;
mod team;
mod thread_id;
mod ticket;
mod ticket_link;
mod ticket_merge;
mod token_secret;
mod viewer;
mod watcher;
mod webhook;
mod webhook_url;
mod writing_pace;

pub use activity::{Activity, ActivityKind, Actor, PassCause, solver};
#[cfg(test)]
pub use activity_audience::one_of_each;
pub use api_token::{ApiToken, TokenScope};
pub use attachment::{Attachment, ContentHash, FileName, size_in_words};
pub use audit::{AuditAction, AuditActor, AuditEntry, AuditHead, AuditKey, AuditObject, AuditObjectKind};
pub use authentication::{Authentication, MailCheck, Outcome, Proof, prove};
pub use backup_run::{BackupRun, BackupRunState};
pub use breach::{Breach, PromiseOutcome, PromiseRecord};
pub use bulk::{
    BULK_UNDO, BulkAction, BulkAnswer, BulkChange, BulkOutcome, BulkStep, ChosenTicket, LeftAlone,
    MOST_IN_BULK,
};
pub use capitalized::capitalized;
pub use contact_rights::{ContactRights, Instructs};
pub use contract_version::ContractVersion;
pub use draft::Draft;
pub use email_address::{EmailAddress, InvalidEmailAddress};
pub use envelope::Envelope;
pub use excuse::Excuse;
pub use failure_reason::FailureReason;
pub use health::{Check, Condition, VitalSigns, worst};
pub use held_reply::{HOLD, HeldFile, HeldReply};
pub use holiday::{ProclaimedDays, ProclaimedHoliday};
pub use id::{
    ActivityId, AttachmentId, BreachId, BulkChangeId, ContractVersionId, HeldReplyId, InboundMailId, MacroId,
    MailboxTokenId, MessageId, NodeId, OrganizationId, OutboxId, PageId, PersonId, PromiseId, RotaId,
    SavedViewId, TeamId, TicketId,
};
pub use id::{ApiTokenId, DeliveryId, LinkId, SecondStepId, SessionId, WebhookId};
pub use id::{HolidayId, NoticeReportId, NoticeTemplateId};
pub use identity_proof::IdentityProof;
pub use inbound_head::InboundHead;
pub use inbound_mail::{
    DeliveryOutcome, DeliveryReport, InboundMail, InboundState, ParsedMail, ParsedPart, ReportedRecipient,
};
pub use link::{Link, LinkPurpose};
pub use macros::{MACRO_VARIABLES, Macro};
pub use mail_domain::MailDomain;
pub use mail_judgement::{MailJudgement, Remark};
pub use mail_policy::{Handling, MailPolicy};
pub use mail_search::MailSearch;
pub use mailbox_token::MailboxToken;
pub use mailed_path::{mailed_path, posted_token};
pub use malware::{ScanState, ScanVerdict, Scanning, Withheld};
pub use mention::mentioned;
pub use message::{Message, MessageKind};
pub use notice::{
    AboutTicket, AccountChange, ColleagueWord, Notice, NoticeBody, PromiseLine, Recipient, Resolver,
};
pub use notice_kind::NoticeKind;
pub use notice_report::NoticeReport;
pub use notice_template::{NoticeTemplate, TemplateWords};
pub use organization::Organization;
pub use outbox::{OutboxChannel, OutboxEntry, OutboxState, Urgency};
pub use page::Page;
pub use person::{Person, Role};
pub use presence::{Doing, Presence};
pub use rota::{Override, Rota};
pub use satisfaction::{Satisfaction, Verdict};
pub use saved_view::{SavedView, Sharing};
pub use second_step::{OneTimeCodes, SecondStep};
pub use session::SessionRecord;
pub use shift::Shift;
pub use signer::{Purpose, Signer};
pub use snooze::{LONGEST_SNOOZE, Rest, Snooze, SnoozeChoice, SnoozeUntil, WakeCause};
pub use staff_mail::StaffMail;
pub use subject_tag::{add_ticket_tag, find_ticket_tag, without_reply_prefixes};
pub use tag::Tag;
pub use team::Team;
pub use thread_id::{
    OurMail, message_id, message_id_apart, our_mail, our_notice, reply_address, ticket_of_reply_address,
};
pub use ticket::{Answers, SeverityChoice, Ticket, TicketNumber};
pub use ticket_link::{Relation, TicketLink};
pub use ticket_merge::TicketMerge;
pub use token_secret::{ApiSecret, AskingSecret, MailboxSecret, WebhookSecret};
pub use viewer::Viewer;
pub use watcher::Watcher;
pub use webhook::{
    DELIVERY_GIVE_UP_AFTER, DELIVERY_KEPT_FOR, Delivery, DeliveryAttempt, DeliveryState, OldKey, Webhook,
    WebhookEvent,
};
pub use webhook_url::WebhookUrl;
pub use writing_pace::{TooMuch, Writing, WritingPace};
