//! The configuration: a TOML file, then environment variables over it. Every setting is checked at start.
//!
//! The variable of a setting is `PUNCTUAL_` and its path in capitals, parts joined by two underscores:
//! `smtp.host` is `PUNCTUAL_SMTP__HOST`. `DATABASE_URL` is the usual name of `database_url`.

mod attachments;
mod auth;
mod backup;
mod breached;
mod certificate;
mod credential;
mod customers;
mod database;
mod dkim;
mod encryption;
mod faults;
mod log;
mod mailboxes;
mod monitor;
mod network;
mod pace;
mod raw;
mod receiver;
mod secret;
mod smtp;
mod trust;
mod webhooks;

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::Path;
use std::time::Duration;

use chrono_tz::Tz;

pub use auth::Auth;
pub use backup::Backup;
pub use breached::BreachedPasswords;
pub use faults::ConfigFaults;
pub use network::Network;
pub use receiver::Receiver;
pub use trust::{ReplyAddress, Trust};

use crate::domain::{EmailAddress, WritingPace};
use crate::mail::SmtpSettings;
use crate::mail::{CertificateFiles, DkimSettings, ImapSettings};
use crate::scanner::ScannerAddress;
use crate::vault::Keyring;

/// Everything that an operator can set, checked.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where the data are: `sqlite:PATH` or `postgres://...`.
    pub database_url: String,
    /// The address under which people reach the pages, without a slash at the end.
    pub public_url: String,
    /// The zone for people who have not chosen one.
    pub time_zone: Tz,
    /// The web server.
    pub http: Http,
    /// How people sign in.
    pub auth: Auth,
    /// Who writes our mail.
    pub mail: Mail,
    /// Where our mail goes; none keeps it in the outbox, visible to administrators.
    pub smtp: Option<SmtpSettings>,
    /// How many mails may leave in a minute, from each process; none for as many as the server takes.
    pub smtp_per_minute: Option<NonZeroU32>,
    /// The key that signs our mail; none lets it leave unsigned.
    pub dkim: Option<DkimSettings>,
    /// The largest file that is kept, in bytes.
    pub largest_file: usize,
    /// Who looks for malware in files; nobody if there is none.
    pub scanner: Option<ScannerAddress>,
    /// How much one customer may write within an hour.
    pub writing_pace: WritingPace,
    /// Mailboxes that are read.
    pub mailboxes: Vec<Mailbox>,
    /// Our own listener for mail.
    pub receiver: Option<Receiver>,
    /// The pager gateway.
    pub pager: Option<Pager>,
    /// Networks of the operator's own that webhooks may be in.
    pub webhook_networks: Vec<Network>,
    /// Where health and metrics are told to the operator, on an address of their own.
    pub monitor: Option<SocketAddr>,
    /// The keys of encryption at rest.
    pub keys: Keyring,
    /// The keys of the SQLite file: it lies under the first one.
    pub database_keys: Keyring,
    /// The daily backup.
    pub backup: Option<Backup>,
    /// How logs are written.
    pub log: Log,
    /// What incoming mail has to prove.
    pub trust: Trust,
}

/// The web server.
#[derive(Debug, Clone)]
pub struct Http {
    /// Where it listens.
    pub listen: SocketAddr,
    /// The certificate of pages and API; without one they are served in clear text, for a proxy in front.
    pub certificate: Option<CertificateFiles>,
    /// Largest request body, in bytes.
    pub max_body: usize,
    /// How long a request may stand still while it arrives.
    pub idle: Duration,
    /// Proxies before us, which are believed when they say where a request comes from.
    pub trusted_proxies: Vec<Network>,
}

/// Who writes our mail.
#[derive(Debug, Clone)]
pub struct Mail {
    /// The sender's address: customers reply to it.
    pub from: EmailAddress,
    /// The sender's name.
    pub from_name: String,
}

