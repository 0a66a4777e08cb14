//! What administrators change: people, customers, teams, rotas, mail that got stuck.

use serde_json::{Value, json};

use crate::support::app::{PASSWORD, TestApp, Who, on_both_apps};

on_both_apps!(
    people_are_changed_and_let_out,
    customers_teams_and_rotas_are_changed,
    a_mail_held_back_is_read_again
);

async fn people_are_changed_and_let_out(test: TestApp) {
    let admin = test.api(Who::Admin);
    let agent = format!("/api/v1/people/{}", test.person(Who::Agent).id);
    let change = |role: &str| {
        json!({ "name": "Ada", "role": role, "team_id": null, "time_zone": "Asia/Kolkata",
            "receives_breach_notices": false })
    };
    let refused = admin.put(&agent, change("customer")).await.expect(422);
    assert_eq!(refused.faulty_fields(), ["role"]);
    let credentials = json!({ "email": "agent@provider.example", "password": PASSWORD });
    let session =
        test.api(Who::Anonymous).post("/api/v1/sessions", credentials.clone()).await.expect(201).json();
    let bearer = format!("Bearer {}", session["token"].as_str().unwrap());
    let call = || test.api(Who::Anonymous).with("authorization", &bearer);
    let changed = admin.put(&agent, change("manager")).await.expect(200).json();
    assert_eq!((&changed["name"], &changed["time_zone"]), (&json!("Ada"), &json!("Asia/Kolkata")));
    call().get("/api/v1/me").await.expect(401);

    admin.put(&format!("{agent}/access"), json!({ "is_active": false })).await.expect(200);
    test.api(Who::Anonymous).post("/api/v1/sessions", credentials.clone()).await.expect(401);
    admin.put(&format!("{agent}/access"), json!({ "is_active": true })).await.expect(200);
    let reset = format!("{agent}/sign-in-reset");
    assert_eq!(
        admin.post(&reset, json!({ "password": "short" })).await.expect(422).faulty_fields(),
        ["password"]
    );
    admin.post(&reset, json!({ "password": "another long password" })).await.expect(204);
    test.api(Who::Anonymous).post("/api/v1/sessions", credentials).await.expect(401);
    let own = format!("/api/v1/people/{}/access", test.person(Who::Admin).id);
    admin.put(&own, json!({ "is_active": false })).await.expect(422);
    assert_eq!(admin.get(&agent).await.expect(200).json()["role"], "manager");
}

async fn customers_teams_and_rotas_are_changed(test: TestApp) {
    let admin = test.api(Who::Admin);
    let rota = |name: &str, people: Value| {
        json!({ "name": name, "time_zone": "Europe/London", "handover_day": "wed", "handover_time": "08:30",
            "people": people })
    };
    let backup = json!(["backup@provider.example"]);
    for (body, field) in [
        (rota("Night", json!([])), "people"),
        (rota("Night", json!(["contact@dms.example"])), "people"),
        (rota("Support", backup.clone()), "name"),
        (
            json!({ "name": "x", "handover_day": "someday", "handover_time": "09:00", "people": [] }),
            "handover_day people",
        ),
        (
            json!({ "name": "x", "handover_day": "mon", "handover_time": "9 am", "people": [] }),
            "handover_time people",
        ),
    ] {
        let refused = admin.post("/api/v1/rotas", body.clone()).await.expect(422);
        assert_eq!(refused.faulty_fields().join(" "), field, "{body}: {}", refused.text());
    }
    let night = admin.post("/api/v1/rotas", rota("Night", backup)).await.expect(201).json();
    assert_eq!(night["on_call"]["id"], json!(test.person(Who::Backup).id));
    let place = format!("/api/v1/rotas/{}/stand-ins", night["id"].as_str().unwrap());
    let stand_in = json!({ "person_id": test.person(Who::Agent).id, "from": "2026-11-23T00:00:00Z",
        "until": "2026-11-24T00:00:00Z" });
    let stood = admin.post(&place, stand_in.clone()).await.expect(201).json();
    assert_eq!(stood["on_call"]["id"], json!(test.person(Who::Agent).id));
    let back = admin.post(&format!("{place}/removal"), stand_in.clone()).await.expect(200).json();
    assert_eq!(back["on_call"], night["on_call"]);
    admin.post(&format!("{place}/removal"), stand_in).await.expect(404);

    let team = json!({ "name": "Night shift", "rota_id": night["id"] });
    let team = admin.post("/api/v1/teams", team).await.expect(201).json();
    let renamed = json!({ "name": "Owls", "rota_id": null });
    let path = format!("/api/v1/teams/{}", team["id"].as_str().unwrap());
    assert_eq!(admin.put(&path, renamed).await.expect(200).json()["name"], "Owls");

    let customer = test.person(Who::Customer("dms")).organization_id.unwrap();
    let path = format!("/api/v1/organizations/{customer}");
    let change = |contract: &str| {
        json!({ "name": "Acme", "contract": contract, "domains": ["acme.example"], "time_zone": "Europe/Berlin",
            "team_id": team["id"] })
    };
    assert_eq!(admin.put(&path, change("none")).await.expect(422).faulty_fields(), ["contract"]);
    admin.put(&path, change("discount-kit")).await.expect(200);
    let seen = test.api(Who::Agent).get(&path).await.expect(200).json();
    assert_eq!((&seen["name"], &seen["contract"]), (&json!("Acme"), &json!("discount-kit")));
    let report = json!({ "subject": "x", "text": "y" });
    let opened = test.api(Who::Customer("dms")).post("/api/v1/tickets", report).await.expect(201).json();
    assert_eq!(opened["contract"], "discount-kit");
}

async fn a_mail_held_back_is_read_again(test: TestApp) {
    let admin = test.api(Who::Admin);
    let mail = "From: agent@provider.example\r\nSubject: Trust me\r\n\r\nI am an agent.\r\n";
    let taken = admin.post_bytes("/api/v1/inbound", "message/rfc822", mail).await.expect(202).json();
    let path = format!("/api/v1/inbound/{}/reading", taken["id"].as_str().unwrap());
    admin.post(&path, json!({})).await.expect(409);
    test.tick().await;
    let held = admin.get("/api/v1/inbound?state=quarantined").await.expect(200).json();
    assert_eq!(held["items"][0]["id"], taken["id"]);
    assert!(held["items"][0]["error"].as_str().is_some_and(|why| !why.is_empty()), "{held}");
    assert_eq!(admin.post(&path, json!({})).await.expect(202).json()["state"], "received");
    admin.post("/api/v1/outbox/nothing/retry", json!({})).await.expect(404);
}
