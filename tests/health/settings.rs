//! Every setting that the README lists arrives, from the file and as a variable, and none has to be written twice.

use std::collections::BTreeSet;
use std::path::Path;

use punctual::config::{Config, Mailbox, ReplyAddress};
use punctual::domain::{Handling, Role, Writing};
use punctual::mail::{
    AfterTaking, CertificateFiles, Credential, Destination, Protocol, Recipients, Resolver, Security,
};
use punctual::vault::Key;

/// A setting, a value that is not its default (`~` is the test's folder), and whether that has arrived.
type Row = (&'static str, &'static str, fn(&Config, &str) -> Option<bool>);

const PLAIN: [Row; 35] = [
    ("database_url", "sqlite:other.db", |c, v| Some(c.database_url == v)),
    ("public_url", "https://help.example.com", |c, v| Some(c.public_url == v)),
    ("time_zone", "Europe/London", |c, v| Some(c.time_zone.name() == v)),
    ("http.certificate", "~/certificate.pem", |c, v| is_file(c.http.certificate.as_ref(), v)),
    ("http.key", "~/certificate.key", |c, v| is_file(c.http.certificate.as_ref(), v)),
    ("http.listen", "127.0.0.1:7001", |c, v| Some(c.http.listen.to_string() == v)),
    ("http.max_body", "7002", |c, v| Some(c.http.max_body.to_string() == v)),
    ("http.idle_seconds", "73", |c, v| Some(c.http.idle.as_secs().to_string() == v)),
    ("http.trusted_proxies[0]", "10.7.0.0/16", |c, v| Some(c.http.trusted_proxies == [v.parse().ok()?])),
    ("auth.totp_required[0]", "agent", |c, _| Some(c.auth.totp_required == [Role::Agent])),
    ("auth.sign_in_links", "false", |c, v| Some(c.auth.sign_in_links.to_string() == v)),
    ("auth.invitation_days", "74", |c, v| Some(c.auth.invitation.num_days().to_string() == v)),
    ("auth.breached_passwords", "~/stolen", |c, _| Some(c.auth.breached_passwords.is_some())),
    ("mail.from", "help@provider.example", |c, v| Some(c.mail.from.as_str() == v)),
    ("mail.from_name", "Help", |c, v| Some(c.mail.from_name == v)),
    ("smtp.host", "mail.example.com", |c, v| Some(c.smtp.as_ref()?.host == v)),
    ("smtp.port", "7003", |c, v| Some(c.smtp.as_ref()?.port.to_string() == v)),
    ("smtp.security", "starttls", |c, _| Some(c.smtp.as_ref()?.security == Security::StartTls)),
    ("smtp.username", "us", |c, v| Some(c.smtp.as_ref()?.credentials.as_ref()?.0 == v)),
    ("smtp.password", "open", |c, v| Some(c.smtp.as_ref()?.credentials.as_ref()?.1 == v)),
    ("smtp.ca_file", "~/certificate.pem", |c, v| Some(c.smtp.as_ref()?.ca_file.as_deref()? == Path::new(v))),
    ("smtp.connections", "75", |c, v| Some(c.smtp.as_ref()?.connections.to_string() == v)),
    ("smtp.per_minute", "76", |c, v| Some(c.smtp_per_minute?.to_string() == v)),
    ("customers.tickets_per_hour", "77", |c, v| Some(c.writing_pace.most(Writing::Ticket)?.to_string() == v)),
    ("customers.replies_per_hour", "78", |c, v| Some(c.writing_pace.most(Writing::Reply)?.to_string() == v)),
    ("attachments.largest", "7004", |c, v| Some(c.largest_file.to_string() == v)),
    ("attachments.scanner", "tcp:127.0.0.1:3310", |c, v| Some(*c.scanner.as_ref()? == v.parse().ok()?)),
    ("dkim.domain", "provider.example", |c, v| Some(c.dkim.as_ref()?.domain == v)),
    ("dkim.selector", "mail2026", |c, v| Some(c.dkim.as_ref()?.selector == v)),
    ("dkim.key_file", "~/dkim", |c, v| Some(c.dkim.as_ref()?.key_file == Path::new(v))),
    ("pager.url", "https://pager.example", |c, v| Some(c.pager.as_ref()?.url == v)),
    ("pager.secret", "sixteen characters", |c, v| Some(c.pager.as_ref()?.secret == v)),
    ("webhooks.allow[0]", "10.8.0.0/16", |c, v| Some(c.webhook_networks == [v.parse().ok()?])),
    ("monitor.listen", "127.0.0.1:7005", |c, v| Some(c.monitor?.to_string() == v)),
    ("trust.results.ingest", "mx.provider.example", |c, v| Some(c.trust.results.get("ingest")? == v)),
];

