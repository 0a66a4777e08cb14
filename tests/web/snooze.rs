//! Tickets that are put away until later: they leave the queue, their clocks run on, and they come back on top.

use serde_json::json;

use super::held::later;
use super::{ANN, anns_ticket, assert_reads, words};
use crate::support::app::{TestApp, Who, on_both_apps};

on_both_apps!(
    a_snoozed_ticket_leaves_the_queue_and_is_back_on_top_in_time,
    a_promise_never_sleeps,
    the_customer_and_a_raised_severity_bring_it_back,
    one_late_look_finds_what_punctual_ones_would,
    what_cannot_be_put_away_is_refused_in_words,
    customers_learn_nothing_of_it,
);

const SOON: [(&str, &str); 2] = [("until", "hour"), ("reason", "They call back at eleven")];

async fn snooze(test: &TestApp, number: i64, fields: &[(&str, &str)]) {
    let path = format!("/desk/tickets/{number}/snooze");
    test.api(Who::Agent).submit(&path, fields).await.expect(303);
}

async fn page(test: &TestApp, path: &str) -> String {
    words(&test.api(Who::Agent).open(path).await.expect(200).text())
}

async fn is_in(test: &TestApp, query: &str, number: i64) -> bool {
    page(test, &format!("/desk?{query}")).await.contains(&format!("#{number} ·"))
}

async fn ticket(test: &TestApp, number: i64) -> serde_json::Value {
    test.api(Who::Agent).get(&format!("/api/v1/tickets/{number}")).await.expect(200).json()
}

async fn wakings(test: &TestApp, number: i64) -> Vec<(String, String)> {
    let path = format!("/api/v1/tickets/{number}/history");
    let history = test.api(Who::Agent).get(&path).await.expect(200).json();
    let ended = history["items"].as_array().unwrap().iter().filter(|line| line["event"] == "snooze_ended");
    ended.map(|line| (line["at"].as_str().unwrap().into(), line["cause"].as_str().unwrap().into())).collect()
}

async fn a_snoozed_ticket_leaves_the_queue_and_is_back_on_top_in_time(test: TestApp) {
    let (other, away) = (anns_ticket(&test).await, anns_ticket(&test).await);
    snooze(&test, away, &SOON).await;
    for (query, is_shown) in [
        ("", false),
        ("view=unassigned", false),
        ("view=snoozed", true),
        ("view=all", true),
        ("q=is%3Asnoozed", true),
        ("q=export", false),
        ("view=all&q=export", true),
    ] {
        assert_eq!(is_in(&test, query, away).await, is_shown, "{query}");
    }
    assert!(!is_in(&test, "view=snoozed", other).await);
    assert_reads(
        &page(&test, &format!("/desk/tickets/{away}")).await,
        &[
            "Snoozed until 11:00 today",
            "The clocks run on",
            "They call back at eleven",
            "put it away until 11:00 today",
        ],
    );
    let listed = test.api(Who::Agent).get("/api/v1/tickets?snoozed=true").await.expect(200).json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    assert_eq!(ticket(&test, away).await["internal"]["snooze"]["until"], "2026-11-23T11:00:00Z");

    test.at("2026-11-23T10:59:59Z").await;
    assert!(!is_in(&test, "", away).await);
    test.at("2026-11-23T11:00:00Z").await;
    let queue = page(&test, "/desk").await;
    assert_reads(&queue, &["snoozed until 11:00 today, back now"]);
    let place = |number: i64| queue.find(&format!("#{number} ·")).unwrap();
    assert!(place(away) < place(other), "it comes back at the top: {queue}");
    assert_eq!(wakings(&test, away).await, [("2026-11-23T11:00:00Z".to_owned(), "time".to_owned())]);

    test.api(Who::Agent).submit(&format!("/desk/tickets/{away}/acknowledge"), &[]).await.expect(303);
    let queue = page(&test, "/desk").await;
    assert!(!queue.contains("back now"), "somebody has seen it: {queue}");
    assert_eq!(wakings(&test, away).await.len(), 1);
}

