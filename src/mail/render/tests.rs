//! What the reader of a notice would notice.

use super::{Rendered, render};
use crate::domain::{
    AboutTicket, EmailAddress, Notice, NoticeBody, PromiseLine, Recipient, Resolver, TicketId, TicketNumber,
};
use crate::sla::ClockKind;

const DUE: &str = "Monday 23 November 2026, 10:00 (London time)";

fn promise(clock: ClockKind, target: &str, starts_at: Option<&str>, due_at: Option<&str>) -> PromiseLine {
    PromiseLine {
        clock,
        starts_at: starts_at.map(|at| at.parse().unwrap()),
        due_at: due_at.map(|at| at.parse().unwrap()),
        target: target.to_owned(),
        explanation: "The clock started at once.".to_owned(),
    }
}

fn notice(body: NoticeBody) -> Notice {
    Notice {
        to: Recipient {
            email: EmailAddress::parse("ann@example.com").unwrap(),
            name: "Ann Lee".to_owned(),
            time_zone: chrono_tz::Europe::London,
            organization_id: None,
        },
        ticket: Some(AboutTicket {
            id: TicketId(uuid::Uuid::nil()),
            number: TicketNumber(1042),
            subject: "Printer <b>on</b> fire".to_owned(),
        }),
        provider: "Little Bits & Co".to_owned(),
        path: "/portal/tickets/1042".to_owned(),
        in_reply_to: None,
        references: vec![],
        body,
    }
}

fn rendered(body: NoticeBody) -> Rendered {
    render(&notice(body), None, "https://help.example/").unwrap()
}

/// Every phrase stands in the text, whatever line ends are within it, and in the HTML's text; and both look as they
/// should.
fn check(body: NoticeBody, subject: &str, phrases: &[&str]) -> Rendered {
    let rendered = rendered(body);
    assert_eq!(rendered.subject, subject);
    let flat = rendered.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let html_text = crate::mail::html_to_text(&rendered.html);
    let html_flat = html_text.split_whitespace().collect::<Vec<_>>().join(" ");
    for phrase in phrases {
        assert!(flat.contains(phrase), "{phrase:?} is missing in:\n{}", rendered.text);
        assert!(html_flat.contains(phrase), "{phrase:?} is missing in:\n{html_text}");
    }
    assert!(rendered.text.starts_with("Hello Ann Lee,\n\n"), "{}", rendered.text);
    assert!(rendered.text.ends_with("\n-- \nLittle Bits & Co\n"), "{}", rendered.text);
    assert!(!rendered.text.contains("\n\n\n"), "{}", rendered.text);
    assert!(
        rendered.text.lines().all(|line| line.chars().count() <= 76 || line.starts_with(' ')),
        "{}",
        rendered.text
    );
    assert!(!rendered.html.contains("<b>on</b>"), "{}", rendered.html);
    assert!(
        rendered.html.contains("Little Bits &#38; Co") && rendered.html.contains("color-scheme"),
        "{}",
        rendered.html
    );
    rendered
}

fn acknowledgement(promises: Vec<PromiseLine>, is_outside_agreement: bool) -> NoticeBody {
    let is_held_over = promises.iter().any(|line| line.starts_at.is_some());
    NoticeBody::Acknowledgement {
        severity: "Critical".to_owned(),
        promises,
        is_held_over,
        is_outside_agreement,
    }
}

#[test]
fn an_acknowledgement_says_by_when_somebody_answers() {
    let promises = vec![
        promise(ClockKind::Respond, "1h", None, Some("2026-11-23T10:00:00Z")),
        promise(ClockKind::Resolve, "2 business days", None, Some("2026-11-25T10:00:00Z")),
        promise(ClockKind::Update, "30m", None, None),
    ];
    let mail = check(
        acknowledgement(promises, false),
        "[#1042] We have your report: Printer <b>on</b> fire",
        &[
            "Its number is #1042, and we treat it as Critical.",
            "A person will answer you within 1 hour, that is by Monday 23 November 2026, 10:00 (London time) at the latest.",
            "Solution: by Wednesday 25 November 2026, 10:00 (London time) at the latest.",
            "does not count as our answer",
        ],
    );
    assert!(mail.text.contains("\nhttps://help.example/portal/tickets/1042\n"), "{}", mail.text);
    assert!(!mail.text.contains("Progress report"), "{}", mail.text);
}

#[test]
fn a_report_held_over_is_told_when_its_clock_starts_and_when_the_answer_is_due() {
    let promises =
        vec![promise(ClockKind::Respond, "1h", Some("2026-11-23T09:00:00Z"), Some("2026-11-23T10:00:00Z"))];
    check(
        acknowledgement(promises, false),
        "[#1042] We have your report: Printer <b>on</b> fire",
        &[
            "The time for our answer starts to count on Monday 23 November 2026, 09:00 (London time).",
            &format!("A person will answer you by {DUE} at the latest."),
        ],
    );
}

