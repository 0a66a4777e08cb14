//! A holiday is proclaimed while other things happen: nobody's clock keeps the calendar before, and nothing is told twice.

use std::collections::BTreeMap;
use std::sync::mpsc;

use diesel::sql_types::BigInt;
use diesel::{QueryableByName, RunQueryDsl, sql_query};
use punctual::service::{self, NewContract, NewTicket, ServiceError};
use punctual::sla::{Channel, shipped};
use punctual::store::{Connection, StoreError};
use punctual::worker;
use serde_json::{Value, json};

use super::{ANN, anns_ticket, assert_reads};
use crate::support::app::{TestApp, Who, on_both_apps};

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

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    value: i64,
}

/// Whether somebody waits for a lock that is no row's.
fn somebody_waits(c: &mut Connection) -> bool {
    let waiting = "SELECT count(*) AS value FROM pg_locks WHERE locktype = 'advisory' AND NOT granted \
                   AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
    let rows: Vec<Count> = sql_query(waiting).load(c).unwrap();
    rows[0].value > 0
}

/// On PostgreSQL writers don't wait for each other: here a ticket is opened by the calendar before, and is committed only
/// when the holiday either was proclaimed or waits for it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_that_is_opened_while_a_day_is_proclaimed_follows_it() {
    let test = TestApp::postgres();
    let (context, ann, database) = (test.app.context(), test.person(ANN), test.app.db.clone());
    let (opened, is_open) = mpsc::channel();
    let (proclaimed, is_proclaimed) = mpsc::channel::<()>();
    let open = move |c: &mut Connection| -> Result<i64, ServiceError> {
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
        let ticket = service::open_ticket(c, &context, &ann, new)?;
        opened.send(()).map_err(|_| StoreError::Database("nobody listens".to_owned()))?;
        while is_proclaimed.try_recv().is_err() && !somebody_waits(c) {}
        Ok(ticket.number.0)
    };
    let proclaiming = async {
        tokio::task::block_in_place(|| is_open.recv().unwrap());
        test.api(Who::Admin).submit(PAGE, &TOMORROW).await.expect(303);
        let _ = proclaimed.send(());
    };
    let (number, ()) = tokio::join!(tokio::spawn(async move { database.write(open).await }), proclaiming);
    let number = number.unwrap().unwrap();
    test.tick().await;
    assert_eq!(written(&test, number).await, ("2026-11-25T10:00:00Z".to_owned(), 1));
}
