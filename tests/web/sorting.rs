//! Lists of the desk in another order than by what breaks next.

use serde_json::json;

use super::{ANN, assert_reads, report};
use crate::support::app::{TestApp, Who, on_both_apps};

on_both_apps!(lists_are_read_in_the_order_that_was_chosen, pages_of_every_order_show_each_ticket_once,);

/// The numbers that a page lists, in order, and where its next page is.
async fn listed(test: &TestApp, address: &str) -> (Vec<i64>, Option<String>) {
    let page = test.api(Who::Agent).open(address).await.expect(200).text();
    let numbers =
        page.split("name=\"t-").skip(1).map(|rest| rest.split('"').next().unwrap().parse().unwrap());
    let next = page.split("rel=\"next\"").next().filter(|before| before.len() < page.len());
    let next = next.map(|before| before.rsplit("href=\"").next().unwrap().split('"').next().unwrap());
    (numbers.collect(), next.map(|href| href.replace("&#38;", "&").replace("&amp;", "&")))
}

async fn lists_are_read_in_the_order_that_was_chosen(test: TestApp) {
    let small = report(&test, ANN, "Export one", ["one", "minor", "easy"]).await;
    test.at("2026-11-23T10:01:00Z").await;
    let urgent = report(&test, ANN, "Two of the export", ["everyone", "unusable", "none"]).await;
    test.at("2026-11-23T10:02:00Z").await;
    let last = report(&test, ANN, "Export three", ["one", "minor", "easy"]).await;
    test.at("2026-11-23T10:03:00Z").await;
    let note = [("kind", "note"), ("text", "Known.")];
    test.api(Who::Agent).submit(&format!("/desk/tickets/{small}/message"), &note).await.expect(303);
    for (address, order) in [
        ("/desk?view=all", [urgent, small, last]),
        ("/desk?view=all&sort=newest", [last, urgent, small]),
        ("/desk?view=all&sort=oldest", [small, urgent, last]),
        ("/desk?view=all&sort=updated", [small, last, urgent]),
        ("/desk?view=all&sort=severity", [urgent, small, last]),
        ("/desk?view=all&sort=nonsense", [urgent, small, last]),
        ("/desk?q=export&sort=newest", [last, urgent, small]),
        ("/desk?q=export&sort=severity", [urgent, small, last]),
        ("/desk?q=export+status:open&sort=oldest", [small, urgent, last]),
        ("/desk?view=all&q=created%3E2026-11-01&sort=updated", [small, last, urgent]),
        // What is worked through always stands by what breaks next.
        ("/desk?sort=newest", [urgent, small, last]),
        ("/desk?view=unassigned&sort=newest", [urgent, small, last]),
    ] {
        assert_eq!(listed(&test, address).await.0, order, "{address}");
    }
    assert_eq!(listed(&test, "/desk?view=all&q=zebra&sort=newest").await.0, Vec::<i64>::new());
    let all = test.api(Who::Agent).open("/desk?view=all&sort=newest").await.expect(200).text();
    assert_reads(&all, &["Oldest first", "Ticket ↓"]);
    assert!(
        all.contains("href=\"/desk?view=all&#38;sort=oldest\"")
            || all.contains("href=\"/desk?view=all&sort=oldest\""),
        "{all}"
    );
    assert!(
        all.contains(&format!("/desk/tickets/{last}?view=all")),
        "a ticket opens beside the list as it stands"
    );
    let queue = test.api(Who::Agent).open("/desk").await.expect(200).text();
    assert!(!queue.contains("Oldest first") && !queue.contains("aria-sort"), "{queue}");
}

async fn pages_of_every_order_show_each_ticket_once(test: TestApp) {
    let test = test.restart_with("[customers]\ntickets_per_hour = 0");
    for number in 0..53 {
        let severity = if number % 3 == 0 { "High" } else { "Low" };
        let report = json!({ "subject": "Export", "text": "Since this morning.", "severity": severity });
        test.api(ANN).post("/api/v1/tickets", report).await.expect(201);
    }
    for place in ["view=all", "view=all&q=export"] {
        for order in ["", "newest", "oldest", "updated", "severity"] {
            let (mut seen, mut address) = (Vec::new(), Some(format!("/desk?{place}&sort={order}")));
            while let Some(page) = address {
                let (numbers, next) = listed(&test, &page).await;
                seen.extend(numbers);
                address = next;
                assert!(seen.len() <= 53, "{place} {order} ends");
            }
            seen.sort_unstable();
            assert_eq!(seen, (1..=53).collect::<Vec<i64>>(), "{place} {order}");
        }
    }
}
