//! Delivery reports: matched to the mail of ours that came back, in whatever words; forged ones are worth nothing.

use punctual::domain::{InboundMail, InboundState};

use crate::support::app::{TestApp, Who, on_both_apps};
use crate::support::received_mail::ReceivedMail;

on_both_apps!(
    a_report_of_any_server_is_shown_on_the_mail_that_came_back,
    late_and_delivered_mail_is_told_apart_from_what_failed,
    a_forged_report_marks_nothing_and_is_seen,
    an_address_is_marked_after_repetition_and_cleared_by_hand,
    a_breach_notice_that_comes_back_raises_the_alarm_and_reaches_the_next_contact,
    a_breach_notice_that_our_own_server_refuses_raises_the_alarm,
);

use super::report_samples::{SENT, plain_samples};

/// The contact of the customer on this agreement, who reports in these tests.
const CONTACT: &str = "contact@dms.example";

/// The contact reports something and an agent answers; gives that answer as the contact gets it.
async fn answered(test: &TestApp, number: i64) -> ReceivedMail {
    let report = format!(
        "From: {CONTACT}\nTo: support@provider.example\nSubject: Export {number}\n\nIt takes an hour ({number}).\n"
    );
    test.receive(&report).await;
    answer(test, number).await
}

async fn answer(test: &TestApp, number: i64) -> ReceivedMail {
    let reply = serde_json::json!({ "text": "We are looking into it." });
    let path = format!("/api/v1/tickets/{number}/replies");
    test.api(Who::Agent).post(&path, reply).await.expect(201);
    test.tick().await;
    let mut mails = test.mails();
    mails.retain(|mail| mail.to == CONTACT && mail.text.contains("looking into it"));
    mails.pop().expect("an answer to the contact")
}

/// A report as RFC 3464 has it.
fn standard(message_id: &str, recipient: &str, action: &str, status: &str) -> String {
    format!(
        "From: Mail Delivery System <MAILER-DAEMON@mx.dms.example>\nTo: support@provider.example\n\
         Return-Path: <>\nSubject: Delivery report\nMIME-Version: 1.0\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\n\n\
         --b\nContent-Type: text/plain\n\nThis is about your mail.\n\n\
         --b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.dms.example\n\n\
         Final-Recipient: rfc822; {recipient}\nAction: {action}\nStatus: {status}\n\
         Diagnostic-Code: smtp; {status} told by the server\n\n\
         --b\nContent-Type: text/rfc822-headers\n\nSubject: Re: Export\nMessage-ID: <{message_id}>\n\n--b--\n"
    )
}

async fn outbox_page(test: &TestApp, message_id: &str) -> String {
    let all = test.api(Who::Admin).get("/api/v1/outbox?limit=200").await.expect(200).json();
    let items = all["items"].as_array().expect("items").clone();
    let of_mail = items.iter().find(|item| item["message_id"] == message_id).expect("the notice");
    let path = format!("/admin/outbox/{}", of_mail["id"].as_str().unwrap());
    test.api(Who::Manager).open(&path).await.expect(200).text()
}

/// How many reports stand at a notice.
async fn reports(test: &TestApp, message_id: &str) -> Vec<serde_json::Value> {
    let all = test.api(Who::Admin).get("/api/v1/outbox?limit=200").await.expect(200).json();
    let items = all["items"].as_array().expect("items").clone();
    let found = items.into_iter().find(|item| item["message_id"] == message_id).expect("the notice");
    found["reports"].as_array().expect("reports").clone()
}

async fn a_report_of_any_server_is_shown_on_the_mail_that_came_back(test: TestApp) {
    let mut number = 0;
    for (which, reason, words, report) in [(
        "RFC 3464",
        "no_such_address",
        "nobody has this address",
        standard(SENT, CONTACT, "failed", "5.1.1"),
    )]
    .into_iter()
    .chain(plain_samples(CONTACT))
    {
        number += 1;
        let sent = answered(&test, number).await;
        let became = test.receive(&report.replace(SENT, &sent.message_id)).await;
        assert_eq!((became.state, became.error.as_deref()), (InboundState::Processed, None), "{which}");
        let found = reports(&test, &sent.message_id).await;
        assert_eq!(found.len(), 1, "{which}: {found:?}");
        assert_eq!(
            (found[0]["outcome"].as_str(), found[0]["reason"].as_str()),
            (Some("failed"), Some(reason)),
            "{which}"
        );
        let told = format!("Could not be delivered to {CONTACT}: ");
        let page = outbox_page(&test, &sent.message_id).await;
        assert!(page.contains(&told) && page.contains(words), "{which}: on the notice's page");
        let ticket = test.api(Who::Agent).open(&format!("/desk/tickets/{number}")).await.expect(200).text();
        assert!(ticket.contains(&told) && ticket.contains(words), "{which}: in the ticket's history");
        assert_eq!(messages(&test, number).await, 2, "{which}: it is no message of the conversation");
        assert!(test.mails().is_empty(), "{which}: nobody is answered");
    }
    let list = test.api(Who::Manager).open("/admin/outbox").await.expect(200).text();
    assert!(list.contains("the mailbox is full"), "the list of notices says it too");
}

