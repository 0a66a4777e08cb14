//! What monitoring and administrators are told about the installation itself.

mod doctor;
mod elsewhere;
mod operations;
mod settings;

use std::net::TcpListener;

use punctual::domain::Check;
use punctual::{service, worker};

use crate::support::app::{TestApp, Who, on_both_apps};

on_both_apps!(
    a_worker_that_stands_still_is_told_of_once_and_so_is_the_end_of_it,
    what_fails_again_after_nobody_looked_at_it_is_told_of_anew,
    what_waits_and_what_was_answered_can_be_counted,
);

/// Lets it be this instant while nothing but the watch over the health runs.
async fn only_watching(test: &TestApp, instant: &str) {
    test.app.clock.set(instant.parse().unwrap());
    worker::health::run_once(&test.app, test.now()).await.unwrap();
    worker::outbox::run_once(&test.app, test.now()).await.unwrap();
}

fn report(subject: &str) -> serde_json::Value {
    serde_json::json!({ "subject": subject, "text": "Everything is down.", "severity": "Critical" })
}

async fn a_worker_that_stands_still_is_told_of_once_and_so_is_the_end_of_it(test: TestApp) {
    let customer = Who::Customer("dms");
    test.api(customer).post("/api/v1/tickets", report("Nothing works")).await.expect(201);
    test.tick().await;
    test.mails();
    let public = test.api(Who::Anonymous).get("/healthz").await.expect(200).text();
    assert!(public.contains(r#""check":"clocks","condition":"well""#), "{public}");

    // Days pass, and no clock is moved.
    only_watching(&test, "2026-11-25T10:00:00Z").await;
    let public = test.api(Who::Anonymous).get("/healthz").await.expect(503).text();
    assert!(public.contains(r#""check":"clocks","condition":"failing""#), "{public}");
    assert!(!public.contains("behind"), "strangers are not told what was seen: {public}");
    test.api(Who::Anonymous).get("/readyz").await.expect(200);
    test.api(Who::Anonymous).get("/livez").await.expect(200);
    assert!(test.mails().is_empty(), "a restart would mend it within a minute");
    only_watching(&test, "2026-11-25T10:01:00Z").await;
    only_watching(&test, "2026-11-25T10:02:00Z").await;
    let alarms = test.mails();
    assert_eq!(alarms.len(), 1, "one administrator is told once");
    let alarm = &alarms[0];
    assert_eq!(alarm.to, Who::Admin.email().unwrap());
    assert_eq!(alarm.subject, "Punctual needs you: clocks");
    assert!(alarm.text.contains("See that a worker runs"), "{}", alarm.text);
    let page = test.api(Who::Admin).open("/admin").await.expect(200).text();
    assert!(page.contains("The clocks are"), "the administrator's page says it too");

    test.at("2026-11-25T10:03:00Z").await;
    test.mails();
    only_watching(&test, "2026-11-25T10:03:30Z").await;
    let over = test.mails();
    assert_eq!(over.iter().map(|mail| mail.subject.as_str()).collect::<Vec<_>>(), ["Over: clocks"]);
    test.api(Who::Anonymous).get("/healthz").await.expect(200);
}

/// Lets a node find this, and gives the subjects of the mails about it.
async fn found(test: &TestApp, instant: &str, checks: Vec<Check>) -> Vec<String> {
    let context = test.app.context_at(instant.parse().unwrap());
    let watch = move |c: &mut _| service::watch_health(c, &context, "node-1", &checks);
    test.app.db.write(watch).await.unwrap();
    worker::outbox::run_once(&test.app, instant.parse().unwrap()).await.unwrap();
    test.mails().into_iter().map(|mail| mail.subject).collect()
}

async fn what_fails_again_after_nobody_looked_at_it_is_told_of_anew(test: TestApp) {
    let fails = || vec![Check::failing("mailbox support", "It cannot be read.", "Check its settings.")];
    let told = ["Punctual needs you: mailbox support"];
    assert!(found(&test, "2026-11-25T10:00:00Z", fails()).await.is_empty());
    assert_eq!(found(&test, "2026-11-25T10:01:00Z", fails()).await, told);
    // Another node reads it from now on, for months.
    assert!(found(&test, "2026-11-25T10:02:00Z", Vec::new()).await.is_empty());
    assert!(found(&test, "2027-02-25T10:00:00Z", fails()).await.is_empty(), "a restart may mend it");
    assert_eq!(found(&test, "2027-02-25T10:01:00Z", fails()).await, told);
    assert!(found(&test, "2027-02-25T10:02:00Z", fails()).await.is_empty(), "once");
}

async fn what_waits_and_what_was_answered_can_be_counted(test: TestApp) {
    let customer = Who::Customer("dms");
    test.api(customer).post("/api/v1/tickets", report("Nothing works")).await.expect(201);
    test.tick().await;
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let app = test.app.clone();
    std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async { punctual::web::monitor(app, listener).unwrap().await })
    });
    let answer = reqwest::get(format!("http://{address}/metrics")).await.unwrap();
    assert_eq!(answer.status(), 200);
    let text = answer.text().await.unwrap();
    for line in [
        "punctual_waiting{what=\"open tickets\"} 1",
        "punctual_http_requests_total{method=\"POST\",route=\"/api/v1/tickets\",status=\"201\"} 1",
        "punctual_database_up 1",
        "punctual_check{check=\"clocks\"} 0",
        "punctual_behind_seconds{what=\"clocks\"} 0.0",
    ] {
        assert!(text.contains(line), "{line} is missing in\n{text}");
    }
    assert!(text.contains("punctual_mail_out_total{outcome=\"sent\"}"), "{text}");
    let full = reqwest::get(format!("http://{address}/healthz")).await.unwrap().text().await.unwrap();
    assert!(full.contains("It answers and takes writes."), "the operator is told what was seen: {full}");
    test.api(Who::Admin).get("/metrics").await.expect(404);
}
