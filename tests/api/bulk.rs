//! One action on many tickets by a program.

use serde_json::{Value, json};

use crate::support::app::{TestApp, Who, on_both_apps};

on_both_apps!(
    each_ticket_has_its_own_outcome_and_problem,
    the_same_key_changes_nothing_twice,
    an_action_is_taken_back_once_however_many_do_it_at_once,
    what_cannot_be_asked_is_named_by_its_field
);

const PATH: &str = "/api/v1/tickets/bulk";

async fn open(test: &TestApp, who: Who) -> i64 {
    let report = json!({ "subject": "The export is slow", "text": "Since this morning." });
    test.api(who).post("/api/v1/tickets", report).await.expect(201).json()["number"].as_i64().unwrap()
}

fn outcomes(answer: &Value) -> Vec<(i64, &str, Option<i64>)> {
    let tickets = answer["tickets"].as_array().unwrap();
    let line = |one: &'_ Value| one["problem"]["status"].as_i64();
    tickets
        .iter()
        .map(|one| (one["number"].as_i64().unwrap(), one["outcome"].as_str().unwrap(), line(one)))
        .collect()
}

async fn each_ticket_has_its_own_outcome_and_problem(test: TestApp) {
    let (fresh, stale, done) = (
        open(&test, Who::Customer("dms")).await,
        open(&test, Who::Customer("dms")).await,
        open(&test, Who::Customer("dms")).await,
    );
    let agent = || test.api(Who::Agent);
    agent().put(&format!("/api/v1/tickets/{done}/status"), json!({ "status": "resolved" })).await.expect(200);
    let tickets =
        json!([{ "number": done }, { "number": fresh, "version": 1 }, { "number": stale, "version": 7 }]);
    let action = json!({ "do": "set_status", "status": "resolved" });
    let wanted = vec![(fresh, "changed", None), (stale, "refused", Some(412)), (done, "unchanged", None)];
    let body = json!({ "tickets": tickets, "action": action, "preview": true });
    let preview = agent().post(PATH, body).await.expect(200).json();
    assert_eq!(outcomes(&preview), wanted);
    assert_eq!((&preview["id"], &preview["notices"]["resolution notice"]), (&Value::Null, &json!(1)));
    let ticket = agent().get(&format!("/api/v1/tickets/{fresh}")).await.expect(200).json();
    assert_eq!(ticket["status"], "open", "a preview changes nothing");

    let answer = agent().post(PATH, json!({ "tickets": tickets, "action": action })).await.expect(200).json();
    assert_eq!(outcomes(&answer), wanted);
    assert_eq!(answer["undo_until"], "2026-11-23T10:10:00Z");
    let undo = format!("{PATH}/{}/undo", answer["id"].as_str().unwrap());
    test.api(Who::Backup).post(&undo, json!({})).await.expect(404);
    let back = agent().post(&undo, json!({})).await.expect(200).json();
    assert_eq!(outcomes(&back), [(fresh, "taken_back", None), wanted[1], wanted[2]]);
    agent().post(&undo, json!({})).await.expect(409);
}

async fn the_same_key_changes_nothing_twice(test: TestApp) {
    let number = open(&test, Who::Customer("dms")).await;
    let body =
        |tag: &str| json!({ "tickets": [{ "number": number }], "action": { "do": "add_tag", "tag": tag } });
    let keyed = |key: &'static str| test.api(Who::Agent).with("idempotency-key", key);
    let first = keyed("a").post(PATH, body("billing")).await.expect(200).json();
    let ticket = format!("/api/v1/tickets/{number}");
    let version = test.api(Who::Agent).get(&ticket).await.expect(200).json()["version"].clone();
    let again = keyed("a").post(PATH, body("billing")).await.expect(200).json();
    assert_eq!(again, first);
    assert_eq!(test.api(Who::Agent).get(&ticket).await.expect(200).json()["version"], version);
    let other = keyed("a").post(PATH, body("other")).await.expect(422);
    assert_eq!(other.faulty_fields(), ["Idempotency-Key"]);
    let theirs =
        test.api(Who::Backup).with("idempotency-key", "a").post(PATH, body("theirs")).await.expect(200);
    assert_eq!(outcomes(&theirs.json()), [(number, "changed", None)], "a key is its sender's own");
}

async fn an_action_is_taken_back_once_however_many_do_it_at_once(test: TestApp) {
    let number = open(&test, Who::Customer("dms")).await;
    let action = json!({ "do": "set_status", "status": "resolved" });
    let body = json!({ "tickets": [{ "number": number }], "action": action });
    for _ in 0..3 {
        let done = test.api(Who::Agent).post(PATH, body.clone()).await.expect(200).json();
        let undo = format!("{PATH}/{}/undo", done["id"].as_str().unwrap());
        let tries = (0..6).map(|_| async { test.api(Who::Agent).post(&undo, json!({})).await.status });
        let mut answers = futures_util::future::join_all(tries).await;
        answers.sort_unstable();
        assert_eq!(answers, [200, 409, 409, 409, 409, 409]);
    }
}

async fn what_cannot_be_asked_is_named_by_its_field(test: TestApp) {
    let number = open(&test, Who::Customer("dms")).await;
    let one = json!([{ "number": number }]);
    let many: Vec<Value> = (0..201).map(|_| json!({ "number": number })).collect();
    let tag = json!({ "do": "add_tag", "tag": "billing" });
    for (tickets, action, field) in [
        (json!([]), tag.clone(), "tickets"),
        (json!(many), tag.clone(), "tickets"),
        (json!([{ "number": 999_999 }]), tag, "tickets"),
        (one.clone(), json!({ "do": "add_tag", "tag": "two words" }), "action.tag"),
        (one.clone(), json!({ "do": "set_severity", "severity": "High", "reason": " " }), "action.reason"),
        (one, json!({ "do": "vanish" }), "action.do"),
    ] {
        let body = json!({ "tickets": tickets, "action": action });
        let answer = test.api(Who::Agent).post(PATH, body.clone()).await.expect(422);
        assert_eq!(answer.faulty_fields(), [field], "{body}");
    }
    let ticket = test.api(Who::Agent).get(&format!("/api/v1/tickets/{number}")).await.expect(200).json();
    assert_eq!(ticket["version"], 1);
}
