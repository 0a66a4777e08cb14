//! How many tickets stand in each view, as the desk says it beside the view's name.

use serde_json::{Value, json};

use super::{ANN, STRANGER, anns_ticket, report};
use crate::support::app::{TestApp, Who, on_both_apps};

on_both_apps!(
    views_say_how_many_tickets_stand_in_them,
    saved_views_say_it_too_to_who_sees_them,
    of_more_than_ninety_nine_only_that_there_are_more,
);

async fn counts(test: &TestApp, who: Who) -> Value {
    test.api(who).open("/desk/counts").await.expect(200).json()
}

/// How many tickets a view's page lists.
async fn listed(test: &TestApp, who: Who, address: &str) -> String {
    let page = test.api(who).open(address).await.expect(200).text();
    page.matches("<td class=\"pick\">").count().to_string()
}

async fn views_say_how_many_tickets_stand_in_them(test: TestApp) {
    let (first, second) = (anns_ticket(&test).await, anns_ticket(&test).await);
    let urgent = report(&test, STRANGER, "Down", ["everyone", "unusable", "none"]).await;
    let away = anns_ticket(&test).await;
    let me = test.person(Who::Agent).id.to_string();
    let agent = test.api(Who::Agent);
    agent.submit(&format!("/desk/tickets/{first}/assign"), &[("assignee", &me)]).await.expect(303);
    agent.submit(&format!("/desk/tickets/{first}/follow"), &[]).await.expect(303);
    agent.submit(&format!("/desk/tickets/{second}/status"), &[("status", "resolved")]).await.expect(303);
    let snooze = [("until", "hour"), ("reason", "They are away")];
    agent.submit(&format!("/desk/tickets/{away}/snooze"), &snooze).await.expect(303);
    let waiting = [("status", "waiting_on_customer")];
    agent.submit(&format!("/desk/tickets/{urgent}/status"), &waiting).await.expect(303);
    let told = counts(&test, Who::Agent).await;
    for (view, count) in [
        ("/desk", "2"),
        ("/desk?view=mine", "1"),
        ("/desk?view=unassigned", "1"),
        ("/desk?view=triage", "0"),
        ("/desk?view=breached", "0"),
        ("/desk?view=waiting", "1"),
        ("/desk?view=following", "1"),
        ("/desk?view=snoozed", "1"),
        ("/desk?view=done", "1"),
        ("/desk?view=all", "4"),
    ] {
        assert_eq!(told[view], count, "{view} of {told}");
        assert_eq!(listed(&test, Who::Agent, view).await, count, "the page of {view}");
    }
    let theirs = counts(&test, Who::Backup).await;
    assert_eq!((&theirs["/desk?view=mine"], &theirs["/desk?view=following"]), (&json!("0"), &json!("0")));
    test.api(ANN).open("/desk/counts").await.expect(403);
}

async fn saved_views_say_it_too_to_who_sees_them(test: TestApp) {
    anns_ticket(&test).await;
    report(&test, ANN, "Invoice", ["one", "minor", "easy"]).await;
    for (name, place, shared) in [
        ("Slow ones", "view=all&q=slow", ""),
        ("Mediums", "q=severity:Medium", "yes"),
        ("Nonsense", "q=severity:Nonsense", "yes"),
    ] {
        let fields = [("name", name), ("shared", shared)];
        test.api(Who::Agent).submit(&format!("/desk/views?{place}"), &fields).await.expect(303);
    }
    let (mine, theirs) = (counts(&test, Who::Agent).await, counts(&test, Who::Backup).await);
    assert_eq!(mine["/desk?view=all&q=slow"], "1", "{mine}");
    assert_eq!(mine["/desk?q=severity%3AMedium"], "2", "{mine}");
    assert_eq!(mine["/desk?q=severity%3ANonsense"], "0", "{mine}");
    assert_eq!(theirs["/desk?q=severity%3AMedium"], "2", "{theirs}");
    assert_eq!(theirs["/desk?view=all&q=slow"], Value::Null, "somebody else's own view: {theirs}");
}

async fn of_more_than_ninety_nine_only_that_there_are_more(test: TestApp) {
    let test = test.restart_with("[customers]\ntickets_per_hour = 0");
    for (more, told) in [(99, "99"), (1, "99+"), (1, "99+")] {
        for _ in 0..more {
            let report = json!({ "subject": "Slow", "text": "Since this morning." });
            test.api(ANN).post("/api/v1/tickets", report).await.expect(201);
        }
        let saved = [("name", told)];
        test.api(Who::Agent).submit("/desk/views?view=all&q=slow", &saved).await;
        let counts = counts(&test, Who::Agent).await;
        assert_eq!((&counts["/desk"], &counts["/desk?view=all&q=slow"]), (&json!(told), &json!(told)));
    }
}
