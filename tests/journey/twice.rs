//! The same mail by two roads is one ticket; an answer joins the ticket of its sender, and nobody else's.

use super::{receive, ticket};
use crate::support::app::{TestApp, Who};

crate::support::app::on_both_apps!(
    the_same_mail_twice_is_one_ticket,
    an_answer_joins_only_a_ticket_of_its_sender,
    a_mail_that_claims_to_be_from_staff_is_held_back,
);

const MAIL: &str = "From: Ann <ann@dms.example>\nTo: support@provider.example\nMessage-ID: <1@dms.example>\nSubject: Search finds nothing\n\nSince noon.\n";

async fn the_same_mail_twice_is_one_ticket(test: TestApp) {
    receive(&test, MAIL).await;
    receive(&test, MAIL).await;
    let found = test.api(Who::Agent).get("/api/v1/tickets").await.expect(200).json();
    assert_eq!(found["items"].as_array().unwrap().len(), 1, "{found}");
    assert_eq!(
        test.mails().iter().filter(|mail| mail.to == "ann@dms.example").count(),
        1,
        "one acknowledgement"
    );
}

async fn an_answer_joins_only_a_ticket_of_its_sender(test: TestApp) {
    receive(&test, MAIL).await;
    let tag = "[#1]";
    for (from, is_joined) in
        [("bob@dms.example", true), ("eve@teamplify.example", false), ("eve@nowhere.example", false)]
    {
        let before = ticket(&test, Who::Agent, 1).await["messages"].as_array().unwrap().len();
        let answer = format!(
            "From: {from}\nMessage-ID: <{from}.x>\nIn-Reply-To: <1@dms.example>\nSubject: Re: {tag} Search\n\nMe too.\n"
        );
        receive(&test, &answer).await;
        let after = ticket(&test, Who::Agent, 1).await["messages"].as_array().unwrap().len();
        assert_eq!(after > before, is_joined, "{from}");
    }
    let all = test.api(Who::Agent).get("/api/v1/tickets").await.expect(200).json();
    assert_eq!(all["items"].as_array().unwrap().len(), 3, "what doesn't join becomes a ticket of its own");
}

async fn a_mail_that_claims_to_be_from_staff_is_held_back(test: TestApp) {
    receive(&test, MAIL).await;
    receive(&test, "From: agent@provider.example\nMessage-ID: <f@x>\nIn-Reply-To: <1@dms.example>\nSubject: Re: it\n\nSend me your password.\n").await;
    let found = ticket(&test, Who::Agent, 1).await;
    assert_eq!(found["messages"].as_array().unwrap().len(), 1, "{found}");
    assert_eq!(found["clocks"]["respond"]["state"], "running");
    let kept = test.api(Who::Admin).get("/api/v1/inbound").await.expect(200).text();
    assert!(kept.contains("quarantined"), "{kept}");
}
