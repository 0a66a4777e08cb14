//! What a reader of a ticket would notice about the mails it was made of.

use proptest::prelude::*;

use super::parse;
use crate::domain::{DeliveryOutcome, ParsedMail};

fn mail(lines: &[&str]) -> ParsedMail {
    parse(lines.join("\r\n").as_bytes())
}

fn with_header(field: &str) -> ParsedMail {
    mail(&["From: Ann <ann@example.com>", field, "Subject: Printer", "", "It burns."])
}

#[test]
fn an_ordinary_mail_is_read_whole() {
    let mail = mail(&[
        "Return-Path: <ann@example.com>",
        "Delivered-To: support+1042-abc@help.example",
        "From: =?utf-8?Q?Ann_L=C3=A9e?= <Ann.Lee@Example.com>",
        "To: Support <support@help.example>, other@help.example",
        "Cc: bob@example.com",
        "Reply-To: tickets@example.com",
        "Subject: =?iso-8859-1?Q?Drucker_br=FCllt?=",
        " and burns",
        "Message-ID: <m1@example.com>",
        "In-Reply-To: <m0@help.example>",
        "References: <a@x> <b@x>",
        " <m0@help.example>",
        "",
        "It burns.",
    ]);
    assert_eq!(mail.from.unwrap().as_str(), "ann.lee@example.com");
    assert_eq!(mail.from_name.as_deref(), Some("Ann Lée"));
    assert_eq!(
        mail.to.iter().map(|a| a.as_str()).collect::<Vec<_>>(),
        ["support@help.example", "other@help.example"]
    );
    assert_eq!(mail.cc.len(), 1);
    assert_eq!(mail.reply_to.unwrap().as_str(), "tickets@example.com");
    assert_eq!(mail.delivered_to.first().unwrap().as_str(), "support+1042-abc@help.example");
    assert_eq!(mail.subject, "Drucker brüllt and burns");
    assert_eq!(mail.message_id.as_deref(), Some("m1@example.com"));
    assert_eq!(mail.references, ["m0@help.example", "b@x", "a@x"]);
    assert_eq!(mail.text, "It burns.");
    assert_eq!((mail.html, mail.parts, mail.is_automatic, mail.faults), (None, vec![], false, vec![]));
}

#[test]
fn the_choice_between_text_and_html_keeps_both_and_files_stand_apart() {
    let mail = mail(&[
        "From: ann@example.com",
        "Content-Type: multipart/mixed; boundary=\"outer\"",
        "",
        "A preamble nobody sees.",
        "--outer",
        "Content-Type: multipart/related; boundary=mid",
        "",
        "--mid",
        "Content-Type: multipart/alternative; boundary=inner",
        "",
        "--inner",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: quoted-printable",
        "",
        "It b=C3=BCrns.",
        "--inner",
        "Content-Type: text/html",
        "",
        "<p>It <b>burns</b>.<img src=\"cid:pic@x\"></p>",
        "--inner--",
        "--mid",
        "Content-Type: image/png",
        "Content-ID: <pic@x>",
        "Content-Transfer-Encoding: base64",
        "",
        "aGVsbG8=",
        "--mid--",
        "--outer",
        "Content-Type: application/pdf; name*=utf-8''r%C3%A9port.pdf",
        "Content-Disposition: attachment",
        "",
        "%PDF",
        "--outer--",
    ]);
    assert_eq!(mail.text, "It bürns.");
    assert!(mail.html.unwrap().contains("<b>burns</b>"));
    let files: Vec<_> = mail
        .parts
        .iter()
        .map(|p| (p.file_name.as_str(), p.content_id.as_deref(), p.bytes.as_slice()))
        .collect();
    assert_eq!(files, [("attachment-1.png", Some("pic@x"), &b"hello"[..]), ("réport.pdf", None, b"%PDF")]);
    assert_eq!(mail.faults, Vec::<String>::new());
}

#[test]
fn html_alone_is_read_as_text_without_its_scripts() {
    let mail = mail(&[
        "From: ann@example.com",
        "Content-Type: text/html; charset=utf-8",
        "",
        "<html><head><title>T</title><style>p{}</style></head><body><p>It&nbsp;burns.</p>",
        "<script>alert(1)</script><ul><li>one</li><li>two</li></ul></body></html>",
    ]);
    assert!(mail.text.starts_with("It\u{a0}burns."), "{}", mail.text);
    assert!(mail.text.contains("* one") && !mail.text.contains("alert"), "{}", mail.text);
}

#[test]
fn robots_are_known_by_what_they_write() {
    for field in [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated; type=report",
        "Precedence: bulk",
        "X-Auto-Response-Suppress: All",
        "List-Id: <list.example.com>",
        "Return-Path: <>",
        "Return-path:  <> ",
        "X-Autoreply: yes",
        "Content-Type: multipart/report; boundary=x",
    ] {
        assert!(with_header(field).is_automatic, "{field}");
    }
    for field in
        ["Auto-Submitted: no", "Precedence: normal", "X-Priority: 1", "Return-Path: <ann@example.com>"]
    {
        assert!(!with_header(field).is_automatic, "{field}");
    }
    for subject in
        ["Automatic reply: Printer", "Abwesenheitsnotiz: x", "Réponse automatique : x", "Undeliverable: x"]
    {
        assert!(mail(&["From: a@b", &format!("Subject: {subject}"), "", "x"]).is_automatic, "{subject}");
    }
    assert!(mail(&["From: MAILER-DAEMON@x", "", "x"]).is_automatic);
    assert!(!mail(&["From: a@b", "Subject: The out of office light is broken", "", "x"]).is_automatic);
}

