//! A report on a bank holiday is held over, and answered in time on the next working day.

use punctual::domain::{PromiseOutcome, TicketNumber, Viewer};
use punctual::store;

use super::{answer, due, report, state, ticket};
use crate::support::app::{TestApp, Who};

crate::support::app::on_both_apps!(a_report_on_christmas_day_is_answered_in_time_on_the_29th);

async fn a_report_on_christmas_day_is_answered_in_time_on_the_29th(test: TestApp) {
    let customer = Who::Customer("dms");
    test.at("2026-12-25T11:00:00Z").await;
    let form = test.api(customer).open("/portal/report").await.expect(200).text();
    assert!(
        form.contains("Tue 29") || form.contains("29 Dec"),
        "the promise of this hour is on the page: {form}"
    );
    let number = report(&test, customer, "Nothing opens", ["everyone", "unusable", "none"]).await;
    test.tick().await;
    let mails = test.mails();
    assert_eq!(mails.len(), 1, "nobody is paged for what is held over: {mails:?}");
    for told in ["Tuesday 29 December 2026", "09:00", "10:00"] {
        assert!(mails[0].text.contains(told), "{told} is missing in:\n{}", mails[0].text);
    }

    test.at("2026-12-29T09:30:00Z").await;
    answer(&test, number).await;
    test.at("2026-12-29T09:59:59Z").await;
    let found = ticket(&test, Who::Agent, number).await;
    assert_eq!((state(&found, "respond").as_str(), found["breach_count"].as_i64()), ("met", Some(0)));
    assert_eq!(due(&found, "update"), "2026-12-29T10:00:00Z");
    let viewer = Viewer::of(&test.person(Who::Agent));
    let stored = test.read(move |c| store::ticket::find_by_number(c, viewer, TicketNumber(number))).unwrap();
    let promises = test.read(move |c| store::promise::list(c, stored.id));
    assert!(promises.iter().any(|promise| promise.outcome == PromiseOutcome::Kept), "{promises:?}");
}
