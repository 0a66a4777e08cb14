//! An agreement's page for administrators: its versions, what it would promise, its file.

use punctual::service::{self, NewContract};
use punctual::sla::shipped;

use serde_json::json;

use super::{assert_reads, words};
use crate::support::app::{TestApp, Who, on_both_apps};
use crate::support::world::customer_name;

on_both_apps!(
    the_page_shows_the_version_in_force_and_every_other_on_demand,
    the_engine_is_asked_in_the_agreements_zone,
    a_version_that_could_never_count_is_refused_and_says_why,
    every_fault_is_listed_and_leads_to_its_line,
    a_preview_says_what_changes_for_whom_before_anything_is_saved,
);

const PAGE: &str = "/admin/contracts/dms";

/// A version of the agreement that answers critical reports within 15 minutes, from an instant on.
async fn add_version(test: &TestApp, from: &str) {
    let (_, source) = shipped().iter().find(|(key, _)| *key == "dms").unwrap();
    let source = source.replacen("respond = \"1h\"", "respond = \"15m\"", 1);
    let by = Some(test.person(Who::Admin).id);
    let files = std::collections::BTreeMap::new();
    let new = NewContract { source, files, effective_from: from.parse().unwrap(), is_default: false, by };
    let context = test.app.context();
    test.database().write(move |c| service::add_contract(c, &context, new)).await.unwrap();
}

async fn the_page_shows_the_version_in_force_and_every_other_on_demand(test: TestApp) {
    let admin = test.api(Who::Admin);
    let page = admin.open(PAGE).await.expect(200).text();
    let customer = customer_name("dms");
    assert_reads(
        &page,
        &["DMS Service Level Agreement", "Version 1 ·", "in force", &customer, "within 1 hour"],
    );
    assert!(!words(&page).contains("Version 2"));
    add_version(&test, "2026-12-01T00:00:00Z").await;
    let page = admin.open(PAGE).await.expect(200).text();
    assert_reads(&page, &["Version 1 ·", "Version 2", "by admin of provider.example"]);
    assert_eq!(words(&page).matches("in force").count(), 1, "{page}");
    let next = admin.open(&format!("{PAGE}?version=2")).await.expect(200).text();
    assert_reads(&next, &["Version 2 ·", "within 15 minutes"]);
    test.at("2026-12-01T00:00:00Z").await;
    assert_reads(&admin.open(PAGE).await.text(), &["Version 2 ·"]);
    admin.open(&format!("{PAGE}?version=3")).await.expect(404);
    admin.open("/admin/contracts/none").await.expect(404);
    test.api(Who::Manager).open(PAGE).await.expect(403);
}

async fn the_engine_is_asked_in_the_agreements_zone(test: TestApp) {
    for (severity, at, wanted) in [
        ("Critical", "2026-11-21T22:00", "due Mon 23 Nov 2026 10:00"),
        ("Critical", "2026-11-21T22:00", "due Mon 23 Nov 2026 10:30 at the latest"),
        (
            "Critical",
            "2026-11-21T22:00",
            "first response, if that comes at its due instant, Mon 23 Nov 2026 10:00",
        ),
        ("High", "2026-11-23T17:00", "due Tue 24 Nov 2026 12:30"),
        ("Low", "2026-12-24T17:10", "due Wed 30 Dec 2026 17:10"),
        ("Low", "soon", "Write a date and a time"),
    ] {
        let page = test.api(Who::Admin).open(&format!("{PAGE}?severity={severity}&at={at}")).await;
        let page = page.expect(200).text();
        assert_reads(&page, &[wanted]);
        assert!(page.contains(&format!("value=\"{at}\"")), "{at} is kept");
        assert!(page.contains(&format!("<option value=\"{severity}\" selected>")), "{severity} is kept");
    }
}

