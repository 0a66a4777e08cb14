//! Whether a robot wrote a mail: such a mail never gets an automatic answer, or two robots would talk for ever.

use super::addressing::values;
use crate::domain::EmailAddress;

/// Subjects that out-of-office programs begin with, in lower case.
const AWAY_BEGINNINGS: [&str; 24] = [
    "automatic reply",
    "automatic response",
    "auto reply",
    "auto-reply",
    "autoreply",
    "auto response",
    "auto-response",
    "autoresponse",
    "auto:",
    "out of office",
    "out-of-office",
    "[auto-reply]",
    "vacation reply",
    "automatische antwort",
    "automatisch antwoord",
    "abwesenheitsnotiz",
    "abwesend:",
    "réponse automatique",
    "respuesta automática",
    "risposta automatica",
    "resposta automática",
    "automatiskt svar",
    "automatisk svar",
    "automatyczna odpowiedź",
];

/// Subjects that mail servers begin with, in lower case.
const SERVER_BEGINNINGS: [&str; 10] = [
    "undeliverable",
    "undelivered mail",
    "returned mail",
    "mail delivery failed",
    "mail delivery failure",
    "mail delivery subsystem",
    "delivery status notification",
    "delivery failure",
    "failure notice",
    "unzustellbar",
];

/// Local parts behind which nobody reads.
const ROBOT_NAMES: [&str; 7] =
    ["mailer-daemon", "noreply", "no-reply", "no_reply", "donotreply", "do-not-reply", "bounce"];

/// Judges by RFC 3834 and what came before it: Auto-Submitted, Precedence, X-Auto-Response-Suppress, list fields,
/// the empty return path, delivery reports, names of robots, and the subjects of known responders.
pub(super) fn is_automatic(fields: &[(String, String)], from: Option<&EmailAddress>, subject: &str) -> bool {
    fields.iter().any(|(name, value)| is_robot_field(name, value))
        || is_report(fields)
        || from.is_some_and(|address| is_robot_name(address.local()))
        || begins_with(subject, &AWAY_BEGINNINGS)
        || begins_with(subject, &SERVER_BEGINNINGS)
}

/// Whether it answers in the place of a person: an out-of-office or vacation answer. A receipt that says that somebody
/// has read a mail, a report of a mail server and a list's mail are none.
pub(super) fn is_auto_reply(fields: &[(String, String)], subject: &str) -> bool {
    if is_report(fields) || fields.iter().any(|(name, _)| name.starts_with("list-")) {
        return false;
    }
    let answers = |name: &str, value: &str| match name {
        "auto-submitted" => keyword(value) == "auto-replied",
        "precedence" | "x-precedence" => keyword(value) == "auto_reply",
        "x-autoreply" | "x-autorespond" | "x-autoresponder" => keyword(value) != "no",
        _ => false,
    };
    fields.iter().any(|(name, value)| answers(name, value)) || begins_with(subject, &AWAY_BEGINNINGS)
}

fn is_robot_field(name: &str, value: &str) -> bool {
    let keyword = keyword(value);
    match name {
        "auto-submitted" => !matches!(keyword.as_str(), "" | "no"),
        "precedence" | "x-precedence" => matches!(keyword.as_str(), "bulk" | "junk" | "list" | "auto_reply"),
        "x-auto-response-suppress" => !matches!(keyword.as_str(), "" | "none"),
        "return-path" => keyword == "<>",
        "x-autoreply" | "x-autorespond" | "x-autoresponder" | "x-failed-recipients" => keyword != "no",
        "list-id" | "list-unsubscribe" | "list-post" | "list-help" | "list-owner" => true,
        _ => false,
    }
}

/// A field's first word, in lower case.
fn keyword(value: &str) -> String {
    let value = value.trim().to_ascii_lowercase();
    value.split([';', ' ', '(']).next().unwrap_or_default().to_owned()
}

fn is_report(fields: &[(String, String)]) -> bool {
    values(fields, "content-type").any(|value| value.to_ascii_lowercase().starts_with("multipart/report"))
}

fn is_robot_name(local: &str) -> bool {
    ROBOT_NAMES.contains(&local)
        || local.starts_with("bounce+")
        || local.starts_with("bounces+")
        || local.starts_with("bounce-")
        || local.starts_with("bounces-")
}

fn begins_with(subject: &str, beginnings: &[&str]) -> bool {
    let subject = subject.trim_start().to_lowercase();
    beginnings.iter().any(|beginning| subject.starts_with(beginning))
}