async fn a_promise_never_sleeps(test: TestApp) {
    let number = anns_ticket(&test).await;
    let due = ticket(&test, number).await["clocks"]["respond"]["due_at"].as_str().unwrap().to_owned();
    snooze(&test, number, &[("at", "2026-12-23T10:00"), ("reason", "Their fiscal year ends")]).await;
    let until = ticket(&test, number).await["internal"]["snooze"]["until"].as_str().unwrap().to_owned();
    assert!(until < due, "it is back at {until}, before {due}");
    assert_eq!(ticket(&test, number).await["clocks"]["respond"]["due_at"], due.as_str(), "its clocks run on");
    test.at(&until).await;
    let history = wakings(&test, number).await;
    assert_eq!(history, [(until, "promise".to_owned())]);
    assert!(is_in(&test, "", number).await);
}

async fn the_customer_and_a_raised_severity_bring_it_back(test: TestApp) {
    let number = anns_ticket(&test).await;
    snooze(&test, number, &SOON).await;
    let lower = json!({ "severity": "Low", "reason": "It can wait" });
    let severity = format!("/api/v1/tickets/{number}/severity");
    test.api(Who::Agent).put(&severity, lower).await.expect(200);
    let note = [("kind", "note"), ("text", "No news")];
    test.api(Who::Agent).submit(&format!("/desk/tickets/{number}/message"), &note).await.expect(303);
    assert!(!is_in(&test, "", number).await, "neither a note nor a lower severity brings it back");
    let higher = json!({ "severity": "High", "reason": "More of them" });
    test.api(Who::Agent).put(&severity, higher).await.expect(200);
    assert!(is_in(&test, "", number).await);
    snooze(&test, number, &SOON).await;
    let reply = json!({ "text": "It is worse now." });
    test.api(ANN).post(&format!("/api/v1/tickets/{number}/replies"), reply).await.expect(201);
    let causes: Vec<String> = wakings(&test, number).await.into_iter().map(|(_, cause)| cause).collect();
    assert_eq!(causes, ["raised", "customer"]);
    assert_reads(&page(&test, &format!("/desk/tickets/{number}")).await, &["back now: the customer wrote."]);

    snooze(&test, number, &SOON).await;
    test.api(Who::Agent).submit(&format!("/desk/tickets/{number}/wake"), &[]).await.expect(303);
    assert!(is_in(&test, "", number).await);
    test.api(Who::Agent).submit(&format!("/desk/tickets/{number}/wake"), &[]).await.expect(409);
    snooze(&test, number, &SOON).await;
    let resolved = [("status", "resolved")];
    test.api(Who::Agent).submit(&format!("/desk/tickets/{number}/status"), &resolved).await.expect(303);
    assert!(!is_in(&test, "view=snoozed", number).await && is_in(&test, "view=done", number).await);
    let causes: Vec<String> = wakings(&test, number).await.into_iter().map(|(_, cause)| cause).collect();
    assert_eq!(causes, ["raised", "customer", "person", "finished"]);
}

async fn one_late_look_finds_what_punctual_ones_would(test: TestApp) {
    let number = anns_ticket(&test).await;
    snooze(&test, number, &SOON).await;
    test.at("2026-11-25T18:00:00Z").await;
    assert_eq!(wakings(&test, number).await, [("2026-11-23T11:00:00Z".to_owned(), "time".to_owned())]);
}

/// What was typed stands in the form again.
#[track_caller]
fn assert_is_as_typed(page: &str, fields: &[(&str, &str)]) {
    for (name, value) in fields.iter().filter(|(name, _)| ["at", "reason"].contains(name)) {
        assert!(page.contains(&format!("name=\"{name}\" value=\"{value}\"")), "{name} is not as typed");
    }
}