/// The time is 2026-11-23 10:00 UTC.
async fn a_version_that_could_never_count_is_refused_and_says_why(test: TestApp) {
    let admin = test.api(Who::Admin);
    add_version(&test, "2026-11-20T09:00:00Z").await;
    add_version(&test, "2026-12-01T00:00:00Z").await;
    let (_, source) = shipped().iter().find(|(key, _)| *key == "dms").unwrap();
    let foreign = source.replacen("key = \"dms\"", "key = \"other\"", 1);
    let cases = [
        (*source, "2026-11-20T08:59", vec!["Version 2 has been in force since Fri 20 Nov 2026 09:00"]),
        (foreign.as_str(), "2026-11-24T09:00", vec!["This file’s key is “other”"]),
        (*source, "2026-11-24T09:00", vec![]),
    ];
    for (source, effective, wanted) in cases {
        let form = [("follows", "dms"), ("source", source), ("effective", effective)];
        if source == foreign {
            let page = admin.submit("/admin/contracts/preview", &form).await.expect(422).text();
            assert_reads(&page, &wanted);
            assert!(!words(&page).contains("no faults"), "{page}");
        }
        let status = if wanted.is_empty() { 303 } else { 422 };
        let page = admin.submit("/admin/contracts/new", &form).await.expect(status).text();
        assert_reads(&page, &wanted);
        assert!(!words(&page).contains("no faults"), "{page}");
        assert!(
            wanted.is_empty() || page.contains(&format!("value=\"{effective}\"")),
            "what was typed is kept"
        );
    }
    let early = json!({ "source": source, "effective_from": "2026-11-20T08:59:00Z" });
    let refused = admin.post("/api/v1/contracts", early).await.expect(422);
    assert_eq!(refused.faulty_fields(), ["effective_from"], "{}", refused.text());
}

async fn every_fault_is_listed_and_leads_to_its_line(test: TestApp) {
    let admin = test.api(Who::Admin);
    let (_, source) = shipped().iter().find(|(key, _)| *key == "dms").unwrap();
    let source = source.replacen("respond = \"1h\"", "respond = \"soon\"", 1) + "\nwhatever = 1\n";
    let line = |text: &str| source.lines().position(|line| line.trim() == text).unwrap() + 1;
    let lines = [line("respond = \"soon\""), line("whatever = 1")];
    for place in ["/admin/contracts/preview", "/admin/contracts/new"] {
        let form = [("follows", "dms"), ("source", &source[..]), ("effective", "2026-11-24T09:00")];
        let page = admin.submit(place, &form).await.expect(422).text();
        assert_reads(&page, &["2 faults", "Nothing was saved"]);
        let list = page.split("<ol class=\"fault-list\"").nth(1).unwrap().split("</ol>").next().unwrap();
        for number in lines {
            assert_reads(list, &[&format!("Line {number}")]);
            assert!(list.contains(&format!("href=\"#line-{number}\"")), "{list}");
            assert!(page.contains(&format!("<li value=\"{number}\" class=\"faulty\" id=\"line-{number}\">")));
        }
        assert_reads(list, &["soon", "whatever"]);
        assert!(!words(&page).contains("What it changes"), "{page}");
    }
}

/// The time is 2026-11-23 10:00 UTC.
async fn a_preview_says_what_changes_for_whom_before_anything_is_saved(test: TestApp) {
    let admin = test.api(Who::Admin);
    let (_, source) = shipped().iter().find(|(key, _)| *key == "dms").unwrap();
    let changed = source.replacen("respond = \"1h\"", "respond = \"15m\"", 1);
    let preview = async |source: &str| {
        let form = [("follows", "dms"), ("source", source), ("effective", "2026-11-24T09:00")];
        admin.submit("/admin/contracts/preview", &form).await.expect(200).text()
    };
    let report = json!({ "subject": "The export stops", "text": "Since this morning." });
    let report = async || {
        test.api(Who::Customer("dms")).post("/api/v1/tickets", report.clone()).await.expect(201).json()["number"]
            .to_string()
    };
    let page = preview(source).await;
    assert_reads(
        &page,
        &["says the same as version 1, word for word", "No ticket is open under this agreement."],
    );
    let first = report().await;
    report().await;
    let customer = customer_name("dms");
    let page = preview(&changed).await;
    assert_reads(
        &page,
        &[
            "against version 1, in force now",
            "taken out: respond = &#34;1h&#34; + put in: respond = &#34;15m&#34;",
            &format!("New tickets of one customer ( {customer} ), from tomorrow 09:00 on."),
            "2 open tickets: 2 on version 1.",
        ],
    );
    assert!(!words(&admin.open(PAGE).await.text()).contains("Version 2"), "a preview saves nothing");
    add_version(&test, "2026-11-23T09:00:00Z").await;
    add_version(&test, "2026-12-01T00:00:00Z").await;
    report().await;
    let solved = json!({ "text": "Done", "status": "resolved" });
    test.api(Who::Agent).post(&format!("/api/v1/tickets/{first}/replies"), solved).await.expect(201);
    let page = preview(source).await;
    assert_reads(
        &page,
        &[
            "against version 2, in force now",
            "put in: respond = &#34;1h&#34;",
            "on. Version 3 takes over 1 Dec 00:00 .",
            "2 open tickets: 1 on version 1, 1 on version 2.",
        ],
    );
}
