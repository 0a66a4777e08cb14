//! What administrators do. Every change is one verb of the service; a form that is refused is shown again as typed.

pub mod api_tokens;
pub mod audit;
pub mod calendar;
pub mod compare;
pub mod contacts;
pub mod contract;
pub mod contracts;
pub mod held_mail;
pub mod holiday;
pub mod holidays;
pub mod inbox;
pub mod mail;
pub mod mailbox_tokens;
pub mod mailboxes;
pub mod new_contract;
pub mod new_organization;
pub mod new_person;
pub mod new_rota;
pub mod organization;
pub mod outbox;
pub mod overview;
pub mod people;
pub mod person;
pub mod personal_data;
pub mod rota;
pub mod stand_in;
pub mod team;
pub mod team_members;
pub mod teams;
pub mod template;
pub mod templates;
pub mod webhook;
pub mod webhook_key;
pub mod webhooks;

mod audit_things;
mod audit_words;
mod choices;
pub(super) mod local_time;
mod reading;
mod rota_form;
mod succession;
mod token_form;
mod values;

pub use reading::{Reading, time_zone};
pub use values::{Values, tick};