/// A mailbox that is read over IMAP.
#[derive(Clone)]
pub struct Mailbox {
    /// How it is called in logs and pages; its position is kept under this name.
    pub name: String,
    /// Where it is and how it is read.
    pub imap: ImapSettings,
}

/// The pager gateway.
#[derive(Clone)]
pub struct Pager {
    /// Where pages are posted.
    pub url: String,
    /// The key of their signature.
    pub secret: String,
}

/// How logs are written.
#[derive(Debug, Clone)]
pub struct Log {
    /// JSON lines instead of text.
    pub json: bool,
    /// The filter, as in `info,punctual=debug`.
    pub filter: String,
}

impl Config {
    /// Reads the file, if one is named, and the variables, and checks every setting.
    ///
    /// # Errors
    /// [`ConfigFaults`] with every fault: the setting, where it was set, and what to write instead.
    pub fn load(
        file: Option<&Path>,
        variables: impl Iterator<Item = (String, String)>,
    ) -> Result<Self, ConfigFaults> {
        let text = match file {
            Some(path) => std::fs::read_to_string(path)
                .map_err(|error| ConfigFaults::one(path.display().to_string(), error.to_string()))?,
            None => String::new(),
        };
        let name = file.map_or_else(String::new, |path| path.display().to_string());
        raw::read(&name, &text, variables)?.check()
    }

    /// The same from a text.
    ///
    /// # Errors
    /// As [`Config::load`].
    pub fn parse(
        text: &str,
        variables: impl Iterator<Item = (String, String)>,
    ) -> Result<Self, ConfigFaults> {
        raw::read("the configuration", text, variables)?.check()
    }
}

impl std::fmt::Debug for Mailbox {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Mailbox({} at {}:{})", self.name, self.imap.host, self.imap.port)
    }
}

impl std::fmt::Debug for Pager {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Pager")
    }
}

#[cfg(test)]
mod tests {
    use super::Config;
    use crate::domain::Writing;

    fn load(text: &str, variables: &[(&str, &str)]) -> Result<Config, String> {
        let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Config::parse(text, variables).map_err(|faults| faults.to_string())
    }

    const TWO_OF_A_NAME: &str = "[[mailbox]]\nhost = 'x'\nuser = 'us'\npassword = 'y'\n\
        [[mailbox]]\nhost = 'x'\nuser = 'us'\npassword = 'y'\nfolder = 'Sales'\n";

    #[test]
    fn nothing_set_gives_a_working_installation_on_loopback() {
        let config = load("", &[]).unwrap();
        assert_eq!(config.database_url, "sqlite:punctual.db");
        assert_eq!(config.http.listen.to_string(), "127.0.0.1:8080");
        let pace = config.writing_pace;
        assert_eq!((pace.most(Writing::Ticket), pace.most(Writing::Reply)), (Some(30), Some(120)));
        assert!(config.smtp.is_none() && config.mailboxes.is_empty());
    }

    #[test]
    fn variables_win_over_the_file() {
        let file = "public_url = 'https://help.example.com/'\n[smtp]\nhost = 'mail.example.com'\nport = 25";
        let config =
            load(file, &[("PUNCTUAL_SMTP__PORT", "2525"), ("DATABASE_URL", "postgres://db/x")]).unwrap();
        let smtp = config.smtp.unwrap();
        assert_eq!((smtp.host.as_str(), smtp.port), ("mail.example.com", 2525));
        assert_eq!(config.database_url, "postgres://db/x");
        assert_eq!(config.public_url, "https://help.example.com");
    }

