//! A form that is wrong in several places says so beside each of them, and keeps what was typed.

use super::{ANN, anns_ticket, assert_reads};
use crate::support::app::{TestApp, Who, on_both_apps};

on_both_apps!(
    a_form_of_administrators_tells_all_that_is_wrong,
    a_report_tells_all_that_is_wrong,
    a_call_tells_all_that_is_wrong,
    what_keeps_a_ticket_from_being_put_away_is_told_at_once,
);

async fn a_form_of_administrators_tells_all_that_is_wrong(test: TestApp) {
    let admin = test.api(Who::Admin);
    let typed = [
        ("name", "Customer on dms"),
        ("contract", "dms"),
        ("domains", "zenith.example\ndms.example\ncom"),
        ("time_zone", "Mars/Base"),
        ("team", ""),
    ];
    let page = admin.submit("/admin/organizations/new", &typed).await.expect(422).text();
    assert_reads(
        &page,
        &[
            "There is an organization of this name.",
            "dms.example belongs to Customer on dms. “com” is no mail domain",
            "No time zone has this name.",
            "zenith.example",
        ],
    );
    for value in ["value=\"Customer on dms\"", "value=\"Mars/Base\""] {
        assert!(page.contains(value), "{value} is kept: {page}");
    }
    for field in ["name", "domains", "time_zone"] {
        let beside = format!("<span class=\"fault\" id=\"field-{field}-note\">");
        assert!(page.contains(&beside), "it stands beside {field}: {page}");
    }
    let typed = [
        ("email", "zoe"),
        ("name", " "),
        ("role", "customer"),
        ("organization", "Nobody knows"),
        ("time_zone", "Mars/Base"),
        ("password", "short"),
    ];
    let page = admin.submit("/admin/people/new", &typed).await.expect(422).text();
    for field in ["email", "name", "organization", "time_zone", "password"] {
        let beside = format!("<span class=\"fault\" id=\"field-{field}-note\">");
        assert!(page.contains(&beside), "it stands beside {field}: {page}");
    }
    let known = admin.get("/api/v1/people?text=nobody").await.expect(200).json();
    assert_eq!(known["items"], serde_json::json!([]), "nothing was written");
}

async fn a_report_tells_all_that_is_wrong(test: TestApp) {
    let typed =
        [("subject", " "), ("text", "It began this morning."), ("affected", "one"), ("impact", "minor")];
    let page = test.api(ANN).submit("/portal/report", &typed).await.expect(422).text();
    let told = ["Say whether there is a way round.", "Say in a few words what is wrong."];
    assert_reads(&page, &told);
    assert_reads(&page, &["It began this morning."]);
    let own = test.api(ANN).get("/api/v1/tickets").await.expect(200).json();
    assert_eq!(own["items"], serde_json::json!([]), "no ticket was opened");
}

async fn a_call_tells_all_that_is_wrong(test: TestApp) {
    let caller = test.person(ANN).id;
    let typed = [
        ("subject", " "),
        ("text", "It began this morning."),
        ("severity", ""),
        ("received_at", "2026-11-30T10:00"),
        ("mine", "yes"),
    ];
    let page = test.api(Who::Agent).submit(&format!("/desk/new/{caller}"), &typed).await.expect(422).text();
    let told = [
        "Choose how severe it is.",
        "Say in a few words what is wrong.",
        "This time is still to come: write when they called.",
        "It began this morning.",
    ];
    assert_reads(&page, &told);
    assert!(page.contains("value=\"2026-11-30T10:00\""), "what was typed is kept: {page}");
}

async fn what_keeps_a_ticket_from_being_put_away_is_told_at_once(test: TestApp) {
    let number = anns_ticket(&test).await;
    let typed = [("at", "2020-01-01T10:00"), ("until", "hour"), ("reason", " ")];
    let snooze = format!("/desk/tickets/{number}/snooze");
    let page = test.api(Who::Agent).submit(&snooze, &typed).await.expect(422).text();
    assert_reads(
        &page,
        &["Choose a time that is still to come. Say in up to 1000 characters why it can wait."],
    );
    assert!(page.contains("value=\"2020-01-01T10:00\""), "what was typed is kept: {page}");
}
