//! Pages hear of what others do while they are looked at.

use std::time::Duration;

use super::held::later;
use super::{ANN, STRANGER, anns_ticket, report};
use crate::support::app::{TestApp, Who, on_both_apps};
use crate::support::caller::Events;

/// How long a test waits for an event before it fails; far longer than one takes.
const PATIENCE: Duration = Duration::from_secs(20);

/// The next event of this name: its data.
async fn next(events: &mut Events, name: &str) -> serde_json::Value {
    let search = async {
        loop {
            let (found, data) = events.next().await.unwrap_or_else(|| panic!("ended before “{name}”"));
            if found == name {
                return serde_json::from_str(&data).unwrap();
            }
        }
    };
    tokio::time::timeout(PATIENCE, search).await.unwrap_or_else(|_| panic!("no event “{name}” came"))
}

async fn what_others_do_arrives_and_what_was_missed_is_told_first(test: TestApp) {
    let number = anns_ticket(&test).await;
    let since = test.now().timestamp_millis() - 1;
    let mut events = test.api(Who::Agent).listen(&format!("/desk/events?since={since}")).await;
    assert_eq!(next(&mut events, "ticket").await["number"], number);
    let note = [("kind", "note"), ("text", "Seen before")];
    let path = format!("/desk/tickets/{number}/message");
    test.api(Who::Backup).submit(&path, &note).await.expect(303);
    let news = next(&mut events, "ticket").await;
    assert_eq!(news["number"], number);
    assert_eq!(news["what"], "agent of provider.example wrote a note");
    assert_eq!(news["is_own"], false);
}

async fn who_else_is_there_is_told_and_that_they_left(test: TestApp) {
    let (number, other) = (anns_ticket(&test).await, anns_ticket(&test).await);
    let since = test.now().timestamp_millis();
    let path = format!("/desk/events?ticket={number}&since={since}");
    let mut events = test.api(Who::Agent).listen(&path).await;
    let at = |number: i64| format!("/desk/tickets/{number}/presence");
    test.api(Who::Agent).submit(&at(number), &[("doing", "writing")]).await.expect(204);
    test.api(Who::Manager).submit(&at(other), &[("doing", "writing")]).await.expect(204);
    for (doing, told) in [("viewing", "viewing"), ("writing", "writing")] {
        test.api(Who::Backup).submit(&at(number), &[("doing", doing)]).await.expect(204);
        loop {
            let present = next(&mut events, "present").await;
            if present[0]["doing"] == told {
                assert_eq!(present.as_array().unwrap().len(), 1, "neither oneself nor others elsewhere");
                break;
            }
        }
    }
    let page = test.api(Who::Agent).open(&format!("/desk/tickets/{number}")).await.expect(200).text();
    assert!(page.contains("agent of provider.example is writing."));
    test.api(Who::Backup).submit(&at(number), &[("doing", "gone")]).await.expect(204);
    while next(&mut events, "present").await != serde_json::json!([]) {}
}

async fn a_session_that_ends_ends_its_stream(test: TestApp) {
    let since = test.now().timestamp_millis();
    let mut events = test.api(Who::Agent).listen(&format!("/desk/events?since={since}")).await;
    let id = test.person(Who::Agent).id;
    test.api(Who::Admin).submit(&format!("/admin/people/{id}/disable"), &[]).await.expect(303);
    next(&mut events, "ended").await;
    assert!(tokio::time::timeout(PATIENCE, events.next()).await.expect("it ends").is_none());
}

/// By what a customer's session may end while a page of theirs is open.
#[derive(Debug, Clone, Copy)]
enum Ending {
    SignOut,
    AnotherRole,
}

