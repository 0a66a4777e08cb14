//! Merging: the merged ticket's clocks stop, the other's stay, and all of it can be taken back.

use serde_json::json;

use super::{clock, history, promises, reply, report, ticket};
use crate::support::app::{TestApp, Who, on_both_apps};

on_both_apps!(
    a_merged_tickets_clocks_stop_and_the_others_stay,
    a_ticket_that_is_brought_back_stands_as_if_it_had_never_been_merged,
    what_may_not_be_merged_is_refused,
    readers_follow_into_the_other_ticket_and_leave_it_again,
    readers_leave_every_ticket_of_a_chain_into_which_they_followed,
    an_answer_to_the_merged_ticket_arrives_where_it_goes_on,
    a_ticket_is_brought_back_once_however_many_do_it_at_once,
);

const DMS: Who = Who::Customer("dms");

async fn merge(test: &TestApp, number: i64, into: i64) {
    let path = format!("/api/v1/tickets/{number}/merge");
    test.api(Who::Agent).post(&path, json!({ "into": into })).await.expect(200);
}

async fn unmerge(test: &TestApp, number: i64) {
    test.api(Who::Agent).delete(&format!("/api/v1/tickets/{number}/merge")).await.expect(200);
}

async fn watch(test: &TestApp, number: i64, email: &str) {
    let path = format!("/api/v1/tickets/{number}/watchers");
    test.api(Who::Agent).post(&path, json!({ "email": email })).await.expect(200);
}

/// Who reads along, in the order of their addresses.
async fn watchers(test: &TestApp, number: i64) -> Vec<String> {
    let found = ticket(test, number).await;
    let watchers = found["watchers"].as_array().unwrap().iter();
    let mut emails: Vec<_> = watchers.map(|one| one["email"].as_str().unwrap().to_owned()).collect();
    emails.sort();
    emails
}

async fn a_merged_tickets_clocks_stop_and_the_others_stay(test: TestApp) {
    let first = report(&test, DMS, "Critical").await;
    test.at("2026-11-23T10:20:00Z").await;
    let second = report(&test, DMS, "Critical").await;
    let before = ticket(&test, first).await;
    assert_eq!(clock(&before, "respond"), ("running".to_owned(), "2026-11-23T11:00:00Z".to_owned()));
    test.at("2026-11-23T10:30:00Z").await;
    test.mails();
    merge(&test, second, first).await;
    let (merged, target) = (ticket(&test, second).await, ticket(&test, first).await);
    assert_eq!((&merged["status"], &merged["merged_into"]), (&json!("closed"), &json!(first)));
    assert_eq!(clock(&merged, "respond").0, "stopped");
    assert_eq!(
        promises(&test, second, "respond").await,
        [("stopped".to_owned(), Some("2026-11-23T11:20:00Z".to_owned()))]
    );
    assert_eq!((&target["merged"], clock(&target, "respond")), (&json!([second]), clock(&before, "respond")));
    test.tick().await;
    let told: Vec<_> =
        test.mails().into_iter().filter(|mail| mail.text.contains("goes on in ticket")).collect();
    assert_eq!(told.len(), 1, "the reporter is told");

    test.at("2026-11-23T12:00:00Z").await;
    assert_eq!(ticket(&test, first).await["breach_count"].as_i64().unwrap(), 2, "its own clocks run on");
    assert_eq!(ticket(&test, second).await["breach_count"], 0, "nothing is missed any more");
    assert!(history(&test, second).await.contains(&"merged_into".to_owned()));
    assert!(history(&test, first).await.contains(&"took_in".to_owned()));
}

async fn a_ticket_that_is_brought_back_stands_as_if_it_had_never_been_merged(test: TestApp) {
    let [merged, target, beside] = [
        report(&test, DMS, "Critical").await,
        report(&test, DMS, "Critical").await,
        report(&test, DMS, "Critical").await,
    ];
    for number in [merged, beside] {
        test.at("2026-11-23T10:10:00Z").await;
        reply(&test, number).await;
    }
    test.at("2026-11-23T10:30:00Z").await;
    merge(&test, merged, target).await;
    test.at("2026-11-23T11:47:12Z").await;
    unmerge(&test, merged).await;
    test.tick().await;
    let (back, never) = (ticket(&test, merged).await, ticket(&test, beside).await);
    for name in ["respond", "update", "resolve"] {
        assert_eq!(clock(&back, name), clock(&never, name), "{name}");
        assert_eq!(promises(&test, merged, name).await, promises(&test, beside, name).await, "{name}");
    }
    assert_eq!(back["status"], "open");
    assert_eq!(back["breach_count"], never["breach_count"]);
    assert_eq!(clock(&back, "update").1, "2026-11-23T12:10:00Z");
    let breaches = test.api(Who::Manager).get("/api/v1/breaches?limit=200").await.expect(200).json();
    let mut dues: Vec<_> = breaches["items"].as_array().unwrap().clone();
    dues.retain(|one| one["ticket"] == merged);
    let mut dues: Vec<_> = dues.iter().map(|one| one["due_at"].as_str().unwrap().to_owned()).collect();
    dues.sort();
    assert_eq!(
        dues,
        ["2026-11-23T10:40:00Z", "2026-11-23T11:10:00Z", "2026-11-23T11:40:00Z"],
        "true instants"
    );
    let mails = test.mails();
    assert!(
        mails.iter().any(|mail| mail.subject.contains(&format!("#{merged}"))
            && mail.text.contains("did not keep a promise")),
        "told"
    );
    assert_eq!(ticket(&test, target).await["merged"], json!([]));
    test.api(Who::Agent).delete(&format!("/api/v1/tickets/{merged}/merge")).await.expect(409);
}

