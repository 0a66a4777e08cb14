//! Settings as texts with their origin, before they are checked.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroUsize;
use std::str::FromStr;
use std::time::Duration;

use super::{Config, ConfigFaults, Http, Mail, Pager};
use crate::domain::EmailAddress;
use crate::mail::Security;

/// Variables that steer the program but are no settings.
const NOT_SETTINGS: [&str; 1] = ["PUNCTUAL_CONFIG"];

/// One setting: its text, and the name under which a person set it.
struct Value {
    text: String,
    origin: String,
}

/// Settings that nobody has taken yet, by their path, and the faults found so far.
pub(super) struct Raw {
    values: BTreeMap<String, Value>,
    faults: ConfigFaults,
}

/// Reads the text of the file of this name, then the variables over it.
pub(super) fn read(
    name: &str,
    text: &str,
    variables: impl Iterator<Item = (String, String)>,
) -> Result<Raw, ConfigFaults> {
    let table: toml::Table = text
        .parse()
        .map_err(|error: toml::de::Error| ConfigFaults::one(name.to_owned(), error.to_string()))?;
    let mut raw = Raw { values: BTreeMap::new(), faults: ConfigFaults::default() };
    for (key, value) in table {
        raw.flatten(key, value);
    }
    for (name, text) in variables {
        raw.overlay(name, text);
    }
    Ok(raw)
}

impl Raw {
    fn flatten(&mut self, path: String, value: toml::Value) {
        let text = match value {
            toml::Value::Table(table) => {
                return table
                    .into_iter()
                    .for_each(|(key, value)| self.flatten(format!("{path}.{key}"), value));
            }
            // Otherwise nobody would know that it was written.
            toml::Value::Array(items) if items.is_empty() => {
                self.values.insert(empty(&path), Value { text: String::new(), origin: path });
                return;
            }
            toml::Value::Array(items) => {
                return items
                    .into_iter()
                    .enumerate()
                    .for_each(|(index, value)| self.flatten(format!("{path}[{index}]"), value));
            }
            toml::Value::String(text) => text,
            other => other.to_string(),
        };
        self.values.insert(path.clone(), Value { text, origin: path });
    }

    fn overlay(&mut self, name: String, text: String) {
        if name == "DATABASE_URL" {
            self.values.insert("database_url".to_owned(), Value { text, origin: name });
            return;
        }
        let Some(rest) = name.strip_prefix("PUNCTUAL_").filter(|_| !NOT_SETTINGS.contains(&name.as_str()))
        else {
            return;
        };
        let mut path = String::new();
        for part in rest.to_lowercase().split("__") {
            match part.parse::<usize>() {
                Ok(index) => path.push_str(&format!("[{index}]")),
                Err(_) if path.is_empty() => path.push_str(part),
                Err(_) => path.push_str(&format!(".{part}")),
            }
        }
        self.values.insert(path, Value { text, origin: name });
    }

    /// Checks every setting; whatever is left over is unknown.
    pub(super) fn check(mut self) -> Result<Config, ConfigFaults> {
        let config = self.config();
        for (path, value) in std::mem::take(&mut self.values) {
            let name = if path == value.origin { path } else { value.origin };
            self.faults.add(name, "there is no such setting; the README lists them all");
        }
        self.faults.or(config)
    }

