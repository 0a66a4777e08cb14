//! Many tickets at once: looked at beforehand, changed, taken back.

use super::{ANN, STRANGER, anns_ticket, assert_reads, report, words};
use crate::support::app::{TestApp, Who, on_both_apps};
use crate::support::caller::Answer;

on_both_apps!(
    a_preview_names_what_changes_and_what_does_not_and_changes_nothing,
    what_is_done_is_in_each_history_and_can_be_taken_back,
    what_somebody_touched_since_stays_as_it_is,
    resolving_says_how_many_mails_leave_and_undo_reopens,
    the_queue_offers_to_take_the_last_changes_back,
);

/// Chooses these tickets in the queue, in the versions that it shows, with an action.
pub async fn fields(test: &TestApp, numbers: &[i64], act: &str, detail: &str) -> Vec<(String, String)> {
    let queue = test.api(Who::Agent).open("/desk?view=all").await.expect(200).text();
    let version = |number: &i64| {
        let rest = queue.split(&format!("name=\"t-{number}\" value=\"")).nth(1).expect("it can be chosen");
        rest.split('"').next().unwrap().to_owned()
    };
    let rows = numbers.iter().map(|number| (format!("t-{number}"), version(number)));
    rows.chain([("do".to_owned(), act.to_owned()), ("detail".to_owned(), detail.to_owned())]).collect()
}

pub async fn send(test: &TestApp, path: &str, fields: &[(String, String)]) -> Answer {
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    test.api(Who::Agent).submit(path, &fields).await
}

/// Does it, and gives the address of the page that tells what was done.
pub async fn change(test: &TestApp, fields: &[(String, String)]) -> String {
    send(test, "/desk/bulk?view=mine", fields).await.expect(303).header("location")
}

pub fn undo(place: &str) -> String {
    place.replace('?', "/undo?")
}

pub async fn page(test: &TestApp, path: &str) -> String {
    words(&test.api(Who::Agent).open(path).await.expect(200).text())
}

async fn a_preview_names_what_changes_and_what_does_not_and_changes_nothing(test: TestApp) {
    let (mine, foreign) =
        (anns_ticket(&test).await, report(&test, STRANGER, "Down", ["one", "minor", "easy"]).await);
    let touched = anns_ticket(&test).await;
    let high = serde_json::json!({ "severity": "High", "reason": "Two teams wait" });
    for number in [mine, touched] {
        let path = format!("/api/v1/tickets/{number}/severity");
        test.api(Who::Agent).put(&path, high.clone()).await.expect(200);
    }
    let chosen = fields(&test, &[mine, foreign, touched], "severity:Medium", "Two teams wait").await;
    test.api(Who::Backup).submit(&format!("/desk/tickets/{touched}/acknowledge"), &[]).await.expect(303);
    let answer = send(&test, "/desk/bulk/preview?view=mine", &chosen).await.expect(200).text();
    assert_reads(&answer, &["Severity: High → Medium", "It was changed since you looked."]);
    assert!(answer.contains("href=\"/desk?view=mine\""), "it leads back to the list");
    assert_reads(&answer, &["1 of 3 tickets will change", "“Medium” is no severity of this contract."]);
    let ticket = test.api(Who::Agent).get(&format!("/api/v1/tickets/{mine}")).await.expect(200).json();
    assert_eq!((&ticket["severity"], &ticket["version"]), (&"High".into(), &2.into()), "nothing is changed");
    for (act, detail, status, wanted) in [
        ("severity:Medium", "", 422, "Say why"),
        ("tag", "two words", 422, "is no tag"),
        ("untag", "", 422, "Write the tag"),
        ("", "", 422, "Choose what to do"),
        ("assign:nonsense", "", 422, "Choose what to do"),
        ("severity:Nonsense", "x", 200, "0 of 1 ticket will change"),
        ("status:closed", "", 200, "Resolve the ticket first"),
        ("assign:", "", 200, "It is so already."),
    ] {
        let chosen = fields(&test, &[mine], act, detail).await;
        let answer = send(&test, "/desk/bulk/preview", &chosen).await.expect(status).text();
        assert_reads(&answer, &[wanted]);
        let is_kept = answer.contains(&format!("name=\"t-{mine}\""));
        assert!(is_kept || status == 200, "{act}: what was chosen is asked for again");
    }
    let nothing = [("do".to_owned(), "assign:".to_owned())];
    assert_reads(
        &send(&test, "/desk/bulk/preview", &nothing).await.expect(422).text(),
        &["Choose at least one ticket."],
    );
}