async fn what_cannot_be_put_away_is_refused_in_words(test: TestApp) {
    let number = anns_ticket(&test).await;
    let path = format!("/desk/tickets/{number}/snooze");
    for (fields, status, wanted) in [
        (vec![("until", "hour"), ("reason", " ")], 422, "why it can wait"),
        (vec![("until", "never"), ("reason", "x")], 422, "does not fit here"),
        (vec![("reason", "x")], 422, "is missing"),
        (vec![("at", "2026-11-23T09:59"), ("reason", "x")], 422, "still to come"),
        (vec![("at", "2028-01-01T10:00"), ("reason", "x")], 422, "within the next year"),
        (vec![("at", "soon"), ("reason", "x")], 422, "Write a date and a time"),
        (
            vec![("until", "hour"), ("reason", "x"), ("version", "7")],
            412,
            "Somebody else changed this ticket",
        ),
    ] {
        let page = test.api(Who::Agent).submit(&path, &fields).await.expect(status).text();
        assert_reads(&page, &[wanted]);
        assert_is_as_typed(&page, &fields);
    }
    for (fields, refused) in [
        (vec![("until", "hour"), ("reason", " ")], "snooze-reason"),
        (vec![("until", "never"), ("reason", "x")], "snooze-until"),
        (vec![("at", "2026-11-23T09:59"), ("reason", "x")], "snooze-at"),
    ] {
        let page = test.api(Who::Agent).submit(&path, &fields).await.expect(422).text();
        let field = page.split(&format!("id=\"{refused}\"")).nth(1).and_then(|rest| rest.split('>').next());
        assert!(
            field.unwrap().contains("aria-invalid=\"true\" aria-describedby=\"snooze-fault\""),
            "{refused}"
        );
        assert_eq!(page.matches("aria-describedby=\"snooze-fault\"").count(), 1, "{refused} alone");
    }
    let late = anns_ticket(&test).await;
    test.at("2026-12-07T10:00:00Z").await;
    let late = format!("/desk/tickets/{late}/snooze");
    let fields = [("until", "hour"), ("reason", "x")];
    let page = test.api(Who::Agent).submit(&late, &fields).await.expect(409).text();
    assert_reads(&page, &["needs somebody now"]);
    assert_is_as_typed(&page, &fields);
    test.api(Who::Agent)
        .submit(&format!("/desk/tickets/{number}/status"), &[("status", "resolved")])
        .await
        .expect(303);
    let page = test.api(Who::Agent).submit(&path, &SOON).await.expect(409).text();
    assert_reads(&page, &["This ticket is done"]);
    assert_is_as_typed(&page, &SOON);
    let closed = [("status", "closed")];
    test.api(Who::Agent).submit(&format!("/desk/tickets/{number}/status"), &closed).await.expect(303);
    let page = test.api(Who::Agent).submit(&path, &SOON).await.expect(409).text();
    assert_reads(&page, &["This ticket is done"]);
    assert_is_as_typed(&page, &SOON);
}

async fn customers_learn_nothing_of_it(test: TestApp) {
    let number = anns_ticket(&test).await;
    snooze(&test, number, &SOON).await;
    later(&test, 10).await;
    let page = test.api(ANN).open(&format!("/portal/tickets/{number}")).await.expect(200).text();
    assert!(!words(&page).to_lowercase().contains("snooze") && !page.contains("They call back at eleven"));
    for path in [format!("/api/v1/tickets/{number}"), format!("/api/v1/tickets/{number}/history")] {
        let text = test.api(ANN).get(&path).await.expect(200).text();
        assert!(!text.contains("snooze") && !text.contains("They call back at eleven"), "{text}");
    }
    test.api(ANN).get("/api/v1/tickets?snoozed=true").await.expect(422);
    let path = format!("/api/v1/tickets/{number}/snooze");
    let asked = json!({ "until": "2026-11-24T10:00:00Z", "reason": "x" });
    test.api(ANN).put(&path, asked.clone()).await.expect(403);
    test.api(Who::Agent).put(&path, asked).await.expect(200);
    test.api(Who::Agent).delete(&path).await.expect(200);
    test.api(Who::Agent).delete(&path).await.expect(409);
}
