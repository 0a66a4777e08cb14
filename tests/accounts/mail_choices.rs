//! Which mails the provider's people get.

use serde_json::json;

use crate::support::app::{TestApp, Who, on_both_apps};
use crate::support::received_mail::ReceivedMail;

on_both_apps!(
    what_a_customer_writes_reaches_the_assignee_who_wants_it,
    a_new_ticket_is_told_to_those_of_the_team_who_asked_for_it,
    a_warning_always_reaches_somebody,
    calls_and_alarms_are_no_choice,
);

const ANN: Who = Who::Customer("dms");

async fn choose(test: &TestApp, who: Who, wanted: &[&str]) {
    let fields: Vec<_> = wanted.iter().map(|mail| (*mail, "yes")).collect();
    test.api(who).submit("/account/mails", &fields).await.expect(303);
}

/// A ticket of Ann's, to be answered within an hour.
async fn ticket(test: &TestApp) -> i64 {
    let report = json!({ "subject": "Export", "text": "It stops halfway.", "severity": "Critical" });
    let opened = test.api(ANN).post("/api/v1/tickets", report).await.expect(201).json();
    opened["number"].as_i64().unwrap()
}

/// The mails to somebody that were sent since the last look.
async fn mails_to(test: &TestApp, who: Who) -> Vec<ReceivedMail> {
    test.tick().await;
    test.mails().into_iter().filter(|mail| Some(&mail.to) == who.email().as_ref()).collect()
}

async fn what_a_customer_writes_reaches_the_assignee_who_wants_it(test: TestApp) {
    let number = ticket(&test).await;
    let agent = test.person(Who::Agent).id.to_string();
    let assign = format!("/desk/tickets/{number}/assign");
    test.api(Who::Agent).submit(&assign, &[("assignee", &agent)]).await.expect(303);
    let reply = format!("/portal/tickets/{number}/reply");
    for (wanted, count) in [(None, 1), (Some(["warning"]), 0), (Some(["customer_wrote"]), 1)] {
        if let Some(wanted) = wanted {
            choose(&test, Who::Agent, &wanted).await;
        }
        mails_to(&test, Who::Agent).await;
        test.api(ANN).submit(&reply, &[("text", "And now?")]).await.expect(303);
        assert_eq!(mails_to(&test, Who::Agent).await.len(), count, "{wanted:?}");
    }
    let page = test.api(Who::Agent).open("/account").await.expect(200).text();
    let ticked = |mail: &str| page.contains(&format!("name=\"{mail}\" value=\"yes\" checked"));
    assert!(ticked("customer_wrote") && !ticked("warning"), "{page}");
}

async fn a_new_ticket_is_told_to_those_of_the_team_who_asked_for_it(test: TestApp) {
    choose(&test, Who::Backup, &["new_ticket"]).await;
    ticket(&test).await;
    test.tick().await;
    let mails: Vec<_> = test.mails().into_iter().filter(|mail| mail.subject.contains("] New, ")).collect();
    assert_eq!(mails.len(), 1, "{mails:?}");
    assert_eq!(Some(&mails[0].to), Who::Backup.email().as_ref());
    assert!(
        mails[0].text.contains("It stops halfway.") && mails[0].text.contains("We owe a first answer by"),
        "{mails:?}"
    );
}

async fn a_warning_always_reaches_somebody(test: TestApp) {
    let warned = |mails: &[ReceivedMail]| {
        let mut all: Vec<String> = mails
            .iter()
            .filter(|mail| mail.text.contains("about to break"))
            .map(|mail| mail.to.clone())
            .collect();
        all.sort();
        all.dedup();
        all
    };
    let (agent, backup) = (Who::Agent.email().unwrap(), Who::Backup.email().unwrap());
    choose(&test, Who::Agent, &[]).await;
    ticket(&test).await;
    test.at("2026-11-23T10:50:00Z").await;
    assert_eq!(warned(&test.mails()), std::slice::from_ref(&backup), "only who wants it");
    choose(&test, Who::Backup, &[]).await;
    ticket(&test).await;
    test.at("2026-11-23T11:45:00Z").await;
    assert_eq!(warned(&test.mails()), [agent, backup], "everybody, where nobody wants it");
}

async fn calls_and_alarms_are_no_choice(test: TestApp) {
    choose(&test, Who::Agent, &[]).await;
    choose(&test, Who::Backup, &[]).await;
    test.at("2026-11-24T22:00:00Z").await;
    let report = [
        ("subject", "Nobody can work"),
        ("text", "All of it is down."),
        ("affected", "everyone"),
        ("impact", "unusable"),
        ("workaround", "none"),
    ];
    test.api(Who::Customer("software-support")).submit("/portal/report", &report).await.expect(303);
    test.tick().await;
    assert!(
        test.mails().iter().any(|mail| mail.subject.contains("On call, ")),
        "the page comes all the same"
    );
    let page = test.api(Who::Agent).open("/account").await.expect(200).text();
    assert!(page.contains("Calls while you are on call, and alarms, always come."), "{page}");
    test.api(ANN).submit("/account/mails", &[]).await.expect(403);
    assert!(!test.api(ANN).open("/account").await.expect(200).text().contains("/account/mails"));
}
