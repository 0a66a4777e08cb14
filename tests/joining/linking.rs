//! Links: shown on both tickets, taken back from either, and no clock touched.

use serde_json::json;

use super::{history, report, ticket};
use crate::support::app::{TestApp, Who, on_both_apps};

on_both_apps!(
    a_link_is_shown_on_both_tickets_and_taken_back_from_either,
    customers_see_links_with_their_own_tickets_alone
);

async fn a_link_is_shown_on_both_tickets_and_taken_back_from_either(test: TestApp) {
    let dms = Who::Customer("dms");
    let (one, two) = (report(&test, dms, "High").await, report(&test, dms, "Low").await);
    let agent = test.api(Who::Agent);
    let links = |number: i64| format!("/api/v1/tickets/{number}/links");
    for (relation, inverse) in
        [("related_to", "related_to"), ("causes", "caused_by"), ("caused_by", "causes")]
    {
        let body = json!({ "relation": relation, "ticket": two });
        for _ in 0..2 {
            agent.post(&links(one), body.clone()).await.expect(200);
        }
        let (seen, other) = (ticket(&test, one).await, ticket(&test, two).await);
        assert_eq!(
            seen["related"],
            json!([{ "relation": relation, "ticket": two, "subject": "A Low fault" }])
        );
        assert_eq!(
            other["related"],
            json!([{ "relation": inverse, "ticket": one, "subject": "A High fault" }])
        );
        let back = json!({ "relation": inverse, "ticket": one });
        for _ in 0..2 {
            agent.post(&format!("{}/removal", links(two)), back.clone()).await.expect(200);
        }
        assert_eq!(ticket(&test, one).await["related"], json!([]));
    }
    for number in [one, two] {
        let words = history(&test, number).await;
        let count = |word: &str| words.iter().filter(|one| *one == word).count();
        assert_eq!((count("linked"), count("unlinked")), (3, 3), "each once");
    }
    for (wrong, field) in [
        (json!({ "relation": "causes", "ticket": one }), "ticket"),
        (json!({ "relation": "causes", "ticket": 999_999 }), "ticket"),
        (json!({ "relation": "split_into", "ticket": two }), "relation"),
        (json!({ "relation": "likes", "ticket": two }), "relation"),
    ] {
        assert_eq!(agent.post(&links(one), wrong).await.expect(422).faulty_fields(), [field]);
    }
}

async fn customers_see_links_with_their_own_tickets_alone(test: TestApp) {
    let own = report(&test, Who::Customer("dms"), "High").await;
    let [second, foreign] = [
        report(&test, Who::Customer("dms"), "Low").await,
        report(&test, Who::Customer("teamplify"), "Low").await,
    ];
    for other in [second, foreign] {
        let body = json!({ "relation": "related_to", "ticket": other });
        test.api(Who::Agent).post(&format!("/api/v1/tickets/{own}/links"), body).await.expect(200);
    }
    let seen = test.api(Who::Customer("dms")).get(&format!("/api/v1/tickets/{own}")).await.expect(200).json();
    let numbers: Vec<_> =
        seen["related"].as_array().unwrap().iter().map(|one| one["ticket"].clone()).collect();
    assert_eq!(numbers, [json!(second)]);
    assert_eq!(ticket(&test, own).await["related"].as_array().unwrap().len(), 2);
}
