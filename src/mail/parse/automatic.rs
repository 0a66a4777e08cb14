//! Whether a robot wrote a mail: such a mail never gets an automatic answer, or two robots would talk for ever.

use super::addressing::values;
use crate::domain::EmailAddress;

/// Subjects that out-of-office programs and mail servers begin with, in lower case.
const SUBJECT_BEGINNINGS: [&str; 34] = [
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
    "undeliverable",
    "undelivered mail",
    "returned mail",
    "mail delivery failed",
    "mail delivery failure",
    "mail delivery subsystem",
    "delivery status notification",
    "delivery failure",
    "failure notice",
    "automatische antwort",
    "automatisch antwoord",
    "abwesenheitsnotiz",
    "abwesend:",
    "unzustellbar",
    "réponse automatique",
    "respuesta automática",
    "risposta automatica",
    "resposta automática",
    "automatiskt svar",
    "automatisk svar",
    "automatyczna odpowiedź",
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
        || has_known_subject(subject)
}

fn is_robot_field(name: &str, value: &str) -> bool {
    let value = value.trim().to_ascii_lowercase();
    let keyword = value.split([';', ' ', '(']).next().unwrap_or_default();
    match name {
        "auto-submitted" => !matches!(keyword, "" | "no"),
        "precedence" | "x-precedence" => matches!(keyword, "bulk" | "junk" | "list" | "auto_reply"),
        "x-auto-response-suppress" => !matches!(keyword, "" | "none"),
        "return-path" => keyword == "<>",
        "x-autoreply" | "x-autorespond" | "x-autoresponder" | "x-failed-recipients" => keyword != "no",
        "list-id" | "list-unsubscribe" | "list-post" | "list-help" | "list-owner" => true,
        _ => false,
    }
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

fn has_known_subject(subject: &str) -> bool {
    let subject = subject.trim_start().to_lowercase();
    SUBJECT_BEGINNINGS.iter().any(|beginning| subject.starts_with(beginning))
}
