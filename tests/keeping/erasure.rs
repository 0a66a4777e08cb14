//! A person's data: given out, and taken away.

use std::io::Read;

use flate2::read::GzDecoder;
use punctual::domain::InboundState;
use punctual::service::{self, Asker};
use punctual::store;
use serde_json::json;

use super::{everything, hexadecimal, report_with_file};
use crate::support::app::{TestApp, Who, on_both_apps};
use crate::support::test_database::execute;

on_both_apps!(
    everything_kept_of_a_person_is_given_out,
    what_is_erased_is_nowhere_and_promises_stay,
    a_mail_that_was_held_back_is_given_out_and_erased,
);

const FILE: &[u8] = b"holiday pictures of a customer";

/// A ticket by mail and one with a file, and an agent's answer that names its reader.
async fn life(test: &TestApp) {
    let (number, _) = report_with_file(test, "My cat's name is Mimi.", FILE).await;
    let name = test.person(Who::Customer("dms")).name;
    let reply = json!({ "text": format!("Dear {name}, we write to contact@dms.example.") });
    test.api(Who::Agent).post(&format!("/api/v1/tickets/{number}/replies"), reply).await.expect(201);
    let raw = b"From: contact@dms.example\r\nTo: support@provider.example\r\nSubject: Mimi by mail\r\n\
        Message-ID: <mimi@dms.example>\r\n\r\nMimi again.\r\n";
    let context = test.app.context();
    let at = context.now;
    test.database().write(move |c| service::store_mail(c, &context, "test", raw, at)).await.unwrap();
    test.tick().await;
    test.receive("From: colleague@dms.example\nSubject: Re: [#2] Mimi by mail\n\nI see it too.\n").await;
    test.at("2026-12-21T17:00:00Z").await;
}

/// How many tickets an agent's search finds.
async fn found(test: &TestApp, words: &str) -> usize {
    let page = test.api(Who::Agent).get(&format!("/api/v1/search?q={words}")).await.expect(200).json();
    page["items"].as_array().unwrap().len()
}

async fn everything_kept_of_a_person_is_given_out(test: TestApp) {
    life(&test).await;
    let id = test.person(Who::Customer("dms")).id;
    let (context, agent) = (test.app.context(), test.person(Who::Agent));
    let refused = move |c: &mut _| service::export_person(c, &context, Asker::Person(&agent), id);
    assert!(test.database().write(refused).await.is_err(), "an agent got it");
    let (context, admin) = (test.app.context(), test.person(Who::Admin));
    let give = move |c: &mut _| service::export_person(c, &context, Asker::Person(&admin), id);
    let bytes = test.database().write(give).await.unwrap();
    let mut archive = tar::Archive::new(GzDecoder::new(bytes.as_slice()));
    let mut all = String::new();
    let mut names = Vec::new();
    for entry in archive.entries().unwrap() {
        let mut entry = entry.unwrap();
        names.push(entry.path().unwrap().display().to_string());
        entry.read_to_string(&mut all).unwrap();
    }
    for words in ["My cat's name is Mimi.", "Mimi again.", "holiday pictures", "contact@dms.example", "Dear "]
    {
        assert!(all.contains(words), "{words} is missing in {names:?}");
    }
    assert!(names.iter().any(|name| name.starts_with("mails-from-you/")), "{names:?}");
    assert!(!all.contains("password"), "the hash of the password was given out");
}

