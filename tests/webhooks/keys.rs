//! A new key for what is posted.

use hmac::{Hmac, Mac};
use serde_json::json;
use sha2::Sha256;

use super::receiver::{Post, Receiver};
use super::{ALL, ALLOWED, made, report, webhook};
use crate::support::app::{TestApp, Who, on_both_apps};

on_both_apps!(
    a_new_key_signs_at_once_and_the_old_one_beside_it_for_a_day,
    an_old_key_that_ends_at_once_signs_nothing_more,
);

fn signature(post: &Post, secret: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(format!("{}.{}", post.header("x-punctual-timestamp"), post.body).as_bytes());
    let digest: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256={digest}")
}

/// A test is sent; gives what arrived.
async fn posted(test: &TestApp, receiver: &Receiver, id: &str) -> Post {
    test.api(Who::Admin).post(&format!("/api/v1/webhooks/{id}/test"), json!({})).await.expect(202);
    test.tick().await;
    receiver.take().pop().expect("a post")
}

/// Asks for a new key; gives it.
async fn renewed(test: &TestApp, id: &str, old_key: &str) -> String {
    let asked = json!({ "old_key": old_key });
    let answer = test.api(Who::Admin).post(&format!("/api/v1/webhooks/{id}/key"), asked).await.expect(200);
    answer.json()["secret"].as_str().unwrap().to_owned()
}

async fn begun(test: TestApp) -> (TestApp, Receiver, String, String) {
    let test = test.restart_with(ALLOWED);
    let receiver = Receiver::start().await;
    let webhook = made(&test, &receiver.url(), &ALL).await;
    let text = |name: &str| webhook[name].as_str().unwrap().to_owned();
    let (id, old) = (text("id"), text("secret"));
    (test, receiver, id, old)
}

async fn a_new_key_signs_at_once_and_the_old_one_beside_it_for_a_day(test: TestApp) {
    let (test, receiver, id, old) = begun(test).await;
    let admin = test.api(Who::Admin);
    let path = format!("/api/v1/webhooks/{id}/key");
    let refused = admin.post(&path, json!({ "old_key": "stays" })).await.expect(422);
    assert_eq!(refused.faulty_fields(), ["old_key"]);
    report(&test, Who::Customer("dms")).await;
    let new = renewed(&test, &id, "signs_for_a_day").await;
    assert_ne!(new, old);
    test.tick().await;
    let waiting = receiver.take().remove(0);
    let both = |post: &Post| format!("{},{}", signature(post, &new), signature(post, &old));
    assert_eq!(waiting.header("x-punctual-signature"), both(&waiting), "what waited is signed with both");
    let shown = webhook(&test, &id).await;
    assert_eq!(shown["old_key_until"], "2026-11-24T10:00:00Z");
    assert!(shown.get("secret").is_none(), "it is shown once");

    test.at("2026-11-24T09:59:59Z").await;
    let post = posted(&test, &receiver, &id).await;
    assert_eq!(post.header("x-punctual-signature"), both(&post));
    test.at("2026-11-24T10:00:00Z").await;
    receiver.take();
    let post = posted(&test, &receiver, &id).await;
    assert_eq!(post.header("x-punctual-signature"), signature(&post, &new));
    let third = renewed(&test, &id, "signs_for_a_day").await;
    let post = posted(&test, &receiver, &id).await;
    let both = format!("{},{}", signature(&post, &third), signature(&post, &new));
    assert_eq!(post.header("x-punctual-signature"), both, "two at the most");
}

async fn an_old_key_that_ends_at_once_signs_nothing_more(test: TestApp) {
    let (test, receiver, id, old) = begun(test).await;
    let second = renewed(&test, &id, "signs_for_a_day").await;
    let page = format!("/admin/webhooks/{id}");
    let form = [("old_key", "ends_at_once")];
    let shown = test.api(Who::Admin).submit(&format!("{page}/key"), &form).await.expect(200).text();
    let third = shown.split("<code>").nth(1).and_then(|rest| rest.split('<').next()).unwrap();
    assert!(![old.as_str(), second.as_str()].contains(&third));
    let post = posted(&test, &receiver, &id).await;
    assert_eq!(post.header("x-punctual-signature"), signature(&post, third));
    let again = test.api(Who::Admin).open(&page).await.expect(200).text();
    assert!(!again.contains("phook_") && !again.contains("The old key signs until"), "{again}");
}