const MAIL_IN: [Row; 33] = [
    ("mailbox[0].host", "imap.example.com", |c, v| Some(mailbox(c, 0)?.imap.host == v)),
    ("mailbox[0].user", "support", |c, v| Some(mailbox(c, 0)?.imap.user == v)),
    ("mailbox[0].password", "open", |c, v| {
        Some(matches!(&mailbox(c, 0)?.imap.credential, Credential::Password(password) if password == v))
    }),
    ("mailbox[0].port", "7006", |c, v| Some(mailbox(c, 0)?.imap.port.to_string() == v)),
    ("mailbox[0].security", "starttls", |c, _| Some(mailbox(c, 0)?.imap.security == Security::StartTls)),
    ("mailbox[0].folder", "Help", |c, v| Some(mailbox(c, 0)?.imap.folder == v)),
    ("mailbox[0].move_to", "Done", |c, v| {
        Some(mailbox(c, 0)?.imap.after == AfterTaking::MoveTo(v.to_owned()))
    }),
    ("mailbox[0].ca_file", "~/certificate.pem", |c, v| {
        Some(mailbox(c, 0)?.imap.ca_file.as_deref()? == Path::new(v))
    }),
    ("mailbox[0].poll_seconds", "79", |c, v| Some(mailbox(c, 0)?.imap.poll.as_secs().to_string() == v)),
    ("mailbox[0].name", "main", |c, v| Some(mailbox(c, 0)?.name == v)),
    ("mailbox[1].host", "imap.example.com", |c, v| Some(mailbox(c, 1)?.imap.host == v)),
    ("mailbox[1].user", "sales", |c, v| Some(mailbox(c, 1)?.imap.user == v)),
    ("mailbox[1].token_url", "https://login.example", has_tokens),
    ("mailbox[1].client_id", "us", has_tokens),
    ("mailbox[1].refresh_token", "longer", has_tokens),
    ("mailbox[1].client_secret", "open", has_tokens),
    ("mailbox[1].scope", "mail", has_tokens),
    ("receiver.listen", "127.0.0.1:7007", |c, v| Some(c.receiver.as_ref()?.listen.to_string() == v)),
    ("receiver.protocol", "lmtp", |c, _| Some(c.receiver.as_ref()?.settings.protocol == Protocol::Lmtp)),
    ("receiver.recipients[0]", "sales@provider.example", |c, v| {
        Some(c.receiver.as_ref()?.settings.recipients == Recipients::These(vec![Destination::parse(v)?]))
    }),
    ("receiver.certificate", "~/certificate.pem", |c, v| {
        is_file(c.receiver.as_ref()?.settings.certificate.as_ref(), v)
    }),
    ("receiver.key", "~/certificate.key", |c, v| {
        is_file(c.receiver.as_ref()?.settings.certificate.as_ref(), v)
    }),
    ("receiver.host_name", "mx.provider.example", |c, v| Some(c.receiver.as_ref()?.settings.host_name == v)),
    ("receiver.max_size", "7008", |c, v| Some(c.receiver.as_ref()?.settings.max_size.to_string() == v)),
    ("receiver.max_connections", "71", |c, v| {
        Some(c.receiver.as_ref()?.settings.max_connections.to_string() == v)
    }),
    ("receiver.max_recipients", "72", |c, v| {
        Some(c.receiver.as_ref()?.settings.max_recipients.to_string() == v)
    }),
    ("receiver.max_faults", "73", |c, v| Some(c.receiver.as_ref()?.settings.max_faults.to_string() == v)),
    ("receiver.idle_seconds", "74", |c, v| {
        Some(c.receiver.as_ref()?.settings.silence.as_secs().to_string() == v)
    }),
    ("trust.resolver", "127.0.0.1:53", |c, v| Some(c.trust.resolver? == Resolver::At(v.parse().ok()?))),
    ("trust.sealers[0]", "lists.example.com", |c, v| Some(c.trust.sealers == [v])),
    ("trust.forged", "hold_back", |c, _| Some(c.trust.policy.forged == Handling::HoldBack)),
    ("trust.outsiders", "hold_back", |c, _| Some(c.trust.policy.outsiders == Handling::HoldBack)),
    ("trust.reply_address", "plain", |c, _| Some(c.trust.reply_address == ReplyAddress::Plain)),
];

const KEEPING: [Row; 8] = [
    ("encryption.key_file", "~/key", |c, v| {
        Some(c.keys.iter().next()?.reveal() == std::fs::read_to_string(v).ok()?)
    }),
    ("encryption.keys[0]", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", |c, v| {
        Some(c.keys.iter().nth(1)?.reveal() == v)
    }),
    ("backup.directory", "~/backups", |c, v| Some(c.backup.as_ref()?.directory == Path::new(v))),
    ("backup.at[0]", "03:30", |c, v| Some(c.backup.as_ref()?.at.first()?.format("%H:%M").to_string() == v)),
    ("backup.keep_days", "75", |c, v| Some(c.backup.as_ref()?.keep_days.to_string() == v)),
    ("backup.without_key", "plain", |c, _| {
        Some(c.backup.as_ref()?.cover == punctual::backup::Cover::SealedIfPossible)
    }),
    ("log.json", "true", |c, v| Some(c.log.json.to_string() == v)),
    ("log.filter", "warn", |c, v| Some(c.log.filter == v)),
];

