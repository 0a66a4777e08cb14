//! Delivery reports in words, as servers wrote them before RFC 3464 and some still do: qmail, Exim, Exchange, Sendmail,
//! Gmail, Yahoo, Postfix where something on the way flattened it.
//!
//! They have three things in common: they come from a mail server's own address, they begin with the addresses that
//! could not be reached, and what came back stands below or is attached.

use super::addressing::{message_ids, values};
use super::clean::clean_line;
use super::report::read_returned_message;
use crate::domain::{DeliveryOutcome, DeliveryReport, EmailAddress, ParsedMail, ReportedRecipient};

/// More addressees than this are not read: our own mails have one each.
const MAX_RECIPIENTS: usize = 20;

/// The longest explanation that is kept, in characters.
const LONGEST_SAID: usize = 500;

/// Names under which mail servers write.
const SERVER_NAMES: [&str; 5] = [
    "mailer-daemon",
    "postmaster",
    "mail-daemon",
    "mailerdaemon",
    "microsoftexchange329e71ec88ae4615bbc36ab6ce41109e",
];

/// Subjects of such reports begin with these, in lower case.
const SUBJECT_BEGINNINGS: [&str; 16] = [
    "undeliver",
    "undelivered mail",
    "returned mail",
    "mail delivery failed",
    "mail delivery failure",
    "mail delivery system",
    "mail delivery subsystem",
    "delivery status notification",
    "delivery failure",
    "delivery report",
    "failure notice",
    "mail could not be delivered",
    "warning: could not send",
    "warning: message",
    "mail delivery delayed",
    "unzustellbar",
];

/// Where the copy of the mail begins, in lower case.
const COPY_BEGINNINGS: [&str; 8] = [
    "--- below this line is a copy",
    "------ this is a copy of",
    "----- original message",
    "   ----- original message",
    "----- message header follows",
    "--- the headers of the message",
    "original message headers:",
    "--- original message",
];

/// What says that the mail is only late, in lower case.
const DELAYS: [&str; 9] = [
    "will be retried",
    "will retry",
    "will keep trying",
    "will continue to be attempted",
    "delivery attempts will continue",
    "no action is required",
    "not need to resend",
    "n't need to resend",
    "not yet been delivered",
];

/// Reads a report in words; none where the mail is something else, or names no address.
pub(super) fn read(fields: &[(String, String)], mail: &ParsedMail) -> Option<DeliveryReport> {
    let is_named = values(fields, "x-failed-recipients").next().is_some();
    if !is_named && !is_from_a_server(fields, mail) {
        return None;
    }
    let (told, copy) = split_copy(&mail.text);
    let outcome = if is_delay(told) { DeliveryOutcome::Delayed } else { DeliveryOutcome::Failed };
    let recipients: Vec<ReportedRecipient> = named_in_header(fields)
        .into_iter()
        .map(|address| (said_of(told, &address), address))
        .chain(addressees(told))
        .take(MAX_RECIPIENTS)
        .map(|(said, address)| ReportedRecipient { address, outcome, status: None, diagnostic: Some(said) })
        .collect();
    if recipients.is_empty() {
        return None;
    }
    let mut report = DeliveryReport { original_message_id: message_id_in(copy), recipients };
    for part in mail.parts.iter().filter(|part| part.content_type == "message/rfc822") {
        read_returned_message(&part.bytes, &mut report);
    }
    Some(report)
}

/// A person may have the name `postmaster`, answer a mail of ours, and sign with an address: that is no report.
fn is_from_a_server(fields: &[(String, String)], mail: &ParsedMail) -> bool {
    let subject = mail.subject.to_lowercase();
    let has_subject = SUBJECT_BEGINNINGS.iter().any(|beginning| subject.starts_with(beginning));
    let is_nobodys = values(fields, "return-path").any(|value| value.trim() == "<>");
    match mail.from.as_ref().map(|from| from.local()) {
        Some("postmaster") => has_subject || is_nobodys,
        Some(name) if SERVER_NAMES.contains(&name) => true,
        _ => has_subject && is_nobodys,
    }
}