#[test]
fn a_report_outside_the_agreement_is_promised_nothing() {
    for (body, phrase) in [
        (acknowledgement(vec![], true), "may be chargeable"),
        (acknowledgement(vec![], false), "promises no particular time"),
        (
            acknowledgement(vec![promise(ClockKind::Respond, "none", None, None)], false),
            "promises no particular time",
        ),
    ] {
        let mail = check(body, "[#1042] We have your report: Printer <b>on</b> fire", &[phrase]);
        assert!(!mail.text.contains("A person will answer"), "{}", mail.text);
    }
}

#[test]
fn a_reply_carries_the_agents_words_as_they_were_laid_out() {
    let text = "Please try this:\r\n\r\n    lpr -P office file.pdf --with --a --very --long --line --of --options --and --more\r\n\r\nIt <should> help.";
    let body = NoticeBody::Reply {
        author: "Bea".to_owned(),
        text: text.to_owned(),
        next_update: Some("2026-11-23T10:00:00Z".parse().unwrap()),
    };
    let mail = check(
        body,
        "Re: [#1042] Printer <b>on</b> fire",
        &["Bea wrote about", &format!("again by {DUE} at the latest")],
    );
    assert!(mail.text.contains(
        "\n    lpr -P office file.pdf --with --a --very --long --line --of --options --and --more\n"
    ));
    assert!(mail.html.contains("It &#60;should&#62; help."), "{}", mail.html);
}

#[test]
fn a_breach_notice_says_what_was_promised_when_it_was_due_and_what_happens_next() {
    let missed = vec![promise(ClockKind::Respond, "1h", None, Some("2026-11-23T10:00:00Z"))];
    let next = Some(promise(ClockKind::Update, "30m", None, Some("2026-11-23T10:30:00Z")));
    let body = NoticeBody::Breach { severity: "Critical".to_owned(), missed: missed.clone(), next };
    check(
        body,
        "[#1042] We missed our promise: Printer <b>on</b> fire",
        &[
            "We are sorry.",
            &format!("First answer within 1 hour: it was due on {DUE}."),
            "Our next promise to you is the progress report, by Monday 23 November 2026, 10:30 (London time) at the latest.",
        ],
    );
    let last = NoticeBody::Breach { severity: "Critical".to_owned(), missed, next: None };
    check(
        last,
        "[#1042] We missed our promise: Printer <b>on</b> fire",
        &["Your ticket stays open", "stays on record"],
    );
}

#[test]
fn a_resolution_says_how_to_open_the_ticket_again() {
    let body =
        NoticeBody::Resolution { author: "Bea".to_owned(), resolver: Resolver::Agent, rate_path: None };
    check(body, "[#1042] Resolved: Printer <b>on</b> fire", &["Bea has marked", "simply answer this mail"]);
}

#[test]
fn staff_are_told_what_breaks_and_where_to_take_it() {
    let line = promise(ClockKind::Respond, "1h", None, Some("2026-11-23T10:00:00Z"));
    check(
        NoticeBody::Warning { promise: line.clone(), severity: "Critical".to_owned() },
        "[#1042] First answer due Mon 23 Nov 10:00: Printer <b>on</b> fire",
        &["about to break", &format!("Due: {DUE}"), "The clock started at once."],
    );
    let page = |step| NoticeBody::Page {
        severity: "Critical".to_owned(),
        why: "It arrived out of hours".to_owned(),
        step,
        promise: Some(line.clone()),
        take_path: "/take#abc".to_owned(),
    };
    for (step, phrase) in [(0, "you are on call"), (1, "nobody who was called before you")] {
        let mail = check(
            page(step),
            "[#1042] On call, Critical: Printer <b>on</b> fire",
            &[phrase, "It arrived out of hours"],
        );
        assert!(mail.text.contains("\nhttps://help.example/take#abc\n"), "{}", mail.text);
        assert!(
            mail.html.contains("<a href=\"https://help.example/take#abc\" style=\"display:inline-block;")
        );
        assert!(mail.html.contains(">Take this ticket</a>"), "{}", mail.html);
    }
}

#[test]
fn an_answer_to_a_mail_keeps_its_subject_and_no_text_from_outside_makes_a_second_line() {
    let mut answer = notice(acknowledgement(vec![], false));
    answer.in_reply_to = Some("m1@example.com".to_owned());
    answer.ticket.as_mut().unwrap().subject = "AW: Re: Printer\r\nBcc: eve@example.org".to_owned();
    answer.to.name = "Ann\nLee".to_owned();
    let mail = render(&answer, None, "https://help.example").unwrap();
    assert_eq!(mail.subject, "Re: [#1042] Printer Bcc: eve@example.org");
    assert!(mail.text.starts_with("Hello Ann Lee,\n"), "{}", mail.text);
}
