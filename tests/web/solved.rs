//! A customer says that a ticket is solved, by the portal and by the API, and takes it back.

use serde_json::{Value, json};

use super::{ANN, STRANGER, anns_ticket, assert_reads, report};
use crate::support::app::{TestApp, Who, on_both_apps};

on_both_apps!(
    the_button_resolves_it_with_last_words_and_nobody_is_credited,
    it_can_be_taken_back_and_what_was_owed_is_owed_again,
    what_was_missed_and_what_was_kept_stays_so,
    who_is_no_customer_of_the_ticket_can_not_say_so,
);

async fn critical(test: &TestApp) -> i64 {
    report(test, ANN, "Nobody can work", ["everyone", "unusable", "none"]).await
}

/// How many promises of November ended like this.
async fn count(test: &TestApp, outcome: &str) -> usize {
    let list = format!("/api/v1/promises?month=2026-11&contract=dms&outcome={outcome}");
    test.api(Who::Manager).get(&list).await.expect(200).json()["items"].as_array().unwrap().len()
}

fn clock(ticket: &Value, name: &str) -> (String, String) {
    let clock = &ticket["clocks"][name];
    let word = |field: &str| clock[field].as_str().unwrap_or_default().to_owned();
    (word("state"), word("due_at"))
}

async fn the_button_resolves_it_with_last_words_and_nobody_is_credited(test: TestApp) {
    let number = critical(&test).await;
    let page = format!("/portal/tickets/{number}");
    let desk = format!("/desk/tickets/{number}");
    let me = test.person(Who::Agent).id.to_string();
    test.api(Who::Agent).submit(&format!("{desk}/assign"), &[("assignee", &me)]).await.expect(303);
    test.tick().await;
    test.mails();
    test.at("2026-11-23T10:20:00Z").await;
    let form = test.api(ANN).open(&page).await.expect(200).text();
    assert!(form.contains(&format!("formaction=\"{page}/solve\"")), "beside the reply:\n{form}");

    let words = [("text", "A restart helped.")];
    let sent = test.api(ANN).submit(&format!("{page}/solve"), &words).await.expect(303);
    let after = test.api(ANN).open(&sent.header("location")).await.expect(200).text();
    assert_reads(
        &after,
        &[
            "Thank you for telling us.",
            "You said that this is solved.",
            "A restart helped.",
            "Are you content?",
        ],
    );
    let late = [("text", "And so did the cache.")];
    let again = test.api(ANN).submit(&format!("{page}/solve"), &late).await.expect(409).text();
    assert_reads(&again, &["This ticket is resolved already.", "And so did the cache."]);
    test.api(ANN).submit(&format!("{page}/rate"), &[("verdict", "good")]).await.expect(303);

    let name = test.person(ANN).name;
    let seen = test.api(Who::Agent).open(&desk).await.expect(200).text();
    assert_reads(&seen, &[&format!("Resolved {name} said that it is solved"), "A restart helped."]);
    let told = test.api(ANN).get(&format!("/api/v1/tickets/{number}/history")).await.expect(200).json();
    let entry = told["items"].as_array().unwrap().iter().find(|entry| entry["event"] == "solved");
    assert_eq!(entry.expect("it is in the history")["actor"]["name"], json!(name), "{told}");

    test.tick().await;
    let mails = test.mails();
    let to = |address: &str| mails.iter().find(|mail| mail.to == address).map(|mail| mail.text.clone());
    let asked = to(&ANN.email().unwrap()).expect("the reporter is asked how it went");
    assert!(asked.contains("has told us that") && asked.contains("/rate#"), "{asked}");
    let agent = to(&Who::Agent.email().unwrap()).expect("the assignee is told");
    assert!(agent.contains("This is solved.") && agent.contains("A restart helped."), "{agent}");

    test.at("2026-11-25T10:00:00Z").await;
    assert_eq!((count(&test, "kept").await, count(&test, "broken").await), (0, 0));
    assert_eq!(count(&test, "stopped").await, 1, "the answer was no longer owed");
    let board = test.api(Who::Manager).open("/manager").await.expect(200).text();
    assert_reads(&board, &["100 % content of 1 who said so"]);
}

