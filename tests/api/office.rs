//! Agreements and people: read, checked, added.

use serde_json::json;

use crate::support::app::{PASSWORD, TestApp, Who, on_both_apps};
use punctual::sla::shipped;

on_both_apps!(
    agreements_are_data,
    a_faulty_agreement_changes_nothing,
    a_new_version_counts_for_new_tickets,
    a_new_customer_signs_in_and_reports,
    promises_are_previewed
);

async fn agreements_are_data(test: TestApp) {
    let staff = test.api(Who::Agent);
    let all = staff.get("/api/v1/contracts").await.expect(200).json();
    let keys: Vec<_> = all["items"].as_array().unwrap().iter().map(|one| one["key"].clone()).collect();
    assert_eq!(keys, ["discount-kit", "dms", "software-support", "teamplify"]);
    let customer = test.api(Who::Customer("dms"));
    let own = customer.get("/api/v1/contracts").await.expect(200).json();
    assert_eq!(own["items"].as_array().unwrap().len(), 1);
    customer.get("/api/v1/contracts/teamplify").await.expect(404);
    let agreement = customer.get("/api/v1/contracts/dms").await.expect(200).json();
    let critical = &agreement["terms"]["severities"][0];
    assert_eq!(critical["targets"]["respond"]["office_hours"], "1h");
    assert_eq!(critical["covers"], json!(["office_hours"]));
    assert_eq!(agreement["terms"]["office_hours"]["mon"], json!(["09:00-17:30"]));
    assert_eq!(agreement["agreement"]["severity"][0]["respond"], "1h");
    for internal in ["internal", "classification"] {
        assert!(agreement.get(internal).is_none() && agreement["agreement"].get(internal).is_none());
    }
    let full = staff.get("/api/v1/contracts/dms").await.expect(200).json();
    assert_eq!(full["internal"]["source"], shipped()[0].1);
}

async fn a_faulty_agreement_changes_nothing(test: TestApp) {
    let source = shipped()[0].1.replace("respond = \"1h\"", "respond = \"soon\"").replace("covers", "cover");
    let checked = test.api(Who::Manager).post("/api/v1/contracts/check", json!({ "source": source })).await;
    let checked = checked.expect(200).json();
    assert_eq!((&checked["is_valid"], &checked["terms"]), (&json!(false), &json!(null)));
    let fault = checked["faults"].as_array().unwrap().iter().find(|one| one["key"] == "severity[0].respond");
    let line = source.lines().position(|line| line.contains("soon")).unwrap() + 1;
    assert_eq!(fault.unwrap()["line"], line);
    let admin = test.api(Who::Admin);
    let refused = admin.post("/api/v1/contracts", json!({ "source": source })).await.expect(422);
    let fields = refused.faulty_fields();
    assert_eq!(fields.len(), checked["faults"].as_array().unwrap().len());
    assert!(fields.iter().all(|field| field == "source") && fields.len() > 1, "{}", refused.text());
    let kept = admin.get("/api/v1/contracts/dms").await.expect(200).json();
    assert_eq!(kept["internal"]["versions"].as_array().unwrap().len(), 1);
}

async fn a_new_version_counts_for_new_tickets(test: TestApp) {
    let customer = test.api(Who::Customer("dms"));
    let report = json!({ "subject": "x", "text": "y", "severity": "Critical" });
    let old = customer.post("/api/v1/tickets", report.clone()).await.expect(201).json();
    let source = shipped()[0].1.replace("respond = \"1h\"", "respond = \"2h\"");
    let added = test.api(Who::Admin).post("/api/v1/contracts", json!({ "source": source })).await.expect(201);
    assert_eq!(added.json()["version"], 2);
    let new = customer.post("/api/v1/tickets", report).await.expect(201).json();
    assert_eq!(old["clocks"]["respond"]["due_at"], "2026-11-23T11:00:00Z");
    assert_eq!(new["clocks"]["respond"]["due_at"], "2026-11-23T12:00:00Z");
}

