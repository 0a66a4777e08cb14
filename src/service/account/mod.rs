//! Accounts: signing in, sessions, links, the second step, and what guards them.

mod begin_session;
mod change_profile;
mod choose_password;
mod end_session;
mod invite_person;
mod mail_link;
mod refresh_session;
mod request_link;
mod second_step;
mod sign_in_by_link;
mod tell_change;
mod throttle;
mod use_link;

pub use begin_session::{Caller, begin_session};
pub use change_profile::change_profile;
pub use choose_password::{change_password, choose_password_by_link};
pub use end_session::{end_other_sessions, end_session, sign_out};
pub use invite_person::{invite_person, withdraw_invitation};
pub use refresh_session::{RefreshGrace, Refreshed, refresh_session};
pub use request_link::{SIGN_IN_LINK, request_link};
pub use second_step::{
    begin_second_step, check_second_step, confirm_second_step, remove_second_step, renew_recovery_codes,
    reset_second_step,
};
pub use sign_in_by_link::{Asking, LinkSignIn, sign_in_by_link};
pub use throttle::{Limit, Throttled, count_try, forgive_try};
pub use use_link::open_link;