    fn config(&mut self) -> Option<Config> {
        let database_url = self.database_url();
        let public_url = self.checked("public_url", "http://127.0.0.1:8080", is_public_address);
        let time_zone = self.parsed("time_zone", "UTC", "an IANA time zone such as Europe/London");
        let (http, auth) = (self.http(), self.auth());
        let is_clear = public_url.as_ref().is_some_and(|url| !url.starts_with("https://"));
        if is_clear && http.as_ref().is_some_and(|http| http.certificate.is_some()) {
            self.faults.add("public_url", "with http.certificate it has to begin with https://");
        }
        let mail = self.mail();
        let smtp_per_minute = self.smtp_per_minute();
        let (smtp, mailboxes, pager) = (self.smtp(), self.mailboxes(), self.pager());
        let receiver = self.receiver(mail.as_ref().map(|mail| mail.from.as_str()));
        let (monitor, log) = (self.monitor(), self.log());
        let (trust, dkim, largest_file) = (self.trust(), self.dkim(), self.largest_file());
        let scanner = self.scanner();
        let writing_pace = self.writing_pace();
        let webhook_networks = self.webhook_networks();
        let keys = self.keyring();
        let database_keys = self.database_keys(database_url.as_deref().unwrap_or_default());
        let backup = self.backup(keys.newest().is_some());
        Some(Config {
            database_url: database_url?,
            public_url: public_url?.trim_end_matches('/').to_owned(),
            time_zone: time_zone?,
            http: http?,
            auth: auth?,
            mail: mail?,
            smtp,
            smtp_per_minute,
            dkim,
            largest_file: largest_file?,
            scanner: scanner?,
            writing_pace: writing_pace?,
            mailboxes,
            receiver,
            pager,
            webhook_networks: webhook_networks?,
            monitor,
            keys,
            database_keys,
            backup,
            log: log?,
            trust: trust?,
        })
    }

    fn http(&mut self) -> Option<Http> {
        let listen = self.parsed::<SocketAddr>(
            "http.listen",
            "127.0.0.1:8080",
            "an address and port such as 127.0.0.1:8080",
        );
        let max_body =
            self.parsed::<NonZeroUsize>("http.max_body", "26214400", "a number of bytes, at least 1");
        let idle = self.number("http.idle_seconds", 30, 3600);
        let trusted_proxies = self.listed("http.trusted_proxies", str::parse);
        let certificate = self.certificate("http");
        Some(Http {
            listen: listen?,
            certificate: certificate?,
            max_body: max_body?.get(),
            idle: Duration::from_secs(u64::try_from(idle?).ok()?),
            trusted_proxies: trusted_proxies?,
        })
    }

    fn mail(&mut self) -> Option<Mail> {
        let from =
            self.parsed::<EmailAddress>("mail.from", "support@localhost.localdomain", "an email address");
        let from_name = self.checked("mail.from_name", "Support", |text| {
            if text.chars().any(char::is_control) { Err("a name on one line".to_owned()) } else { Ok(()) }
        });
        Some(Mail { from: from?, from_name: from_name? })
    }

    fn pager(&mut self) -> Option<Pager> {
        if !self.has("pager") {
            return None;
        }
        let url = self.required("pager.url", "the address pages are posted to");
        let secret = self.required_secret("pager.secret", "the key of the signature, at least 16 characters");
        let (url, secret) = (url?, secret?);
        if let Err(what) = is_web_address(&url) {
            self.faults.add("pager.url", what);
        }
        if secret.len() < 16 {
            self.faults.add("pager.secret", "too short: use at least 16 random characters");
        }
        Some(Pager { url, secret })
    }

    /// How a connection is protected; passwords and mail never cross a network in clear text.
    pub(super) fn security(&mut self, at: &str, host: &str) -> Option<Security> {
        let (text, origin) = self.take(&format!("{at}.security"), "tls");
        let security = match text.as_str() {
            "tls" => Security::Tls,
            "starttls" => Security::StartTls,
            "none" if is_loopback(host) => Security::None,
            "none" => {
                self.faults.add(origin, "“none” is for a server on this machine only: use tls or starttls");
                return None;
            }
            other => {
                self.faults.add(origin, format!("“{other}” is not tls, starttls or none"));
                return None;
            }
        };
        Some(security)
    }

    pub(super) fn has(&self, at: &str) -> bool {
        self.values.keys().any(|path| path.strip_prefix(at).is_some_and(|rest| rest.starts_with('.')))
    }

    /// Whether somebody has set it, and nobody has taken it yet.
    pub(super) fn is_set(&self, path: &str) -> bool {
        self.values.contains_key(path)
    }

    /// Whether somebody has set it to a list without entries; it is taken.
    pub(super) fn is_empty_list(&mut self, path: &str) -> bool {
        self.values.remove(&empty(path)).is_some()
    }