async fn what_may_not_be_merged_is_refused(test: TestApp) {
    let [low, high, other] = [
        report(&test, DMS, "Low").await,
        report(&test, DMS, "High").await,
        report(&test, Who::Customer("teamplify"), "Low").await,
    ];
    let agent = test.api(Who::Agent);
    for (number, into, why) in [
        (low, low, "into itself"),
        (low, 999_999, "no ticket with this number"),
        (other, low, "another customer’s"),
        (high, low, "more severe"),
    ] {
        let refused =
            agent.post(&format!("/api/v1/tickets/{number}/merge"), json!({ "into": into })).await.expect(422);
        assert_eq!(refused.faulty_fields(), ["into"]);
        assert!(refused.text().contains(why), "{why}: {}", refused.text());
    }
    test.api(DMS).post(&format!("/api/v1/tickets/{low}/merge"), json!({ "into": high })).await.expect(403);
    let resolve = json!({ "status": "resolved" });
    agent.put(&format!("/api/v1/tickets/{high}/status"), resolve).await.expect(200);
    agent.post(&format!("/api/v1/tickets/{low}/merge"), json!({ "into": high })).await.expect(422);
    let stale = agent.if_match("\"1\"");
    let third = report(&test, DMS, "Low").await;
    reply(&test, low).await;
    stale.post(&format!("/api/v1/tickets/{low}/merge"), json!({ "into": third })).await.expect(412);
    merge(&test, low, third).await;
    test.api(Who::Agent)
        .post(&format!("/api/v1/tickets/{low}/merge"), json!({ "into": third }))
        .await
        .expect(409);
}

async fn readers_follow_into_the_other_ticket_and_leave_it_again(test: TestApp) {
    let (merged, target) = (report(&test, DMS, "Low").await, report(&test, DMS, "Low").await);
    watch(&test, merged, "colleague@dms.example").await;
    watch(&test, merged, "stranger@elsewhere.example").await;
    watch(&test, merged, "manager@provider.example").await;
    watch(&test, target, "manager@provider.example").await;
    merge(&test, merged, target).await;
    let both = ["colleague@dms.example", "manager@provider.example"];
    assert_eq!(watchers(&test, target).await, both, "no strangers");
    unmerge(&test, merged).await;
    assert_eq!(watchers(&test, target).await, ["manager@provider.example"], "who watched before still does");
}

async fn readers_leave_every_ticket_of_a_chain_into_which_they_followed(test: TestApp) {
    let [one, two, three] =
        [report(&test, DMS, "Low").await, report(&test, DMS, "Low").await, report(&test, DMS, "Low").await];
    let [manager, admin] = ["manager@provider.example", "admin@provider.example"];
    watch(&test, one, manager).await;
    watch(&test, two, admin).await;
    merge(&test, one, two).await;
    merge(&test, two, three).await;
    assert_eq!(watchers(&test, three).await, [admin, manager]);
    unmerge(&test, one).await;
    assert_eq!(watchers(&test, three).await, [admin], "who came with the second stays");
    unmerge(&test, two).await;
    assert!(watchers(&test, three).await.is_empty());
    assert_eq!(watchers(&test, one).await, [manager]);
    assert_eq!(watchers(&test, two).await, [admin]);
}

async fn an_answer_to_the_merged_ticket_arrives_where_it_goes_on(test: TestApp) {
    test.receive("From: contact@dms.example\nTo: support@provider.example\nSubject: One\n\nFirst.\n").await;
    let first = test.mails().into_iter().find(|mail| mail.to == "contact@dms.example").unwrap();
    test.receive("From: stranger@elsewhere.example\nTo: support@provider.example\nSubject: Two\n\nSecond.\n")
        .await;
    let target = report(&test, DMS, "Low").await;
    merge(&test, 1, target).await;
    let answer = |from: &str| {
        format!(
            "From: {from}\nTo: support@provider.example\nSubject: Re: {}\nIn-Reply-To: <{}>\n\nAn answer of {from}.\n",
            first.subject, first.message_id
        )
    };
    let became = test.receive(&answer("contact@dms.example")).await;
    let at_target = ticket(&test, target).await;
    assert!(at_target.to_string().contains("An answer of contact@dms.example."), "{became:?}");
    assert_eq!(
        ticket(&test, 1).await["messages"].as_array().unwrap().len(),
        1,
        "the merged one gets no more"
    );
    test.receive(&answer("stranger@elsewhere.example")).await;
    assert!(
        !ticket(&test, target).await.to_string().contains("An answer of stranger"),
        "who is no part of it stays out"
    );
}

async fn a_ticket_is_brought_back_once_however_many_do_it_at_once(test: TestApp) {
    let [merged, target] = [report(&test, DMS, "Critical").await, report(&test, DMS, "Critical").await];
    let path = format!("/api/v1/tickets/{merged}/merge");
    for round in 1..=3 {
        merge(&test, merged, target).await;
        let tries = (0..6).map(|_| async { test.api(Who::Agent).delete(&path).await.status });
        let mut answers = futures_util::future::join_all(tries).await;
        answers.sort_unstable();
        assert_eq!(answers, [200, 409, 409, 409, 409, 409]);
        let written = history(&test, merged).await;
        assert_eq!(written.iter().filter(|event| *event == "unmerged").count(), round, "{written:?}");
    }
}
