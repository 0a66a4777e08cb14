//! The process ends between a due instant and its notice: after the restart it is told once.

use punctual::worker;

use super::{report, ticket};
use crate::support::app::{TestApp, Who};

crate::support::app::on_both_apps!(
    a_breach_while_the_process_was_down_is_told_once,
    a_notice_that_was_written_but_not_sent_is_sent_once,
);

const CUSTOMER: Who = Who::Customer("dms");

fn notices(test: &TestApp) -> usize {
    test.mails().iter().filter(|mail| mail.to == "contact@dms.example").count()
}

async fn a_breach_while_the_process_was_down_is_told_once(test: TestApp) {
    let number = report(&test, CUSTOMER, "Nothing opens", ["everyone", "unusable", "none"]).await;
    test.tick().await;
    test.mails();
    test.app.clock.set("2026-11-23T11:10:00Z".parse().unwrap());
    let test = test.restart();
    test.tick().await;
    test.tick().await;
    assert_eq!(notices(&test), 1);
    let found = ticket(&test, Who::Agent, number).await;
    assert_eq!(
        found["clocks"]["respond"]["breached_at"], "2026-11-23T11:00:00Z",
        "the true instant, not the restart's"
    );
}

async fn a_notice_that_was_written_but_not_sent_is_sent_once(test: TestApp) {
    report(&test, CUSTOMER, "Nothing opens", ["everyone", "unusable", "none"]).await;
    test.tick().await;
    test.mails();
    test.app.clock.set("2026-11-23T11:00:01Z".parse().unwrap());
    worker::timers::run_once(&test.app, test.now()).await.unwrap();
    assert_eq!(notices(&test), 0);
    let test = test.restart();
    test.tick().await;
    test.tick().await;
    assert_eq!(notices(&test), 1);
}