    #[test]
    fn a_wrong_setting_is_named() {
        for (file, variables, name) in [
            ("public_url = 'help.example.com'", &[][..], "public_url"),
            ("htpp = 1", &[], "htpp"),
            ("[http]\nlisten = 'everywhere'", &[], "http.listen"),
            ("time_zone = 'Europe/Lundon'", &[], "time_zone"),
            ("[mail]\nfrom = 'support'", &[], "mail.from"),
            ("[smtp]\nhost = 'x'\nport = 99999", &[], "smtp.port"),
            ("[smtp]\nhost = 'x'\nusername = 'me'", &[], "smtp.password"),
            (
                "[smtp]\nhost = 'mail.example.com'\nsecurity = 'none'\nusername = 'a'\npassword = 'b'",
                &[],
                "smtp.security",
            ),
            ("", &[("PUNCTUAL_HTTP__LISTEN", "x")], "PUNCTUAL_HTTP__LISTEN"),
            ("", &[("PUNCTUAL_NONSENSE", "x")], "PUNCTUAL_NONSENSE"),
            ("[[mailbox]]\nhost = 'x'", &[], "mailbox[0].user"),
            ("[attachments]\nlargest = 0", &[], "attachments.largest"),
            ("[attachments]\nscanner = 'clamd.ctl'", &[], "attachments.scanner"),
            ("[customers]\ntickets_per_hour = 'some'", &[], "customers.tickets_per_hour"),
            ("[trust]\nsealers = ['a b']", &[], "trust.sealers[0]"),
            ("[dkim]\ndomain = 'example.com'", &[], "dkim.selector"),
            ("[dkim]\ndomain = 'a b'\nselector = 'x'\nkey_file = 'k'", &[], "dkim.domain"),
            ("[[mailbox]]\nhost = 'x'\nuser = 'y'", &[], "mailbox[0].password"),
            ("[[mailbox]]\nhost = 'x'\nuser = 'y'\ntoken_url = 'https://z'", &[], "mailbox[0].refresh_token"),
            ("[[mailbox]]\nhost = 'x'\nuser = 'y'\ntoken_url = 'z'", &[], "mailbox[0].token_url"),
            ("[receiver]\nlisten = 'here'", &[], "receiver.listen"),
            (TWO_OF_A_NAME, &[], "mailbox[1].name: mailbox[0] is called “us” too"),
            (
                "auth.totp_required = 'none'",
                &[],
                "auth.totp_required: it takes a list: write auth.totp_required = [\"none\"]",
            ),
            (
                "",
                &[("PUNCTUAL_HTTP__TRUSTED_PROXIES", "10.0.0.0/8")],
                "write PUNCTUAL_HTTP__TRUSTED_PROXIES__0=10.0.0.0/8",
            ),
            ("encryption.keys = 'AAAA'", &[], "encryption.keys: it takes a list"),
            ("nonsense = []", &[], "nonsense: there is no such setting"),
            ("[smtp]\nhost = 'x'\nca_file = '/nope'", &[], "smtp.ca_file: /nope: "),
            (
                "[[mailbox]]\nhost = 'x'\nuser = 'y'\npassword = 'z'\nca_file = '/nope'",
                &[],
                "mailbox[0].ca_file: /nope: ",
            ),
            (
                "[[mailbox]]\nhost = 'x'\nuser = 'y'\npassword = 'z'\npoll_seconds = 0",
                &[],
                "mailbox[0].poll_seconds",
            ),
            ("log.filter = 'verbose'", &[], "log.filter: “verbose”: write one of off, error, warn"),
            ("log.filter = 'info,punctual'", &[], "log.filter"),
            ("log.filter = 'punctual=loud'", &[], "log.filter"),
            ("log.filter = ''", &[], "log.filter"),
            ("http.max_body = 0", &[], "http.max_body: “0” is not a number of bytes, at least 1"),
            (
                "[backup]\ndirectory = '/b'\nwithout_key = 'plain'\nat = []",
                &[],
                "backup.at: there is no time in it",
            ),
            ("public_url = 'https://help.example.com/?a=b'", &[], "public_url"),
            ("public_url = 'https://help.example.com/#a'", &[], "public_url"),
            ("[monitor]\nlisten = 'here'", &[], "monitor.listen"),
            ("[monitor]\nlisten = ''", &[], "monitor.listen"),
            ("", &[("PUNCTUAL_MONITOR__LISTEN", "here")], "PUNCTUAL_MONITOR__LISTEN"),
            ("[monitor]\nlisen = '127.0.0.1:9'", &[], "monitor.listen"),
            ("[receiver]\nprotocol = 'uucp'", &[], "receiver.protocol"),
            ("[receiver]\nrecipients = ['help.example', 'a b@c']", &[], "receiver.recipients[1]"),
            ("[receiver]\nmax_size = 99999999999", &[], "receiver.max_size"),
            ("[receiver]\ncertificate = '/missing.pem'", &[], "receiver.key"),
            ("[receiver]\ncertificate = '/missing.pem'\nkey = '/missing.key'", &[], "/missing.pem"),
            ("[pager]\nurl = 'ftp://x'\nsecret = 'a-long-enough-secret'", &[], "pager.url"),
            ("[trust]\noutsiders = 'sometimes'", &[], "trust.outsiders"),
            ("[trust]\nresolver = 'here'", &[], "trust.resolver"),
            ("[backup]\ndirectory = '/backups'", &[], "encryption.key_file"),
            ("[backup]\ndirectory = '/backups'\nwithout_key = 'pray'", &[], "backup.without_key"),
            ("database_url = 'mysql://x'", &[], "database_url"),
            ("[webhooks]\nallow = ['here']", &[], "webhooks.allow[0]"),
            ("[http]\ntrusted_proxies = ['10.0.0.0/99']", &[], "http.trusted_proxies[0]"),
        ] {
            let fault = load(file, variables).expect_err(file);
            assert!(fault.contains(name), "{file:?} gave {fault:?}");
        }
    }

