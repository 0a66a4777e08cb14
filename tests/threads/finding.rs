//! A mail finds its ticket by what can't be made up, and only where its sender belongs.

use punctual::domain::InboundState;

use super::{CONTACT, mail, reported, texts, ticket_of};
use crate::support::app::{TestApp, Who, on_both_apps};
use crate::support::received_mail::ReceivedMail;

on_both_apps!(
    every_name_of_a_ticket_leads_its_people_there_and_nobody_else,
    what_is_signed_comes_before_what_anybody_may_write,
    outsiders_are_held_back_where_the_operator_says_so,
    a_colleague_answers_in_the_ticket,
    nobody_is_shown_the_message_ids_of_mails_to_others,
);

/// The ways of calling ticket 1: where the mail goes, its subject, and its other header lines.
fn names(acknowledgement: &ReceivedMail) -> [(&'static str, String, &'static str, String); 6] {
    let support = || "support@provider.example".to_owned();
    let signed = acknowledgement.reply_to.clone().expect("a signed reply address");
    let ours = &acknowledgement.message_id;
    [
        ("the signed address", signed.clone(), "Hello", String::new()),
        ("the signed address in Delivered-To", support(), "Hello", format!("Delivered-To: {signed}")),
        ("our Message-ID in In-Reply-To", support(), "Hello", format!("In-Reply-To: <{ours}>")),
        ("our Message-ID in References", support(), "Hello", format!("References: <x@y> <{ours}> <z@y>")),
        ("their own Message-ID", support(), "Hello", "References: <report@dms.example>".to_owned()),
        ("the tag", support(), "Re: [#1] Export is slow", String::new()),
    ]
}

async fn every_name_of_a_ticket_leads_its_people_there_and_nobody_else(test: TestApp) {
    let acknowledgement = reported(&test).await;
    let mut expected = vec!["It takes an hour.".to_owned()];
    for (which, to, subject, header) in names(&acknowledgement) {
        let theirs = test.receive(&mail(CONTACT, &to, subject, &[&header], which)).await;
        assert_eq!(ticket_of(&test, &theirs), Some(1), "{which}");
        expected.push(which.to_owned());
        let stranger = test.receive(&mail("eve@elsewhere.example", &to, subject, &[&header], which)).await;
        assert_eq!(stranger.state, InboundState::Processed, "{which}");
        let own = ticket_of(&test, &stranger).expect("a ticket of their own");
        assert_ne!(own, 1, "{which}");
        let page = test.api(Who::Agent).open(&format!("/desk/tickets/{own}")).await.expect(200).text();
        assert!(page.contains("names ticket #1, but its sender does not belong"), "{which}: the banner");
    }
    assert_eq!(texts(&test, 1).await, expected);
}

async fn what_is_signed_comes_before_what_anybody_may_write(test: TestApp) {
    let acknowledgement = reported(&test).await;
    test.receive(&mail(CONTACT, "support@provider.example", "Another", &[], "Two")).await;
    let second = test.mails().into_iter().find(|mail| mail.to == CONTACT).unwrap();
    for (to, reference, subject, expected) in [
        (acknowledgement.reply_to.as_deref().unwrap(), &second.message_id, "Re: [#2] Another", 1),
        ("support@provider.example", &acknowledgement.message_id, "Re: [#2] Another", 1),
        ("support@provider.example", &"unknown@y".to_owned(), "Re: [#2] Another", 2),
    ] {
        let header = format!("In-Reply-To: <{reference}>");
        let answer =
            test.receive(&mail(CONTACT, to, subject, &[&header], &format!("To {expected} {to}"))).await;
        assert_eq!(ticket_of(&test, &answer), Some(expected), "{to} {reference}");
    }
}

async fn outsiders_are_held_back_where_the_operator_says_so(test: TestApp) {
    reported(&test).await;
    let test = test.restart_with("[trust]\noutsiders = 'hold_back'");
    let outsider =
        mail("eve@elsewhere.example", "support@provider.example", "Re: [#1] Export", &[], "Let me in");
    let held = test.receive(&outsider).await;
    assert_eq!((held.state, held.ticket_id), (InboundState::Quarantined, None));
    let page = test.api(Who::Manager).open(&format!("/admin/inbox/{}", held.id)).await.expect(200).text();
    assert!(page.contains("names ticket #1, but its sender does not belong"), "the reason is shown");
    assert_eq!(texts(&test, 1).await, ["It takes an hour."]);
    assert!(test.mails().is_empty(), "nobody is answered");
}

async fn a_colleague_answers_in_the_ticket(test: TestApp) {
    let acknowledgement = reported(&test).await;
    let to = acknowledgement.reply_to.unwrap();
    let answer = test.receive(&mail("Bob <bob@dms.example>", &to, "Re: Export", &[], "Me too")).await;
    assert_eq!(ticket_of(&test, &answer), Some(1), "a contact of the same customer belongs to it");
}

async fn nobody_is_shown_the_message_ids_of_mails_to_others(test: TestApp) {
    let acknowledgement = reported(&test).await;
    let to = acknowledgement.reply_to.clone().unwrap();
    test.receive(&mail("Bob <bob@dms.example>", &to, "Re: Export", &[], "Me too")).await;
    let due = "2026-11-25T10:00:01Z";
    test.at(due).await;
    let breach =
        test.mails().into_iter().find(|mail| mail.subject.contains("missed")).expect("a breach notice");
    assert!(breach.references.contains(&acknowledgement.message_id), "the contact's own thread: {breach:?}");
    test.app.clock.advance(chrono::TimeDelta::minutes(5));
    let reply = serde_json::json!({ "text": "We are on it." });
    test.api(Who::Agent).post("/api/v1/tickets/1/replies", reply).await.expect(201);
    test.tick().await;
    let to_staff: Vec<String> = sent_to(&test, "agent@provider.example");
    assert!(!to_staff.is_empty(), "agents were warned");
    for mail in test.mails().iter().filter(|mail| mail.to == CONTACT) {
        assert!(mail.references.contains(&acknowledgement.message_id));
        assert!(!to_staff.iter().any(|id| mail.references.contains(id)), "{:?}", mail.references);
    }
}

/// The Message-IDs of everything that was written to an address.
fn sent_to(test: &TestApp, address: &str) -> Vec<String> {
    let recipient = Some(punctual::domain::EmailAddress::parse(address).unwrap());
    let filter = punctual::store::outbox::OutboxFilter { recipient, ..Default::default() };
    let written = test.read(move |c| punctual::store::outbox::list(c, &filter, None, 100));
    written.into_iter().map(|entry| entry.message_id).collect()
}
