//! Searching on the desk and through the API, tags, and lists kept under a name.

use serde_json::json;

use super::held::later;
use super::{ANN, STRANGER, assert_reads, report};
use crate::support::app::{TestApp, Who, on_both_apps};

/// The numbers that a search finds, in order.
async fn found(test: &TestApp, who: Who, query: &str) -> Vec<i64> {
    let url = reqwest::Url::parse_with_params("http://x/api/v1/search", &[("q", query)]).unwrap();
    let path = format!("/api/v1/search?{}", url.query().unwrap());
    let answer = test.api(who).get(&path).await.expect(200).json();
    let numbers = answer["items"].as_array().unwrap().iter();
    numbers.map(|item| item["ticket"]["number"].as_i64().unwrap()).collect()
}

async fn words_are_found_wherever_they_stand_by_who_may_read_them(test: TestApp) {
    let export = report(&test, ANN, "The Größe of the export", ["one", "minor", "easy"]).await;
    let invoice = report(&test, ANN, "Invoice", ["one", "minor", "easy"]).await;
    let other = report(&test, STRANGER, "An export of ours", ["everyone", "unusable", "none"]).await;
    let message = |number: i64| format!("/api/v1/tickets/{number}/replies");
    test.api(ANN)
        .post(&message(invoice), json!({ "text": "It says export on page two. Müller" }))
        .await
        .expect(201);
    let note = json!({ "text": "Their export is known to be slow: zebra" });
    test.api(Who::Agent).post(&format!("/api/v1/tickets/{export}/notes"), note).await.expect(201);
    for (who, query, numbers) in [
        (Who::Agent, "MULLER", vec![invoice]),
        (Who::Agent, "grosse", vec![export]),
        (Who::Agent, "größ", vec![export]),
        (Who::Agent, "zebra", vec![export]),
        (Who::Agent, "export zebra", vec![export]),
        (Who::Agent, "zebra invoice", vec![]),
        (Who::Agent, "#2", vec![invoice]),
        (ANN, "zebra", vec![]),
        (ANN, "ours", vec![]),
        (STRANGER, "muller", vec![]),
        (STRANGER, "export", vec![other]),
        (STRANGER, "#1", vec![]),
        (Who::Agent, "' \" * : & | !", vec![]),
    ] {
        assert_eq!(found(&test, who, query).await, numbers, "{query} by {who:?}");
    }
    let all = found(&test, ANN, "export").await;
    assert_eq!(all, [export, invoice], "a subject counts for more than a text");
    let page = test.api(Who::Agent).open("/desk?view=all&q=muller").await.expect(200).text();
    assert!(page.contains("<mark>Müller</mark>"), "{page}");
}

async fn filters_narrow_and_faults_are_named(test: TestApp) {
    let urgent = report(&test, ANN, "Down", ["everyone", "unusable", "none"]).await;
    test.at("2026-11-23T14:00:00Z").await;
    let small = report(&test, ANN, "Slow", ["one", "minor", "easy"]).await;
    let theirs = report(&test, STRANGER, "Down too", ["everyone", "unusable", "none"]).await;
    let me = test.person(Who::Agent).id;
    let assignee = json!({ "assignee_id": me });
    test.api(Who::Agent).put(&format!("/api/v1/tickets/{small}/assignee"), assignee).await.expect(200);
    let tags = json!({ "tags": ["Billing", "vip"] });
    test.api(Who::Agent).put(&format!("/api/v1/tickets/{small}/tags"), tags).await.expect(200);
    for (query, mut numbers) in [
        ("severity:critical", vec![urgent, theirs]),
        ("severity:Critical breached:yes", vec![urgent]),
        ("breached:no", vec![small, theirs]),
        ("customer:\"on dms\"", vec![urgent, small]),
        ("customer:DISCOUNT down", vec![theirs]),
        ("assignee:me", vec![small]),
        ("assignee:none customer:dms", vec![urgent]),
        ("tag:billing tag:vip", vec![small]),
        ("tag:billing tag:other", vec![]),
        ("from:contact@dms", vec![urgent, small]),
        ("status:done", vec![]),
        ("status:open contract:dms", vec![urgent, small]),
        ("created<2026-11-23", vec![]),
        ("created>2026-11-23 slow", vec![small]),
    ] {
        let mut result = found(&test, Who::Agent, query).await;
        result.sort_unstable();
        numbers.sort_unstable();
        assert_eq!(result, numbers, "{query}");
    }
    for (query, words) in [
        ("sevrity:S1", "There is no filter “sevrity”"),
        ("customer:nobody", "There is no customer “nobody”"),
        ("breached:perhaps", "Write yes or no"),
        ("severity:S99", "has a severity “S99”"),
    ] {
        let path = format!("/api/v1/search?q={}", query.replace(':', "%3A"));
        let answer = test.api(Who::Agent).get(&path).await.expect(422);
        assert_eq!(answer.faulty_fields(), ["q"], "{query}");
        let page = test.api(Who::Agent).open(&format!("/desk?view=all&q={query}")).await.expect(200).text();
        assert_reads(&page, &[words]);
    }
    let answer = test.api(ANN).get("/api/v1/search?q=tag%3Abilling").await.expect(422);
    assert!(answer.text().contains("Only the provider"));
}

