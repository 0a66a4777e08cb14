//! Signed names by which an answer finds its ticket: our Message-IDs and our reply addresses.
//!
//! They name the ticket and carry a signature, so that nobody can make one up. Whoever has read a mail of the ticket
//! can still show one, which is why the sender must belong to the ticket as well.

use uuid::Uuid;

use super::{EmailAddress, OutboxId, Purpose, Signer, TicketNumber};

/// The Message-ID of a mail of ours, without angle brackets: `1042.<outbox id>.<signature>@domain`.
///
/// It depends on nothing but its arguments, so that a repeated delivery carries the same one.
#[must_use]
pub fn message_id(signer: &Signer, ticket: TicketNumber, mail: OutboxId, domain: &str) -> String {
    let named = format!("{ticket}.{}", mail.0.simple());
    let signature = signer.sign(Purpose::MessageId, &named);
    format!("{named}.{signature}@{domain}")
}

/// What one of our Message-IDs names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OurMail {
    /// The ticket that the mail was about.
    pub ticket: TicketNumber,
    /// The notice that left as this mail.
    pub notice: OutboxId,
}

/// The mail of ours that a Message-ID names; none if the signature isn't ours. Angle brackets may be there or not.
///
/// Only its addressee, and whoever they showed it to, has ever seen the Message-ID: the References of our mails to
/// others don't hold it.
#[must_use]
pub fn our_mail(signer: &Signer, message_id: &str) -> Option<OurMail> {
    let bare = message_id.trim().trim_start_matches('<').trim_end_matches('>');
    let (local, _domain) = bare.split_once('@')?;
    let (named, signature) = local.rsplit_once('.')?;
    let (number, mail) = named.split_once('.')?;
    let notice = OutboxId(Uuid::try_parse(mail).ok()?);
    if !signer.verify(Purpose::MessageId, named, signature) {
        return None;
    }
    Some(OurMail { ticket: parse_number(number)?, notice })
}

/// The Message-ID of a mail of ours that is about no ticket, without angle brackets: an answer to it finds no ticket.
#[must_use]
pub fn message_id_apart(signer: &Signer, mail: OutboxId, domain: &str) -> String {
    let id = mail.0.simple().to_string();
    let signature = signer.sign(Purpose::MessageId, &id);
    format!("{id}.{signature}@{domain}")
}

/// The notice that left under a Message-ID of ours, be it about a ticket or not; none if the signature isn't ours.
#[must_use]
pub fn our_notice(signer: &Signer, message_id: &str) -> Option<OutboxId> {
    if let Some(ours) = our_mail(signer, message_id) {
        return Some(ours.notice);
    }
    let bare = message_id.trim().trim_start_matches('<').trim_end_matches('>');
    let (id, signature) = bare.split_once('@')?.0.split_once('.')?;
    signer.verify(Purpose::MessageId, id, signature).then(|| Uuid::try_parse(id).ok().map(OutboxId))?
}

/// The address on which answers to a ticket are expected: `support+1042-<signature>@example.com` for
/// `support@example.com`.
///
/// None if the result would be longer than a local part may be (64 bytes, RFC 5321 section 4.5.3.1.1).
#[must_use]
pub fn reply_address(signer: &Signer, ticket: TicketNumber, mailbox: &EmailAddress) -> Option<EmailAddress> {
    let number = ticket.to_string();
    let signature = signer.sign(Purpose::ReplyAddress, &number);
    let local = format!("{}+{number}-{signature}", mailbox.local());
    if local.len() > 64 {
        return None;
    }
    EmailAddress::parse(&format!("{local}@{}", mailbox.domain())).ok()
}

/// The ticket that a signed reply address names; none if the address carries no signature of ours.
#[must_use]
pub fn ticket_of_reply_address(signer: &Signer, address: &EmailAddress) -> Option<TicketNumber> {
    let (_, token) = address.local().rsplit_once('+')?;
    let (number, signature) = token.split_once('-')?;
    if !signer.verify(Purpose::ReplyAddress, number, signature) {
        return None;
    }
    parse_number(number)
}

fn parse_number(text: &str) -> Option<TicketNumber> {
    text.parse().ok().map(TicketNumber)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signer() -> Signer {
        Signer::new(vec![7; 32])
    }

    #[test]
    fn our_own_message_id_leads_back_to_its_ticket_and_a_changed_one_to_none() {
        let ours = OurMail { ticket: TicketNumber(1042), notice: OutboxId(Uuid::nil()) };
        let id = message_id(&signer(), ours.ticket, ours.notice, "help.example");
        assert_eq!(our_mail(&signer(), &id), Some(ours));
        assert_eq!(our_mail(&signer(), &format!("<{id}>")), Some(ours));
        let other_domain = id.replace("help.example", "relay.example");
        assert_eq!(our_mail(&signer(), &other_domain), Some(ours));
        assert_eq!(our_mail(&signer(), &id.replacen("1042", "1043", 1)), None);
        assert_eq!(our_mail(&Signer::new(vec![8; 32]), &id), None);
        for foreign in ["", "@", "a@b", "1042.x.y@z", "<1042@help.example>", "....@x"] {
            assert_eq!(our_mail(&signer(), foreign), None, "{foreign}");
        }
    }

    #[test]
    fn the_notice_is_found_whether_it_is_about_a_ticket_or_not() {
        let notice = OutboxId(Uuid::from_u128(9));
        let about = message_id(&signer(), TicketNumber(1042), notice, "help.example");
        let apart = message_id_apart(&signer(), notice, "help.example");
        assert_eq!(our_notice(&signer(), &about), Some(notice));
        assert_eq!(our_notice(&signer(), &format!("<{apart}>")), Some(notice));
        assert_eq!(our_mail(&signer(), &apart), None, "which names no ticket");
        for foreign in [apart.replacen('9', "8", 1), apart.replacen('.', "", 1), "a.b@c".to_owned()] {
            assert_eq!(our_notice(&signer(), &foreign), None, "{foreign}");
        }
    }

    #[test]
    fn a_signed_reply_address_survives_folding_to_lower_case_and_cannot_be_made_up() {
        let mailbox = EmailAddress::parse("Support@Help.Example").unwrap();
        let address = reply_address(&signer(), TicketNumber(1042), &mailbox).unwrap();
        assert_eq!(ticket_of_reply_address(&signer(), &address), Some(TicketNumber(1042)));
        let forged = EmailAddress::parse(&address.as_str().replacen("1042", "1043", 1)).unwrap();
        assert_eq!(ticket_of_reply_address(&signer(), &forged), None);
        for plain in ["support@help.example", "support+1042@help.example", "support+1042-@help.example"] {
            let address = EmailAddress::parse(plain).unwrap();
            assert_eq!(ticket_of_reply_address(&signer(), &address), None, "{plain}");
        }
    }

    #[test]
    fn a_mailbox_name_too_long_for_a_token_gets_no_reply_address() {
        let mailbox = EmailAddress::parse(&format!("{}@help.example", "s".repeat(40))).unwrap();
        assert_eq!(reply_address(&signer(), TicketNumber(1), &mailbox), None);
    }
}
