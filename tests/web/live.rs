//! Pages hear of what others do while they are looked at.

use std::time::Duration;

use super::{ANN, anns_ticket};
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

async fn customers_hear_nothing_of_the_desk(test: TestApp) {
    let since = test.now().timestamp_millis();
    test.api(ANN).open(&format!("/desk/events?since={since}")).await.expect(403);
    test.api(Who::Agent).open(&format!("/desk/events?ticket=999&since={since}")).await.expect(404);
}

on_both_apps!(
    what_others_do_arrives_and_what_was_missed_is_told_first,
    who_else_is_there_is_told_and_that_they_left,
    a_session_that_ends_ends_its_stream,
    customers_hear_nothing_of_the_desk,
);
