//! The pages of administrators: people, customers, teams, agreements, mail.

mod audit;
mod calendar;
mod compare;
mod contracts;
mod form;
mod holidays;
mod mail;
mod mailboxes;
mod organizations;
mod overview;
mod people;
mod source;
mod succession;
mod teams;
mod templates;
mod webhooks;

pub use audit::{AuditPage, AuditRow};
pub use calendar::{CalendarDay, CalendarLine, CalendarPage, Span};
pub use compare::{Became, ComparePage, ComparedLine, compare};
pub use contracts::{ContractPage, ContractRow, ContractsPage, NewContractPage, VersionRow, WhatIf};
pub use form::{FactLine, Form, FormField, FormPage, Input};
pub use holidays::{HolidayPage, HolidayRow, HolidaysPage, MovedRow};
pub use mail::{Found, InboxPage, InboxRow, MailPage, NoticePage, OutboxPage, OutboxRow, ReportLine};
pub use mailboxes::{MailboxCard, MailboxesPage, Outcome};
pub use organizations::{OrganizationRow, OrganizationsPage};
pub use overview::{Gauge, OverviewPage};
pub use people::{PeoplePage, PersonRow};
pub use source::{SourceLine, source_lines};
pub use succession::{KeptVersion, OverruledBy, Succession, SuccessionCustomer};
pub use teams::{MemberCard, MemberRow, RotaCard, RotaPage, StandIn, TeamPage, TeamRow, TeamsPage, Turn};
pub use templates::{TemplateOwner, TemplatePage, TemplateRow, TemplatesPage};
pub use webhooks::{DeliveryRow, WebhookPage, WebhookRow, WebhooksPage};

/// One of the ready-made views of a list.
#[derive(Debug, Clone)]
pub struct Tab {
    /// Its address.
    pub href: String,
    /// Its name.
    pub label: &'static str,
    /// How many it holds, where that is known.
    pub count: Option<i64>,
    /// Whether it is shown now.
    pub is_current: bool,
}
