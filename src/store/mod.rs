//! The database, and the only module that knows SQL: rows become domain types here, and the other way round.
//!
//! [`Database`] runs jobs in transactions; each noun has a module of functions that take the job's [`Connection`].
//! SQLite is embedded by default, PostgreSQL by its address. What differs between them lies in `dialect`, in
//! `sql_type`, and in how connections are opened; everything else is written once.
//!
//! No rule of the product lives here: what is written is what the caller gives.

mod any_connection;
mod changes;
mod database;
mod database_url;
mod dialect;
mod error;
mod file_key;
mod herald;
mod migrations;
mod options;
mod postgres;
mod reach;
mod schema;
mod sql_type;
mod sqlite;
mod text;
mod transaction;
mod tunnel;
mod word;
mod write_job;
mod writer;

pub mod activity;
pub mod address_mark;
pub mod api_token;
pub mod attachment;
pub mod audit;
pub mod backup_run;
pub mod blob;
pub mod breach;
pub mod bulk_change;
pub mod clock_check;
pub mod contact_right;
pub mod content_scan;
pub mod contract;
pub mod draft;
pub mod dump;
pub mod erasure;
pub mod excuse;
pub mod follower;
pub mod held_reply;
pub mod holiday;
pub mod holiday_sweep;
pub mod idempotency_key;
pub mod inbound;
pub mod link;
pub mod mail_choice;
pub mod mail_judgement;
pub mod mailbox_state;
pub mod mailbox_token;
pub mod message;
pub mod message_search;
pub mod node;
pub mod notice_report;
pub mod notice_template;
pub mod organization;
pub mod outbox;
pub mod page;
pub mod person;
pub mod poison;
pub mod presence;
pub mod promise;
pub mod put_off;
pub mod recrypt;
pub mod reply_macro;
pub mod report;
pub mod rota;
pub mod satisfaction;
pub mod saved_view;
pub mod second_step;
pub mod secret;
pub mod session;
pub mod setting;
pub mod snooze;
pub mod stuck_ticket;
pub mod tag;
pub mod team;
pub mod throttle;
pub mod ticket;
pub mod ticket_link;
pub mod ticket_merge;
pub mod vital_signs;
pub mod watcher;
pub mod webhook;
pub mod webhook_delivery;

pub use any_connection::AnyConnection as Connection;
pub use changes::Changes;
pub use database::Database;
pub use database_url::DatabaseUrl;
pub use error::StoreError;
pub use file_key::{CAN_ENCRYPT_FILES, FileKey};
pub use options::Options;
pub use poison::if_readable;
pub use reach::Reach;
pub use transaction::savepoint;
