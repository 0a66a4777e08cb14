//! The browser's and the programs' side: routes, pages, the JSON API, who may call what.
//!
//! A handler parses, calls a verb of `service` or a read of `store`, and renders. It holds no rule of its own and no
//! SQL.

pub mod access;
pub mod api;
pub mod assets;
pub mod auth;
mod contents;
pub mod error;
pub mod finding;
pub mod handlers;
pub mod input;
pub mod live;
pub mod macro_text;
mod mail_search;
pub mod merged_tickets;
pub mod middleware;
mod monitor;
pub mod pages;
pub mod problem;
pub mod routes;
mod server;
pub mod site;
mod stored_mail;
pub mod ticket_data;
mod tls;
pub mod view;
mod visit;

pub use monitor::monitor;
pub use server::server;