async fn it_can_be_taken_back_and_what_was_owed_is_owed_again(test: TestApp) {
    let number = critical(&test).await;
    let (ticket, page) = (format!("/api/v1/tickets/{number}"), format!("/portal/tickets/{number}"));
    let solution = format!("{ticket}/solution");
    test.api(ANN).delete(&solution).await.expect(409);
    test.at("2026-11-23T10:20:00Z").await;
    let solved = test.api(ANN).post(&solution, json!({})).await.expect(200).json();
    assert_eq!((&solved["status"], &solved["messages"].as_array().unwrap().len()), (&json!("resolved"), &1));
    assert_eq!(solved["solved_by"]["name"], json!(test.person(ANN).name));
    assert_eq!(clock(&solved, "respond"), ("stopped".to_owned(), "2026-11-23T11:00:00Z".to_owned()));

    test.at("2026-11-23T11:30:00Z").await;
    test.api(ANN).submit(&format!("{page}/unsolve"), &[]).await.expect(303);
    let twice = test.api(ANN).submit(&format!("{page}/unsolve"), &[]).await.expect(409).text();
    assert_reads(&twice, &["Nobody said that this ticket is solved", "Send reply"]);
    let back = test.api(ANN).get(&ticket).await.expect(200).json();
    assert_eq!((&back["status"], &back["solved_by"]), (&json!("open"), &Value::Null));
    assert_eq!(clock(&back, "respond"), ("running".to_owned(), "2026-11-23T12:10:00Z".to_owned()));
    assert_eq!(clock(&back, "update"), ("running".to_owned(), "2026-11-23T12:00:00Z".to_owned()));
    assert_eq!(count(&test, "stopped").await, 0, "its promise runs again");

    test.api(ANN).post(&solution, json!({ "text": "Now it is." })).await.expect(200);
    test.at("2026-11-23T13:00:00Z").await;
    test.api(ANN).submit(&format!("{page}/reply"), &[("text", "It is not.")]).await.expect(303);
    test.at("2026-11-23T13:20:00Z").await;
    test.api(Who::Agent).post(&format!("{ticket}/replies"), json!({ "text": "Sorry." })).await.expect(201);
    assert_eq!((count(&test, "kept").await, count(&test, "broken").await), (2, 0), "answer and update");

    let status = json!({ "status": "resolved" });
    test.api(Who::Agent).put(&format!("{ticket}/status"), status).await.expect(200);
    let resolved = test.api(ANN).get(&ticket).await.expect(200).json();
    assert_eq!(resolved["solved_by"], Value::Null, "the agent resolved it");
    test.api(ANN).delete(&solution).await.expect(409);
}

async fn what_was_missed_and_what_was_kept_stays_so(test: TestApp) {
    let [missed, kept] = [critical(&test).await, critical(&test).await];
    test.at("2026-11-23T10:50:00Z").await;
    let reply = format!("/api/v1/tickets/{kept}/replies");
    test.api(Who::Agent).post(&reply, json!({ "text": "We are on it." })).await.expect(201);
    test.at("2026-11-23T11:10:00Z").await;
    for number in [missed, kept] {
        let solution = format!("/api/v1/tickets/{number}/solution");
        test.api(ANN).post(&solution, json!({})).await.expect(200);
    }
    test.at("2026-11-24T10:00:00Z").await;
    assert_eq!((count(&test, "kept").await, count(&test, "broken").await), (1, 1));
    assert_eq!(count(&test, "stopped").await, 2, "an update of each");
    let breaches = test.api(Who::Manager).get("/api/v1/breaches?month=2026-11").await.expect(200).json();
    let breaches = breaches["items"].as_array().unwrap();
    assert_eq!(breaches.len(), 1);
    assert_eq!((&breaches[0]["ticket"], &breaches[0]["made_good_at"]), (&json!(missed), &Value::Null));
}

async fn who_is_no_customer_of_the_ticket_can_not_say_so(test: TestApp) {
    let number = anns_ticket(&test).await;
    let (ours, missing) = (format!("/api/v1/tickets/{number}/solution"), "/api/v1/tickets/4711/solution");
    test.api(Who::Agent).post(&ours, json!({})).await.expect(403);
    for path in [ours.as_str(), missing] {
        test.api(STRANGER).post(path, json!({})).await.expect(404);
        test.api(STRANGER).delete(path).await.expect(404);
    }
    test.api(STRANGER).submit(&format!("/portal/tickets/{number}/solve"), &[]).await.expect(404);
    test.api(STRANGER).submit(&format!("/portal/tickets/{number}/unsolve"), &[]).await.expect(404);
    let ticket = test.api(ANN).get(&format!("/api/v1/tickets/{number}")).await.expect(200).json();
    assert_eq!(ticket["status"], "open");
}
