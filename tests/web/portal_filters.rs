//! The portal's list: what each filter keeps, in which order, and what the page says where nothing is left.

use serde_json::json;

use super::{ANN, STRANGER, assert_reads, contacts, words};
use crate::support::app::{TestApp, Who, on_both_apps};

on_both_apps!(
    each_filter_keeps_its_tickets_in_the_chosen_order,
    a_long_list_goes_on_with_the_same_filters,
    what_goes_on_inside_is_no_change_of_the_customers_list,
);

/// Ann's critical one, her minor one, Ben's minor one and a resolved one of hers, an hour apart.
async fn four_tickets(test: &TestApp) {
    let ben = contacts::colleague(test).await;
    let report =
        |subject: &str, severity: &str| json!({ "subject": subject, "text": "x", "severity": severity });
    for (hour, subject, severity) in [(10, "Minor of Ann", "Low"), (11, "Solved of Ann", "Medium")] {
        test.at(&format!("2026-11-23T{hour}:00:00Z")).await;
        test.api(ANN).post("/api/v1/tickets", report(subject, severity)).await.expect(201);
    }
    test.at("2026-11-23T12:00:00Z").await;
    test.api_of(Some(ben)).post("/api/v1/tickets", report("Minor of Ben", "Low")).await.expect(201);
    test.at("2026-11-23T13:00:00Z").await;
    test.api(ANN).post("/api/v1/tickets", report("Outage of Ann", "Critical")).await.expect(201);
    test.api(STRANGER).post("/api/v1/tickets", report("Minor of a stranger", "Low")).await.expect(201);
    let resolved = json!({ "status": "resolved" });
    test.api(Who::Agent).put("/api/v1/tickets/2/status", resolved).await.expect(200);
}

/// The subjects of the list, in its order.
fn listed(page: &str) -> Vec<String> {
    let rows = page.split("<a class=\"cover\"").skip(1);
    rows.map(|row| words(&format!("<a{row}")).split(" #").next().unwrap_or_default().to_owned()).collect()
}

async fn each_filter_keeps_its_tickets_in_the_chosen_order(test: TestApp) {
    four_tickets(&test).await;
    let (minor, ben, outage, solved) = ("Minor of Ann", "Minor of Ben", "Outage of Ann", "Solved of Ann");
    for (query, wanted) in [
        ("", vec![outage, ben, minor]),
        ("?sort=oldest", vec![minor, ben, outage]),
        ("?sort=newest", vec![outage, ben, minor]),
        ("?sort=due", vec![outage, minor, ben]),
        ("?sort=nonsense", vec![outage, ben, minor]),
        ("?severity=Low", vec![ben, minor]),
        ("?severity=Low&mine=yes", vec![minor]),
        ("?mine=yes&sort=oldest", vec![minor, outage]),
        ("?q=MINOR&sort=oldest", vec![minor, ben]),
        ("?q=%234", vec![outage]),
        ("?show=done", vec![solved]),
        ("?show=done&severity=Low", vec![]),
        ("?q=stranger", vec![]),
        ("?severity=None", vec![]),
    ] {
        let page = test.api(ANN).open(&format!("/portal{query}")).await.expect(200).text();
        assert_eq!(listed(&page), wanted, "{query}");
        if wanted.is_empty() {
            assert_reads(&page, &["Nothing found", "Show all"]);
        }
    }
    let page = test.api(ANN).open("/portal?severity=Low&sort=oldest&mine=yes&q=ann").await.expect(200).text();
    for kept in [
        "<option value=\"Low\" selected>",
        "<option value=\"oldest\" selected>",
        "name=\"mine\" value=\"yes\" aria-label=\"Mine only\" checked",
        "name=\"q\" value=\"ann\"",
    ] {
        assert!(page.contains(kept), "{kept} is not kept:\n{page}");
    }
}

async fn a_long_list_goes_on_with_the_same_filters(test: TestApp) {
    let test = test.restart_with("[customers]\ntickets_per_hour = 0");
    for number in 1..=52 {
        let report = json!({ "subject": format!("Minor {number}"), "text": "x", "severity": "Low" });
        test.api(ANN).post("/api/v1/tickets", report).await.expect(201);
    }
    let first = test.api(ANN).open("/portal?severity=Low&sort=oldest&mine=yes").await.expect(200).text();
    assert_eq!(listed(&first).len(), 50);
    let next = first.split("href=\"").find(|tail| tail.contains("after=")).unwrap();
    let next = next.split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
    assert!(
        next.contains("severity=Low") && next.contains("mine=yes") && next.contains("sort=oldest"),
        "{next}"
    );
    let second = test.api(ANN).open(&next).await.expect(200).text();
    assert_eq!(listed(&second), ["Minor 51", "Minor 52"]);
}

/// The instants of the list, in its order, each an hour and a minute of that day in London.
fn last_changes(page: &str) -> Vec<String> {
    let times = page.split("wide-only\"><time datetime=\"").skip(1);
    times.map(|time| time["2026-11-23T".len()..][..5].to_owned()).collect()
}

async fn what_goes_on_inside_is_no_change_of_the_customers_list(test: TestApp) {
    four_tickets(&test).await;
    let agent = test.api(Who::Agent);
    let known_changes = async || {
        let page = test.api(ANN).open("/portal").await.expect(200).text();
        let rows = listed(&page).into_iter().zip(last_changes(&page)).collect::<Vec<_>>();
        let list = test.api(ANN).get("/api/v1/tickets?limit=1").await.expect(200).json();
        let path = format!("/api/v1/tickets/{}", list["items"][0]["number"]);
        for ticket in [&list["items"][0], &test.api(ANN).get(&path).await.expect(200).json()] {
            assert_eq!(ticket["subject"], rows[0].0);
            assert!(ticket["updated_at"].as_str().unwrap().contains(&rows[0].1), "{ticket}: {:?}", rows[0]);
        }
        rows.into_iter().map(|(subject, at)| format!("{subject} {at}")).collect::<Vec<_>>()
    };
    let before = ["Outage of Ann 13:00", "Minor of Ben 12:00", "Minor of Ann 10:00"];
    assert_eq!(known_changes().await, before);

    test.at("2026-11-23T13:10:00Z").await;
    let assignee = json!({ "assignee_id": test.person(Who::Agent).id });
    agent.put("/api/v1/tickets/1/assignee", assignee).await.expect(200);
    agent.post("/api/v1/tickets/1/notes", json!({ "text": "Ask Ben first." })).await.expect(201);
    agent.put("/api/v1/tickets/1/tags", json!({ "tags": ["export"] })).await.expect(200);
    assert_eq!(known_changes().await, before);
    let staff = agent.get("/api/v1/tickets?sort=-updated&limit=1").await.expect(200).json();
    assert_eq!(staff["items"][0]["number"], 1);

    agent.post("/api/v1/tickets/1/replies", json!({ "text": "We are on it." })).await.expect(201);
    let after = ["Minor of Ann 13:10", "Outage of Ann 13:00", "Minor of Ben 12:00"];
    assert_eq!(known_changes().await, after);
    test.at("2026-11-23T13:20:00Z").await;
    agent.post("/api/v1/tickets/4/notes", json!({ "text": "The disk is full." })).await.expect(201);
    assert_eq!(known_changes().await, after);
}