async fn what_is_erased_is_nowhere_and_promises_stay(test: TestApp) {
    life(&test).await;
    let person = test.person(Who::Customer("dms"));
    let facts = |test: &TestApp| {
        let all = everything(test);
        let of = |table: &str| all.lines().filter(|line| line.starts_with(table)).count();
        (of("promise "), of("breach "), of("ticket "), of("activity "), of("message "))
    };
    let rated = "INSERT INTO satisfaction (ticket_id, verdict, comment, person_id, rated_at)
        SELECT id, 'good', 'Mimi says thanks', requester_id, created_at FROM ticket";
    execute(&test.app.db, rated).unwrap();
    let escalated = r#"UPDATE activity SET kind = '{"kind":"escalated","reason":"Mimi is sad","told":[]}'
        WHERE person_id IN (SELECT requester_id FROM ticket)"#;
    execute(&test.app.db, escalated).unwrap();
    let (before, all) = (facts(&test), everything(&test));
    assert!(before.1 > 0, "no promise was broken");
    assert!(all.contains("Mimi") && all.contains(&hexadecimal(FILE)), "there is nothing to erase");
    assert_eq!(found(&test, "mimi").await, 2);
    assert!(found(&test, "contact@dms.example").await > 0);
    let (id, email) = (person.id, person.email.clone());
    let traces = test.read(move |c| store::erasure::traces(c, id, email.as_str()));
    let (admin, place) = (test.api(Who::Admin), format!("/admin/people/{id}"));
    assert!(admin.open(&format!("{place}/data")).await.expect(200).text().contains("Gone for good"));
    admin.submit(&format!("{place}/erase"), &[]).await.expect(422);
    test.api(Who::Manager).submit(&format!("{place}/erase"), &[("confirm", "yes")]).await.expect(403);
    assert!(everything(&test).contains("Mimi"), "erased without being asked");
    admin.submit(&format!("{place}/erase"), &[("confirm", "yes")]).await.expect(303);
    assert_eq!((traces.tickets.len(), traces.attachments.len(), traces.mails.len()), (2, 1, 1));

    let all = everything(&test);
    let mail = hexadecimal(b"Mimi again");
    for gone in [
        "Mimi",
        "mimi by mail",
        person.email.as_str(),
        &format!("Dear {}", person.name),
        &hexadecimal(FILE),
        &mail,
    ] {
        let left: Vec<_> = all.lines().filter(|line| line.contains(gone)).collect();
        assert!(left.is_empty(), "{gone} is left in {left:#?}");
    }
    assert_eq!(facts(&test), before);
    assert_eq!(found(&test, "mimi").await + found(&test, "contact@dms.example").await, 0);
    assert_eq!(found(&test, "erased").await, 2, "what is left is searched");
    let erased = test.read(move |c| store::person::find(c, id)).unwrap();
    assert_eq!((erased.name.as_str(), erased.is_active), ("Erased person", false));
    // Pages with what is left still open.
    let agent = test.api(Who::Agent);
    for ticket in traces.tickets {
        let viewer = punctual::domain::Viewer::of(&test.person(Who::Agent));
        let number = test.read(move |c| store::ticket::find(c, viewer, ticket)).unwrap().number;
        agent.open(&format!("/desk/tickets/{number}")).await.expect(200);
    }
    test.api(Who::Manager).open("/admin/inbox").await.expect(200);
    test.api(Who::Manager).open("/admin/outbox").await.expect(200);
}

/// It became no message of the person; only what it says itself tells whose it is.
async fn a_mail_that_was_held_back_is_given_out_and_erased(test: TestApp) {
    let mut agent = test.person(Who::Agent);
    let raw =
        format!("From: Mimi <{}>\nSubject: My cat\nMessage-ID: <cat@home.example>\n\nMeow.\n", agent.email);
    let held = test.receive(&raw).await;
    assert_eq!((held.state, held.ticket_id), (InboundState::Quarantined, None));
    let inbox = async |typed: &str| {
        let page = test.api(Who::Manager).open(&format!("/admin/inbox?q={typed}")).await.expect(200).text();
        page.contains(&held.id.to_string())
    };
    assert!(inbox("cat").await && inbox("mimi").await && inbox("cat@home.example").await);
    let (id, email) = (agent.id, agent.email.clone());
    let traces = test.read(move |c| store::erasure::traces(c, id, email.as_str()));
    assert_eq!(traces.mails, [held.id], "it is given out");
    agent.is_active = false;
    test.database().write(move |c| store::person::update(c, &agent)).await.unwrap();
    let erase = format!("/admin/people/{id}/erase");
    test.api(Who::Admin).submit(&erase, &[("confirm", "yes")]).await.expect(303);
    let all = everything(&test);
    for gone in ["my cat", "mimi", "cat@home.example", &hexadecimal(b"Meow")] {
        assert!(!all.contains(gone), "{gone} is left");
    }
    assert!(!inbox("cat").await && !inbox("mimi").await && !inbox("cat@home.example").await);
}
