//! Out of hours, a covered report goes up the chain until somebody takes it.

use punctual::domain::InboundState;

use super::{report, ticket};
use crate::support::app::{TestApp, Who};
use crate::support::received_mail::ReceivedMail;

crate::support::app::on_both_apps!(
    an_s1_at_night_climbs_the_chain_until_it_is_taken,
    an_out_of_office_answer_moves_the_page_on_at_once,
    a_page_that_comes_back_moves_on_at_once,
    what_is_no_out_of_office_answer_of_the_one_called_moves_nothing,
);

async fn an_s1_at_night_climbs_the_chain_until_it_is_taken(test: TestApp) {
    let customer = Who::Customer("software-support");
    test.at("2026-11-24T22:00:00Z").await;
    let number = report(&test, customer, "Nobody can work", ["everyone", "unusable", "none"]).await;
    assert_eq!(ticket(&test, customer, number).await["severity"], "S1");
    for (at, called) in [
        ("2026-11-24T22:00:00Z", "agent@provider.example"),
        ("2026-11-24T22:15:00Z", "backup@provider.example"),
    ] {
        test.at(at).await;
        let mails = test.mails();
        let pages: Vec<_> = mails.iter().filter(|mail| mail.text.contains("/take#")).collect();
        assert_eq!(pages.len(), 1, "at {at}: {mails:?}");
        assert_eq!(pages[0].to, called);
    }
    let path = format!("/api/v1/tickets/{number}/page/take");
    test.api(Who::Backup).post(&path, serde_json::json!({})).await.expect(200);
    test.at("2026-11-24T22:50:00Z").await;
    let calls = test.mails().into_iter().filter(|mail| mail.text.contains("/take#")).count();
    assert_eq!(calls, 0, "a taken page calls nobody else");
    assert_eq!(ticket(&test, Who::Agent, number).await["assignee"]["name"], test.person(Who::Backup).name);
}

/// Somebody reports something at night that pages; gives the page.
async fn paged(test: &TestApp) -> (i64, ReceivedMail) {
    test.at("2026-11-24T22:00:00Z").await;
    let customer = Who::Customer("software-support");
    let number = report(test, customer, "Nobody can work", ["everyone", "unusable", "none"]).await;
    test.tick().await;
    let page = pages(test).into_iter().next().expect("a page");
    assert_eq!(Some(&page.to), Who::Agent.email().as_ref());
    (number, page)
}

/// The pages that were mailed since the last look.
fn pages(test: &TestApp) -> Vec<ReceivedMail> {
    test.mails().into_iter().filter(|mail| mail.text.contains("/take#")).collect()
}

/// What the mailbox of somebody answers by itself to a mail.
fn away(from: &str, page: &ReceivedMail, more: &str) -> String {
    format!(
        "From: {from}\nTo: support@provider.example\nSubject: Automatic reply: {}\nIn-Reply-To: <{}>\n{more}\n\nI am \
         away until Monday.\n",
        page.subject, page.message_id
    )
}

const ROBOT: &str = "Auto-Submitted: auto-replied";

async fn an_out_of_office_answer_moves_the_page_on_at_once(test: TestApp) {
    let (number, page) = paged(&test).await;
    test.at("2026-11-24T22:02:00Z").await;
    let became = test.receive(&away("agent@provider.example", &page, ROBOT)).await;
    assert_eq!((became.state, became.error), (InboundState::Processed, None));
    let called = pages(&test);
    assert_eq!(called.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), ["backup@provider.example"]);
    let history = test.api(Who::Agent).open(&format!("/desk/tickets/{number}")).await.expect(200).text();
    assert!(history.contains("is away, as their mailbox answers: the page went on"), "the history says why");

    test.receive(&away("agent@provider.example", &page, &format!("{ROBOT}\nX-Again: yes"))).await;
    assert!(pages(&test).is_empty(), "the same answer again moves nothing");
    test.at("2026-11-24T22:16:00Z").await;
    assert!(pages(&test).is_empty(), "the step that was called early is not called again");
    test.at("2026-11-24T22:45:00Z").await;
    assert!(!pages(&test).is_empty(), "the later steps keep their times");
    let messages = ticket(&test, Who::Agent, number).await["messages"].as_array().unwrap().len();
    assert_eq!(messages, 1, "the customer reads nothing of all that");
}

async fn a_page_that_comes_back_moves_on_at_once(test: TestApp) {
    let (number, page) = paged(&test).await;
    let report = format!(
        "From: MAILER-DAEMON@mx.provider.example\nTo: support@provider.example\nReturn-Path: <>\n\
         Subject: failure notice\n\n<{}>:\nMailbox full (#5.2.2)\n\n--- Below this line is a copy of the message.\n\n\
         Message-ID: <{}>\n",
        page.to, page.message_id
    );
    test.receive(&report).await;
    assert_eq!(
        pages(&test).iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(),
        ["backup@provider.example"]
    );
    let history = test.api(Who::Agent).open(&format!("/desk/tickets/{number}")).await.expect(200).text();
    assert!(history.contains("could not be reached by mail: the page went on"));
}

async fn what_is_no_out_of_office_answer_of_the_one_called_moves_nothing(test: TestApp) {
    let (_, page) = paged(&test).await;
    let receipt = "Content-Type: multipart/report; report-type=disposition-notification; boundary=b";
    let forged = ReceivedMail { message_id: page.message_id.replacen('1', "2", 1), ..page.clone() };
    for (which, mail) in [
        ("a receipt that says it was read", away("agent@provider.example", &page, receipt)),
        ("somebody else's answer", away("manager@provider.example", &page, ROBOT)),
        ("an answer to no mail of ours", away("agent@provider.example", &forged, ROBOT)),
        (
            "an answer that a person wrote",
            away("agent@provider.example", &page, "X-A: b").replace("Automatic reply: ", "Re: "),
        ),
        ("a list's mail", away("agent@provider.example", &page, &format!("{ROBOT}\nList-Id: <x.example>"))),
    ] {
        test.receive(&mail).await;
        assert!(pages(&test).is_empty(), "{which}");
    }
    test.receive(&away("agent@provider.example", &page, ROBOT)).await;
    assert_eq!(pages(&test).len(), 1, "the real one does");
}
