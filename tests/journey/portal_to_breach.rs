//! From the portal's form to a breach that the customer hears of first.

use punctual::domain::Viewer;
use punctual::store;

use super::{due, report, state, ticket};
use crate::support::app::{TestApp, Who};

crate::support::app::on_both_apps!(a_missed_answer_is_told_at_its_due_instant, many_misses_share_one_mail);

const CUSTOMER: Who = Who::Customer("dms");

async fn a_missed_answer_is_told_at_its_due_instant(test: TestApp) {
    let form = test.api(CUSTOMER).open("/portal/report").await.expect(200).text();
    assert!(form.contains("Platform is down or a core feature is unusable for all users"), "{form}");
    let number = report(&test, CUSTOMER, "Nothing opens", ["everyone", "unusable", "none"]).await;
    test.tick().await;
    let acknowledgement = test.mails().pop().unwrap();
    assert!(acknowledgement.text.contains("11:00"), "{}", acknowledgement.text);
    assert_eq!(due(&ticket(&test, CUSTOMER, number).await, "respond"), "2026-11-23T11:00:00Z");

    test.at("2026-11-23T11:00:00Z").await;
    let to_customer = |mail: &crate::support::received_mail::ReceivedMail| mail.to == "contact@dms.example";
    assert!(!test.mails().iter().any(to_customer), "an answer at the due instant itself would be in time");

    test.at("2026-11-23T11:00:01Z").await;
    let notices: Vec<_> = test.mails().into_iter().filter(to_customer).collect();
    assert_eq!(notices.len(), 1, "{notices:?}");
    assert!(notices[0].text.contains("11:00"), "{}", notices[0].text);
    let found = ticket(&test, Who::Manager, number).await;
    assert_eq!(state(&found, "respond"), "breached");
    assert_eq!(
        due(&found, "update"),
        "2026-11-23T11:30:00Z",
        "the update clock starts at the missed due instant"
    );
    assert_eq!(found["breach_count"], 1);

    let board = test.api(Who::Manager).get("/api/v1/breaches").await.expect(200).json();
    assert_eq!(board["items"][0]["due_at"], "2026-11-23T11:00:00Z", "{board}");
}

async fn many_misses_share_one_mail(test: TestApp) {
    let number = report(&test, CUSTOMER, "Nothing opens", ["everyone", "unusable", "none"]).await;
    test.tick().await;
    test.mails();
    test.at("2026-11-23T13:15:00Z").await;
    let notices: Vec<_> = test.mails().into_iter().filter(|mail| mail.to == "contact@dms.example").collect();
    assert_eq!(notices.len(), 1, "one catch-up gives one mail: {notices:?}");
    let found = ticket(&test, Who::Agent, number).await;
    assert_eq!(found["breach_count"], 5, "11:00, and an update at 11:30, 12:00, 12:30 and 13:00");
    let viewer = Viewer::of(&test.person(Who::Agent));
    let stored =
        test.read(move |c| store::ticket::find_by_number(c, viewer, punctual::domain::TicketNumber(number)));
    assert_eq!(stored.unwrap().breach_count, 5);
    test.tick().await;
    assert!(test.mails().is_empty(), "and a second look finds nothing new");
}