/// What the server tells, and the copy of the mail below it.
fn split_copy(text: &str) -> (&str, &str) {
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let lower = line.to_lowercase();
        if COPY_BEGINNINGS.iter().any(|beginning| lower.starts_with(beginning)) {
            return text.split_at(offset);
        }
        offset += line.len();
    }
    (text, text)
}

fn is_delay(told: &str) -> bool {
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    DELAYS.iter().any(|phrase| told.contains(phrase))
}

fn named_in_header(fields: &[(String, String)]) -> Vec<EmailAddress> {
    let all = values(fields, "x-failed-recipients").flat_map(|value| value.split(','));
    all.filter_map(|entry| EmailAddress::parse(entry).ok()).collect()
}

/// The addresses with which a line begins, each with what is said below it until the next one.
fn addressees(told: &str) -> Vec<(String, EmailAddress)> {
    let mut found: Vec<(String, EmailAddress)> = Vec::new();
    for line in told.lines() {
        match leading_address(line) {
            Some((address, rest)) if found.iter().all(|(_, known)| *known != address) => {
                found.push((rest.to_owned(), address));
            }
            _ => {
                if let Some((said, _)) = found.last_mut().filter(|(said, _)| said.len() < LONGEST_SAID) {
                    said.push(' ');
                    said.push_str(line.trim());
                }
            }
        }
        if found.len() > MAX_RECIPIENTS {
            break;
        }
    }
    found.into_iter().map(|(said, address)| (clean_line(&said, LONGEST_SAID), address)).collect()
}

/// `<ann@example.com>: ...`, `ann@example.com on 23.11.2026 ...`, or an address alone on its line.
fn leading_address(line: &str) -> Option<(EmailAddress, &str)> {
    let line = line.trim();
    let (first, rest) = line.split_once([' ', '\t']).unwrap_or((line, ""));
    let (word, rest) = match first.strip_prefix('<') {
        Some(_) => {
            let (address, rest) = line.strip_prefix('<')?.split_once('>')?;
            (address, rest.trim_start_matches(':'))
        }
        None => (first.trim_end_matches(':'), rest),
    };
    let bare = word.strip_prefix("mailto:").unwrap_or(word);
    let address = EmailAddress::parse(bare).ok()?;
    address.domain().contains('.').then(|| (address, rest.trim()))
}

/// What is said of an address that the header names.
fn said_of(told: &str, address: &EmailAddress) -> String {
    let below = addressees(told).into_iter().find(|(_, found)| found == address);
    below.map_or_else(|| clean_line(told, LONGEST_SAID), |(said, _)| said)
}

/// The first Message-ID that a line of the copy gives.
fn message_id_in(copy: &str) -> Option<String> {
    copy.lines()
        .map(|line| line.trim_start_matches(['>', ' ', '\t']))
        .filter_map(|line| line.split_once(':'))
        .filter(|(name, _)| name.trim().eq_ignore_ascii_case("message-id"))
        .find_map(|(_, value)| message_ids(value).into_iter().next())
}

#[cfg(test)]
mod tests {
    use crate::mail::parse;

    #[test]
    fn what_a_person_writes_is_no_report() {
        let text = "Thank you, it works.\n\nAnn\nann@dms.example\n";
        for (from, subject, more, is_report) in [
            ("postmaster@dms.example", "Re: Export", "", false),
            ("postmaster@dms.example", "Undeliverable: Re: Export", "", true),
            ("postmaster@dms.example", "Export", "Return-Path: <>\n", true),
            ("mailer-daemon@dms.example", "Export", "", true),
            ("ann@dms.example", "Undeliverable mails", "", false),
            ("ann@dms.example", "Automatic reply: Export", "Return-Path: <>\n", false),
            ("ann@dms.example", "Export", "X-Failed-Recipients: ann@dms.example\n", true),
        ] {
            let raw = format!("From: {from}\nSubject: {subject}\n{more}\n{text}");
            let report = parse(raw.as_bytes()).delivery_report;
            assert_eq!(report.is_some(), is_report, "{from} {subject} {more}");
        }
    }
}
