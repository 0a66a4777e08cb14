//! What mail servers and mail programs see of our mail.

use mail_parser::MessageParser;
use proptest::prelude::*;

use super::{MailSettings, ReplyTo, compose};
use crate::domain::{
    AboutTicket, EmailAddress, Notice, NoticeBody, OutboxChannel, OutboxEntry, OutboxId, OutboxState,
    Recipient, Signer, TemplateWords, TicketId, TicketNumber, ticket_of_reply_address,
};
use crate::mail::{OutgoingMail, parse};

fn settings() -> MailSettings {
    MailSettings {
        from: EmailAddress::parse("support@help.example").unwrap(),
        from_name: "Little Bits Support".to_owned(),
        public_url: "https://help.example".to_owned(),
        reply_to: ReplyTo::Sender,
    }
}

fn reply() -> NoticeBody {
    NoticeBody::Reply { author: "Bea".to_owned(), text: "Grüße\n.\nEnd".to_owned(), next_update: None }
}

fn acknowledgement() -> NoticeBody {
    NoticeBody::Acknowledgement {
        severity: "Low".to_owned(),
        promises: vec![],
        is_held_over: false,
        is_outside_agreement: false,
    }
}

fn breach() -> NoticeBody {
    NoticeBody::Breach { severity: "Low".to_owned(), missed: vec![], next: None }
}

fn page() -> NoticeBody {
    NoticeBody::Page {
        severity: "Low".to_owned(),
        why: "x".to_owned(),
        step: 0,
        promise: None,
        take_path: "/take#x".to_owned(),
    }
}

fn entry(body: NoticeBody) -> OutboxEntry {
    let created_at = "2026-11-23T10:00:00Z".parse().unwrap();
    OutboxEntry {
        id: OutboxId(uuid::Uuid::nil()),
        key: "k".to_owned(),
        channel: OutboxChannel::Email,
        notice: Notice {
            to: Recipient {
                email: EmailAddress::parse("ann@example.com").unwrap(),
                name: "Ann Lée".to_owned(),
                time_zone: chrono_tz::UTC,
                organization_id: None,
            },
            ticket: Some(AboutTicket {
                id: TicketId(uuid::Uuid::nil()),
                number: TicketNumber(1042),
                subject: "Drucker brüllt".to_owned(),
            }),
            provider: "Little Bits".to_owned(),
            path: "/portal/tickets/1042".to_owned(),
            in_reply_to: Some("m2@example.com".to_owned()),
            references: vec!["m1@example.com".to_owned(), "m2@example.com".to_owned()],
            body,
        },
        message_id: "1042.abc.def@help.example".to_owned(),
        state: OutboxState::Pending,
        priority: 3,
        attempts: 0,
        next_attempt_at: created_at,
        last_error: None,
        created_at,
        sent_at: None,
        uncertain_at: None,
    }
}

fn composed(entry: &OutboxEntry) -> OutgoingMail {
    compose(entry, None, &settings()).unwrap().mail
}

fn header(mail: &OutgoingMail, name: &str) -> Option<String> {
    let message = MessageParser::default().parse(&mail.bytes).unwrap();
    message.header_raw(name.to_owned()).map(|value| value.trim().to_owned())
}

#[test]
fn a_mail_is_what_its_entry_says_every_time() {
    let entry = entry(reply());
    let mail = composed(&entry);
    assert_eq!(mail, composed(&entry), "a repeat is the same mail");
    assert_eq!(mail.to.as_str(), "ann@example.com");
    let read = parse(&mail.bytes);
    assert_eq!(read.from.unwrap().as_str(), "support@help.example");
    assert_eq!(read.from_name.as_deref(), Some("Little Bits Support"));
    assert_eq!(read.subject, "Re: [#1042] Drucker brüllt");
    assert_eq!(read.message_id.as_deref(), Some("1042.abc.def@help.example"));
    assert_eq!(read.references, ["m2@example.com", "m1@example.com"]);
    assert!(read.text.contains("Grüße\n.\nEnd") && read.html.unwrap().contains("Grüße"));
    assert_eq!(header(&mail, "Date").unwrap(), "Mon, 23 Nov 2026 10:00:00 +0000");
    assert!(mail.bytes.is_ascii(), "no server has to take eight bits");
}

#[test]
fn robots_say_that_they_are_robots_and_people_do_not() {
    for (body, submitted, suppressed, has_return_path) in [
        (reply(), None, false, true),
        (acknowledgement(), Some("auto-replied"), true, false),
        (breach(), Some("auto-generated"), true, true),
        (page(), Some("auto-generated"), false, true),
    ] {
        let label = body.label();
        let mail = composed(&entry(body));
        assert_eq!(header(&mail, "Auto-Submitted").as_deref(), submitted, "{label}");
        assert_eq!(header(&mail, "X-Auto-Response-Suppress").is_some(), suppressed, "{label}");
        assert_eq!(mail.return_path.is_some(), has_return_path, "{label}");
        assert_eq!(parse(&mail.bytes).is_automatic, submitted.is_some(), "{label}");
    }
}

