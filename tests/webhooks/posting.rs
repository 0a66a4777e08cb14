//! What is posted, and when.

use hmac::{Hmac, Mac};
use serde_json::json;
use sha2::Sha256;

use super::receiver::{Answer, Receiver};
use super::{ALL, ALLOWED, deliveries, hooked, made, report};
use crate::support::app::{TestApp, Who, on_both_apps};
use punctual::store::{self, StoreError};
use punctual::worker;

on_both_apps!(
    each_event_is_posted_once_signed_and_without_a_customers_words,
    a_webhook_is_told_of_its_events_of_its_customer_alone,
    two_nodes_post_each_event_once_and_what_a_dead_one_held_is_posted_again_under_its_id,
    one_that_never_answers_delays_no_other,
);

async fn each_event_is_posted_once_signed_and_without_a_customers_words(test: TestApp) {
    let test = test.restart_with(ALLOWED);
    let receiver = Receiver::start().await;
    let webhook = made(&test, &receiver.url(), &ALL).await;
    let secret = webhook["secret"].as_str().unwrap().to_owned();
    let number = report(&test, Who::Customer("dms")).await;
    let agent = test.api(Who::Agent);
    let path = |what: &str| format!("/api/v1/tickets/{number}/{what}");
    let me = test.person(Who::Agent).id;
    agent.put(&path("assignee"), json!({ "assignee_id": me })).await.expect(200);
    agent.put(&path("severity"), json!({ "severity": "Critical", "reason": "All stand" })).await.expect(200);
    agent.post(&path("notes"), json!({ "text": "Between us." })).await.expect(201);
    agent.post(&path("replies"), json!({ "text": "Secret words of an agent." })).await.expect(201);
    agent.put(&path("status"), json!({ "status": "waiting_on_customer" })).await.expect(200);
    test.tick().await;
    let posts = receiver.take();
    let events: Vec<_> = posts.iter().map(super::receiver::Post::event).collect();
    assert_eq!(
        events,
        [
            "ticket.opened",
            "ticket.assigned",
            "ticket.severity_changed",
            "ticket.replied",
            "ticket.status_changed"
        ]
    );
    for post in &posts {
        let body = post.json();
        assert_eq!(post.header("x-punctual-event"), body["event"].as_str().unwrap());
        assert_eq!(post.header("x-punctual-delivery"), body["id"].as_str().unwrap());
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(format!("{}.{}", post.header("x-punctual-timestamp"), post.body).as_bytes());
        let digest: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(post.header("x-punctual-signature"), format!("sha256={digest}"));
        assert!(!post.body.contains("words of"), "{}", post.body);
        assert_eq!(body["ticket"]["number"], number);
        assert_eq!(body["ticket"]["organization"]["name"], "Customer on dms");
        assert_eq!(body["at"], "2026-11-23T10:00:00Z");
    }
    assert_eq!(posts[2].json()["change"], json!({ "from": "High", "to": "Critical" }));
    assert_eq!(posts[1].json()["by"]["name"], test.person(Who::Agent).name);

    agent.put(&path("status"), json!({ "status": "open" })).await.expect(200);
    test.at("2026-11-23T16:00:00Z").await;
    let breached: Vec<_> =
        receiver.take().into_iter().filter(|post| post.event() == "ticket.breached").collect();
    assert!(!breached.is_empty());
    assert_eq!(breached[0].json()["change"]["clock"], "update");
    let listed = deliveries(&test, webhook["id"].as_str().unwrap()).await;
    assert!(listed.iter().all(|one| one["state"] == "delivered" && one["last_status"] == 200), "{listed:?}");
    test.tick().await;
    assert!(receiver.take().is_empty(), "once");
}

async fn a_webhook_is_told_of_its_events_of_its_customer_alone(test: TestApp) {
    let test = test.restart_with(ALLOWED);
    let receiver = Receiver::start().await;
    let organization = test.person(Who::Customer("dms")).organization_id;
    let plan = json!({
        "name": "Chat", "url": receiver.url(), "events": ["ticket.opened"], "organization_id": organization,
    });
    test.api(Who::Admin).post("/api/v1/webhooks", plan).await.expect(201);
    let theirs = report(&test, Who::Customer("dms")).await;
    report(&test, Who::Customer("teamplify")).await;
    let reply = json!({ "text": "On it." });
    test.api(Who::Agent).post(&format!("/api/v1/tickets/{theirs}/replies"), reply).await.expect(201);
    test.tick().await;
    let posts = receiver.take();
    assert_eq!(posts.len(), 1, "{posts:?}");
    assert_eq!(
        (posts[0].event().as_str(), &posts[0].json()["ticket"]["number"]),
        ("ticket.opened", &json!(theirs))
    );
}

async fn two_nodes_post_each_event_once_and_what_a_dead_one_held_is_posted_again_under_its_id(test: TestApp) {
    let test = test.restart_with(ALLOWED);
    let other = test.another_node_with(ALLOWED);
    let receiver = Receiver::start().await;
    hooked(&test, &receiver).await;
    for _ in 0..5 {
        report(&test, Who::Customer("dms")).await;
    }
    let now = test.now();
    let (one, two) =
        tokio::join!(worker::webhooks::run_once(&test.app, now), worker::webhooks::run_once(&other.app, now));
    assert_eq!(one.unwrap() + two.unwrap(), 5);
    let mut ids: Vec<_> = receiver.take().iter().map(|post| post.header("x-punctual-delivery")).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 5, "each once");

    report(&test, Who::Customer("dms")).await;
    let lease_ends = now + chrono::TimeDelta::seconds(60);
    let claim = move |c: &mut store::Connection| store::webhook_delivery::claim(c, &[], now, lease_ends);
    let held = test.database().write_now::<_, StoreError, _>(claim).unwrap();
    assert_eq!(held.len(), 1, "a node takes it, and dies");
    test.at("2026-11-23T10:00:59Z").await;
    assert!(receiver.take().is_empty(), "another might be posting it");
    test.at("2026-11-23T10:01:00Z").await;
    let posts = receiver.take();
    assert_eq!(posts.len(), 1);
    assert_eq!(posts[0].header("x-punctual-delivery"), held[0].id.to_string());
    let settle = {
        let (context, held) = (test.app.context(), held[0].clone());
        let taken = punctual::domain::DeliveryAttempt::Refused { status: None, why: "late".to_owned() };
        move |c: &mut store::Connection| punctual::service::settle_delivery(c, &context, &held, taken)
    };
    test.database().write_now(settle).unwrap();
    test.at("2026-11-23T11:00:00Z").await;
    let opened = receiver.take().iter().filter(|post| post.event() == "ticket.opened").count();
    assert_eq!(opened, 0, "the dead one comes back too late to change anything");
}

async fn one_that_never_answers_delays_no_other(test: TestApp) {
    let test = test.restart_with(ALLOWED);
    let (silent, quick) = (Receiver::start().await, Receiver::start().await);
    silent.answer(Answer::Silence);
    hooked(&test, &silent).await;
    hooked(&test, &quick).await;
    for _ in 0..3 {
        report(&test, Who::Customer("dms")).await;
    }
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let working = tokio::spawn(worker::run(test.app.clone(), stopped));
    while quick.posts().len() < 3 {
        tokio::task::yield_now().await;
    }
    assert!(silent.posts().len() <= 1, "one at a time waits for an answer");
    stop.send(true).unwrap();
    working.await.unwrap();
}
