//! The pager's link: opening it asks, confirming takes.

use super::{STRANGER, assert_reads, report};
use crate::support::app::{TestApp, Who, on_both_apps};

on_both_apps!(only_confirming_takes_the_page);

async fn only_confirming_takes_the_page(test: TestApp) {
    test.at("2026-11-24T03:00:00Z").await;
    report(&test, STRANGER, "The shop is down", ["everyone", "unusable", "none"]).await;
    test.tick().await;
    let mails = test.mails();
    let link = mails
        .iter()
        .flat_map(|mail| mail.text.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
        .find(|word| word.contains("/take/"))
        .expect("the page has a link");
    let path = link.split_once("/take/").map(|(_, token)| format!("/take/{token}")).unwrap();

    for _ in 0..2 {
        let asked = test.api(Who::Anonymous).get(&path).await.expect(200).text();
        assert_reads(&asked, &["The shop is down", "Page for agent of provider.example", "I take it"]);
    }
    test.api(Who::Anonymous).submit(&path, &[]).await.expect(303);
    let taken = test.api(Who::Anonymous).get(&path).await.expect(200).text();
    assert_reads(&taken, &["agent of provider.example has taken it."]);
    let desk = test.api(Who::Agent).open("/desk?view=mine").await.expect(200).text();
    assert_reads(&desk, &["The shop is down"]);

    let other = if path.ends_with('A') { "B" } else { "A" };
    let forged = format!("{}{other}", &path[..path.len() - 1]);
    test.api(Who::Anonymous).get(&forged).await.expect(404);
    test.api(Who::Anonymous).submit(&forged, &[]).await.expect(404);
}
