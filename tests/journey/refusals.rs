//! Bad input gets a clear answer and loses nothing; a stranger's ticket and a missing one answer alike.

use serde_json::json;

use super::{receive, report};
use crate::support::app::{TestApp, Who};

crate::support::app::on_both_apps!(
    a_bad_form_keeps_what_was_typed,
    bad_json_names_its_field,
    a_bad_contract_is_refused_with_line_and_key,
    a_strangers_ticket_and_a_missing_one_answer_alike,
    bytes_that_are_no_mail_become_a_ticket_all_the_same,
);

async fn a_bad_form_keeps_what_was_typed(test: TestApp) {
    let long = "x".repeat(300);
    let fields = [("subject", long.as_str()), ("text", "What I typed & kept"), ("affected", "several")];
    let page = test.api(Who::Customer("dms")).submit("/portal/report", &fields).await;
    assert!((400..500).contains(&page.status), "{}", page.status);
    assert!(page.text().contains("What I typed &") && page.text().contains(&long), "{}", page.text());
    assert!(page.text().contains("250"), "it says what to do: {}", page.text());
}

async fn bad_json_names_its_field(test: TestApp) {
    let customer = test.api(Who::Customer("dms"));
    let answer = customer.post("/api/v1/tickets", json!({ "subject": "", "text": "x" })).await;
    assert_eq!(answer.faulty_fields(), ["subject"]);
    let answer =
        customer.post("/api/v1/tickets", json!({ "subject": "a", "text": "b", "severity": "S9" })).await;
    assert_eq!(answer.faulty_fields(), ["severity"]);
}

async fn a_bad_contract_is_refused_with_line_and_key(test: TestApp) {
    let source = "schema = 1\nkey = \"x\"\nname = \"X\"\nprovider = \"P\"\n[calendar]\ntime_zone = \"Europe/Lundon\"\n";
    let answer = test.api(Who::Admin).post("/api/v1/contracts", json!({ "source": source })).await;
    assert!((400..500).contains(&answer.status), "{}", answer.text());
    assert!(answer.text().contains("time_zone") && answer.text().contains('6'), "{}", answer.text());
}

async fn a_strangers_ticket_and_a_missing_one_answer_alike(test: TestApp) {
    let number = report(&test, Who::Customer("dms"), "Ours", ["one", "minor", "easy"]).await;
    let other = Who::Customer("teamplify");
    let without_id = |text: String| {
        let mut value: serde_json::Value = serde_json::from_str(&text).unwrap();
        value.as_object_mut().unwrap().remove("request_id");
        value.as_object_mut().unwrap().remove("instance");
        value
    };
    let foreign = test.api(other).get(&format!("/api/v1/tickets/{number}")).await.expect(404);
    let missing = test.api(other).get("/api/v1/tickets/999").await.expect(404);
    assert_eq!(without_id(foreign.text()), without_id(missing.text()));
    for path in [format!("/portal/tickets/{number}"), format!("/api/v1/tickets/{number}/history")] {
        test.api(other).open(&path).await.expect(404);
    }
    let list = test.api(other).get("/api/v1/tickets").await.expect(200).json();
    assert_eq!(list["items"], json!([]));
    let reply = json!({ "text": "x" });
    test.api(other).post(&format!("/api/v1/tickets/{number}/replies"), reply).await.expect(404);
}

async fn bytes_that_are_no_mail_become_a_ticket_all_the_same(test: TestApp) {
    receive(&test, "\u{0}\u{1}no header at all").await;
    let found = test.api(Who::Agent).get("/api/v1/tickets").await.expect(200).json();
    assert_eq!(found["items"].as_array().unwrap().len(), 1, "{found}");
    assert!(test.mails().is_empty(), "nobody can be answered");
}