async fn who_belongs_to_no_customer_learns_of_nobody_else(test: TestApp) {
    let new = [("email", "zoe@nowhere.example"), ("name", "Zoe Hall")];
    let form = test.api(Who::Agent).submit("/desk/new", &new).await.expect(303).header("location");
    let call = [("subject", "Down"), ("text", "It is down."), ("severity", "High")];
    test.api(Who::Agent).submit(&form, &call).await.expect(303);
    let zoe = "zoe@nowhere.example".parse().unwrap();
    let zoe = test.read(|c| punctual::store::person::find_by_email(c, &zoe)).unwrap();
    let search = async |name: &str| {
        let path = format!("/api/v1/search?q=from%3A{name}");
        test.api_of(Some(zoe.clone())).get(&path).await
    };
    for nobody in ["contact@dms.example", "nobody@moon.example", "contact"] {
        let refused = search(nobody).await.expect(422).text();
        assert!(refused.contains("There is nobody called"), "{nobody}: {refused}");
    }
    assert_eq!(search("HALL").await.expect(200).json()["items"].as_array().unwrap().len(), 1);
}

/// Nobody types so much; a program may, and must not get at a fault of ours, nor keep the database busy.
async fn however_long_a_search_is_it_is_answered(test: TestApp) {
    report(&test, ANN, "Export", ["one", "minor", "easy"]).await;
    let (words, word) = ("export+".repeat(8000), "e".repeat(60_000));
    for (who, path) in [
        (ANN, "/portal?q="),
        (Who::Agent, "/desk?view=all&q="),
        (Who::Agent, "/desk?view=all&q=from%3A"),
        (Who::Agent, "/desk/find?q="),
        (Who::Agent, "/desk/new?q="),
        (Who::Admin, "/admin/people?q="),
        (Who::Admin, "/admin/organizations?q="),
    ] {
        for typed in [&words, &word] {
            let answer = test.api(who).open(&format!("{path}{typed}")).await;
            assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        }
    }
    for (who, path, status) in [
        (ANN, "/api/v1/search?q=", 422),
        (ANN, "/api/v1/search?q=from%3A", 422),
        (ANN, "/api/v1/tickets?text=", 200),
        (Who::Admin, "/api/v1/people?text=", 200),
    ] {
        for typed in [&words, &word] {
            let answer = test.api(who).get(&format!("{path}{typed}")).await;
            assert_eq!(answer.status, status, "{path}: {}", answer.text());
        }
    }
}