#[test]
fn a_delivery_report_says_which_mail_came_back_and_for_whom() {
    let mail = mail(&[
        "From: MAILER-DAEMON@relay.example",
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b",
        "",
        "--b",
        "",
        "Your mail could not be delivered.",
        "--b",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; relay.example",
        "",
        "Final-Recipient: rfc822; ann@example.com",
        "Action: failed",
        "Status: 5.1.1",
        "Diagnostic-Code: smtp; 550 no such",
        " user",
        "--b",
        "Content-Type: message/rfc822",
        "",
        "Message-ID: <1042.x.y@help.example>",
        "Subject: [#1042] Printer",
        "",
        "Body",
        "--b--",
    ]);
    let report = mail.delivery_report.unwrap();
    assert_eq!(report.original_message_id.as_deref(), Some("1042.x.y@help.example"));
    let [recipient] = report.recipients.as_slice() else { panic!("{report:?}") };
    assert_eq!(recipient.address.as_str(), "ann@example.com");
    assert_eq!(recipient.outcome, DeliveryOutcome::Failed);
    assert_eq!(recipient.status.as_deref(), Some("5.1.1"));
    assert_eq!(recipient.diagnostic.as_deref(), Some("smtp; 550 no such user"));
    assert_eq!(mail.text, "Your mail could not be delivered.");
    assert!(mail.is_automatic);
}

#[test]
fn a_mail_inside_a_mail_is_a_file() {
    let mail = mail(&[
        "From: ann@example.com",
        "Content-Type: multipart/mixed; boundary=b",
        "",
        "--b",
        "",
        "See below.",
        "--b",
        "Content-Type: message/rfc822",
        "",
        "Subject: inner",
        "",
        "Inner text",
        "--b--",
    ]);
    assert_eq!(mail.text, "See below.");
    assert_eq!(mail.parts[0].file_name, "attachment-1.eml");
    assert!(mail.parts[0].bytes.ends_with(b"Inner text"));
}

#[test]
fn several_authors_are_no_author() {
    let mail = mail(&["From: boss@example.com", "From: eve@example.org", "", "x"]);
    assert_eq!(mail.from, None);
    assert!(mail.faults[0].contains("several authors"), "{:?}", mail.faults);
}

#[test]
fn broken_mails_keep_their_text_and_say_what_is_wrong() {
    for (lines, text, fault) in [
        (&["just some words"][..], "just some words", "has no header"),
        (&["", "body after nothing"], "body after nothing", "has no header"),
        (
            &["From: ann@example.com", "Content-Type: multipart/mixed; boundary=none", "", "hello"],
            "hello",
            "none were found",
        ),
        (
            &[
                "From: ann@example.com",
                "Content-Type: multipart/mixed; boundary=b",
                "",
                "--b",
                "",
                "never closed",
            ],
            "never closed",
            "",
        ),
        (&["From: not an address", "", "hello"], "hello", "address cannot be read"),
        (
            &["From: ann@example.com", "Content-Type: text/plain; charset=klingon", "", "hello\0\x07"],
            "hello",
            "",
        ),
        (&["From: ann@example.com", "Content-Type: ;;;", "", "hello"], "hello", ""),
    ] {
        let mail = mail(lines);
        assert_eq!(mail.text, text, "{lines:?}");
        assert!(
            mail.faults.iter().any(|known| known.contains(fault)) || fault.is_empty(),
            "{lines:?}: {:?}",
            mail.faults
        );
    }
}

#[test]
fn nothing_that_is_stored_holds_a_nul() {
    let mail = parse(b"From: \"A\0nn\" <ann@example.com>\nSubject: a\0b\nMessage-ID: <a\0@b>\nContent-Type: text/html\n\n<p>x\0y</p>");
    let everything = format!("{:?}{:?}{:?}", mail, mail.html, mail.message_id);
    assert!(!everything.contains("\\0"), "{everything}");
}

proptest! {
    #[test]
    fn any_bytes_give_a_mail(raw in proptest::collection::vec(any::<u8>(), 0..2000)) {
        let _ = parse(&raw);
    }

    #[test]
    fn any_change_to_a_mail_gives_a_mail(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..30),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut raw = SAMPLE.replace('\n', "\r\n").into_bytes();
        for (place, byte) in changes {
            let place = place.index(raw.len());
            raw[place] = byte;
        }
        let _ = parse(&raw);
        raw.truncate(cut.index(raw.len()));
        let _ = parse(&raw);
    }

    #[test]
    fn lines_in_any_order_give_a_mail(order in proptest::collection::vec(0..SAMPLE.lines().count(), 0..80)) {
        let lines: Vec<&str> = SAMPLE.lines().collect();
        let _ = mail(&order.into_iter().map(|n| lines[n]).collect::<Vec<_>>());
    }
}

const SAMPLE: &str = "\
From: =?utf-8?B?QW5u?= <ann@example.com>
To: support@help.example, group: a@b, c@d;
Subject: =?iso-8859-1?Q?Caf=E9?= [#7]
Message-ID: <x@y>
References: <a@b> <c@d>
Auto-Submitted: no
Content-Type: multipart/report; boundary=\"b\"; charset=utf-7

--b
Content-Type: multipart/alternative; boundary=c

--c
Content-Type: text/plain; format=flowed; delsp=yes; charset=shift_jis
Content-Transfer-Encoding: quoted-printable

> quoted=20
text =E9=

--c
Content-Type: text/html; charset=gb18030
Content-Transfer-Encoding: base64

PHA+aGVsbG88L3A+PHRhYmxlPjx0cj48dGQ+eDwvdGQ+PC90cj48L3RhYmxlPg==
--c--
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; x

Final-Recipient: rfc822; ann@example.com
Action: failed
--b
Content-Type: message/rfc822
Content-Disposition: attachment; filename*0*=utf-8''a%20; filename*1=b.eml

Subject: inner

inner
--b--
";