    /// Notes what is wrong with a setting, and gives nothing.
    pub(super) fn fault<T>(&mut self, path: &str, message: &str) -> Option<T> {
        self.faults.add(path, message);
        None
    }

    /// A number from 1 to `most`.
    pub(super) fn number(&mut self, path: &str, default: usize, most: usize) -> Option<usize> {
        let number = self.parsed(path, &default.to_string(), "a number")?;
        if (1..=most).contains(&number) {
            return Some(number);
        }
        self.fault(path, &format!("write a number from 1 to {most}"))
    }

    /// The entries of a list; empty if it is not set.
    pub(super) fn listed<T>(
        &mut self,
        path: &str,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Option<Vec<T>> {
        if let Some(value) = self.values.remove(path) {
            let how = if value.origin == path {
                format!("write {path} = [\"{}\"]", value.text)
            } else {
                format!("write {}__0={}", value.origin, value.text)
            };
            return self.fault(&value.origin, &format!("it takes a list: {how}"));
        }
        self.is_empty_list(path);
        let mut entries = Vec::new();
        for value in (0..).map_while(|index| self.values.remove(&format!("{path}[{index}]"))) {
            match parse(&value.text) {
                Ok(entry) => entries.push(Some(entry)),
                Err(what) => {
                    self.faults.add(value.origin, format!("“{}” is not {what}", value.text));
                    entries.push(None);
                }
            }
        }
        entries.into_iter().collect()
    }

    pub(super) fn take(&mut self, path: &str, default: &str) -> (String, String) {
        match self.values.remove(path) {
            Some(value) => (value.text, value.origin),
            None => (default.to_owned(), path.to_owned()),
        }
    }

    pub(super) fn optional(&mut self, path: &str) -> Option<String> {
        self.values.remove(path).map(|value| value.text)
    }

    pub(super) fn required(&mut self, path: &str, what: &str) -> Option<String> {
        let found = self.optional(path).filter(|text| !text.trim().is_empty());
        if found.is_none() {
            self.faults.add(path, format!("missing: write {what}"));
        }
        found
    }

    /// Every setting whose path begins like this, by what comes after.
    pub(super) fn all_under(&mut self, prefix: &str) -> BTreeMap<String, String> {
        let paths: Vec<String> =
            self.values.keys().filter(|path| path.starts_with(prefix)).cloned().collect();
        let rest = |path: &str| path.strip_prefix(prefix).unwrap_or(path).to_owned();
        paths.into_iter().filter_map(|path| Some((rest(&path), self.optional(&path)?))).collect()
    }

    pub(super) fn parsed<T: FromStr>(&mut self, path: &str, default: &str, what: &str) -> Option<T> {
        let (text, origin) = self.take(path, default);
        let parsed = text.parse().ok();
        if parsed.is_none() {
            self.faults.add(origin, format!("“{text}” is not {what}"));
        }
        parsed
    }

    pub(super) fn checked(
        &mut self,
        path: &str,
        default: &str,
        check: impl FnOnce(&str) -> Result<(), String>,
    ) -> Option<String> {
        let (text, origin) = self.take(path, default);
        match check(&text) {
            Ok(()) => Some(text),
            Err(what) => {
                self.faults.add(origin, format!("“{text}”: {what}"));
                None
            }
        }
    }
}

/// Under which path a list without entries is kept.
fn empty(list: &str) -> String {
    format!("{list}[]")
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

pub(super) fn is_web_address(text: &str) -> Result<(), String> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    match rest {
        Some(rest) if !rest.is_empty() && !rest.contains(char::is_whitespace) => Ok(()),
        _ => Err("write an address that starts with https:// or http://".to_owned()),
    }
}

/// What is put before the paths of pages can't have a query itself.
fn is_public_address(text: &str) -> Result<(), String> {
    is_web_address(text)?;
    match text.contains(['?', '#']) {
        true => Err("write it without ? and #, such as https://help.example.com".to_owned()),
        false => Ok(()),
    }
}
