//! `[auth]`: how people sign in.

use std::path::PathBuf;

use chrono::TimeDelta;

use super::BreachedPasswords;
use super::raw::Raw;
use crate::domain::Role;

/// How people sign in.
#[derive(Debug, Clone)]
pub struct Auth {
    /// The roles that may not sign in without a second step.
    pub totp_required: Vec<Role>,
    /// Whether contacts of customers may sign in by a mailed link.
    pub sign_in_links: bool,
    /// How long an invitation is good.
    pub invitation: TimeDelta,
    /// Passwords that nobody may choose, since they were stolen elsewhere.
    pub breached_passwords: Option<BreachedPasswords>,
}

impl Raw {
    pub(super) fn auth(&mut self) -> Option<Auth> {
        let roles = self.listed("auth.totp_required", |word| match word {
            "none" => Ok(None),
            word => word.parse().map(Some).map_err(|_| "a role, or none".to_owned()),
        });
        let sign_in_links = self.parsed("auth.sign_in_links", "true", "true or false");
        let days = self.number("auth.invitation_days", 7, 90);
        let roles = roles?;
        let totp_required = match roles.is_empty() {
            true => vec![Role::Manager, Role::Admin],
            false => roles.into_iter().flatten().collect(),
        };
        let invitation = TimeDelta::days(i64::try_from(days?).ok()?);
        let breached_passwords = match self.optional("auth.breached_passwords").map(PathBuf::from) {
            Some(path) => match BreachedPasswords::open(&path) {
                Ok(list) => Some(list),
                Err(why) => return self.fault("auth.breached_passwords", &why),
            },
            None => None,
        };
        Some(Auth { totp_required, sign_in_links: sign_in_links?, invitation, breached_passwords })
    }
}
