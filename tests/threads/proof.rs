//! Whose word a mail is: what proves its origin, and what becomes of mail that proves nothing, or fails.

use punctual::domain::{Envelope, InboundMail, InboundState};
use punctual::service;
use punctual::store;

use super::{CONTACT, mail, reported, texts, ticket_of};
use crate::support::app::{TestApp, Who, on_both_apps};
use crate::support::name_server::name_server;

on_both_apps!(
    a_contact_whose_domain_denies_the_mail_is_not_heard_as_that_contact,
    a_forged_mail_is_held_back_where_the_operator_says_so,
    an_agent_answers_by_mail_and_nobody_else_does_in_their_name,
    mail_to_our_listener_is_checked_by_asking_the_name_server,
    nothing_in_a_header_from_outside_raises_a_mail,
);

/// Mail by the pipe comes through a mail server of ours, which writes what it found.
const BEHIND_OUR_SERVER: &str = "[trust.results]\ningest = 'mx.provider.example'";

/// What that server writes about a domain.
fn results(dmarc: &str, domain: &str) -> String {
    format!("Authentication-Results: mx.provider.example; dmarc={dmarc} header.from={domain}")
}

async fn a_contact_whose_domain_denies_the_mail_is_not_heard_as_that_contact(test: TestApp) {
    let test = test.restart_with(BEHIND_OUR_SERVER);
    let to = reported(&test).await.reply_to.unwrap();
    let denied = results("fail", "dms.example");
    let claimed = results("pass", "dms.example");
    for (which, headers, is_heard) in [
        ("proven", vec![claimed.as_str()], true),
        ("nothing known", vec![], true),
        ("denied", vec![&denied], false),
        ("denied, with a forged result below", vec![&denied, &claimed], false),
    ] {
        let received = test.receive(&mail(CONTACT, &to, "Re: [#1] Export", &headers, which)).await;
        let ticket = ticket_of(&test, &received).unwrap_or_else(|| panic!("{which}: a ticket"));
        assert_eq!(ticket == 1, is_heard, "{which}");
        if is_heard {
            continue;
        }
        let page = test.api(Who::Agent).open(&format!("/desk/tickets/{ticket}")).await.expect(200).text();
        assert!(page.contains("that domain says it did not send it"), "{which}: the banner");
        assert!(test.mails().iter().all(|mail| mail.to != CONTACT), "{which}: nobody is answered");
        test.api(Who::Customer("dms")).open(&format!("/portal/tickets/{ticket}")).await.expect(404);
        let inbox =
            test.api(Who::Manager).open(&format!("/admin/inbox/{}", received.id)).await.expect(200).text();
        assert!(inbox.contains("DMARC: fail for dms.example"), "{which}: the verdict in words");
    }
    assert_eq!(texts(&test, 1).await, ["It takes an hour.", "proven", "nothing known"]);
}

async fn a_forged_mail_is_held_back_where_the_operator_says_so(test: TestApp) {
    let test = test.restart_with(&format!("[trust]\nforged = 'hold_back'\n{BEHIND_OUR_SERVER}"));
    let denied = results("fail", "dms.example");
    let held = test.receive(&mail(CONTACT, "support@provider.example", "Hello", &[&denied], "Forged")).await;
    assert_eq!((held.state, held.ticket_id), (InboundState::Quarantined, None));
    assert!(test.mails().is_empty());
}

async fn an_agent_answers_by_mail_and_nobody_else_does_in_their_name(test: TestApp) {
    let test = test.restart_with(BEHIND_OUR_SERVER);
    reported(&test).await;
    let agent = Who::Agent.email().unwrap();
    let assign = serde_json::json!({ "assignee_id": test.person(Who::Agent).id });
    test.api(Who::Agent).put("/api/v1/tickets/1/assignee", assign).await.expect(200);
    test.receive(&mail(CONTACT, "support@provider.example", "Re: [#1]", &[], "Still slow.")).await;
    let told = test.mails().into_iter().find(|mail| mail.to == agent).expect("the assignee is told");
    assert!(told.text.contains("Still slow."), "{}", told.text);
    let (to, id) = (told.reply_to.clone().unwrap(), format!("In-Reply-To: <{}>", told.message_id));
    let proven = results("pass", "provider.example");
    let denied = results("fail", "provider.example");
    let robot = "Auto-Submitted: auto-replied";
    let support = "support@provider.example";
    for (which, to, subject, headers) in [
        ("nothing proves it", to.as_str(), "Re: [#1]", vec![id.as_str()]),
        ("its domain denies it", &to, "Re: [#1]", vec![&denied, &id]),
        ("by the tag alone", support, "Re: [#1] Export", vec![&proven]),
        ("by the customer's Message-ID", support, "Re:", vec![&proven, "In-Reply-To: <report@dms.example>"]),
        ("automatic", &to, "Out of office", vec![&proven, &id, robot]),
    ] {
        let held = test.receive(&mail(&agent, to, subject, &headers, which)).await;
        assert_eq!(held.state, InboundState::Quarantined, "{which}");
        assert!(held.error.is_some(), "{which}: with the reason");
    }
    assert_eq!(texts(&test, 1).await, ["It takes an hour.", "Still slow."]);
    assert!(test.mails().is_empty(), "nothing of that reaches the customer");

    let quoted: String = told.text.lines().map(|line| format!("> {line}\n")).collect();
    let text = format!("Please try again now.\n\nOn Mon, 23 Nov 2026 at 10:00, Support wrote:\n{quoted}");
    let answer = test.receive(&mail(&agent, &to, "Re: it", &[&proven, &id], &text)).await;
    assert_eq!(
        (answer.state, ticket_of(&test, &answer)),
        (InboundState::Processed, Some(1)),
        "{:?}",
        answer.error
    );
    assert_eq!(texts(&test, 1).await.last().unwrap(), "Please try again now.", "without the history");
    let sent = test.mails().into_iter().find(|mail| mail.to == CONTACT).expect("the customer is answered");
    assert!(sent.text.contains("Please try again now.") && !sent.text.contains("/desk/"), "{}", sent.text);
    let found = test.api(Who::Agent).get("/api/v1/tickets/1").await.expect(200).json();
    assert_eq!(found["clocks"]["respond"]["state"], "met", "{}", found["clocks"]);
}

