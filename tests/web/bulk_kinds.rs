//! Many tickets answered by a macro, put away, and merged into one: looked at beforehand, done, taken back.

use serde_json::{Value, json};

use super::bulk::{change, fields, page, send, undo};
use super::held::later;
use super::{ANN, STRANGER, anns_ticket, assert_reads, report, words};
use crate::support::app::{TestApp, Who, on_both_apps};

on_both_apps!(
    a_macro_answers_each_ticket_in_its_own_words_and_can_be_taken_back,
    answers_that_are_confirmed_twice_leave_once,
    answers_that_would_say_something_else_by_now_are_shown_again,
    answers_that_have_left_stay_sent_and_count_when_they_leave,
    tickets_are_put_away_together_and_come_back_as_they_were,
    tickets_are_merged_into_one_and_stand_by_themselves_again,
    resolving_says_that_it_counts_as_the_first_response,
    programs_answer_snooze_and_merge_too,
);

async fn ticket(test: &TestApp, number: i64) -> Value {
    test.api(Who::Agent).get(&format!("/api/v1/tickets/{number}")).await.expect(200).json()
}

/// Keeps a macro of the agent's, and gives the id under which the queue offers it.
async fn keep_macro(test: &TestApp, name: &str, then: &str) -> String {
    let text = "Dear {{requester.first_name}}, #{{ticket.number}} “{{ticket.subject}}” works again.";
    let kept = [("name", name), ("text", text), ("kind", "public"), ("then", then)];
    test.api(Who::Agent).submit("/desk/macros", &kept).await.expect(303);
    let queue = test.api(Who::Agent).open("/desk?view=all").await.expect(200).text();
    let (before, _) = queue.split_once(&format!(">Answer with: {name}<")).expect("the queue offers it");
    before.rsplit("value=\"").next().unwrap().trim_end_matches('"').to_owned()
}

/// Two tickets of two customers.
async fn two(test: &TestApp) -> [i64; 2] {
    let first = anns_ticket(test).await;
    [first, report(test, STRANGER, "Down", ["one", "minor", "easy"]).await]
}

async fn a_macro_answers_each_ticket_in_its_own_words_and_can_be_taken_back(test: TestApp) {
    let [first, second] = two(&test).await;
    test.tick().await;
    test.mails();
    let act = keep_macro(&test, "Works again", "resolved").await;
    let draft = [("kind", "public"), ("text", "Half a thought of mine")];
    test.api(Who::Agent).submit(&format!("/desk/tickets/{first}/draft"), &draft).await.expect(204);
    let chosen = fields(&test, &[first, second], &act, "").await;
    let preview = send(&test, "/desk/bulk/preview", &chosen).await.expect(200).text();
    assert_reads(
        &preview,
        &[
            "2 of 2 tickets will change",
            "Answered with “Works again”, then Resolved",
            &format!("#{first} “The export is slow” works again."),
            &format!("#{second} “Down” works again."),
            "2 of the tickets still owe their first response. The reply counts as that answer",
            "leaves 10 seconds after you confirm",
            "2 × reply",
            "2 × resolution notice",
        ],
    );
    later(&test, 20).await;
    assert!(test.mails().is_empty(), "a preview sends nothing");
    let place = change(&test, &chosen).await;
    assert_reads(&page(&test, &place).await, &["2 done, 0 left alone", "Undo"]);
    assert_eq!(ticket(&test, first).await["messages"].as_array().unwrap().len(), 1, "it has not left");
    test.api(Who::Agent).submit(&undo(&place), &[]).await.expect(303);
    later(&test, 20).await;
    assert!(test.mails().is_empty(), "it was taken back");
    for number in [first, second] {
        assert_eq!(ticket(&test, number).await["status"], "open");
    }
    let desk = test.api(Who::Agent).open(&format!("/desk/tickets/{first}")).await.expect(200).text();
    assert!(desk.contains(">Half a thought of mine</textarea>"), "what was begun there stays: {desk}");
}

/// A field of the form that asks for a word before anything is done.
fn asked_for(preview: &str, name: &str) -> (String, String) {
    let (_, form) = preview.split_once("action=\"/desk/bulk").expect("it asks for a word");
    let (_, value) = form.split_once(&format!("name=\"{name}\" value=\"")).expect("the form has the field");
    (name.to_owned(), value.split('"').next().unwrap().to_owned())
}

