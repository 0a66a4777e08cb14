//! Lists: filtered, ordered, and paged so that everything is visited once.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::app::{TestApp, Who, on_both_apps};

on_both_apps!(paging_visits_everything_once, filters_keep_what_they_say, customers_learn_nothing_of_triage);

async fn paging_visits_everything_once(test: TestApp) {
    let codes = ["Low", "Critical", "High", "Medium", "Low", "Low", "Critical"];
    for (count, code) in codes.iter().enumerate() {
        let report = json!({ "subject": format!("Report {count}"), "text": "x", "severity": code });
        test.api(Who::Customer("dms")).post("/api/v1/tickets", report).await.expect(201);
    }
    test.at("2026-11-23T10:10:00Z").await;
    let agent = test.api(Who::Agent);
    agent.put("/api/v1/tickets/3/status", json!({ "status": "resolved" })).await.expect(200);
    for sort in ["", "-next_due", "created", "-created", "updated", "-updated", "number", "-number"] {
        let first = format!("/api/v1/tickets?limit=2&sort={sort}");
        let (mut seen, mut path) = (Vec::new(), first.clone());
        loop {
            let page = agent.get(&path).await.expect(200).json();
            seen.extend(
                page["items"].as_array().unwrap().iter().map(|ticket| ticket["number"].as_i64().unwrap()),
            );
            let Some(next) = page["next"].as_str() else { break };
            path = format!("{first}&cursor={next}");
        }
        let whole = agent.get(&format!("/api/v1/tickets?sort={sort}")).await.expect(200).json();
        let whole: Vec<_> = numbers(&whole);
        assert_eq!(seen, whole, "sort={sort}");
        assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), codes.len(), "sort={sort}");
    }
    let page = agent.get("/api/v1/tickets?limit=2&sort=number").await.expect(200).json();
    let cursor = page["next"].as_str().unwrap();
    let other = agent.get(&format!("/api/v1/tickets?sort=created&cursor={cursor}")).await.expect(422);
    assert_eq!(other.faulty_fields(), ["cursor"]);
}

async fn filters_keep_what_they_say(test: TestApp) {
    for (key, subject, severity) in [
        ("dms", "Disk is full", "Critical"),
        ("dms", "A question", "Low"),
        ("teamplify", "Disk is slow", "Low"),
    ] {
        let codes =
            test.api(Who::Customer(key)).post("/api/v1/promises/preview", json!({})).await.expect(200);
        let codes = codes.json()["severities"].as_array().unwrap().clone();
        let code = if severity == "Low" { codes.last() } else { codes.first() };
        let report = json!({ "subject": subject, "text": "x", "severity": code.unwrap()["code"] });
        test.api(Who::Customer(key)).post("/api/v1/tickets", report).await.expect(201);
    }
    let agent = test.api(Who::Agent);
    let me = test.person(Who::Agent).id;
    agent.put("/api/v1/tickets/2/assignee", json!({ "assignee_id": me })).await.expect(200);
    let wait = json!({ "status": "waiting_on_customer" });
    agent.put("/api/v1/tickets/3/status", wait).await.expect(200);
    test.at("2026-11-23T11:00:01Z").await;
    let customer = test.person(Who::Customer("teamplify")).organization_id.unwrap();
    for (query, expected) in [
        (String::new(), vec![1, 2, 3]),
        ("severity=Critical".to_owned(), vec![1]),
        ("breached=true".to_owned(), vec![1]),
        ("breached=false".to_owned(), vec![2, 3]),
        ("assignee=me".to_owned(), vec![2]),
        (format!("assignee={me}"), vec![2]),
        ("assignee=none".to_owned(), vec![1, 3]),
        ("waiting=true".to_owned(), vec![3]),
        ("waiting=false".to_owned(), vec![1, 2]),
        ("status=open".to_owned(), vec![1, 2]),
        ("status=open,waiting_on_customer".to_owned(), vec![1, 2, 3]),
        ("status=open&waiting=true".to_owned(), vec![]),
        (format!("organization={customer}"), vec![3]),
        ("contract=dms".to_owned(), vec![1, 2]),
        ("text=DISK".to_owned(), vec![1, 3]),
        ("text=%232".to_owned(), vec![2]),
        ("created_from=2026-11-23T10:00:01Z".to_owned(), vec![]),
        ("created_to=2026-11-23T11:00:01%2B01:00".to_owned(), vec![1, 2, 3]),
        ("suggestion=true".to_owned(), vec![]),
    ] {
        let found = agent.get(&format!("/api/v1/tickets?sort=number&{query}")).await.expect(200).json();
        assert_eq!(numbers(&found), expected, "{query}");
    }
    let refused = agent.get("/api/v1/tickets?severity=Critical,Hihg").await.expect(422);
    assert_eq!(refused.faulty_fields(), ["severity"], "{}", refused.text());
    let own = test.api(Who::Customer("dms")).get(&format!("/api/v1/tickets?organization={customer}")).await;
    assert_eq!(own.expect(200).json()["items"], json!([]), "another customer’s id shows nothing");
}

async fn customers_learn_nothing_of_triage(test: TestApp) {
    let customer = test.api(Who::Customer("dms"));
    let report = json!({ "subject": "Nothing works", "text": "x" });
    customer.post("/api/v1/tickets", report).await.expect(201);
    for (query, field) in
        [("suggestion=true", "suggestion"), ("sort=next_due", "sort"), ("sort=-next_due", "sort")]
    {
        let answer = customer.get(&format!("/api/v1/tickets?{query}")).await.expect(422);
        assert_eq!(answer.faulty_fields(), [field]);
    }
}

fn numbers(page: &Value) -> Vec<i64> {
    page["items"].as_array().unwrap().iter().map(|ticket| ticket["number"].as_i64().unwrap()).collect()
}
