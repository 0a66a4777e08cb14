//! Whether others can read what is said to the database on its way, and whether we understand what it says.

use crate::app::App;
use crate::config::Config;
use crate::domain::Check;
use crate::store::{self, DatabaseUrl, Reach};

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

/// One line for PostgreSQL: that its disk is full, and that two waited for each other, it tells by words alone.
pub(super) async fn language(app: &App) -> Option<Check> {
    let language = app.db.read(store::vital_signs::language).await.ok()??;
    Some(understood(&language))
}

fn understood(language: &str) -> Check {
    const NAME: &str = "language of the database";
    let name = language.split(['.', '_', '@']).next().unwrap_or_default();
    match name.to_ascii_lowercase().as_str() {
        "" | "c" | "posix" | "en" | "english" => Check::well(NAME, "Its messages are in English."),
        _ => Check::warning(
            NAME,
            format!(
                "Its messages are not in English ({language}): a full disk, or two requests that wait for each other, would not be recognised."
            ),
            "Set `lc_messages = 'C'` in postgresql.conf and reload it, or as a superuser: `ALTER ROLE … SET lc_messages = 'C'` for our role.",
        ),
    }
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

    #[test]
    fn messages_in_another_language_are_warned_of() {
        for language in ["C", "C.UTF-8", "POSIX", "en_US.UTF-8", "en_GB", "English_United States.1252", ""] {
            assert_eq!(understood(language).condition, Condition::Well, "{language}");
        }
        for language in ["de_DE.UTF-8", "fr_FR", "German_Germany.1252"] {
            let check = understood(language);
            assert_eq!(check.condition, Condition::Warning, "{language}");
            assert!(
                check.words.contains(language) && check.remedy.contains("lc_messages = 'C'"),
                "{check:?}"
            );
        }
    }
}