async fn whatever_ends_a_session_closes_its_pages_and_nobody_elses(test: TestApp) {
    for ending in [Ending::SignOut, Ending::AnotherRole] {
        let since = test.now().timestamp_millis();
        let mut others = test.api(STRANGER).listen(&format!("/portal/events?since={since}")).await;
        let mut events = test.api(ANN).listen(&format!("/portal/events?since={since}")).await;
        match ending {
            Ending::SignOut => drop(test.api(ANN).submit("/signout", &[]).await.expect(303)),
            Ending::AnotherRole => {
                let mut ann = test.person(ANN);
                ann.role = punctual::domain::Role::Agent;
                test.database().write_now(move |c| punctual::store::person::update(c, &ann)).unwrap();
            }
        }
        next(&mut events, "ended").await;
        assert!(
            tokio::time::timeout(PATIENCE, events.next()).await.expect("it ends").is_none(),
            "{ending:?}"
        );
        let theirs = report(&test, STRANGER, "Theirs", ["one", "minor", "easy"]).await;
        later(&test, 1).await;
        let answer = [("text", "More of it.")];
        test.api(STRANGER).upload(&format!("/portal/tickets/{theirs}/reply"), &answer, &[]).await.expect(303);
        assert_eq!(told(&mut others).await.1, theirs, "{ending:?}: others still hear");
    }
}

async fn of_too_many_pages_of_a_person_the_oldest_is_closed(test: TestApp) {
    let number = anns_ticket(&test).await;
    let path = format!("/portal/events?since={}", test.now().timestamp_millis());
    let mut pages = Vec::new();
    for _ in 0..20 {
        pages.push(test.api(ANN).listen(&path).await);
    }
    let mut strangers = test.api(STRANGER).listen(&path).await;
    let mut newest = test.api(ANN).listen(&path).await;
    let closed = tokio::time::timeout(PATIENCE, pages[0].next()).await.expect("the oldest is closed");
    assert_eq!(closed, None, "its session has not ended: it may come back");
    later(&test, 1).await;
    let answer = [("text", "Here it is.")];
    test.api(ANN).upload(&format!("/portal/tickets/{number}/reply"), &answer, &[]).await.expect(303);
    for events in pages.iter_mut().skip(1).chain([&mut newest]) {
        assert_eq!(told(events).await.1, number);
    }
    let theirs = report(&test, STRANGER, "Theirs", ["one", "minor", "easy"]).await;
    assert_eq!(told(&mut strangers).await.1, theirs, "the pages of others are not counted");
}

async fn nothing_is_told_of_what_was_missed_long_ago(test: TestApp) {
    let (old, new) = (anns_ticket(&test).await, anns_ticket(&test).await);
    let note = [("kind", "note"), ("text", "Among us")];
    for (number, hours) in [(old, 13), (new, 0)] {
        test.api(Who::Backup).submit(&format!("/desk/tickets/{number}/message"), &note).await.expect(303);
        test.app.clock.advance(chrono::TimeDelta::hours(hours));
    }
    for since in [0, i64::from(i32::MIN)] {
        let mut events = test.api(Who::Agent).listen(&format!("/desk/events?since={since}")).await;
        assert_eq!(next(&mut events, "ticket").await["number"], new);
    }
}

async fn what_was_committed_while_a_page_was_read_is_told_but_not_what_its_reader_did(test: TestApp) {
    let number = anns_ticket(&test).await;
    let (path, answer) =
        (format!("/desk/tickets/{number}/message"), format!("/portal/tickets/{number}/reply"));
    let note = [("kind", "note"), ("text", "Written while the page was read")];
    test.api(Who::Backup).submit(&path, &note).await.expect(303);
    let since = test.now().timestamp_millis() + 1000;
    test.app.clock.advance(chrono::TimeDelta::seconds(3));
    let mut desk = test.api(Who::Agent).listen(&format!("/desk/events?since={since}")).await;
    assert_eq!(next(&mut desk, "ticket").await["number"], number);
    let mut portal = test.api(ANN).listen(&format!("/portal/events?since={since}")).await;
    let other = report(&test, ANN, "Another fault", ["one", "minor", "easy"]).await;
    assert_eq!(told(&mut portal).await.1, other, "neither her own report nor what happened inside");
    let since = test.now().timestamp_millis() + 1000;
    test.api(ANN).upload(&answer, &[("text", "More of it.")], &[]).await.expect(303);
    test.app.clock.advance(chrono::TimeDelta::seconds(3));
    let mut portal = test.api(ANN).listen(&format!("/portal/events?ticket={number}&since={since}")).await;
    let mut colleagues =
        test.api(Who::Agent).listen(&format!("/desk/events?ticket={number}&since={since}")).await;
    while next(&mut colleagues, "ticket").await["number"] != number {}
    test.api(ANN).upload(&answer, &[("text", "And more.")], &[]).await.expect(303);
    assert_eq!(told(&mut portal).await, ("customer of dms.example replied".to_owned(), number));
}

