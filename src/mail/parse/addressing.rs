//! Who a mail is from and to, and which mails it belongs to.

use mail_parser::{Address, Message};

use super::clean::clean_line;
use crate::domain::{EmailAddress, ParsedMail, find_ticket_tag};

/// More addressees or references than this are not kept.
const MAX_ENTRIES: usize = 200;

/// Fills in addresses, subject and ids from the header.
pub(super) fn read(message: &Message<'_>, fields: &[(String, String)], mail: &mut ParsedMail) {
    read_author(message, fields, mail);
    mail.to = addresses(message.all_to());
    mail.cc = addresses(message.all_cc());
    mail.reply_to = message.reply_to().and_then(first_address);
    mail.delivered_to = delivered_to(fields);
    mail.subject = clean_line(message.subject().unwrap_or_default(), 500);
    mail.ticket_number = find_ticket_tag(&mail.subject);
    mail.message_id = values(fields, "message-id").flat_map(message_ids).next();
    mail.references = references(fields);
}

/// All values of a field, in their order.
pub(super) fn values<'a>(fields: &'a [(String, String)], name: &'a str) -> impl Iterator<Item = &'a str> {
    fields.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str())
}

/// The ids in a Message-ID, In-Reply-To or References field, without angle brackets.
pub(super) fn message_ids(value: &str) -> Vec<String> {
    let bracketed: Vec<String> = value
        .split('<')
        .skip(1)
        .take(MAX_ENTRIES)
        .filter_map(|rest| rest.split_once('>'))
        .filter_map(|(id, _)| clean_id(id))
        .collect();
    if bracketed.is_empty() && !value.contains(['<', ' ']) {
        return clean_id(value).into_iter().collect();
    }
    bracketed
}

fn clean_id(raw: &str) -> Option<String> {
    let id: String = raw.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let fits = id.contains('@') && id.len() <= 998;
    fits.then_some(id)
}

/// An ambiguous author is none: several From fields are a trick to show one name and be believed as another.
fn read_author(message: &Message<'_>, fields: &[(String, String)], mail: &mut ParsedMail) {
    let count = values(fields, "from").count();
    if count > 1 {
        mail.faults.push(
            "The mail names several authors in separate From fields; none of them is believed.".to_owned(),
        );
        return;
    }
    let Some(author) = message.from().and_then(Address::first) else {
        mail.faults.push("The mail does not say who it is from.".to_owned());
        return;
    };
    mail.from_name = author.name.as_deref().map(|name| clean_line(name, 200)).filter(|name| !name.is_empty());
    mail.from = author.address.as_deref().and_then(|text| EmailAddress::parse(text).ok());
    if mail.from.is_none() {
        mail.faults.push("The author's address cannot be read.".to_owned());
    }
}

fn addresses<'a>(list: impl Iterator<Item = &'a Address<'a>>) -> Vec<EmailAddress> {
    let mut found: Vec<EmailAddress> = Vec::new();
    for address in list.flat_map(Address::iter).filter_map(|entry| entry.address.as_deref()) {
        if found.len() >= MAX_ENTRIES {
            break;
        }
        if let Ok(address) = EmailAddress::parse(address)
            && !found.contains(&address)
        {
            found.push(address);
        }
    }
    found
}

fn first_address(address: &Address<'_>) -> Option<EmailAddress> {
    address.first().and_then(|entry| entry.address.as_deref()).and_then(|text| EmailAddress::parse(text).ok())
}

fn delivered_to(fields: &[(String, String)]) -> Vec<EmailAddress> {
    const NAMES: [&str; 4] = ["delivered-to", "x-original-to", "envelope-to", "x-delivered-to"];
    let mut found: Vec<EmailAddress> = NAMES
        .iter()
        .flat_map(|name| values(fields, name))
        .flat_map(|value| value.split(','))
        .map(|entry| entry.trim().trim_start_matches('<').trim_end_matches('>'))
        .take(MAX_ENTRIES)
        .filter_map(|entry| EmailAddress::parse(entry).ok())
        .collect();
    found.dedup();
    found
}

fn references(fields: &[(String, String)]) -> Vec<String> {
    let answered = values(fields, "in-reply-to").flat_map(message_ids);
    let mut thread: Vec<String> = values(fields, "references").flat_map(message_ids).collect();
    thread.reverse();
    let mut references: Vec<String> = Vec::new();
    for id in answered.chain(thread) {
        if references.len() >= MAX_ENTRIES {
            break;
        }
        if !references.contains(&id) {
            references.push(id);
        }
    }
    references
}
