//! Robots: they get no automatic answer, move no clock, and two of them never talk for ever.

use punctual::domain::InboundState;
use punctual::mail::OutgoingMail;

use super::{CONTACT, mail, reported, texts, ticket_of};
use crate::support::app::{TestApp, Who, on_both_apps};

on_both_apps!(
    robots_get_no_answer_meet_no_clock_and_reopen_nothing,
    a_sender_gets_one_acknowledgement_a_ticket_and_so_many_a_day,
    the_acknowledgement_answers_the_mail_that_it_is_about,
    two_helpdesks_that_write_to_each_other_fall_silent,
    two_installations_wired_back_to_back_come_to_rest,
    the_same_mail_by_two_roads_is_written_once,
);

async fn robots_get_no_answer_meet_no_clock_and_reopen_nothing(test: TestApp) {
    let to = reported(&test).await.reply_to.unwrap();
    let resolve = serde_json::json!({ "status": "resolved" });
    test.api(Who::Agent).put("/api/v1/tickets/1/status", resolve).await.expect(200);
    test.tick().await;
    test.mails();
    let clocks = clocks(&test).await;
    let robots = [
        ("Auto-Submitted: auto-replied", "Away"),
        ("Auto-Submitted: auto-generated (rejected)", "Away"),
        ("Precedence: bulk", "News"),
        ("Precedence: auto_reply", "Away"),
        ("Precedence: list", "News"),
        ("Precedence: junk", "News"),
        ("List-Post: <mailto:news@dms.example>", "News"),
        ("X-Auto-Response-Suppress: All", "Away"),
        ("List-Id: <news.dms.example>", "News"),
        ("List-Unsubscribe: <mailto:x@dms.example>", "News"),
        ("Return-Path: <>", "Away"),
        ("X-Autoreply: yes", "Away"),
        ("X-A: b", "Out of office: back on Monday"),
        ("X-A: b", "Automatic reply: Export"),
        ("X-A: b", "Automatische Antwort: Export"),
        ("X-A: b", "Réponse automatique : Export"),
        ("X-A: b", "Respuesta automática: Export"),
        ("X-A: b", "Risposta automatica: Export"),
        ("X-A: b", "Automatisch antwoord: Export"),
        ("X-A: b", "Automatiskt svar: Export"),
    ];
    for (count, (header, subject)) in robots.into_iter().enumerate() {
        let which = format!("{count} {header} {subject}");
        let joined = test.receive(&mail(CONTACT, &to, subject, &[header], &which)).await;
        assert_eq!(ticket_of(&test, &joined), Some(1), "{which}: it is shown");
        let fresh = mail("robot@dms.example", "support@provider.example", subject, &[header], &which);
        assert_eq!(test.receive(&fresh).await.state, InboundState::Processed, "{which}");
        assert!(test.mails().is_empty(), "{which}: nobody is answered");
        let found = test.api(Who::Agent).get("/api/v1/tickets/1").await.expect(200).json();
        assert_eq!(found["status"], "resolved", "{which}");
        assert_eq!(found["clocks"], clocks, "{which}");
    }
    assert_eq!(texts(&test, 1).await.len(), 1 + robots.len());
}

async fn clocks(test: &TestApp) -> serde_json::Value {
    test.api(Who::Agent).get("/api/v1/tickets/1").await.expect(200).json()["clocks"].clone()
}

async fn a_sender_gets_one_acknowledgement_a_ticket_and_so_many_a_day(test: TestApp) {
    let to = reported(&test).await.reply_to.unwrap();
    test.receive(&mail(CONTACT, &to, "Re: Export", &[], "And again.")).await;
    assert!(test.mails().is_empty(), "an answer in a ticket is not acknowledged again");
    for count in 0..25 {
        test.receive(&mail(
            CONTACT,
            "support@provider.example",
            &format!("Report {count}"),
            &[],
            "It broke.",
        ))
        .await;
    }
    assert_eq!(test.mails().len(), 19, "twenty a day with the first one");
    test.at("2026-11-24T10:00:01Z").await;
    test.mails();
    test.receive(&mail(CONTACT, "support@provider.example", "The next day", &[], "It broke.")).await;
    assert_eq!(test.mails().iter().filter(|mail| mail.to == CONTACT).count(), 1, "and anew the next day");
}

/// RFC 3834 section 3.1.5: whose mail program sorts by conversation finds it below what was sent.
async fn the_acknowledgement_answers_the_mail_that_it_is_about(test: TestApp) {
    assert_eq!(reported(&test).await.references, ["report@dms.example"]);
}

