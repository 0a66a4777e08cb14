//! Holidays by the API: proclaimed, listed, withdrawn.

use serde_json::{Value, json};

use crate::support::app::{TestApp, Who, on_both_apps};

on_both_apps!(
    a_program_proclaims_a_holiday_and_withdraws_it,
    a_holiday_that_cannot_be_is_refused_with_its_field,
);

const PLACE: &str = "/api/v1/contracts/dms/holidays";

fn thanks() -> Value {
    json!({ "date": "2026-11-24", "name": " Day of  thanks " })
}

async fn due(test: &TestApp) -> Value {
    let ticket = test.api(Who::Agent).get("/api/v1/tickets/1").await.expect(200).json();
    ticket["clocks"]["respond"]["due_at"].clone()
}

async fn a_program_proclaims_a_holiday_and_withdraws_it(test: TestApp) {
    let report = json!({ "subject": "The export is slow", "text": "Since today.", "severity": "Medium" });
    test.api(Who::Customer("dms")).post("/api/v1/tickets", report).await.expect(201);
    let ordinary = due(&test).await;
    let admin = test.api(Who::Admin);
    let made = admin.post(PLACE, thanks()).await.expect(201).json();
    assert_eq!((&made["date"], &made["name"]), (&json!("2026-11-24"), &json!("Day of thanks")));
    assert_eq!(made["proclaimed_by"], json!(test.person(Who::Admin).id));
    assert!(due(&test).await.as_str() > ordinary.as_str(), "its clock follows: {}", due(&test).await);
    let listed = admin.get(PLACE).await.expect(200).json();
    assert_eq!(listed["items"], json!([made]));

    let day = format!("{PLACE}/2026-11-24");
    test.at("2026-11-23T10:30:00Z").await;
    admin.delete(&day).await.expect(204);
    assert_eq!(due(&test).await, ordinary);
    let listed = admin.get(PLACE).await.expect(200).json();
    assert_eq!(listed["items"][0]["withdrawn_at"], "2026-11-23T10:30:00Z");
    assert_eq!(listed["items"][0]["withdrawn_by"], json!(test.person(Who::Admin).id));
    admin.delete(&day).await.expect(404);
}

async fn a_holiday_that_cannot_be_is_refused_with_its_field(test: TestApp) {
    let admin = test.api(Who::Admin);
    for (date, name, field) in [
        ("2026-11-23", "Today", "date"),
        ("2026-12-25", "Feast", "date"),
        ("soon", "Feast", "date"),
        ("9999-01-01", "Feast", "date"),
        ("2026-11-24", " ", "name"),
    ] {
        let refused = admin.post(PLACE, json!({ "date": date, "name": name })).await.expect(422);
        assert_eq!(refused.faulty_fields(), [field], "{date} {name}");
    }
    admin.post(PLACE, thanks()).await.expect(201);
    test.at("2026-11-24T10:00:00Z").await;
    let begun = admin.delete(&format!("{PLACE}/2026-11-24")).await.expect(422);
    assert_eq!(begun.faulty_fields(), ["date"]);
    for missing in ["soon", "2027-01-05"] {
        admin.delete(&format!("{PLACE}/{missing}")).await.expect(404);
    }
    admin.get("/api/v1/contracts/none/holidays").await.expect(404);
    admin.post("/api/v1/contracts/none/holidays", thanks()).await.expect(404);
    test.api(Who::Manager).post(PLACE, thanks()).await.expect(403);
}
