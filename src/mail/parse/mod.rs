//! Reads a mail: any bytes give something, in a time that grows with their number alone.
//!
//! Nothing here panics or refuses. What can't be read is named in [`ParsedMail::faults`], and the raw mail, which is
//! kept elsewhere, has all of it. Instants are not read: a clock starts at receipt, whatever a Date field says.

mod addressing;
mod automatic;
mod clean;
mod decode;
mod fields;
mod flowed;
mod plain_report;
mod report;
mod structure;

use mail_parser::MessageParser;

use self::structure::{Block, Contents};
use super::quote::without_history;
use super::sanitize::html_to_text;
use crate::domain::ParsedMail;

/// The longest text that a ticket takes, in characters.
const LONGEST_TEXT: usize = 1_000_000;

/// Reads a mail as it came over the wire.
///
/// ```
/// let mail = punctual::mail::parse(b"From: Ann <ann@example.com>\r\nSubject: Printer\r\n\r\nIt burns.\r\n");
/// assert_eq!(mail.from.unwrap().as_str(), "ann@example.com");
/// assert_eq!(mail.text, "It burns.");
/// assert!(!mail.is_automatic);
/// ```
#[must_use]
pub fn parse(raw: &[u8]) -> ParsedMail {
    // The libraries below have no known input that makes them panic. Should one be found, its mail still has to be
    // seen.
    std::panic::catch_unwind(|| read(raw)).unwrap_or_else(|_| unreadable())
}

/// What is known of a mail that can't be read: that it came.
#[must_use]
pub fn unreadable() -> ParsedMail {
    ParsedMail {
        faults: vec!["The mail could not be read; the original can be downloaded.".to_owned()],
        ..ParsedMail::default()
    }
}

/// Reads no more than the header of a mail: whose it is, its Message-ID, and what it answers.
#[must_use]
pub fn parse_header(raw: &[u8]) -> ParsedMail {
    let reading = || {
        let mut mail = ParsedMail::default();
        read_header(raw, &mut mail);
        mail
    };
    std::panic::catch_unwind(reading).unwrap_or_else(|_| unreadable())
}

/// The fields of a mail's header from the top: names in lower case, values unfolded.
pub(super) fn header_fields(raw: &[u8]) -> Vec<(String, String)> {
    fields::fields(fields::split_entity(raw).header)
}

fn read(raw: &[u8]) -> ParsedMail {
    let mut mail = ParsedMail::default();
    let fields = read_header(raw, &mut mail);
    let contents = structure::read_structure(raw);
    mail.text = plain_text(&contents);
    if let Some((end, _)) = mail.text.char_indices().nth(LONGEST_TEXT) {
        mail.text.truncate(end);
        mail.faults.push("The text was cut; the original mail has all of it.".to_owned());
    }
    mail.answer = without_history(&mail.text);
    mail.html = html(&contents.blocks);
    mail.faults.extend(contents.faults);
    mail.parts = contents.files;
    mail.is_automatic |= contents.report.is_some();
    let report = contents.report.filter(|report| !report.recipients.is_empty());
    mail.delivery_report = report.or_else(|| plain_report::read(&fields, &mail));
    mail
}

fn read_header(raw: &[u8], mail: &mut ParsedMail) -> Vec<(String, String)> {
    let entity = fields::split_entity(raw);
    if entity.is_header_cut {
        mail.faults.push("The header is too long; its beginning was read.".to_owned());
    }
    let fields = fields::fields(entity.header);
    let mut header = entity.header.to_vec();
    header.extend_from_slice(b"\r\n\r\n");
    match MessageParser::default().parse_headers(&header) {
        Some(message) => addressing::read(&message, &fields, mail),
        None => mail.faults.push("The mail has no header.".to_owned()),
    }
    mail.is_automatic = automatic::is_automatic(&fields, mail.from.as_ref(), &mail.subject);
    mail.is_auto_reply = automatic::is_auto_reply(&fields, &mail.subject);
    fields
}

fn plain_text(contents: &Contents) -> String {
    let mut text = String::new();
    for block in &contents.blocks {
        let stretch = match (&block.plain, &block.html) {
            (Some(plain), _) if !plain.trim().is_empty() => plain.trim_end().to_owned(),
            (_, Some(html)) => html_to_text(html),
            _ => continue,
        };
        if !text.is_empty() && !stretch.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(&stretch);
    }
    text
}

/// The HTML of all blocks, if at least one of them came as HTML.
fn html(blocks: &[Block]) -> Option<String> {
    if blocks.iter().all(|block| block.html.is_none()) {
        return None;
    }
    let stretches = blocks.iter().filter_map(|block| match (&block.html, &block.plain) {
        (Some(html), _) => Some(html.clone()),
        (None, Some(plain)) => Some(format!("<pre>{}</pre>", ammonia::clean_text(plain))),
        (None, None) => None,
    });
    Some(stretches.collect::<Vec<_>>().join("\n"))
}

#[cfg(test)]
mod speed_tests;
#[cfg(test)]
mod tests;
