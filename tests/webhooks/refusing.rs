//! Programs that are gone or refuse: tried again, given up, paused.

use super::receiver::{Answer, Receiver};
use super::{ALLOWED, deliveries, hooked, report, webhook};
use crate::support::app::{TestApp, Who, on_both_apps};
use serde_json::{Value, json};

on_both_apps!(
    one_that_is_gone_is_told_when_it_is_back_under_the_same_id,
    one_that_fails_for_a_day_is_paused_with_an_alarm_and_put_to_work_again,
    a_delivery_is_given_up_after_three_days_and_can_be_posted_again,
);

async fn one_that_is_gone_is_told_when_it_is_back_under_the_same_id(test: TestApp) {
    let test = test.restart_with(ALLOWED);
    let receiver = Receiver::start().await;
    let (id, address) = (hooked(&test, &receiver).await, receiver.address.to_string());
    drop(receiver);
    report(&test, Who::Customer("dms")).await;
    test.tick().await;
    let waiting = deliveries(&test, &id).await;
    assert_eq!((&waiting[0]["state"], &waiting[0]["attempts"]), (&json!("pending"), &json!(1)));
    let error = waiting[0]["last_error"].as_str().unwrap();
    assert!(!error.is_empty() && !error.contains("hidden"), "the address may hold a token: {error}");
    assert_ne!(webhook(&test, &id).await["failing_since"], Value::Null);

    let receiver = Receiver::at(&address).await;
    receiver.answer(Answer::Status(503, ""));
    test.at("2026-11-23T10:00:10Z").await;
    assert!(receiver.take().is_empty(), "not before 15 seconds, more or less");
    test.at("2026-11-23T10:00:20Z").await;
    let first = receiver.take();
    test.at("2026-11-23T10:00:40Z").await;
    assert!(receiver.take().is_empty(), "the second rest is longer");
    receiver.answer(Answer::Status(204, ""));
    test.at("2026-11-23T10:01:00Z").await;
    let second = receiver.take();
    assert_eq!((first.len(), second.len()), (1, 1));
    assert_eq!(first[0].body, second[0].body, "letter by letter");
    assert_eq!(first[0].header("x-punctual-delivery"), second[0].header("x-punctual-delivery"));
    let settled = deliveries(&test, &id).await;
    let [state, attempts, status] =
        ["state", "attempts", "last_status"].map(|field| settled[0][field].clone());
    assert_eq!([state, attempts, status], [json!("delivered"), json!(3), json!(204)]);
    assert_eq!(webhook(&test, &id).await["failing_since"], Value::Null);
}

async fn one_that_fails_for_a_day_is_paused_with_an_alarm_and_put_to_work_again(test: TestApp) {
    let test = test.restart_with(ALLOWED);
    let receiver = Receiver::start().await;
    receiver.answer(Answer::Status(500, ""));
    let id = hooked(&test, &receiver).await;
    report(&test, Who::Customer("dms")).await;
    test.tick().await;
    let health = test.app.health().await;
    let check = health.checks.iter().find(|check| check.name == "webhooks").unwrap();
    assert!(check.words.contains("1 webhook is paused or took nothing lately"), "{check:?}");
    test.at("2026-11-24T09:59:00Z").await;
    assert_eq!(webhook(&test, &id).await["paused_at"], Value::Null);
    test.mails();
    test.at("2026-11-24T18:00:00Z").await;
    assert_eq!(webhook(&test, &id).await["paused_at"], "2026-11-24T18:00:00Z");
    test.tick().await;
    let alarms: Vec<_> = test.mails().into_iter().filter(|mail| mail.subject.contains("is paused")).collect();
    assert_eq!(alarms.len(), 1);
    assert_eq!(Some(&alarms[0].to), Who::Admin.email().as_ref());

    let posted = receiver.take().len();
    assert!(posted > 2);
    report(&test, Who::Customer("dms")).await;
    test.at("2026-11-25T10:00:00Z").await;
    assert!(receiver.take().is_empty(), "nothing is posted, and nothing new kept");
    let admin = test.api(Who::Admin);
    admin.post(&format!("/api/v1/webhooks/{id}/test"), json!({})).await.expect(409);
    receiver.answer(Answer::Status(200, ""));
    let work = format!("/api/v1/webhooks/{id}/work");
    admin.put(&work, json!({ "is_at_work": true })).await.expect(200);
    test.tick().await;
    let posts = receiver.take();
    assert!(posts.iter().any(|post| post.event() == "ticket.opened"), "what waited is posted at once");
    let of_second = posts.iter().filter(|post| post.json()["ticket"]["number"] == 2).count();
    assert_eq!(of_second, 0, "what happened meanwhile was not kept");
}

async fn a_delivery_is_given_up_after_three_days_and_can_be_posted_again(test: TestApp) {
    let test = test.restart_with(ALLOWED);
    let receiver = Receiver::start().await;
    let (id, admin) = (hooked(&test, &receiver).await, test.api(Who::Admin));
    receiver.answer(Answer::Status(500, ""));
    admin.post(&format!("/api/v1/webhooks/{id}/test"), json!({})).await.expect(202);
    test.tick().await;
    let work = format!("/api/v1/webhooks/{id}/work");
    admin.put(&work, json!({ "is_at_work": false })).await.expect(200);
    test.at("2026-11-26T10:00:00Z").await;
    admin.put(&work, json!({ "is_at_work": true })).await.expect(200);
    test.tick().await;
    let given_up = deliveries(&test, &id).await;
    assert_eq!((&given_up[0]["state"], &given_up[0]["next_attempt_at"]), (&json!("failed"), &Value::Null));
    let first = receiver.take();
    test.at("2026-11-27T10:00:00Z").await;
    assert!(receiver.take().is_empty(), "given up");

    receiver.answer(Answer::Status(200, ""));
    let again = format!("/api/v1/webhook-deliveries/{}/repetition", given_up[0]["id"].as_str().unwrap());
    admin.post(&again, json!({})).await.expect(202);
    test.tick().await;
    let posts = receiver.take();
    assert_eq!(posts.len(), 1);
    assert_eq!(posts[0].body, first[0].body);
    assert_eq!(deliveries(&test, &id).await[0]["state"], "delivered");
}
