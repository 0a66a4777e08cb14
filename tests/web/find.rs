//! What the command palette finds: tickets, customers and people, and nothing for who may not look.

use super::{ANN, STRANGER, anns_ticket, report};
use crate::support::app::{TestApp, Who, on_both_apps};

on_both_apps!(the_palette_finds_tickets_customers_and_people, only_the_provider_finds_anything);

/// Kind, name and address of what is found.
async fn found(test: &TestApp, typed: &str) -> Vec<(String, String, String)> {
    let url = reqwest::Url::parse_with_params("http://x/desk/find", &[("q", typed)]).unwrap();
    let path = format!("/desk/find?{}", url.query().unwrap());
    let answer = test.api(Who::Agent).open(&path).await.expect(200).json();
    let text = |one: &serde_json::Value, name: &str| one[name].as_str().unwrap().to_owned();
    let hits = answer.as_array().unwrap().iter();
    hits.map(|one| (text(one, "kind"), text(one, "label"), text(one, "href"))).collect()
}

async fn the_palette_finds_tickets_customers_and_people(test: TestApp) {
    let slow = anns_ticket(&test).await;
    let down = report(&test, STRANGER, "Größe of the invoice", ["everyone", "unusable", "none"]).await;
    for (typed, kind, label, shows) in [
        ("#1", "Ticket", format!("#{slow} The export is slow"), "The export is slow"),
        ("2", "Ticket", format!("#{down} Größe of the invoice"), "Größe of the invoice"),
        ("exp slo", "Ticket", format!("#{slow} The export is slow"), "The export is slow"),
        ("GROSSE", "Ticket", format!("#{down} Größe of the invoice"), "Größe of the invoice"),
        ("status:open invoice", "Ticket", format!("#{down} Größe of the invoice"), "Größe of the invoice"),
        ("on DMS", "Customer", "Customer on dms".to_owned(), "The export is slow"),
        ("contact@dms", "Person", "customer of dms.example".to_owned(), "The export is slow"),
        ("backup@prov", "Colleague", "agent of provider.example".to_owned(), "Nothing here"),
    ] {
        let hits = found(&test, typed).await;
        let hit = hits.iter().find(|(of, name, _)| of == kind && *name == label);
        let (_, _, place) = hit.unwrap_or_else(|| panic!("{typed} finds no {label}: {hits:?}"));
        let page = test.api(Who::Agent).open(place).await.expect(200).text();
        assert!(page.contains(shows), "{typed}: {place} shows no “{shows}”");
        assert!(!page.contains("class=\"fault"), "{typed}: {place} is understood");
    }
    let numbers: Vec<_> = found(&test, "1").await.into_iter().map(|(_, label, _)| label).collect();
    assert!(numbers.contains(&format!("#{slow} The export is slow")), "{numbers:?}");
    let dark = serde_json::json!({ "subject": "Room 12 is dark", "text": "All lamps.", "severity": "High" });
    test.api(ANN).post("/api/v1/tickets", dark).await.expect(201);
    assert!(found(&test, "12").await.iter().any(|(_, label, _)| label.contains("Room 12")));
    for short in ["1", "#1", "r"] {
        let hits = found(&test, short).await;
        assert!(!hits.iter().any(|(_, label, _)| label.contains("Room 12")), "{short}: {hits:?}");
    }
    for nothing in ["", "   ", "999", "zebra", "severity:", "' \" * : & | !"] {
        assert_eq!(found(&test, nothing).await, [], "{nothing}");
    }
}

async fn only_the_provider_finds_anything(test: TestApp) {
    anns_ticket(&test).await;
    test.api(ANN).open("/desk/find?q=export").await.expect(403);
    let stranger = test.api(Who::Anonymous).open("/desk/find?q=export").await.expect(303);
    assert!(stranger.header("location").starts_with("/signin"));
}