async fn answers_that_would_say_something_else_by_now_are_shown_again(test: TestApp) {
    let number = anns_ticket(&test).await;
    let act = keep_macro(&test, "Works again", "").await;
    let mut chosen = fields(&test, &[number], &act, "").await;
    let preview = send(&test, "/desk/bulk/preview", &chosen).await.expect(200).text();
    chosen.push(asked_for(&preview, "seen"));
    let other = [("name", "Works again"), ("text", "It is still down."), ("kind", "public"), ("then", "")];
    let place = format!("/desk/macros/{}", act.trim_start_matches("answer:"));
    test.api(Who::Agent).submit(&place, &other).await.expect(303);
    test.tick().await;
    test.mails();
    let again = send(&test, "/desk/bulk", &chosen).await.expect(409).text();
    assert_reads(&again, &["The text was changed since you looked", "It is still down.", "Change 1 ticket"]);
    later(&test, 20).await;
    assert!(test.mails().is_empty(), "nothing that nobody has seen is sent");
    chosen.pop();
    chosen.push(asked_for(&again, "seen"));
    change(&test, &chosen).await;
    later(&test, 20).await;
    assert!(test.mails().iter().any(|mail| mail.text.contains("It is still down.")));
}

async fn answers_that_are_confirmed_twice_leave_once(test: TestApp) {
    let [first, second] = two(&test).await;
    test.tick().await;
    test.mails();
    let act = keep_macro(&test, "Works again", "").await;
    let mut chosen = fields(&test, &[first, second], &act, "").await;
    let preview = send(&test, "/desk/bulk/preview", &chosen).await.expect(200).text();
    chosen.push(asked_for(&preview, "once"));
    assert_eq!(change(&test, &chosen).await, change(&test, &chosen).await, "it is one change");
    later(&test, 20).await;
    assert_eq!(test.mails().len(), 2, "each customer is answered once");
}

async fn answers_that_have_left_stay_sent_and_count_when_they_leave(test: TestApp) {
    let [first, second] = two(&test).await;
    test.tick().await;
    test.mails();
    let act = keep_macro(&test, "Works again", "").await;
    let chosen = fields(&test, &[first, second], &act, "").await;
    let place = change(&test, &chosen).await;
    later(&test, 10).await;
    let told = test.mails();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(
        told.iter().any(|mail| mail.text.contains(&format!("#{second} “Down” works again."))),
        "{told:?}"
    );
    for number in [first, second] {
        let ticket = ticket(&test, number).await;
        assert_eq!(ticket["messages"][1]["created_at"], "2026-11-23T10:00:10Z");
        assert_eq!(ticket["clocks"]["respond"]["state"], "met", "{}", ticket["clocks"]);
    }
    later(&test, 1).await;
    assert!(!page(&test, &place).await.contains("Undo"), "it is too late");
    test.api(Who::Agent).submit(&undo(&place), &[]).await.expect(409);
}

async fn tickets_are_put_away_together_and_come_back_as_they_were(test: TestApp) {
    let (awake, away, done) = (anns_ticket(&test).await, anns_ticket(&test).await, anns_ticket(&test).await);
    let before = [("until", "opening"), ("reason", "They are away")];
    test.api(Who::Agent).submit(&format!("/desk/tickets/{away}/snooze"), &before).await.expect(303);
    let resolved = [("status", "resolved")];
    test.api(Who::Agent).submit(&format!("/desk/tickets/{done}/status"), &resolved).await.expect(303);
    let until = ticket(&test, away).await["internal"]["snooze"]["until"].clone();
    let chosen = fields(&test, &[awake, away, done], "snooze:hour", "").await;
    assert_reads(
        &send(&test, "/desk/bulk/preview", &chosen).await.expect(422).text(),
        &["Say why they can wait"],
    );
    let chosen = fields(&test, &[awake, away, done], "snooze:hour", "They call at eleven").await;
    assert_reads(
        &send(&test, "/desk/bulk/preview", &chosen).await.expect(200).text(),
        &["2 of 3 tickets will change", "Snoozed until", "The clocks run on", "This ticket is done"],
    );
    assert_eq!(ticket(&test, awake).await["internal"]["snooze"], Value::Null, "nothing is changed yet");
    let place = change(&test, &chosen).await;
    for number in [awake, away] {
        let snooze = ticket(&test, number).await["internal"]["snooze"].clone();
        assert_eq!(snooze["reason"], "They call at eleven", "{snooze}");
    }
    test.api(Who::Agent).submit(&undo(&place), &[]).await.expect(303);
    assert_eq!(ticket(&test, awake).await["internal"]["snooze"], Value::Null);
    let snooze = ticket(&test, away).await["internal"]["snooze"].clone();
    assert_eq!((&snooze["reason"], &snooze["until"]), (&json!("They are away"), &until));
}

