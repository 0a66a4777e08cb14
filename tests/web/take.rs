//! The pager's link: opening it asks, confirming takes.

use super::{STRANGER, assert_reads, report};
use crate::support::app::{TestApp, Who, on_both_apps};
use crate::support::mailed_link::token_in;

on_both_apps!(only_confirming_takes_the_page);

async fn only_confirming_takes_the_page(test: TestApp) {
    test.at("2026-11-24T03:00:00Z").await;
    report(&test, STRANGER, "The shop is down", ["everyone", "unusable", "none"]).await;
    test.tick().await;
    let mails = test.mails();
    let page = mails.iter().find(|mail| mail.text.contains("/take#")).expect("somebody is called");
    let token = token_in(&page.text, "/take");
    let nobody = test.api(Who::Anonymous);

    nobody.open("/take").await.expect(200);
    for _ in 0..2 {
        let asked = nobody.submit("/take", &[("link", &token)]).await.expect(200).text();
        assert_reads(&asked, &["The shop is down", "Page for agent of provider.example", "I take it"]);
    }
    let taken = nobody.submit("/take/confirm", &[("link", &token)]).await.expect(200).text();
    assert_reads(&taken, &["agent of provider.example has taken it."]);
    let again = nobody.submit("/take", &[("link", &token)]).await.expect(200).text();
    assert_reads(&again, &["agent of provider.example has taken it."]);
    let desk = test.api(Who::Agent).open("/desk?view=mine").await.expect(200).text();
    assert_reads(&desk, &["The shop is down"]);

    let other = if token.ends_with('0') { "1" } else { "0" };
    let forged = format!("{}{other}", &token[..token.len() - 1]);
    nobody.submit("/take", &[("link", &forged)]).await.expect(404);
    nobody.submit("/take/confirm", &[("link", &forged)]).await.expect(404);
}