async fn results_are_paged_and_each_is_seen_once(test: TestApp) {
    for number in 0..7 {
        report(&test, ANN, &format!("Export {number}"), ["one", "minor", "easy"]).await;
    }
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let path = format!("/api/v1/search?q=export&limit=3{cursor}");
        let page = test.api(Who::Agent).get(&path).await.expect(200).json();
        let items = page["items"].as_array().unwrap();
        seen.extend(items.iter().map(|item| item["ticket"]["number"].as_i64().unwrap()));
        let Some(next) = page["next"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    seen.sort_unstable();
    assert_eq!(seen, (1..=7).collect::<Vec<_>>());
}

async fn tags_sort_tickets_and_the_history_tells_it(test: TestApp) {
    let number = report(&test, ANN, "Slow", ["one", "minor", "easy"]).await;
    let path = format!("/desk/tickets/{number}");
    let set = |tags: &'static str| [("tags", tags)];
    test.api(Who::Agent).submit(&format!("{path}/tags"), &set("billing, #VIP")).await.expect(303);
    test.api(Who::Agent).submit(&format!("{path}/tags"), &set("vip, urgent")).await.expect(303);
    let page = test.api(Who::Agent).open(&path).await.expect(200).text();
    assert_reads(&page, &["tagged it billing, vip", "tagged it urgent and took billing"]);
    assert!(page.contains("value=\"urgent, vip\""), "{page}");
    for typed in ["vip, a/b", "two words"] {
        let refused =
            test.api(Who::Agent).submit(&format!("{path}/tags"), &set(typed)).await.expect(422).text();
        assert!(refused.contains(&format!("value=\"{typed}\"")), "{typed} is kept: {refused}");
        assert_reads(&refused, &[&format!("#{number} Slow"), "is no tag: write", "Put commas between tags."]);
    }
    let used = test.api(Who::Agent).get("/api/v1/tags").await.expect(200).json();
    assert_eq!(used["items"], json!([{ "tag": "urgent", "tickets": 1 }, { "tag": "vip", "tickets": 1 }]));
    let seen = test.api(ANN).get(&format!("/api/v1/tickets/{number}/history")).await.expect(200).text();
    assert!(!seen.contains("urgent"), "customers are not told");
    later(&test, 1).await;
}

async fn a_list_is_kept_for_oneself_or_for_everybody(test: TestApp) {
    let address = "/desk/views?view=all&q=severity%3Ahigh";
    test.api(Who::Agent).submit(address, &[("name", "High, all")]).await.expect(303);
    test.api(Who::Agent).submit(address, &[("name", "For all"), ("shared", "yes")]).await.expect(303);
    test.api(Who::Agent).submit(address, &[("name", " ")]).await.expect(422);
    for (who, name, shared, told) in [
        (Who::Agent, "high,  ALL", "", "You keep a view “High, all” already"),
        (Who::Agent, "for all", "yes", "There is a shared view “For all” already"),
        (Who::Backup, "For all", "", "There is a shared view “For all” already"),
    ] {
        let refused = test.api(who).submit(address, &[("name", name), ("shared", shared)]).await.expect(422);
        assert_reads(&refused.text(), &[told]);
    }
    test.api(Who::Backup).submit(address, &[("name", "High, all")]).await.expect(303);
    let desk = test.api(Who::Agent).open("/desk").await.expect(200).text();
    assert!(desk.contains("href=\"/desk?view=all&#38;q=severity%3Ahigh\""), "{desk}");
    assert_reads(&desk, &["High, all", "For all · shared"]);
    let theirs = test.api(Who::Backup).open("/desk?view=all&q=severity%3Ahigh").await.expect(200).text();
    assert!(theirs.contains("High, all") && theirs.contains("For all"));
    assert_eq!(theirs.matches("/remove").count(), 1, "only its owner or a manager removes a shared view");
    let managers = test.api(Who::Manager).open("/desk?view=all&q=severity%3Ahigh").await.expect(200).text();
    let remove = managers.split("action=\"").find(|part| part.contains("/remove")).unwrap();
    let remove = remove.split('"').next().unwrap().replace("&#38;", "&");
    test.api(Who::Backup).submit(&remove, &[]).await.expect(403);
    test.api(Who::Manager).submit(&remove, &[]).await.expect(303);
    let desk = test.api(Who::Agent).open("/desk").await.expect(200).text();
    assert!(desk.contains("High, all") && !desk.contains("For all"));
}

on_both_apps!(
    words_are_found_wherever_they_stand_by_who_may_read_them,
    filters_narrow_and_faults_are_named,
    who_belongs_to_no_customer_learns_of_nobody_else,
    however_long_a_search_is_it_is_answered,
    results_are_paged_and_each_is_seen_once,
    tags_sort_tickets_and_the_history_tells_it,
    a_list_is_kept_for_oneself_or_for_everybody,
);
