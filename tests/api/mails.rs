//! Mail taken in by the API: stored once, read into a ticket, and what customers may not know of it.

use serde_json::json;

use crate::support::app::{TestApp, Who, on_both_apps};

on_both_apps!(
    a_mail_becomes_one_ticket_with_a_suggestion_for_staff_alone,
    a_mailbox_token_hands_in_mail_until_it_is_revoked_and_opens_nothing_else,
    an_administrator_makes_and_revokes_a_mailbox_token_in_the_browser,
);

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
    for (typed, found) in
        [("contact%40dms", 1), ("DOWN", 1), ("%231", 1), ("1%40dms.example", 1), ("down_", 0)]
    {
        let listed =
            admin.get(&format!("/api/v1/inbound?state=processed&q={typed}")).await.expect(200).json();
        assert_eq!(listed["items"].as_array().unwrap().len(), found, "{typed}");
    }
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

async fn a_mailbox_token_hands_in_mail_until_it_is_revoked_and_opens_nothing_else(test: TestApp) {
    let admin = test.api(Who::Admin);
    admin.post("/api/v1/mailbox-tokens", json!({ "name": " " })).await.expect(422);
    let made =
        admin.post("/api/v1/mailbox-tokens", json!({ "name": "Mail provider" })).await.expect(201).json();
    let (id, secret) = (made["id"].as_str().unwrap(), made["token"].as_str().unwrap());
    let hand_in = async |token: &str, mail: &'static str| {
        let send = |request: reqwest::RequestBuilder| {
            request.bearer_auth(token).header("content-type", "message/rfc822").body(mail)
        };
        test.api(Who::Anonymous).send(reqwest::Method::POST, "/api/v1/inbound", send).await
    };
    let taken = hand_in(secret, MAIL).await.expect(202).json();
    assert_eq!((&taken["source"], &taken["ticket"]), (&json!("Mail provider"), &json!(null)));
    test.tick().await;
    let again = hand_in(secret, MAIL).await.expect(202).json();
    assert_eq!(
        (&again["id"], &again["ticket"]),
        (&taken["id"], &json!(null)),
        "once, and nothing about tickets"
    );
    hand_in(secret, "").await.expect(422);
    let stranger = format!("{}0", &secret[..secret.len() - 1]);
    let stranger = if stranger == secret { format!("{}1", &secret[..secret.len() - 1]) } else { stranger };
    for token in [stranger.as_str(), "pmail_", "", "x"] {
        hand_in(token, MAIL).await.expect(401);
    }

    for entry in punctual::web::routes::entries() {
        let is_public = entry.access == punctual::web::access::Access::Public;
        if is_public || (entry.method == "POST" && entry.path == "/api/v1/inbound") {
            continue;
        }
        let method = reqwest::Method::from_bytes(entry.method.as_str().as_bytes()).unwrap();
        let called =
            test.api(Who::Anonymous).send(method, entry.path, |request| request.bearer_auth(secret)).await;
        assert!(matches!(called.status, 401 | 303), "{} {}: {}", entry.method, entry.path, called.status);
    }

    let listed = admin.get("/api/v1/mailbox-tokens").await.expect(200);
    assert!(!listed.text().contains(secret), "it is shown once");
    assert_eq!(listed.json()["items"][0]["revoked_at"], json!(null));
    let place = format!("/api/v1/mailbox-tokens/{id}");
    for _ in 0..2 {
        admin.delete(&place).await.expect(204);
    }
    hand_in(secret, MAIL).await.expect(401);
    admin.delete("/api/v1/mailbox-tokens/00000000-0000-7000-8000-000000000000").await.expect(404);
}

async fn an_administrator_makes_and_revokes_a_mailbox_token_in_the_browser(test: TestApp) {
    let (admin, page) = (test.api(Who::Admin), "/admin/mailbox-tokens");
    admin.submit(page, &[("name", " ")]).await.expect(422);
    let made = admin.submit(page, &[("name", "Mail provider")]).await.expect(200).text();
    let start = made.find("pmail_").expect("it is shown");
    let secret = &made[start..start + 70];
    let hand_in = async || {
        let send = |request: reqwest::RequestBuilder| {
            request.bearer_auth(secret).header("content-type", "message/rfc822").body(MAIL)
        };
        test.api(Who::Anonymous).send(reqwest::Method::POST, "/api/v1/inbound", send).await
    };
    hand_in().await.expect(202);
    let again = admin.open(page).await.expect(200).text();
    assert!(again.contains("Mail provider") && !again.contains(secret), "it is shown once");
    let id = admin.get("/api/v1/mailbox-tokens").await.expect(200).json()["items"][0]["id"].clone();
    let revoke = format!("{page}/{}/revoke", id.as_str().unwrap());
    admin.submit(&revoke, &[]).await.expect(303);
    hand_in().await.expect(401);
    assert!(!admin.open(page).await.expect(200).text().contains("Mail provider"));
}