async fn mail_to_our_listener_is_checked_by_asking_the_name_server(test: TestApp) {
    let resolver = name_server([
        ("dms.example", "v=spf1 ip4:198.51.100.7 -all"),
        ("_dmarc.dms.example", "v=DMARC1; p=reject"),
        ("evil.example", "v=spf1 +all"),
    ]);
    let test = test.restart_with(&format!("[trust]\nresolver = '{resolver}'"));
    let to = reported(&test).await.reply_to.unwrap();
    for (which, peer, return_path, verdict, is_heard) in [
        ("from its own server", "198.51.100.7:25", CONTACT, "SPF: pass for dms.example", true),
        ("from another server", "198.51.100.8:25", CONTACT, "DMARC: fail for dms.example", false),
        (
            "with a return path of their own",
            "198.51.100.8:25",
            "eve@evil.example",
            "DMARC: fail for dms.example",
            false,
        ),
    ] {
        let raw = mail(CONTACT, &to, "Re: Export", &[], which);
        let received = deliver(&test, &raw, peer, return_path).await;
        assert_eq!(ticket_of(&test, &received) == Some(1), is_heard, "{which}");
        let id = received.id;
        let judgement = test.read(move |c| store::mail_judgement::find(c, id)).unwrap();
        assert!(judgement.authentication.in_words().contains(verdict), "{which}: {judgement:?}");
    }
    assert_eq!(texts(&test, 1).await, ["It takes an hour.", "from its own server"]);
}

async fn nothing_in_a_header_from_outside_raises_a_mail(test: TestApp) {
    for header in [
        "X-Priority: 1 (Highest)",
        "Importance: High",
        "Priority: urgent",
        "X-MSMail-Priority: High",
        "X-Punctual-Severity: Critical",
        "X-Punctual-Ticket: 1",
        "X-Punctual-Status: closed",
        "X-Punctual-Role: admin",
        "X-Severity: Critical",
        "X-Assignee: agent@provider.example",
    ] {
        let received =
            test.receive(&mail(CONTACT, "support@provider.example", "A question", &[header], header)).await;
        let number = ticket_of(&test, &received).unwrap_or_else(|| panic!("{header}: a ticket"));
        let found = test.api(Who::Agent).get(&format!("/api/v1/tickets/{number}")).await.expect(200).json();
        let standing =
            (&found["severity"], &found["status"], &found["assignee"], &found["internal"]["suggestion"]);
        let null = serde_json::Value::Null;
        assert_eq!(standing, (&"Low".into(), &"open".into(), &null, &null), "{header}");
    }
}

/// Gives a mail as our listener does that took it from this peer.
pub(super) async fn deliver(test: &TestApp, raw: &str, peer: &str, return_path: &str) -> InboundMail {
    let (context, raw) = (test.app.context(), raw.replace('\n', "\r\n").into_bytes());
    let envelope = Envelope {
        peer: peer.parse().unwrap(),
        helo: "mail.elsewhere.example".to_owned(),
        return_path: return_path.to_owned(),
        recipients: vec!["support@provider.example".to_owned()],
        tls: None,
    };
    let store = move |c: &mut _| service::store_delivery(c, &context, "smtp", &raw, &envelope);
    let kept = test.app.db.write(store).await.unwrap();
    test.tick().await;
    test.read(move |c| store::inbound::find(c, kept.id)).unwrap()
}
