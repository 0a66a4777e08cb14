//! Accounts: signing in and out, sessions, and what guards them.

mod sessions;
mod throttling;
