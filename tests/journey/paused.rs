//! While a ticket waits on the customer its update clock stands still; the customer's mail resumes it.

use serde_json::json;

use super::{answer, due, receive, report, state, ticket};
use crate::support::app::{TestApp, Who};

crate::support::app::on_both_apps!(waiting_pauses_the_update_clock_and_a_mail_resumes_it);

async fn waiting_pauses_the_update_clock_and_a_mail_resumes_it(test: TestApp) {
    let customer = Who::Customer("dms");
    let number = report(&test, customer, "Nothing opens", ["everyone", "unusable", "none"]).await;
    test.at("2026-11-23T10:10:00Z").await;
    answer(&test, number).await;
    test.tick().await;
    let reply = test.mails().pop().expect("the reply is mailed");
    test.at("2026-11-23T10:20:00Z").await;
    let status = json!({ "status": "waiting_on_customer" });
    test.api(Who::Agent).put(&format!("/api/v1/tickets/{number}/status"), status).await.expect(200);
    let found = ticket(&test, Who::Agent, number).await;
    assert_eq!((state(&found, "update").as_str(), due(&found, "update").as_str()), ("paused", ""));

    test.at("2026-11-23T14:00:00Z").await;
    let mail = format!(
        "From: contact@dms.example\nTo: support@provider.example\nMessage-ID: <back@dms.example>\nIn-Reply-To: <{}>\nSubject: Re: it\n\nHere it is.\n",
        reply.message_id
    );
    receive(&test, &mail).await;
    let found = ticket(&test, Who::Agent, number).await;
    assert_eq!(found["status"], "open", "{found}");
    assert_eq!(due(&found, "update"), "2026-11-23T14:20:00Z", "twenty minutes were left");
    assert_eq!(found["breach_count"], 0);
}
