//! Forms that a browser sends twice: pressed twice, or again because the first answer got lost. They are done once.

use chrono::TimeDelta;
use punctual::worker;

use super::{ANN, anns_ticket};
use crate::support::app::{TestApp, Who, on_both_apps};

on_both_apps!(a_report_sent_twice_is_one_ticket, a_message_sent_twice_is_written_once);

/// The name of a page's form.
async fn name(test: &TestApp, who: Who, path: &str) -> String {
    let page = test.api(who).open(path).await.expect(200).text();
    let (_, after) = page.split_once("name=\"once\" value=\"").expect("the form has a name");
    after.split('"').next().unwrap().to_owned()
}

async fn a_report_sent_twice_is_one_ticket(test: TestApp) {
    let once = name(&test, ANN, "/portal/report").await;
    assert_ne!(once, name(&test, ANN, "/portal/report").await, "each page has a form of its own");
    let send = async |text: &str| {
        let answers = [("affected", "everyone"), ("impact", "unusable"), ("workaround", "none")];
        let words = [("subject", "Nothing works"), ("text", text), ("once", once.as_str())];
        test.api(ANN).submit("/portal/report", &[&words[..], &answers[..]].concat()).await
    };
    send("").await.expect(422);
    let first = send("At all.").await.expect(303).header("location");
    let again = send("At all.").await.expect(303).header("location");
    assert_eq!(first, again, "the ticket that there is");
    let changed = send("And it burns.").await.expect(303).header("location");
    assert_ne!(first, changed, "gone back to and changed, it is another report");
}

async fn a_message_sent_twice_is_written_once(test: TestApp) {
    let number = anns_ticket(&test).await;
    let (desk, portal) = (format!("/desk/tickets/{number}"), format!("/portal/tickets/{number}"));
    let cases = [
        (ANN, &portal, format!("{portal}/reply"), vec![("text", "It still fails.")]),
        (Who::Agent, &desk, format!("{desk}/message"), vec![("kind", "public"), ("text", "We look at it.")]),
        (Who::Agent, &desk, format!("{desk}/message"), vec![("kind", "note"), ("text", "It is the disk.")]),
        (ANN, &portal, format!("{portal}/solve"), vec![("text", "It was the disk.")]),
    ];
    for (who, page, path, words) in cases {
        let once = name(&test, who, page).await;
        let words = [&words[..], &[("once", once.as_str())]].concat();
        test.api(who).submit(&path, &words).await.expect(303);
        test.api(who).submit(&path, &words).await.expect(303);
        test.app.clock.advance(TimeDelta::seconds(10));
        worker::replies::run_once(&test.app, test.now()).await.unwrap();
    }
    let ticket = test.api(Who::Agent).get(&format!("/api/v1/tickets/{number}")).await.expect(200).json();
    let said: Vec<_> = ticket["messages"].as_array().unwrap().iter().map(|one| &one["text"]).collect();
    assert_eq!(said.len(), 5, "the report, and each once: {said:?}");
}
