//! A program that writes in a customer's name without end is slowed down, and loses nothing.

use chrono::TimeDelta;
use serde_json::json;

use super::{ANN, anns_ticket, assert_reads};
use crate::support::app::{TestApp, Who, on_both_apps};

on_both_apps!(
    one_customer_reports_so_many_an_hour_and_keeps_what_was_typed,
    one_customer_replies_so_often_an_hour_and_keeps_what_was_typed,
    a_program_is_told_when_to_send_again,
    the_operator_sets_the_pace,
);

const REPORT: [(&str, &str); 5] = [
    ("subject", "Printing stops"),
    ("text", "After page three, every time."),
    ("affected", "several"),
    ("impact", "minor"),
    ("workaround", "easy"),
];

/// One file, as a form sends it.
fn log() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    vec![("printer.log", "text/plain", b"out of paper".to_vec())]
}

async fn one_customer_reports_so_many_an_hour_and_keeps_what_was_typed(test: TestApp) {
    let number = anns_ticket(&test).await;
    test.app.clock.advance(TimeDelta::minutes(15));
    for _ in 1..30 {
        test.api(ANN).submit("/portal/report", &REPORT).await.expect(303);
    }
    let refused = test.api(ANN).upload("/portal/report", &REPORT, &log()).await.expect(429);
    assert_eq!(refused.header("retry-after"), "2701");
    let page = refused.text();
    assert_reads(
        &page,
        &[
            "You have sent 30 reports within an hour, as many as we take from one person.",
            "send it again after 11:00 today (in 45 min)",
            "only its files have to be chosen again",
            "write into a ticket that is open, or send a mail to support@provider.example",
            "After page three, every time.",
        ],
    );
    assert!(page.contains("value=\"Printing stops\""));
    for chosen in ["several", "minor", "easy"] {
        assert!(page.contains(&format!("value=\"{chosen}\" required checked")), "{chosen}");
    }
    let without_file = test.api(ANN).submit("/portal/report", &REPORT).await.expect(429).text();
    assert!(!without_file.contains("chosen again"));

    // Others, replies, staff and mail go on; the first hour over, so does Ann.
    test.api(Who::Customer("teamplify")).submit("/portal/report", &REPORT).await.expect(303);
    let reply = format!("/portal/tickets/{number}/reply");
    test.api(ANN).submit(&reply, &[("text", "It is urgent.")]).await.expect(303);
    test.receive(
        "From: contact@dms.example\nTo: support@provider.example\nSubject: By mail\nMessage-ID: <1@dms.example>\n\nIt burns.\n",
    )
    .await;
    assert_reads(&test.api(ANN).open("/portal").await.text(), &["By mail"]);
    test.app.clock.set("2026-11-23T11:00:00Z".parse().unwrap());
    test.api(ANN).submit("/portal/report", &REPORT).await.expect(303);
}

async fn one_customer_replies_so_often_an_hour_and_keeps_what_was_typed(test: TestApp) {
    let number = anns_ticket(&test).await;
    let path = format!("/portal/tickets/{number}/reply");
    for _ in 0..120 {
        test.api(ANN).submit(&path, &[("text", "And another thing.")]).await.expect(303);
    }
    let refused = test.api(ANN).upload(&path, &[("text", "The last straw.")], &log()).await.expect(429);
    assert_eq!(refused.header("retry-after"), "3601");
    let page = refused.text();
    assert_reads(
        &page,
        &[
            "You have sent 120 replies within an hour",
            "send it again after 11:00 today (in 1 h 00 min)",
            "only its files have to be chosen again",
            "If it can’t wait, send a mail to support@provider.example.",
        ],
    );
    assert!(page.contains(">The last straw.</textarea>"));
    for _ in 0..3 {
        let words = json!({ "text": "We look at it." });
        test.api(Who::Agent).post(&format!("/api/v1/tickets/{number}/replies"), words).await.expect(201);
    }
    test.app.clock.advance(TimeDelta::hours(1));
    test.api(ANN).submit(&path, &[("text", "The last straw.")]).await.expect(303);
}

async fn a_program_is_told_when_to_send_again(test: TestApp) {
    let report = json!({ "subject": "Disk full", "text": "Again." });
    let once = |key: String| test.api(ANN).with("idempotency-key", key);
    for number in 0..30 {
        once(format!("report {number}").replace(' ', "-"))
            .post("/api/v1/tickets", report.clone())
            .await
            .expect(201);
    }
    let refused = once("one-more".to_owned()).post("/api/v1/tickets", report.clone()).await.expect(429);
    assert_eq!(refused.header("content-type"), "application/problem+json");
    assert_eq!(refused.header("retry-after"), "3601");
    let detail = refused.json()["detail"].as_str().unwrap().to_owned();
    assert!(
        detail.contains("send it again in 60 minutes") && detail.contains("a ticket that is open"),
        "{detail}"
    );
    // What was taken is answered again, and what was refused has left nothing behind.
    once("report-7".to_owned()).post("/api/v1/tickets", report.clone()).await.expect(201);
    test.app.clock.advance(TimeDelta::hours(1));
    once("one-more".to_owned()).post("/api/v1/tickets", report.clone()).await.expect(201);
    let all = test.api(ANN).get("/api/v1/tickets?limit=100").await.expect(200).json();
    assert_eq!(all["items"].as_array().unwrap().len(), 31);
}

async fn the_operator_sets_the_pace(test: TestApp) {
    let test = test.restart_with("[customers]\ntickets_per_hour = 2\nreplies_per_hour = 0\n");
    let number = anns_ticket(&test).await;
    let node = test.another_node_with("[customers]\ntickets_per_hour = 2\n");
    node.api(ANN).submit("/portal/report", &REPORT).await.expect(303);
    for place in [&test, &node] {
        place.api(ANN).submit("/portal/report", &REPORT).await.expect(429);
    }
    for _ in 0..130 {
        let words = json!({ "text": "And another thing." });
        test.api(ANN).post(&format!("/api/v1/tickets/{number}/replies"), words).await.expect(201);
    }
}
