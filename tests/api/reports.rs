//! Figures, and the lists behind them.

use serde_json::{Value, json};

use crate::support::app::{TestApp, Who, on_both_apps};

on_both_apps!(each_figure_has_its_list);

async fn each_figure_has_its_list(test: TestApp) {
    for severity in ["Critical", "Critical", "High"] {
        let report = json!({ "subject": severity, "text": "x", "severity": severity });
        test.api(Who::Customer("dms")).post("/api/v1/tickets", report).await.expect(201);
    }
    let (agent, manager) = (test.api(Who::Agent), test.api(Who::Manager));
    // The first is answered in time, the second half an hour late; both are resolved before an update is due.
    test.at("2026-11-23T10:30:00Z").await;
    agent
        .post("/api/v1/tickets/1/replies", json!({ "text": "Done", "status": "resolved" }))
        .await
        .expect(201);
    test.at("2026-11-23T11:29:00Z").await;
    agent
        .post("/api/v1/tickets/2/replies", json!({ "text": "Done", "status": "resolved" }))
        .await
        .expect(201);
    test.at("2026-12-01T00:00:00Z").await;

    let report = manager.get("/api/v1/reports/promises?from=2026-11&clock=respond").await.expect(200).json();
    let line = |severity: &str| {
        let lines = report["items"].as_array().unwrap();
        lines.iter().find(|line| line["severity"] == severity).cloned().unwrap_or(Value::Null)
    };
    let critical = line("Critical");
    assert_eq!((&critical["month"], &critical["contract"]), (&json!("2026-11"), &json!("dms")));
    assert_eq!((&critical["kept"], &critical["broken"]), (&json!(1), &json!(1)));
    assert_eq!(critical["share_kept"], json!(0.5));
    assert_eq!((&line("High")["kept"], &line("High")["broken"]), (&json!(0), &json!(1)));

    let behind = "/api/v1/promises?month=2026-11&contract=dms&severity=Critical&clock=respond";
    for (outcome, count) in [("kept", 1), ("broken", 1), ("kept,broken", 2), ("stopped", 0)] {
        let list = manager.get(&format!("{behind}&outcome={outcome}")).await.expect(200).json();
        assert_eq!(list["items"].as_array().unwrap().len(), count, "{outcome}: {list}");
    }
    let breaches = manager.get("/api/v1/breaches?month=2026-11&clock=respond").await.expect(200).json();
    let breaches = breaches["items"].as_array().unwrap();
    assert_eq!(breaches.len(), 2);
    assert_eq!((&breaches[0]["ticket"], &breaches[0]["made_good_at"]), (&json!(3), &json!(null)));
    assert_eq!((&breaches[1]["ticket"], &breaches[1]["late_seconds"]), (&json!(2), &json!(29 * 60)));
    assert_eq!(breaches[1]["due_at"], "2026-11-23T11:00:00Z");

    let other = test.person(Who::Customer("teamplify")).organization_id.unwrap();
    let none = manager.get(&format!("/api/v1/breaches?customer={other}")).await.expect(200).json();
    assert_eq!(none["items"], json!([]));
    let mut seen = Vec::new();
    let mut path = "/api/v1/breaches?limit=1".to_owned();
    loop {
        let page = manager.get(&path).await.expect(200).json();
        seen.extend(page["items"].as_array().unwrap().clone());
        let Some(next) = page["next"].as_str() else { break };
        path = format!("/api/v1/breaches?limit=1&cursor={next}");
    }
    let whole = manager.get("/api/v1/breaches?limit=200").await.expect(200).json();
    assert_eq!(json!(seen), whole["items"]);
    for query in
        ["breaches?month=2026-13", "breaches?customer=acme", "breaches?cursor=x", "promises?outcome=lost"]
    {
        manager.get(&format!("/api/v1/{query}")).await.expect(422);
    }
    let refused = manager.get("/api/v1/reports/promises?from=2020-01").await.expect(422);
    assert_eq!(refused.faulty_fields(), ["from"]);
    agent.get("/api/v1/breaches").await.expect(403);
}