/// It takes a program that is built with `--features encryption`, and is tried with the rest of that.
const TRIED_ELSEWHERE: &str = "encryption.database_key_file";

fn mailbox(config: &Config, index: usize) -> Option<&Mailbox> {
    config.mailboxes.get(index)
}

fn is_file(files: Option<&CertificateFiles>, path: &str) -> Option<bool> {
    Some([&files?.certificate, &files?.key].contains(&&Path::new(path).to_owned()))
}

/// What access tokens are fetched with is kept to itself.
fn has_tokens(config: &Config, _: &str) -> Option<bool> {
    Some(matches!(mailbox(config, 1)?.imap.credential, Credential::OAuth(_)))
}

fn rows() -> impl Iterator<Item = Row> {
    PLAIN.into_iter().chain(MAIL_IN).chain(KEEPING)
}

/// The settings as a file.
fn as_file(folder: &str) -> String {
    let line = |path: &str, value: &str| match path.strip_suffix("[0]") {
        Some(list) => format!("{list} = ['{value}']\n"),
        None if value.parse::<u32>().is_ok() || value == "true" || value == "false" => {
            format!("{path} = {value}\n")
        }
        None => format!("{path} = '{value}'\n"),
    };
    let of = |section: &str| -> String {
        let lines = rows().filter_map(|(path, value, _)| match section {
            "" => (!path.starts_with("mailbox")).then(|| line(path, value)),
            _ => Some(line(path.strip_prefix(section)?, value)),
        });
        lines.collect()
    };
    let text = format!("{}[[mailbox]]\n{}[[mailbox]]\n{}", of(""), of("mailbox[0]."), of("mailbox[1]."));
    text.replace('~', folder)
}

/// The same as variables.
fn as_variables(folder: &str) -> Vec<(String, String)> {
    let name = |path: &str| path.replace(['.', '['], "__").replace(']', "").to_uppercase();
    rows().map(|(path, value, _)| (format!("PUNCTUAL_{}", name(path)), value.replace('~', folder))).collect()
}

#[test]
fn every_setting_arrives_from_the_file_and_as_a_variable() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().to_str().unwrap();
    let certificate = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    for (name, text) in [
        ("certificate.pem", certificate.cert.pem()),
        ("certificate.key", certificate.signing_key.serialize_pem()),
        ("stolen", format!("{}:3\n", "0".repeat(40))),
        ("key", Key::generate().reveal().to_string()),
    ] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let usual = Config::parse("", std::iter::empty()).unwrap();
    let from_file = Config::parse(&as_file(place), std::iter::empty()).unwrap();
    let from_variables = Config::parse("", as_variables(place).into_iter()).unwrap();
    for (path, value, has_arrived) in rows() {
        let value = value.replace('~', place);
        assert_ne!(has_arrived(&usual, &value), Some(true), "{path}: the value is the default");
        assert_eq!(has_arrived(&from_file, &value), Some(true), "{path} of the file is lost");
        assert_eq!(has_arrived(&from_variables, &value), Some(true), "{path} of the variable is lost");
    }
}

/// The settings of the README's table: whole, behind the section that stands before them, or after a dot.
fn documented() -> BTreeSet<String> {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let table = readme.split("| setting | default | what it is |").nth(1).unwrap();
    let rows = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    let mut found = BTreeSet::new();
    for cell in rows.filter_map(|row| row.split('|').nth(1)) {
        let mut section = String::new();
        for name in cell.split('`').skip(1).step_by(2).filter(|name| *name != "DATABASE_URL") {
            if name.starts_with('[') {
                section = name.replace(['[', ']'], "");
            } else if let Some(name) = name.strip_prefix('.') {
                found.insert(format!("{section}.{name}"));
            } else if let Some((before, _)) = name.split_once('.') {
                section = before.to_owned();
                found.insert(name.replace("WAY", "ingest"));
            } else {
                let dot = if section.is_empty() { "" } else { "." };
                found.insert(format!("{section}{dot}{name}"));
            }
        }
    }
    found
}

#[test]
fn every_setting_of_the_readme_is_tried_and_the_other_way_round() {
    let bare = |path: &str| path.replace("[0]", "").replace("[1]", "");
    let mut tried: BTreeSet<String> = rows().map(|(path, ..)| bare(path)).collect();
    tried.insert(TRIED_ELSEWHERE.to_owned());
    assert_eq!(tried, documented());
}