async fn messages(test: &TestApp, number: i64) -> usize {
    let ticket = test.api(Who::Agent).get(&format!("/api/v1/tickets/{number}")).await.expect(200).json();
    ticket["messages"].as_array().unwrap().len()
}

async fn late_and_delivered_mail_is_told_apart_from_what_failed(test: TestApp) {
    let sent = answered(&test, 1).await;
    let late = "From: MAILER-DAEMON@mx.dms.example\nTo: support@provider.example\nReturn-Path: <>\n\
                Subject: Warning: message delayed 24 hours\n\n";
    let late = format!(
        "{late}A message that you sent has not yet been delivered to:\n\n  {CONTACT}\n    Connection timed out\n\nNo \
         action is required on your part. Delivery attempts will continue.\n\n----- Original message -----\n\
         Message-ID: <{}>\n",
        sent.message_id
    );
    for (report, outcome, words) in [
        (standard(&sent.message_id, CONTACT, "delayed", "4.4.1"), "delayed", "still being tried"),
        (late, "delayed", "still being tried"),
        (standard(&sent.message_id, CONTACT, "relayed", "2.0.0"), "delivered", "Taken by the mail server"),
        (standard(&sent.message_id, CONTACT, "delivered", "2.1.5"), "delivered", "Taken by the mail server"),
    ] {
        test.app.clock.advance(chrono::TimeDelta::seconds(1));
        test.receive(&report).await;
        let found = reports(&test, &sent.message_id).await;
        assert_eq!(found.last().unwrap()["outcome"], outcome, "{report}");
        assert!(outbox_page(&test, &sent.message_id).await.contains(words), "{words}");
    }
    assert_eq!(reports(&test, &sent.message_id).await.len(), 4);
    let ticket = test.api(Who::Agent).open("/desk/tickets/1").await.expect(200).text();
    assert!(!ticket.contains("Could not be delivered"), "nothing failed");
}

async fn a_forged_report_marks_nothing_and_is_seen(test: TestApp) {
    let sent = answered(&test, 1).await;
    let forged = sent.message_id.replacen("1.", "2.", 1);
    for count in 0..4 {
        let report =
            standard(&forged, CONTACT, "failed", "5.1.1").replace("your mail", &format!("mail {count}"));
        let became = test.receive(&report).await;
        let page =
            test.api(Who::Manager).open(&format!("/admin/inbox/{}", became.id)).await.expect(200).text();
        assert!(page.contains("names none that we sent"), "it is seen, with what we think of it");
    }
    assert!(reports(&test, &sent.message_id).await.is_empty());
    for number in 6..9 {
        // Eve gets a mail of ours, and says that it came back from the contact's address.
        let report = format!(
            "From: eve@elsewhere.example\nTo: support@provider.example\nSubject: {number}\n\nHi {number}\n"
        );
        test.receive(&report).await;
        let reply = serde_json::json!({ "text": "Hello Eve." });
        test.api(Who::Agent).post(&format!("/api/v1/tickets/{number}/replies"), reply).await.expect(201);
        test.tick().await;
        let to_eve =
            test.mails().into_iter().rfind(|mail| mail.text.contains("Hello Eve.")).expect("an answer");
        test.receive(&standard(&to_eve.message_id, CONTACT, "failed", "5.1.1")).await;
        assert_eq!(
            reports(&test, &to_eve.message_id).await[0]["recipient"],
            CONTACT,
            "it is seen on the mail to Eve"
        );
    }
    let person = test.person(Who::Customer("dms"));
    let page = test.api(Who::Admin).open(&format!("/admin/people/{}", person.id)).await.expect(200).text();
    assert!(!page.contains("comes back"), "the contact's address is as good as before");
}

