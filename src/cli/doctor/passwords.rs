//! Whether passwords that were stolen elsewhere can be chosen here.

use crate::config::Config;
use crate::domain::Check;

/// One line; a hint where no list is named, since the commonest are refused all the same.
pub(super) fn check(config: &Config) -> Check {
    match &config.auth.breached_passwords {
        Some(_) => Check::well("passwords", "Those on the list of stolen ones can’t be chosen."),
        None => Check {
            remedy: "Fetch the list of Have I Been Pwned and name it as `auth.breached_passwords`: then all of them are."
                .to_owned(),
            ..Check::well("passwords", "The commonest stolen ones can’t be chosen.")
        },
    }
}
