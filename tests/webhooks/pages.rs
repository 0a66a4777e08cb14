//! Webhooks in the administration.

use super::receiver::Receiver;
use super::{ALLOWED, deliveries};
use crate::support::app::{TestApp, Who, on_both_apps};

on_both_apps!(an_administrator_adds_tries_changes_pauses_and_removes_a_webhook);

async fn an_administrator_adds_tries_changes_pauses_and_removes_a_webhook(test: TestApp) {
    let test = test.restart_with(ALLOWED);
    let receiver = Receiver::start().await;
    let (admin, url) = (test.api(Who::Admin), receiver.url());
    let typed = [("name", "Chat of the team"), ("url", "https://10.0.0.1/"), ("ticket.opened", "yes")];
    let refused = admin.submit("/admin/webhooks/new", &typed).await.expect(422).text();
    assert!(refused.contains("10.0.0.1 is a private network") && refused.contains("Chat of the team"));
    let no_event = [("name", "Chat"), ("url", url.as_str())];
    admin.submit("/admin/webhooks/new", &no_event).await.expect(422);
    let typed = [("name", "Chat of the team"), ("url", &url), ("ticket.opened", "yes")];
    let made = admin.submit("/admin/webhooks/new", &typed).await.expect(200).text();
    assert!(made.contains("phook_"), "the key is shown");

    let listed = admin.open("/admin/webhooks").await.expect(200).text();
    assert!(
        listed.contains("Chat of the team") && listed.contains("At work") && !listed.contains("token=hidden")
    );
    let id = admin.get("/api/v1/webhooks").await.expect(200).json()["items"][0]["id"].clone();
    let (id, page) = (id.as_str().unwrap().to_owned(), format!("/admin/webhooks/{}", id.as_str().unwrap()));
    admin.submit(&format!("{page}/test"), &[]).await.expect(303);
    let waiting = admin.open(&page).await.expect(200).text();
    assert!(waiting.contains("Waiting") && !waiting.contains("phook_"), "the key is shown once");
    test.tick().await;
    assert_eq!(receiver.take().len(), 1);
    let settled = admin.open(&page).await.expect(200).text();
    assert!(settled.contains("Delivered") && settled.contains("1 try, last answer 200"), "{settled}");

    let delivery = deliveries(&test, &id).await[0]["id"].as_str().unwrap().to_owned();
    admin.submit(&format!("/admin/webhook-deliveries/{delivery}/repeat"), &[]).await.expect(303);
    test.tick().await;
    assert_eq!(receiver.take()[0].header("x-punctual-delivery"), delivery);

    let renamed = [("name", "Other chat"), ("url", &url), ("ticket.replied", "yes")];
    admin.submit(&page, &renamed).await.expect(303);
    admin.submit(&format!("{page}/pause"), &[]).await.expect(303);
    let listed = admin.open("/admin/webhooks").await.expect(200).text();
    assert!(listed.contains("Other chat") && listed.contains("Public reply") && listed.contains("Paused"));
    admin.submit(&format!("{page}/test"), &[]).await.expect(409);
    admin.submit(&format!("{page}/resume"), &[]).await.expect(303);
    admin.submit(&format!("{page}/remove"), &[]).await.expect(303);
    admin.open(&page).await.expect(404);
    let log = admin.open("/admin/audit").await.expect(200).text();
    for word in ["added", "tested", "changed", "paused", "resumed", "removed"] {
        assert!(log.contains(&format!("Webhook {word}")), "{word}");
    }
}