    #[test]
    fn two_folders_of_one_user_are_read_under_names_of_their_own() {
        let config = load(&format!("{TWO_OF_A_NAME}name = 'sales'"), &[]).unwrap();
        let names: Vec<_> = config.mailboxes.iter().map(|mailbox| mailbox.name.as_str()).collect();
        assert_eq!(names, ["us", "sales"]);
    }

    #[test]
    fn filters_that_name_levels_are_taken() {
        for filter in ["off", "WARN", "info,punctual=debug", "warn,punctual::web=trace"] {
            assert_eq!(load(&format!("log.filter = '{filter}'"), &[]).unwrap().log.filter, filter);
        }
    }

    #[test]
    fn one_fault_is_told_once() {
        for (file, setting) in [
            ("[smtp]\nhost = 'x'\nusername = 'us'\npassword_file = '/nope'", "smtp.password_file"),
            ("[http]\nidle_seconds = 0\ntrusted_proxies = ['10.0.0.0/8']", "http.idle_seconds"),
            ("[trust]\nforged = 'x'\nresolver = 'system'\nsealers = ['a.example']", "trust.forged"),
            ("[receiver]\nhost_name = 'a b'\nmax_size = 7", "receiver.host_name"),
            ("[pager]\nsecret = 'sixteen characters'", "pager.url"),
        ] {
            let faults = load(file, &[]).expect_err(file);
            assert!(faults.lines().count() == 2 && faults.contains(setting), "{file:?} gave {faults}");
        }
    }

    #[test]
    fn a_file_that_is_no_toml_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("mine.toml");
        std::fs::write(&file, "a = ").unwrap();
        let faults = Config::load(Some(&file), std::iter::empty()).unwrap_err().to_string();
        assert!(faults.contains(file.to_str().unwrap()), "{faults}");
    }

    #[test]
    fn every_fault_is_told_at_once() {
        let faults = load("time_zone = 'x'\npublic_url = 'y'", &[]).expect_err("both are wrong");
        assert!(faults.contains("time_zone") && faults.contains("public_url"), "{faults}");
    }
}