/// What leaves one helpdesk arrives at the other as it is, or as a rude server leaves it: without a word that a robot
/// wrote it.
async fn two_helpdesks_that_write_to_each_other_fall_silent(test: TestApp) {
    for is_rude in [false, true] {
        let peer = "desk@other-helpdesk.example";
        let mut last = test
            .receive(&mail(peer, "support@provider.example", "Hello", &[], &format!("Rude: {is_rude}")))
            .await;
        let mut rounds = 0;
        while let Some(sent) = test.outgoing().into_iter().find(|mail| mail.to.as_str() == peer) {
            rounds += 1;
            assert!(rounds < 30, "rude: {is_rude}: they never stop");
            last = test.receive(&their_acknowledgement(&sent, peer, rounds, is_rude)).await;
        }
        assert_ne!(last.state, InboundState::Failed);
        let most = if is_rude { 20 } else { 1 };
        assert!((1..=most).contains(&rounds), "rude: {is_rude}: {rounds} rounds");
        test.app.clock.advance(chrono::TimeDelta::days(2));
    }
}

/// What another helpdesk answers by itself: under a new tag of its own, naming nothing of ours.
fn their_acknowledgement(sent: &OutgoingMail, peer: &str, round: i32, is_rude: bool) -> String {
    let header = if is_rude { "X-Mailer: desk" } else { "Auto-Submitted: auto-replied" };
    let id = format!("Message-ID: <{round}@other-helpdesk.example>");
    let text = format!("We have your mail of {} and opened case {round}.", sent.message_id.len());
    mail(peer, "support@provider.example", &format!("[Case {round}] received"), &[header, &id], &text)
}

/// Each takes the other for a customer; agents of both answer. A rude server on the way takes out what says that a
/// robot wrote a mail.
async fn two_installations_wired_back_to_back_come_to_rest(test: TestApp) {
    let (ours, theirs) = ("support@provider.example", "help@other.example");
    for is_rude in [false, true] {
        let other = TestApp::answering_at(theirs);
        test.receive(&mail(theirs, ours, "Hello", &[], &format!("Rude: {is_rude}"))).await;
        let mut carried = 0;
        for _ in 0..3 {
            for installation in [&test, &other] {
                let found =
                    installation.api(Who::Agent).get("/api/v1/tickets?status=open").await.expect(200).json();
                let Some(number) = found["items"][0]["number"].as_i64() else { continue };
                let path = format!("/api/v1/tickets/{number}/replies");
                let reply = serde_json::json!({ "text": "What can we do for you?" });
                installation.api(Who::Agent).post(&path, reply).await.expect(201);
                installation.tick().await;
            }
            loop {
                let there = carry(&test, &other, theirs, is_rude).await;
                let back = carry(&other, &test, ours, is_rude).await;
                carried += there + back;
                assert!(carried < 60, "rude: {is_rude}: they never stop");
                if there + back == 0 {
                    break;
                }
            }
        }
        assert!(carried >= 4, "rude: {is_rude}: they did write to each other: {carried}");
        test.app.clock.advance(chrono::TimeDelta::days(2));
    }
}

/// Brings what one installation has mailed to the other; says how many.
async fn carry(from: &TestApp, to: &TestApp, address: &str, is_rude: bool) -> usize {
    let mut mails = from.outgoing();
    mails.retain(|mail| mail.to.as_str() == address);
    for mail in &mails {
        let raw = String::from_utf8(mail.bytes.clone()).unwrap().replace("\r\n", "\n");
        let tells =
            |line: &&str| !line.starts_with("Auto-Submitted:") && !line.starts_with("X-Auto-Response");
        let raw = match (is_rude, &mail.return_path) {
            (true, _) => raw.split_inclusive('\n').filter(tells).collect(),
            (false, Some(path)) => format!("Return-Path: <{path}>\n{raw}"),
            (false, None) => format!("Return-Path: <>\n{raw}"),
        };
        to.receive(&raw).await;
    }
    mails.len()
}

async fn the_same_mail_by_two_roads_is_written_once(test: TestApp) {
    let to = reported(&test).await.reply_to.unwrap();
    let road = |trace: &str, text: &str| {
        let trace = format!("Received: {trace}");
        mail(CONTACT, &to, "Re: Export", &[&trace, "Message-ID: <again@dms.example>"], text)
    };
    let first = test.receive(&road("by mx1", "Twice sent")).await;
    let second = test.receive(&road("by mx2", "Twice sent")).await;
    let identical = test.receive(&road("by mx2", "Twice sent")).await;
    assert_ne!(first.id, second.id, "both are kept as they came");
    assert_eq!(second.id, identical.id, "the same bytes are one mail");
    assert_eq!(ticket_of(&test, &second), Some(1));
    assert_eq!(texts(&test, 1).await, ["It takes an hour.", "Twice sent"]);
    let other = test.receive(&road("by mx1", "Something else")).await;
    assert_eq!(ticket_of(&test, &other), Some(1));
    assert_eq!(texts(&test, 1).await, ["It takes an hour.", "Twice sent", "Something else"]);
    let page = test.api(Who::Agent).open("/desk/tickets/1").await.expect(200).text();
    assert!(page.contains("under the same Message-ID, and said something else"), "the second one is flagged");
    let eve = mail(
        "eve@elsewhere.example",
        "support@provider.example",
        "Re: Export",
        &["Message-ID: <again@dms.example>"],
        "Twice sent",
    );
    assert_ne!(
        ticket_of(&test, &test.receive(&eve).await),
        Some(1),
        "another sender's mail is never the same"
    );
}