#[test]
fn answers_go_to_a_signed_address_where_the_mail_server_can_take_it() {
    let signer = Signer::new(vec![1; 32]);
    let settings = MailSettings { reply_to: ReplyTo::Signed(signer.clone()), ..settings() };
    let mail = parse(&compose(&entry(reply()), None, &settings).unwrap().mail.bytes);
    assert_eq!(ticket_of_reply_address(&signer, &mail.reply_to.unwrap()), Some(TicketNumber(1042)));
    assert_eq!(parse(&composed(&entry(reply())).bytes).reply_to, None);
}

#[test]
fn no_text_from_outside_adds_a_header_or_ends_the_mail() {
    let evil = "x\r\nBcc: eve@example.org\r\n\r\n.\r\n";
    let mut entry =
        entry(NoticeBody::Reply { author: evil.to_owned(), text: evil.to_owned(), next_update: None });
    entry.notice.to.name = evil.to_owned();
    entry.notice.ticket.as_mut().unwrap().subject = evil.to_owned();
    entry.notice.provider = evil.to_owned();
    entry.notice.in_reply_to = Some("a@b>\r\nBcc: <eve@example.org".to_owned());
    entry.notice.references = vec!["a b@c".to_owned(), "ünï@x".to_owned(), "good@x".to_owned()];
    let mail = composed(&entry);
    let text = String::from_utf8(mail.bytes.clone()).unwrap();
    let (head, _) = text.split_once("\r\n\r\n").unwrap();
    assert!(!head.lines().any(|line| line.to_ascii_lowercase().starts_with("bcc")), "{head}");
    let names = head.lines().filter(|line| !line.starts_with(' ')).count();
    let expected =
        ["Date", "From", "To", "Subject", "Message-ID", "References", "MIME-Version", "Content-Type"];
    assert_eq!(names, expected.len(), "{head}");
    assert_eq!(parse(&mail.bytes).references, ["good@x"]);
}

proptest! {
    #[test]
    fn no_names_and_no_words_add_a_header(
        words in proptest::collection::vec(
            "(\\PC|[\r\n\t\u{0}-\u{1f}\u{85}\u{2028}]|Bcc: a@b|Content-Type: x|\r\n\r\n|\\{\\{ name \\}\\}){0,20}", 9
        ),
    ) {
        let [name, subject, provider, author, text, answered, from_name, own_subject, own_text] = words.try_into().unwrap();
        let mut entry = entry(NoticeBody::Reply { author, text, next_update: None });
        entry.notice.to.name = name;
        entry.notice.ticket.as_mut().unwrap().subject = subject;
        entry.notice.provider = provider;
        entry.notice.in_reply_to = Some(answered.clone());
        entry.notice.references = vec![answered];
        let own = TemplateWords { subject: own_subject, text: own_text };
        let mail = compose(&entry, Some(&own), &MailSettings { from_name, ..settings() }).unwrap().mail;
        let text = String::from_utf8(mail.bytes).unwrap();
        prop_assert!(!text.replace("\r\n", "").contains(['\r', '\n', '\0']), "a bare line end");
        let (head, _) = text.split_once("\r\n\r\n").unwrap();
        for field in head.split("\r\n").filter(|line| !line.starts_with(' ')) {
            let (name, _) = field.split_once(": ").unwrap();
            let ours = [
                "Date", "From", "To", "Subject", "Message-ID", "In-Reply-To", "References", "MIME-Version", "Content-Type",
            ];
            prop_assert!(ours.contains(&name), "{}", field);
        }
    }
}

#[test]
fn control_characters_of_a_text_stay_out_of_the_mail() {
    let text = "One\rtwo\0\u{7}\tthree\r\nfour".to_owned();
    let author = "Ann".to_owned();
    let mail = composed(&entry(NoticeBody::Reply { author, text, next_update: None }));
    let bytes = String::from_utf8(mail.bytes).unwrap();
    assert!(bytes.contains("One\r\ntwo\tthree\r\nfour"), "{bytes}");
}

#[test]
fn a_long_thread_keeps_its_first_and_its_last_mails() {
    let mut entry = entry(reply());
    entry.notice.references = (0..100).map(|n| format!("m{n}@example.com")).collect();
    entry.notice.in_reply_to = None;
    let references = parse(&composed(&entry).bytes).references;
    assert_eq!(references.len(), 20);
    assert_eq!((references[0].as_str(), references[19].as_str()), ("m99@example.com", "m0@example.com"));
}
