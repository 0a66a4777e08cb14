//! Whether others can read what is said to the database on its way.

use crate::config::Config;
use crate::domain::Check;
use crate::store::{DatabaseUrl, Reach};

const NAME: &str = "way to the database";

/// Gets it encrypted.
const REMEDY: &str = "Add `?sslmode=verify-full&sslrootcert=FILE` to `database_url`, with the certificate of the server or its issuer in the file.";

/// One line; a database that can't be reached at all is told of elsewhere.
pub(super) fn check(config: &Config) -> Option<Check> {
    let url: DatabaseUrl = config.database_url.parse().ok()?;
    Some(match url.reach().ok()? {
        Reach::Here => Check::well(NAME, "It does not leave this machine."),
        Reach::Encrypted => Check::well(NAME, "It is encrypted, and the server has to show who it is."),
        Reach::EncryptedForAnyOfItsIssuer => Check::warning(
            NAME,
            "It is encrypted, but any server with a certificate of the same issuer would be believed.",
            "Write `sslmode=verify-full` in `database_url`: then its name counts too.",
        ),
        Reach::EncryptedForAnybody => Check::warning(
            NAME,
            "It is encrypted, but the server need not show who it is: whoever sits in between can read along.",
            REMEDY,
        ),
        Reach::Readable => Check::warning(
            NAME,
            "It leads to another machine without TLS: anybody on it can read along.",
            REMEDY,
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Condition;

    #[test]
    fn a_way_that_others_can_read_is_warned_of() {
        for (url, condition) in [
            ("sqlite:punctual.db", Condition::Well),
            ("postgres://localhost/tickets", Condition::Well),
            ("postgres://db.example/tickets", Condition::Warning),
            ("postgres://db.example/tickets?sslmode=prefer", Condition::Warning),
            ("postgres://db.example/tickets?sslmode=require", Condition::Warning),
            ("postgres://db.example/tickets?sslmode=verify-ca&sslrootcert=a.pem", Condition::Warning),
            ("postgres://db.example/tickets?sslmode=verify-full", Condition::Well),
        ] {
            let mut config = Config::parse("", std::iter::empty()).unwrap();
            url.clone_into(&mut config.database_url);
            assert_eq!(check(&config).unwrap().condition, condition, "{url}");
        }
    }
}
