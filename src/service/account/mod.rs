//! Accounts: signing in, sessions, and what guards them.

mod begin_session;
mod end_session;
mod refresh_session;
mod throttle;

pub use begin_session::{Caller, begin_session};
pub use end_session::{end_other_sessions, end_session};
pub use refresh_session::{RefreshGrace, Refreshed, refresh_session};
pub use throttle::{Limit, Throttled, count_try, forgive_try};
