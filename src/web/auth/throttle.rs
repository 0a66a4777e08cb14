//! What is counted when somebody tries to sign in: the address, and the account or the known browser.
//!
//! Failures from a browser on which the account has signed in before count for that browser and not for the account, so
//! that a stranger who guesses cannot lock the owner out.

use std::net::IpAddr;

use chrono::TimeDelta;

use crate::service::account::Limit;

/// Failures that may happen within [`WINDOW`] for one account, or one known browser.
const PER_ACCOUNT: i32 = 10;
/// Failures that may happen within [`WINDOW`] from one address.
const PER_ADDRESS: i32 = 50;
/// Tokens of the API that open nothing, within [`WINDOW`] from one address.
const BAD_TOKENS: i32 = 50;
/// How long a failure counts.
const WINDOW: TimeDelta = TimeDelta::minutes(15);

/// One try to sign in.
#[derive(Debug, Clone)]
pub struct Attempt<'a> {
    /// The account as typed, known or not.
    pub account: &'a str,
    /// The mark of a browser that has signed in to this account before.
    pub known_device: Option<&'a str>,
    /// Where it comes from.
    pub address: Option<IpAddr>,
}

impl Attempt<'_> {
    /// What it counts against, the address first.
    #[must_use]
    pub fn limits(&self) -> Vec<Limit> {
        let who = match self.known_device {
            Some(device) => format!("device:{device}"),
            None => format!("account:{}", self.account.to_lowercase()),
        };
        let limit = |subject, most| Limit { subject, most, window: WINDOW };
        let place = self.address.map(|address| limit(format!("address:{}", network(address)), PER_ADDRESS));
        place.into_iter().chain(std::iter::once(limit(who, PER_ACCOUNT))).collect()
    }
}

/// What tokens that open nothing count against. They are counted apart from sign-ins: a program with an old token shuts
/// out nobody who works at the same place.
#[must_use]
pub fn bad_tokens_from(address: IpAddr) -> Limit {
    Limit { subject: format!("tokens:{}", network(address)), most: BAD_TOKENS, window: WINDOW }
}

/// One customer of a provider holds a whole /64 of IPv6, so that is what counts as one address.
#[must_use]
pub fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(six) => IpAddr::V6((u128::from(six) & !u128::from(u64::MAX)).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subjects(account: &str, device: Option<&str>, address: &str) -> Vec<String> {
        let address = Some(address.parse().unwrap());
        let attempt = Attempt { account, known_device: device, address };
        attempt.limits().into_iter().map(|limit| limit.subject).collect()
    }

    #[test]
    fn a_known_browser_counts_for_itself_and_a_network_as_one_address() {
        assert_eq!(subjects("Ann@x", None, "10.0.0.1"), ["address:10.0.0.1", "account:ann@x"]);
        assert_eq!(subjects("ann@x", Some("laptop"), "10.0.0.1"), ["address:10.0.0.1", "device:laptop"]);
        assert_eq!(subjects("ann@x", None, "2001:db8::1")[0], subjects("ann@x", None, "2001:db8::ffff")[0]);
        assert_ne!(subjects("ann@x", None, "2001:db8::1")[0], subjects("ann@x", None, "2001:db8:0:1::1")[0]);
    }
}