/// What a customer hears next, whatever it is: what it says, and of which ticket.
async fn told(events: &mut Events) -> (String, i64) {
    let heard = tokio::time::timeout(PATIENCE, events.next()).await.expect("something is told");
    let (name, data) = heard.expect("it has not ended");
    assert_eq!(name, "ticket", "{data}");
    let news: serde_json::Value = serde_json::from_str(&data).unwrap();
    let keys: Vec<&str> = news.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["number", "what"], "nothing else, not even a count of changes");
    (news["what"].as_str().unwrap().to_owned(), news["number"].as_i64().unwrap())
}

async fn a_customer_hears_replies_states_and_clocks_of_their_tickets(test: TestApp) {
    let number = report(&test, ANN, "All is down", ["everyone", "unusable", "none"]).await;
    let since = test.now().timestamp_millis();
    let (page, list) =
        (format!("/portal/events?ticket={number}&since={since}"), format!("/portal/events?since={since}"));
    let mut page = test.api(ANN).listen(&page).await;
    let mut list = test.api(ANN).listen(&list).await;
    let reply = [("kind", "public"), ("text", "We look into it."), ("then", "waiting_on_customer")];
    later(&test, 1).await;
    test.api(Who::Agent).submit(&format!("/desk/tickets/{number}/message"), &reply).await.expect(303);
    later(&test, 10).await;
    for events in [&mut page, &mut list] {
        assert_eq!(told(events).await, ("agent of provider.example replied".to_owned(), number));
    }
    later(&test, 1).await;
    let answer = [("text", "Here is what you asked for.")];
    test.api(ANN).upload(&format!("/portal/tickets/{number}/reply"), &answer, &[]).await.expect(303);
    for events in [&mut page, &mut list] {
        assert_eq!(told(events).await, ("customer of dms.example replied".to_owned(), number));
    }
    let shown = test.api(ANN).open(&format!("/portal/tickets/{number}")).await.expect(200).text();
    assert!(shown.contains("<strong>We owe you an update by 10:"), "it goes on");
    test.at("2026-11-23T12:00:00Z").await;
    for events in [&mut page, &mut list] {
        assert_eq!(told(events).await, ("What we owe you changed".to_owned(), number));
    }
    let other = report(&test, ANN, "Another fault", ["one", "minor", "easy"]).await;
    assert_eq!(told(&mut list).await.1, other, "the list hears of a new one");
}

