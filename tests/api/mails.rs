//! Mail taken in by the API: stored once, read into a ticket, and what customers may not know of it.

use serde_json::json;

use crate::support::app::{TestApp, Who, on_both_apps};

on_both_apps!(a_mail_becomes_one_ticket_with_a_suggestion_for_staff_alone);

const MAIL: &str = "From: Contact <contact@dms.example>\r\nTo: support@provider.example\r\n\
    Message-ID: <1@dms.example>\r\nSubject: The platform is down\r\n\r\nEveryone is affected, nobody can log in.\r\n";

async fn a_mail_becomes_one_ticket_with_a_suggestion_for_staff_alone(test: TestApp) {
    let admin = test.api(Who::Admin);
    admin.post_bytes("/api/v1/inbound", "text/plain", MAIL).await.expect(415);
    admin.post_bytes("/api/v1/inbound", "message/rfc822", "").await.expect(422);
    let taken = admin.post_bytes("/api/v1/inbound", "message/rfc822", MAIL).await.expect(202).json();
    assert_eq!(taken["state"], "received");
    let again = admin.post_bytes("/api/v1/inbound", "message/rfc822", MAIL).await.expect(202).json();
    assert_eq!(again["id"], taken["id"]);
    test.tick().await;
    let listed = admin.get("/api/v1/inbound").await.expect(200).json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&listed["items"][0]["state"], &listed["items"][0]["ticket"]),
        (&json!("processed"), &json!(1))
    );
    let raw = admin.get(&format!("/api/v1/inbound/{}/raw", taken["id"].as_str().unwrap())).await.expect(200);
    assert_eq!(raw.text(), MAIL);

    let agent = test.api(Who::Agent);
    let ticket = agent.get("/api/v1/tickets/1").await.expect(200).json();
    assert_eq!((&ticket["channel"], &ticket["severity"]), (&json!("email"), &json!("Low")));
    assert_eq!(ticket["internal"]["suggestion"]["code"], "Critical", "{ticket}");
    let listed = agent.get("/api/v1/tickets?suggestion=true").await.expect(200).json();
    assert_eq!(listed["items"][0]["suggestion"]["code"], "Critical");
    let customer = test.api(Who::Customer("dms"));
    for path in ["/api/v1/tickets", "/api/v1/tickets/1", "/api/v1/tickets/1/history"] {
        let seen = customer.get(path).await.expect(200).text();
        for word in ["uggest", "Critical", "reason", "internal"] {
            assert!(!seen.contains(word), "{path} tells a customer “{word}”: {seen}");
        }
    }
    let dismissed =
        agent.post("/api/v1/tickets/1/suggestion/dismissal", json!({ "reason": "Planned" })).await;
    assert_eq!(dismissed.expect(200).json()["internal"]["suggestion"], json!(null));

    let notices = admin.get("/api/v1/outbox?ticket=1&state=sent").await.expect(200).json();
    assert_eq!(notices["items"][0]["what"], "acknowledgement");
    assert_eq!(notices["items"][0]["to"], "contact@dms.example");
}
