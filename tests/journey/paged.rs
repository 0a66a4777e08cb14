//! Out of hours, a covered report goes up the chain until somebody takes it.

use super::{report, ticket};
use crate::support::app::{TestApp, Who};

crate::support::app::on_both_apps!(an_s1_at_night_climbs_the_chain_until_it_is_taken);

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
        let pages: Vec<_> = mails.iter().filter(|mail| mail.text.contains("/take/")).collect();
        assert_eq!(pages.len(), 1, "at {at}: {mails:?}");
        assert_eq!(pages[0].to, called);
    }
    let path = format!("/api/v1/tickets/{number}/page/take");
    test.api(Who::Backup).post(&path, serde_json::json!({})).await.expect(200);
    test.at("2026-11-24T22:50:00Z").await;
    let calls = test.mails().into_iter().filter(|mail| mail.text.contains("/take/")).count();
    assert_eq!(calls, 0, "a taken page calls nobody else");
    assert_eq!(ticket(&test, Who::Agent, number).await["assignee"]["name"], test.person(Who::Backup).name);
}