async fn an_address_is_marked_after_repetition_and_cleared_by_hand(test: TestApp) {
    let person = test.person(Who::Customer("dms"));
    let (page, clear) =
        (format!("/admin/people/{}", person.id), format!("/admin/people/{}/address", person.id));
    let is_marked = async || test.api(Who::Admin).open(&page).await.expect(200).text().contains("comes back");
    let first = answered(&test, 1).await;
    for _ in 0..2 {
        // The same mail over and over is one mail.
        test.receive(&standard(&first.message_id, CONTACT, "failed", "5.1.1")).await;
        let again = standard(&first.message_id, CONTACT, "failed", "5.1.2");
        test.receive(&again).await;
    }
    test.receive(&standard(&answer(&test, 1).await.message_id, CONTACT, "failed", "5.1.1")).await;
    for number in 2..6 {
        let sent = answered(&test, number).await;
        test.receive(&standard(&sent.message_id, CONTACT, "failed", "5.2.2")).await;
    }
    assert!(!is_marked().await, "two mails came back from nobody; a full mailbox is somebody's");
    test.receive(&standard(&answer(&test, 1).await.message_id, CONTACT, "failed", "5.1.1")).await;
    assert!(is_marked().await);
    let desk = test.api(Who::Agent).open("/desk/tickets/1").await.expect(200).text();
    assert!(desk.contains("Mail to this address comes back"), "the agent sees it before writing");
    test.receive(&format!("From: {CONTACT}\nTo: support@provider.example\nSubject: New\n\nNew.\n")).await;
    assert!(test.mails().iter().all(|mail| mail.to != CONTACT), "no acknowledgement");
    assert_eq!(answer(&test, 1).await.to, CONTACT, "a person's answer is still tried");

    test.api(Who::Manager).submit(&clear, &[]).await.expect(403);
    test.api(Who::Admin).submit(&clear, &[]).await.expect(303);
    assert!(!is_marked().await);
    let api = format!("/api/v1/people/{}/address-clearance", person.id);
    test.api(Who::Admin).post(&api, serde_json::json!({})).await.expect(409);
    let audit = test.api(Who::Admin).open("/admin/audit").await.expect(200).text();
    assert!(audit.contains("address") || audit.contains("Address"), "the audit log has it");
    test.app.clock.advance(chrono::TimeDelta::seconds(1));
    for count in 0..3 {
        assert!(!is_marked().await, "what came back before counts no more: {count}");
        test.receive(&standard(&answer(&test, 1).await.message_id, CONTACT, "failed", "5.1.1")).await;
    }
    assert!(is_marked().await);
    test.api(Who::Admin).post(&api, serde_json::json!({})).await.expect(204);
    assert!(!is_marked().await);
}

/// A ticket is reported, and nobody answers: gives the breach notice.
async fn breached(test: &TestApp) -> ReceivedMail {
    test.receive(&format!("From: {CONTACT}\nTo: support@provider.example\nSubject: Slow\n\nSlow.\n")).await;
    test.mails();
    test.at("2026-11-30T10:00:00Z").await;
    let mut mails = test.mails();
    mails.retain(|mail| mail.to == CONTACT);
    mails.pop().expect("a breach notice")
}

/// Makes a second contact the one who gives instructions.
async fn name_main_contact(test: &TestApp) -> String {
    let main = "main@dms.example";
    let designated = test.person(Who::Customer("dms"));
    let organization = designated.organization_id.unwrap();
    let person = serde_json::json!({
        "name": "Main Contact", "email": main, "role": "customer", "organization_id": organization, "time_zone": "Europe/London",
    });
    let added = test.api(Who::Admin).post("/api/v1/people", person).await.expect(201).json();
    let (id, told) = (added["id"].as_str().unwrap(), format!("breaches-{}", designated.id));
    let plan = [("main", id), (told.as_str(), "yes")];
    let path = format!("/admin/organizations/{organization}/contacts");
    test.api(Who::Admin).submit(&path, &plan).await.expect(303);
    main.to_owned()
}

async fn a_breach_notice_that_comes_back_raises_the_alarm_and_reaches_the_next_contact(test: TestApp) {
    let main = name_main_contact(&test).await;
    let notice = breached(&test).await;
    let report = standard(&notice.message_id, CONTACT, "failed", "5.2.2");
    let became: InboundMail = test.receive(&report).await;
    assert_eq!(became.state, InboundState::Processed);
    let mails = test.mails();
    let alarm = mails.iter().find(|mail| Some(&mail.to) == Who::Manager.email().as_ref()).expect("an alarm");
    assert!(alarm.subject.contains("breach notice does not reach"), "{}", alarm.subject);
    assert!(alarm.text.contains(CONTACT) && alarm.text.contains(&main), "{}", alarm.text);
    let to_main = mails.iter().find(|mail| mail.to == main).expect("the next contact hears of it");
    assert_eq!(to_main.subject, notice.subject, "the same notice");
    test.receive(&report.replace("This is about", "Once more: this is about")).await;
    assert!(test.mails().is_empty(), "nobody is told twice");
}

async fn a_breach_notice_that_our_own_server_refuses_raises_the_alarm(test: TestApp) {
    test.receive(&format!("From: {CONTACT}\nTo: support@provider.example\nSubject: Slow\n\nSlow.\n")).await;
    // Two business days: nothing but the breach notice is due at this moment.
    test.at("2026-11-25T10:00:00Z").await;
    test.mails();
    test.refuse_mails(punctual::mail::SendError::Permanent("550 5.1.1 nobody here".to_owned()), 1);
    test.at("2026-11-25T10:00:01Z").await;
    let mails = test.mails();
    let alarm = mails.iter().find(|mail| Some(&mail.to) == Who::Manager.email().as_ref()).expect("an alarm");
    assert!(alarm.text.contains(CONTACT) && alarm.text.contains("call them"), "{}", alarm.text);
}
