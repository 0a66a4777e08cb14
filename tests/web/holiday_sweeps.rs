//! A holiday is proclaimed while other things happen: nobody's clock keeps the calendar before, and nothing is told twice.

use std::collections::BTreeMap;

use punctual::service::{self, NewContract, NewTicket};
use punctual::sla::{Channel, shipped};
use punctual::store::Connection;
use punctual::worker;
use serde_json::{Value, json};

use super::{ANN, anns_ticket, assert_reads};
use crate::support::app::{TestApp, Who, on_both_apps};
use crate::support::overlap::overlapping;

on_both_apps!(
    tickets_are_moved_some_at_a_time_and_each_once,
    a_day_begins_where_the_clocks_of_its_tickets_count,
);

const PAGE: &str = "/admin/contracts/dms/holidays";
const TOMORROW: [(&str, &str); 2] = [("date", "2026-11-24"), ("name", "Day of thanks")];

async fn due(test: &TestApp, number: i64) -> String {
    let ticket = test.api(Who::Agent).get(&format!("/api/v1/tickets/{number}")).await.expect(200).json();
    ticket["clocks"]["respond"]["due_at"].as_str().unwrap_or("none").to_owned()
}

/// What the database has written down of the promised answer, and how often the day is in the history.
async fn written(test: &TestApp, number: i64) -> (String, usize) {
    let list = test.api(Who::Manager).get("/api/v1/promises?contract=dms&outcome=running").await.expect(200);
    let list = list.json();
    let promise =
        list["items"].as_array().unwrap().iter().find(|one| one["ticket"] == json!(number)).cloned();
    let history = test.api(ANN).get(&format!("/api/v1/tickets/{number}/history")).await.expect(200).json();
    let told = |entry: &&Value| entry["event"] == "holiday_proclaimed";
    (
        promise.expect("an answer is owed")["due_at"].as_str().unwrap_or_default().to_owned(),
        history["items"].as_array().unwrap().iter().filter(told).count(),
    )
}

/// Looks at two tickets.
async fn sweep(test: &TestApp) -> Option<usize> {
    let context = test.app.context();
    test.app.db.write(move |c| service::sweep_holidays(c, &context, 2)).await.unwrap()
}

async fn tickets_are_moved_some_at_a_time_and_each_once(test: TestApp) {
    let mut before = Vec::new();
    for _ in 0..3 {
        before.push(anns_ticket(&test).await);
    }
    let (context, by) = (test.app.context(), test.person(Who::Admin));
    let day = "2026-11-24".parse().unwrap();
    let proclaim =
        move |c: &mut Connection| service::proclaim_holiday(c, &context, &by, "dms", day, "Day of thanks");
    test.app.db.write(proclaim).await.unwrap();
    let later = anns_ticket(&test).await;
    assert_eq!(written(&test, before[0]).await, ("2026-11-24T10:00:00Z".to_owned(), 0), "not looked at yet");
    assert_eq!(due(&test, before[0]).await, "2026-11-25T10:00:00Z", "but what is shown is right at once");

    assert_eq!(sweep(&test).await, Some(2));
    assert_eq!(written(&test, before[1]).await, ("2026-11-25T10:00:00Z".to_owned(), 1));
    assert_eq!(written(&test, before[2]).await.1, 0, "its turn comes");
    // It comes though the program ends meanwhile.
    let test = test.restart_with("");
    worker::holidays::run_once(&test.app, test.now()).await.unwrap();
    assert_eq!(sweep(&test).await, None, "every ticket was looked at");
    for number in before {
        assert_eq!(written(&test, number).await, ("2026-11-25T10:00:00Z".to_owned(), 1), "#{number}");
    }
    assert_eq!(written(&test, later).await, ("2026-11-25T10:00:00Z".to_owned(), 0), "nothing moved there");
}

async fn a_day_begins_where_the_clocks_of_its_tickets_count(test: TestApp) {
    let number = anns_ticket(&test).await;
    let (_, source) = shipped()[0];
    // From now on the agreement counts in Honolulu, where the day begins ten hours later.
    let moved = source.replace("time_zone = \"Europe/London\"", "time_zone = \"Pacific/Honolulu\"");
    assert_ne!(source, moved);
    let contract = NewContract {
        source: moved,
        files: BTreeMap::new(),
        effective_from: test.now(),
        is_default: true,
        by: None,
    };
    let context = test.app.context();
    test.app.db.write(move |c| service::add_contract(c, &context, contract)).await.unwrap();
    test.at("2026-11-24T01:00:00Z").await;
    let admin = test.api(Who::Admin);
    let refused = admin.submit(PAGE, &TOMORROW).await.expect(422).text();
    assert_reads(&refused, &["Choose a day after today"]);
    assert_eq!(due(&test, number).await, "2026-11-24T10:00:00Z", "the day has begun for this ticket");

    let resolved = json!({ "status": "resolved" });
    test.api(Who::Agent).put(&format!("/api/v1/tickets/{number}/status"), resolved).await.expect(200);
    admin.submit(PAGE, &TOMORROW).await.expect(303);
}

/// On PostgreSQL writers don't wait for each other by themselves: here a ticket is opened by the calendar before.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_that_is_opened_while_a_day_is_proclaimed_follows_it() {
    let test = TestApp::postgres();
    let (context, ann) = (test.app.context(), test.person(ANN));
    let open = move |c: &mut Connection| {
        let new = NewTicket {
            channel: Channel::Portal,
            subject: "The export is slow".to_owned(),
            text: "Since today.".to_owned(),
            html: None,
            answers: None,
            severity: Some(punctual::sla::SeverityCode::new("Medium")),
            attachments: Vec::new(),
            received_at: context.now,
            inbound_mail_id: None,
            follows_up: None,
            is_acknowledged: false,
        };
        Ok(service::open_ticket(c, &context, &ann, new)?.number.0)
    };
    let proclaiming = async { test.api(Who::Admin).submit(PAGE, &TOMORROW).await.expect(303) };
    let (number, _) = overlapping(&test.app.db, open, proclaiming).await;
    test.tick().await;
    assert_eq!(written(&test, number).await, ("2026-11-25T10:00:00Z".to_owned(), 1));
}