async fn what_happens_inside_or_at_others_is_no_event(test: TestApp) {
    let (number, strangers) =
        (anns_ticket(&test).await, report(&test, STRANGER, "Theirs", ["one", "minor", "easy"]).await);
    let since = test.now().timestamp_millis();
    let mut staff = test.api(Who::Agent).listen(&format!("/desk/events?since={since}")).await;
    let mut ann = test.api(ANN).listen(&format!("/portal/events?since={since}")).await;
    later(&test, 1).await;
    let me = test.person(Who::Backup).id.to_string();
    for (path, fields, heard) in [
        ("message", vec![("kind", "note"), ("text", "A secret among us")], "wrote a note"),
        ("assign", vec![("assignee", me.as_str())], "changed the assignee"),
        ("tags", vec![("tags", "secret")], "changed the tags"),
    ] {
        test.api(Who::Backup).submit(&format!("/desk/tickets/{number}/{path}"), &fields).await.expect(303);
        while !next(&mut staff, "ticket").await["what"].as_str().unwrap().ends_with(heard) {}
    }
    let answer = [("text", "Ours alone.")];
    test.api(STRANGER).upload(&format!("/portal/tickets/{strangers}/reply"), &answer, &[]).await.expect(303);
    while next(&mut staff, "ticket").await["number"] != strangers {}
    // Whoever looks now has missed all this, and is told as little as who was there.
    let mut late = test.api(ANN).listen(&format!("/portal/events?since={since}")).await;
    test.api(ANN).upload(&format!("/portal/tickets/{number}/reply"), &answer, &[]).await.expect(303);
    for events in [&mut ann, &mut late] {
        let (_, of) = told(events).await;
        assert_eq!(of, number, "the first that is heard is what Ann did herself");
    }
}

async fn a_customers_stream_ends_with_their_session(test: TestApp) {
    let since = test.now().timestamp_millis();
    let mut events = test.api(ANN).listen(&format!("/portal/events?since={since}")).await;
    let id = test.person(ANN).id;
    test.api(Who::Admin).submit(&format!("/admin/people/{id}/disable"), &[]).await.expect(303);
    next(&mut events, "ended").await;
    assert!(tokio::time::timeout(PATIENCE, events.next()).await.expect("it ends").is_none());
}

async fn a_foreign_ticket_is_listened_to_by_nobody(test: TestApp) {
    let number = anns_ticket(&test).await;
    let since = test.now().timestamp_millis();
    for number in [number, 999] {
        let path = format!("/portal/events?ticket={number}&since={since}");
        test.api(STRANGER).open(&path).await.expect(404);
    }
    test.api(Who::Agent).open(&format!("/portal/events?since={since}")).await.expect(403);
}

async fn customers_hear_nothing_of_the_desk(test: TestApp) {
    let since = test.now().timestamp_millis();
    test.api(ANN).open(&format!("/desk/events?since={since}")).await.expect(403);
    test.api(Who::Agent).open(&format!("/desk/events?ticket=999&since={since}")).await.expect(404);
}

on_both_apps!(
    what_others_do_arrives_and_what_was_missed_is_told_first,
    who_else_is_there_is_told_and_that_they_left,
    a_session_that_ends_ends_its_stream,
    a_customer_hears_replies_states_and_clocks_of_their_tickets,
    what_happens_inside_or_at_others_is_no_event,
    a_customers_stream_ends_with_their_session,
    a_foreign_ticket_is_listened_to_by_nobody,
    customers_hear_nothing_of_the_desk,
    what_is_done_at_another_node_arrives,
    whatever_ends_a_session_closes_its_pages_and_nobody_elses,
    of_too_many_pages_of_a_person_the_oldest_is_closed,
    nothing_is_told_of_what_was_missed_long_ago,
    what_was_committed_while_a_page_was_read_is_told_but_not_what_its_reader_did,
);

async fn what_is_done_at_another_node_arrives(test: TestApp) {
    let node = test.distant_node();
    let number = anns_ticket(&test).await;
    let since = test.now().timestamp_millis();
    let mut events =
        test.api(Who::Agent).listen(&format!("/desk/events?ticket={number}&since={since}")).await;
    let note = [("kind", "note"), ("text", "Written at another node")];
    node.api(Who::Backup).submit(&format!("/desk/tickets/{number}/message"), &note).await.expect(303);
    loop {
        let news = next(&mut events, "ticket").await;
        if news["what"].to_string().contains("wrote a note") {
            assert_eq!(news["number"], number);
            break;
        }
    }
    let present = [("doing", "writing")];
    node.api(Who::Backup).submit(&format!("/desk/tickets/{number}/presence"), &present).await.expect(204);
    while next(&mut events, "present").await[0]["doing"] != "writing" {}
}
