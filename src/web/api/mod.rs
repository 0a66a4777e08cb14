//! The JSON API under `/api/v1`, for programs: all of the product, by the same verbs and reads as the pages.
//!
//! A handler parses, calls one verb or read, and answers with a view of its own, so that what is stored may change
//! without the API changing. Customers are never sent what is internal: notes, suggestions, reasons, pages.

pub mod api_tokens;
pub mod contracts;
mod document;
pub mod inbound;
pub mod input;
mod listed;
pub mod mailbox_tokens;
mod me;
mod names;
pub mod organizations;
pub mod outbox;
pub mod people;
pub mod promises;
pub mod reports;
pub mod rotas;
mod routes;
mod schemas;
mod search;
pub mod sessions;
pub mod teams;
pub mod tickets;
mod upload;
pub mod webhooks;

pub use document::{document, lead};
pub use routes::entries;
