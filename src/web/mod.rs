//! The browser's and the programs' side: routes, pages, the JSON API, who may call what.
//!
//! A handler parses, calls a verb of `service` or a read of `store`, and renders. It holds no rule of its own and no SQL.

pub mod assets;
pub mod auth;
pub mod error;
pub mod middleware;
pub mod pages;
pub mod problem;
pub mod view;
