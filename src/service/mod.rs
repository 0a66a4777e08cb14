//! What people and clocks do to tickets: one verb a file, each one transaction of the caller's.
//!
//! A verb takes a connection inside a write transaction and a [`Context`] that carries the one `now` of the
//! request. It changes the ticket, writes the history, and puts every notice it causes into the outbox; nothing
//! here opens a socket. Whoever calls commits.

pub mod account;
mod acknowledge;
mod add_contract;
mod add_organization;
mod add_person;
mod add_rota;
mod administration;
mod allow_sign_in;
mod assign;
mod audit;
mod change_organization;
mod change_person;
mod change_rota;
mod change_team;
mod context;
mod contracts;
mod dismiss_suggestion;
mod error;
mod notice_apart;
mod notices;
mod open_ticket;
mod open_ticket_once;
mod paging;
mod preview_promises;
mod raise_alarm;
mod receive_mail;
mod reclassify;
mod reply;
mod reread_mail;
mod reset_sign_in;
mod retry_notice;
mod set_status;
mod store_delivery;
mod store_mail;
mod take_page;
mod tick_timers;
mod verify_audit;
mod work;

pub use acknowledge::acknowledge;
pub use add_contract::{NewContract, add_contract};
pub use add_organization::{NewOrganization, add_organization};
pub use add_person::{NewPerson, add_person};
pub use add_rota::{NewRota, add_rota, add_team};
pub use allow_sign_in::allow_sign_in;
pub use assign::assign;
pub use audit::audit;
pub use change_organization::{OrganizationChange, change_organization};
pub use change_person::{PersonChange, change_person};
pub use change_rota::{RotaChange, add_stand_in, change_rota, remove_stand_in};
pub use change_team::{TeamChange, change_team};
pub use context::{Context, Identity};
pub use contracts::Contracts;
pub use dismiss_suggestion::dismiss_suggestion;
pub use error::ServiceError;
pub use open_ticket::{NewAttachment, NewTicket, open_ticket};
pub use open_ticket_once::{Once, open_ticket_once};
pub use paging::TakeLink;
pub use preview_promises::{SeverityPreview, TicketPreview, preview_promises};
pub use raise_alarm::{Alarm, raise_alarm};
pub use receive_mail::{Received, receive_mail};
pub use reclassify::reclassify;
pub use reply::{NewMessage, reply};
pub use reread_mail::reread_mail;
pub use reset_sign_in::reset_sign_in;
pub use retry_notice::retry_notice;
pub use set_status::set_status;
pub use store_delivery::store_delivery;
pub use store_mail::{LARGEST_MAIL, store_mail};
pub use take_page::take_page;
pub use tick_timers::{Tick, next_tick, tick_timers};
pub use verify_audit::{AuditFault, verify_audit};
