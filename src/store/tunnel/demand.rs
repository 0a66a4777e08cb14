//! What the address of a PostgreSQL server asks about TLS, in libpq's words.

use std::path::PathBuf;

use super::vigilance::Vigilance;
use crate::store::StoreError;

/// What has to hold of the server's certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Proof {
    /// Nothing: whoever sits in between can read along (`require`).
    None,
    /// One of the trusted issuers made it (`verify-ca`).
    Issuer,
    /// That, and it is for the name in the address (`verify-full`).
    IssuerAndName,
}

/// Whose certificates are believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Issuers {
    /// The public ones that browsers believe.
    Public,
    /// Those in a file (PEM); a server's own may be among them.
    File(PathBuf),
}

/// How TLS shall be spoken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Demand {
    pub proof: Proof,
    pub issuers: Issuers,
    /// Our own certificate and its key (PEM), for a server that asks who we are.
    pub own: Option<(PathBuf, PathBuf)>,
    pub vigilance: Vigilance,
}

impl Demand {
    /// The parameters of an address that belong here.
    pub const NAMES: [&'static str; 4] = ["sslmode", "sslrootcert", "sslcert", "sslkey"];
    /// Others that are about the way there: an address that holds one would not get what it asks for.
    const UNKNOWN: [&'static str; 7] = [
        "sslpassword",
        "sslcrl",
        "sslcrldir",
        "sslsni",
        "sslcertmode",
        "ssl_min_protocol_version",
        "ssl_max_protocol_version",
    ];

    /// None where TLS is not asked for: `disable`, `allow`, `prefer`, or nothing said. The middle two promise nothing,
    /// since whoever sits in between can take TLS away.
    pub fn read(parameter: &dyn Fn(&str) -> Option<String>) -> Result<Option<Self>, StoreError> {
        let mode = parameter("sslmode").unwrap_or_default();
        let file = parameter("sslrootcert").filter(|text| !text.is_empty());
        let named = file.as_deref().filter(|text| *text != "system").map(PathBuf::from);
        let (proof, issuers) = match (mode.as_str(), named) {
            ("" | "disable" | "allow" | "prefer", _) => return Ok(None),
            // As libpq has it: who names issuers means that they count.
            ("require" | "verify-ca", Some(path)) => (Proof::Issuer, Issuers::File(path)),
            ("require", None) if file.is_none() => (Proof::None, Issuers::Public),
            ("verify-full", Some(path)) => (Proof::IssuerAndName, Issuers::File(path)),
            ("verify-full", None) => (Proof::IssuerAndName, Issuers::Public),
            ("require" | "verify-ca", None) => {
                return refuse(
                    "anybody has a certificate of a public issuer: write sslmode=verify-full, or name a file as sslrootcert",
                );
            }
            (other, _) => {
                return refuse(&format!(
                    "sslmode={other} is none of disable, require, verify-ca, verify-full"
                ));
            }
        };
        refuse_what_would_be_ignored(parameter)?;
        let own = match (parameter("sslcert"), parameter("sslkey")) {
            (None, None) => None,
            (Some(certificate), Some(key)) => Some((certificate.into(), key.into())),
            _ => return refuse("give sslcert and sslkey both, or neither"),
        };
        Ok(Some(Self { proof, issuers, own, vigilance: Vigilance::read(parameter)? }))
    }
}

fn refuse_what_would_be_ignored(parameter: &dyn Fn(&str) -> Option<String>) -> Result<(), StoreError> {
    if let Some(name) = Demand::UNKNOWN.iter().find(|name| parameter(name).is_some()) {
        return refuse(&format!("{name} is not known here, leave it out (TLS is 1.2 or newer)"));
    }
    if parameter("channel_binding").as_deref() == Some("require") {
        return refuse(
            "channel_binding=require can’t be kept; sslmode=verify-full shows that the server is the right one",
        );
    }
    match parameter("sslnegotiation").as_deref() {
        None | Some("postgres") => Ok(()),
        Some(_) => refuse("sslnegotiation can only be postgres"),
    }
}

fn refuse<T>(why: &str) -> Result<T, StoreError> {
    Err(StoreError::BadUrl(format!("the address of the database: {why}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Result<Option<Demand>, StoreError> {
        let find = |name: &str| {
            query.split('&').find_map(|part| Some(part.strip_prefix(name)?.strip_prefix('=')?.to_owned()))
        };
        Demand::read(&find)
    }

    #[test]
    fn modes_mean_what_they_mean_to_libpq() {
        let file = || Issuers::File("a.pem".into());
        for (query, proof, issuers) in [
            ("sslmode=require", Proof::None, Issuers::Public),
            ("sslmode=require&sslrootcert=a.pem", Proof::Issuer, file()),
            ("sslmode=verify-ca&sslrootcert=a.pem", Proof::Issuer, file()),
            ("sslmode=verify-full&sslrootcert=a.pem", Proof::IssuerAndName, file()),
            ("sslmode=verify-full&sslrootcert=system", Proof::IssuerAndName, Issuers::Public),
            ("sslmode=verify-full", Proof::IssuerAndName, Issuers::Public),
        ] {
            let demand = read(query).unwrap().unwrap();
            assert_eq!((demand.proof, demand.issuers, demand.own), (proof, issuers, None), "{query}");
        }
        for query in ["", "sslmode=disable", "sslmode=prefer", "sslmode=allow"] {
            assert_eq!(read(query).unwrap(), None, "{query}");
        }
    }

    #[test]
    fn what_could_not_be_kept_is_refused_by_name() {
        for (query, word) in [
            ("sslmode=verify-ca", "verify-full"),
            ("sslmode=require&sslrootcert=system", "verify-full"),
            ("sslmode=verify_full", "verify_full"),
            ("sslmode=require&sslcert=a", "sslkey"),
            ("sslmode=require&sslcrl=a", "sslcrl"),
            ("sslmode=require&channel_binding=require", "channel_binding"),
            ("sslmode=require&sslnegotiation=direct", "sslnegotiation"),
            ("sslmode=require&tcp_user_timeout=soon", "tcp_user_timeout=soon is no number"),
        ] {
            let refusal = read(query).unwrap_err().to_string();
            assert!(refusal.contains(word), "{query}: {refusal}");
        }
    }
}
