//! An email at night becomes a Low ticket, is triaged, raised, and taken by a link.

use serde_json::json;

use super::{due, receive, ticket};
use crate::support::app::{TestApp, Who};
use crate::support::mailed_link::token_in;
use crate::support::received_mail::ReceivedMail;

crate::support::app::on_both_apps!(a_mail_at_night_is_triaged_raised_and_taken);

const MAIL: &str = "From: Rosa <rosa@discount-kit.example>
To: support@provider.example
Message-ID: <night-1@discount-kit.example>
Subject: The app is completely unavailable

No discount works for anybody since an hour ago: complete outage.
";

async fn a_mail_at_night_is_triaged_raised_and_taken(test: TestApp) {
    test.at("2026-11-28T22:00:00Z").await;
    receive(&test, MAIL).await;
    let found = ticket(&test, Who::Agent, 1).await;
    assert_eq!(found["severity"], "Low", "mail starts at the email severity, whatever it says");
    assert_eq!(found["internal"]["suggestion"]["code"], "Critical", "{found}");
    assert_eq!(due(&found, "respond"), "2026-12-02T17:30:00Z");
    let mails = test.mails();
    assert!(page(&mails).is_some(), "the on-call person is asked to look: {mails:?}");
    assert!(mails.iter().any(|mail| mail.to == "rosa@discount-kit.example"), "and the sender hears of it");

    test.at("2026-11-28T22:10:00Z").await;
    let raise = json!({ "severity": "Critical", "reason": "Everybody is affected" });
    test.api(Who::Agent).put("/api/v1/tickets/1/severity", raise).await.expect(200);
    test.tick().await;
    let found = ticket(&test, Who::Agent, 1).await;
    assert_eq!(due(&found, "respond"), "2026-11-29T00:10:00Z", "two hours from the raise");
    assert!(found["internal"]["suggestion"].is_null());

    let call = page(&test.mails()).expect("a raise calls again");
    assert!(call.text.contains(&format!("{}/take#", test.address)), "on our address");
    let token = token_in(&call.text, "/take");
    let link = [("link", token.as_str())];
    test.api(Who::Anonymous).submit("/take", &link).await.expect(200);
    let open = ticket(&test, Who::Agent, 1).await["internal"]["open_pages"].as_array().unwrap().len();
    assert!(open > 0, "looking at the link takes nothing: mail scanners do that");
    test.api(Who::Anonymous).submit("/take/confirm", &link).await.expect(200);
    let found = ticket(&test, Who::Agent, 1).await;
    assert_eq!(found["internal"]["open_pages"], json!([]));
    assert_eq!(found["assignee"]["name"], test.person(Who::Agent).name);
}

fn page(mails: &[ReceivedMail]) -> Option<ReceivedMail> {
    mails.iter().find(|mail| mail.to == "agent@provider.example" && mail.text.contains("/take#")).cloned()
}