async fn what_is_done_is_in_each_history_and_can_be_taken_back(test: TestApp) {
    let (first, second) = (anns_ticket(&test).await, anns_ticket(&test).await);
    let agent = test.person(Who::Agent);
    for (act, detail, what, done, taken_back) in [
        (
            format!("assign:{}", agent.id),
            "",
            "Assignee: nobody → agent",
            "assigned it to agent",
            "took it from its assignee",
        ),
        ("tag".to_owned(), "Billing", "Tag billing added", "tagged it billing", "took the tag billing"),
        (
            "severity:High".to_owned(),
            "Two teams",
            "Severity: Medium → High",
            "to High (Two teams)",
            "from High to Medium",
        ),
        (
            "status:waiting_on_customer".to_owned(),
            "",
            "Status: Open → Waiting on customer",
            "from Open to Waiting on customer",
            "from Waiting on customer to Open",
        ),
    ] {
        let chosen = fields(&test, &[first, second], &act, detail).await;
        let place = change(&test, &chosen).await;
        let told = page(&test, &place).await;
        for wanted in ["2 done, 0 left alone", what, "until 10:10 today"] {
            assert!(told.contains(wanted), "{wanted}:\n{told}");
        }
        assert!(page(&test, &format!("/desk/tickets/{second}")).await.contains(done), "{done}");
        test.api(Who::Backup).open(&place).await.expect(404);
        test.api(Who::Backup).submit(&undo(&place), &[]).await.expect(404);
        let back = test.api(Who::Agent).submit(&undo(&place), &[]).await.expect(303).header("location");
        assert!(page(&test, &back).await.contains("2 taken back, 0 left alone"));
        assert!(page(&test, &format!("/desk/tickets/{second}")).await.contains(taken_back), "{taken_back}");
        test.api(Who::Agent).submit(&undo(&place), &[]).await.expect(409);
    }
    let chosen = fields(&test, &[first], "tag", "late").await;
    let place = change(&test, &chosen).await;
    test.at("2026-11-23T10:10:01Z").await;
    assert!(!page(&test, &place).await.contains("Undo"));
    test.api(Who::Agent).submit(&undo(&place), &[]).await.expect(409);
}

async fn what_somebody_touched_since_stays_as_it_is(test: TestApp) {
    let (touched, untouched) = (anns_ticket(&test).await, anns_ticket(&test).await);
    let me = test.person(Who::Agent).id;
    let chosen = fields(&test, &[touched, untouched], &format!("assign:{me}"), "").await;
    let place = change(&test, &chosen).await;
    let note = [("kind", "note"), ("text", "I look into it")];
    test.api(Who::Agent).submit(&format!("/desk/tickets/{touched}/message"), &note).await.expect(303);
    test.api(Who::Agent).submit(&undo(&place), &[]).await.expect(303);
    let told = page(&test, &place).await;
    assert!(told.contains("1 taken back, 1 left alone"), "{told}");
    assert!(told.contains("Somebody has done something to it since."), "{told}");
    for (number, assignee) in [(touched, Some("agent of provider.example")), (untouched, None)] {
        let ticket = test.api(Who::Agent).get(&format!("/api/v1/tickets/{number}")).await.expect(200).json();
        assert_eq!(ticket["assignee"]["name"].as_str(), assignee, "#{number}");
    }
}

async fn resolving_says_how_many_mails_leave_and_undo_reopens(test: TestApp) {
    let (first, second) =
        (anns_ticket(&test).await, report(&test, STRANGER, "Down", ["one", "minor", "easy"]).await);
    test.tick().await;
    test.mails();
    let chosen = fields(&test, &[first, second], "status:resolved", "").await;
    let preview = send(&test, "/desk/bulk/preview", &chosen).await.expect(200).text();
    assert_reads(&preview, &["2 × resolution notice", "mails that have left stay sent", "Change 2 tickets"]);
    test.tick().await;
    assert!(test.mails().is_empty(), "a preview sends nothing");
    let place = change(&test, &chosen).await;
    test.tick().await;
    let mut told: Vec<String> = test.mails().iter().map(|mail| mail.to.clone()).collect();
    told.sort();
    assert_eq!(told.len(), 2, "{told:?}");
    test.api(Who::Agent).submit(&undo(&place), &[]).await.expect(303);
    let ticket = test.api(ANN).get(&format!("/api/v1/tickets/{first}")).await.expect(200).json();
    assert_eq!(ticket["status"], "open");
    assert_eq!(
        ticket["clocks"]["update"]["state"], "running",
        "it is owed updates again: {}",
        ticket["clocks"]
    );
}

async fn the_queue_offers_to_take_the_last_changes_back(test: TestApp) {
    let (first, second) = (anns_ticket(&test).await, anns_ticket(&test).await);
    assert!(!page(&test, "/desk").await.contains("Can be taken back"));
    let tagged = fields(&test, &[first, second], "tag", "billing").await;
    let tagging = change(&test, &tagged).await;
    test.at("2026-11-23T10:05:00Z").await;
    let resolved = fields(&test, &[second], "status:resolved", "").await;
    change(&test, &resolved).await;
    let queue = test.api(Who::Agent).open("/desk?view=mine").await.expect(200).text();
    let told = words(&queue);
    for wanted in [
        "1 ticket changed : Status → Resolved. Can be taken back until 10:15 today.",
        "2 tickets changed : Tag billing added. Can be taken back until 10:10 today.",
    ] {
        assert!(told.contains(wanted), "{wanted}:\n{told}");
    }
    assert!(queue.contains(&format!("href=\"{tagging}\"")), "it leads to {tagging}:\n{queue}");
    assert!(queue.contains(&format!("action=\"{}\"", undo(&tagging))), "{queue}");
    let theirs = test.api(Who::Backup).open("/desk").await.expect(200).text();
    assert!(!words(&theirs).contains("Can be taken back"), "a colleague's is theirs");
    test.at("2026-11-23T10:10:01Z").await;
    let told = page(&test, "/desk").await;
    assert!(!told.contains("billing added") && told.contains("1 ticket changed"), "{told}");
    let (_, rest) = queue.split_once("action=\"/desk/bulk/").expect("it can be taken back here");
    let undo = format!("/desk/bulk/{}", rest.split('"').next().unwrap());
    test.api(Who::Agent).submit(&undo, &[]).await.expect(303);
    assert!(!page(&test, "/desk").await.contains("Can be taken back"));
}