async fn a_new_customer_signs_in_and_reports(test: TestApp) {
    let admin = test.api(Who::Admin);
    for (body, field) in [
        (json!({ "name": "Zenith", "contract": "none" }), "contract"),
        (json!({ "name": "Zenith", "contract": "dms", "domains": ["dms.example"] }), "domains"),
        (json!({ "name": "Zenith", "contract": "dms", "time_zone": "Mars/Base" }), "time_zone"),
        (json!({ "name": "Customer on dms", "contract": "dms" }), "name"),
    ] {
        let refused = admin.post("/api/v1/organizations", body.clone()).await.expect(422);
        assert_eq!(refused.faulty_fields(), [field], "{body}: {}", refused.text());
    }
    for (domain, told) in [
        ("dms.example", "dms.example belongs to Customer on dms."),
        ("gmail.com", "add its people one by one"),
        ("com", "“com” is no mail domain"),
    ] {
        let body = json!({ "name": "Zenith", "contract": "dms", "domains": ["zenith.example", domain] });
        let refused = admin.post("/api/v1/organizations", body).await.expect(422);
        assert!(refused.text().contains(told), "{domain}: {}", refused.text());
    }
    let zenith = json!({ "name": "Zenith", "contract": "dms", "domains": ["zenith.example"], "time_zone": "Asia/Tokyo" });
    let zenith = admin.post("/api/v1/organizations", zenith).await.expect(201).json();
    assert_eq!(
        (&zenith["time_zone"], &zenith["domains"]),
        (&json!("Asia/Tokyo"), &json!(["zenith.example"]))
    );

    let person = |email: &str, password: &str| json!({ "email": email, "name": "Zoe", "role": "customer", "organization_id": zenith["id"], "password": password });
    for (body, field) in [
        (person("zoe", PASSWORD), "email"),
        (person("zoe@zenith.example", "short"), "password"),
        (person("contact@dms.example", PASSWORD), "email"),
        (json!({ "email": "zoe@zenith.example", "name": "Zoe", "role": "customer" }), "organization_id"),
        (json!({ "email": "zoe@zenith.example", "name": "Zoe", "role": "boss" }), "role"),
    ] {
        let refused = admin.post("/api/v1/people", body.clone()).await.expect(422);
        assert_eq!(refused.faulty_fields(), [field], "{body}: {}", refused.text());
    }
    let zoe = admin.post("/api/v1/people", person("zoe@zenith.example", PASSWORD)).await.expect(201);
    assert!(!zoe.text().contains("argon2"), "a hash leaves the house: {}", zoe.text());
    let credentials = json!({ "email": "zoe@zenith.example", "password": PASSWORD });
    let session = test.api(Who::Anonymous).post("/api/v1/sessions", credentials).await.expect(201).json();
    assert_eq!(session["me"]["organization"]["name"], "Zenith");
    let bearer = format!("Bearer {}", session["token"].as_str().unwrap());
    let zoe = test.api(Who::Anonymous).with("authorization", bearer);
    zoe.post("/api/v1/tickets", json!({ "subject": "x", "text": "y" })).await.expect(201);

    let found = test.api(Who::Agent).get("/api/v1/people?text=zenith&role=customer").await.expect(200).json();
    assert_eq!(found["items"].as_array().unwrap().len(), 1);
    let rotas = test.api(Who::Agent).get("/api/v1/rotas").await.expect(200).json();
    assert_eq!(rotas["items"][0]["on_call"]["id"], json!(test.person(Who::Agent).id));
    assert_eq!(rotas["items"][0]["backup"]["id"], json!(test.person(Who::Backup).id));
}

async fn promises_are_previewed(test: TestApp) {
    // Saturday at ten in the evening: held over until Monday.
    test.at("2026-11-28T22:00:00Z").await;
    let draft = json!({ "affected": "everyone", "impact": "unusable", "text": "The platform is down" });
    let preview =
        test.api(Who::Customer("dms")).post("/api/v1/promises/preview", draft).await.expect(200).json();
    assert_eq!(preview["severity"], "Critical");
    let respond = &preview["severities"][0]["respond"];
    assert_eq!(respond["held_over_until"], "2026-11-30T09:00:00Z");
    assert_eq!(respond["due_at"], "2026-11-30T10:00:00Z");
    assert_eq!(preview["severities"][0]["update"], "30m");
    assert_eq!(preview["severities"][0]["resolve"], json!(null));
    let nothing = test.api(Who::Customer("dms")).get("/api/v1/tickets").await.expect(200).json();
    assert_eq!(nothing["items"], json!([]));
}