async fn tickets_are_merged_into_one_and_stand_by_themselves_again(test: TestApp) {
    let (one, two, into) = (anns_ticket(&test).await, anns_ticket(&test).await, anns_ticket(&test).await);
    let foreign = report(&test, STRANGER, "Down", ["one", "minor", "easy"]).await;
    for (detail, told) in
        [("", "Write the number"), ("none", "Write the number"), ("999", "Write the number")]
    {
        let chosen = fields(&test, &[one], "merge", detail).await;
        assert_reads(&send(&test, "/desk/bulk/preview", &chosen).await.expect(422).text(), &[told]);
    }
    let chosen = fields(&test, &[one, two, into, foreign], "merge", &format!("#{into}")).await;
    let preview = send(&test, "/desk/bulk/preview", &chosen).await.expect(200).text();
    assert_reads(
        &preview,
        &[
            "2 of 4 tickets will change",
            &format!("Merged into #{into}"),
            "its clocks stop, and those of the other stay",
            "It is the ticket in which the others go on.",
            "That ticket is another customer’s",
        ],
    );
    assert_eq!(ticket(&test, one).await["status"], "open", "nothing is changed yet");
    let clocks = ticket(&test, into).await["clocks"].clone();
    let place = change(&test, &chosen).await;
    for number in [one, two] {
        let merged = ticket(&test, number).await;
        assert_eq!((&merged["status"], &merged["merged_into"]), (&json!("closed"), &json!(into)));
    }
    assert_eq!(ticket(&test, into).await["clocks"], clocks, "the clocks of the other stay");
    let queue = words(&test.api(Who::Agent).open("/desk").await.expect(200).text());
    assert!(queue.contains(&format!("2 tickets changed : Merged into #{into}.")), "{queue}");
    test.api(Who::Agent).submit(&undo(&place), &[]).await.expect(303);
    for number in [one, two] {
        let back = ticket(&test, number).await;
        assert_eq!((&back["status"], &back["merged_into"]), (&json!("open"), &Value::Null));
        assert_eq!(back["clocks"]["respond"]["state"], "running", "{}", back["clocks"]);
    }
}

async fn resolving_says_that_it_counts_as_the_first_response(test: TestApp) {
    let [owing, answered] = two(&test).await;
    let reply = json!({ "text": "We look into it." });
    let path = format!("/api/v1/tickets/{answered}/replies");
    test.api(Who::Agent).post(&path, reply).await.expect(201);
    for (act, told) in [("status:resolved", true), ("status:waiting_on_customer", false)] {
        let chosen = fields(&test, &[owing, answered], act, "").await;
        let preview = words(&send(&test, "/desk/bulk/preview", &chosen).await.expect(200).text());
        let says = preview
            .contains("One of the tickets still owes its first response. Resolving counts as that answer");
        assert_eq!(says, told, "{act}: {preview}");
    }
    let chosen = fields(&test, &[owing], "status:resolved", "").await;
    change(&test, &chosen).await;
    assert_eq!(ticket(&test, owing).await["clocks"]["respond"]["state"], "met");
}

async fn programs_answer_snooze_and_merge_too(test: TestApp) {
    const PATH: &str = "/api/v1/tickets/bulk";
    let (one, two) = (anns_ticket(&test).await, anns_ticket(&test).await);
    let act = keep_macro(&test, "Works again", "").await;
    let macro_id = act.trim_start_matches("answer:");
    let agent = test.api(Who::Agent);
    for (action, field) in [
        (json!({ "do": "answer", "macro_id": test.person(ANN).id }), "action.macro_id"),
        (json!({ "do": "snooze", "until": "2026-11-23T11:00:00Z", "reason": " " }), "action.reason"),
        (json!({ "do": "merge", "into": 999 }), "action.into"),
    ] {
        let body = json!({ "tickets": [{ "number": one }], "action": action });
        assert_eq!(agent.post(PATH, body).await.expect(422).faulty_fields(), [field], "{action}");
    }
    for (action, until) in [
        (json!({ "do": "answer", "macro_id": macro_id }), "2026-11-23T10:00:10Z"),
        (
            json!({ "do": "snooze", "until": "2026-11-23T11:00:00Z", "reason": "They call" }),
            "2026-11-23T10:10:00Z",
        ),
        (json!({ "do": "merge", "into": two }), "2026-11-23T10:10:00Z"),
    ] {
        let body = json!({ "tickets": [{ "number": one }], "action": action });
        let done = agent.post(PATH, body).await.expect(200).json();
        assert_eq!(
            (&done["tickets"][0]["outcome"], &done["undo_until"]),
            (&json!("changed"), &json!(until)),
            "{done}"
        );
        let undo = format!("{PATH}/{}/undo", done["id"].as_str().unwrap());
        let back = agent.post(&undo, json!({})).await.expect(200).json();
        assert_eq!(back["tickets"][0]["outcome"], "taken_back", "{action}: {back}");
    }
}
