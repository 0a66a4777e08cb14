//! How content customers were, and how they call upon the people in charge.

use std::collections::BTreeMap;

use punctual::service::{self, NewContract};
use punctual::sla::shipped;

use super::{ANN, STRANGER, anns_ticket, assert_reads, report};
use crate::support::app::{TestApp, Who, on_both_apps};
use crate::support::mailed_link::token_in;

on_both_apps!(
    a_customer_says_how_content_they_are_once_it_is_resolved,
    the_link_in_the_mail_asks_and_its_form_says_it,
    a_customer_escalates_where_the_agreement_lets_them,
);

async fn resolve(test: &TestApp, number: i64) {
    let done = [("kind", "public"), ("text", "Done."), ("then", "resolved")];
    test.api(Who::Agent).submit(&format!("/desk/tickets/{number}/message"), &done).await.expect(303);
    super::held::later(test, 10).await;
}

async fn a_customer_says_how_content_they_are_once_it_is_resolved(test: TestApp) {
    let number = anns_ticket(&test).await;
    let (page, rate) = (format!("/portal/tickets/{number}"), format!("/portal/tickets/{number}/rate"));
    let early = [("verdict", "good"), ("comment", "It was quick.")];
    let early = test.api(ANN).submit(&rate, &early).await.expect(409).text();
    assert_reads(&early, &["It was quick.", "Send reply"]);
    let open = test.api(ANN).open(&page).await.expect(200).text();
    assert!(!open.contains("Are you content?"), "an open ticket is not asked about");

    resolve(&test, number).await;
    assert_reads(&test.api(ANN).open(&page).await.text(), &["Are you content?"]);
    test.api(STRANGER).submit(&rate, &[("verdict", "bad")]).await.expect(404);
    let long = "x".repeat(2001);
    let refused = test.api(ANN).submit(&rate, &[("verdict", "bad"), ("comment", &long)]).await.expect(422);
    assert_reads(&refused.text(), &["Say it in 2000 characters.", &long]);

    let said = [("verdict", "bad"), ("comment", "It took two days.")];
    test.api(ANN).submit(&rate, &said).await.expect(303);
    assert_reads(&test.api(ANN).open(&page).await.text(), &["You said: no.", "It took two days."]);
    let desk = test.api(Who::Agent).open(&format!("/desk/tickets/{number}")).await.expect(200).text();
    assert_reads(&desk, &["is not content with it"]);
    test.api(ANN).submit(&rate, &[("verdict", "good")]).await.expect(303);
    let board = test.api(Who::Manager).open("/manager").await.expect(200).text();
    assert_reads(&board, &["100 % content of 1 who said so"]);
    let list = test.api(Who::Manager).open("/manager/satisfaction").await.expect(200).text();
    assert_reads(&list, &["The export is slow", "content"]);
}

async fn the_link_in_the_mail_asks_and_its_form_says_it(test: TestApp) {
    let number = anns_ticket(&test).await;
    resolve(&test, number).await;
    test.tick().await;
    let mails = test.mails();
    let mail = mails.iter().find(|mail| mail.text.contains("/rate#")).expect("the resolution asks");
    assert!(mail.text.contains(&format!("{}/rate#", test.address)), "on our address");
    let chosen = token_in(&mail.text, "/rate");
    let nobody = test.api(Who::Anonymous);
    let page = nobody.submit("/rate", &[("link", &chosen)]).await.expect(200).text();
    assert!(page.contains("value=\"good\" required checked"), "the link says it already:\n{page}");
    let board = test.api(Who::Manager).open("/manager").await.text();
    assert!(!board.contains("content of"), "opening it says nothing: mail scanners do that");

    let (token, _) = chosen.split_once('&').unwrap();
    let said = [("link", token), ("verdict", "good"), ("comment", "Thanks")];
    let page = nobody.submit("/rate/confirm", &said).await.expect(200).text();
    assert_reads(&page, &["Thank you. We read every word.", "Thanks"]);
    let other = if token.ends_with('0') { "1" } else { "0" };
    let forged = format!("{}{other}", &token[..token.len() - 1]);
    nobody.submit("/rate", &[("link", &forged)]).await.expect(404);
}

async fn a_customer_escalates_where_the_agreement_lets_them(test: TestApp) {
    let before = report(&test, ANN, "Nobody can print", ["everyone", "unusable", "none"]).await;
    let path = format!("/portal/tickets/{before}/escalate");
    test.api(ANN).submit(&path, &[("reason", "Now")]).await.expect(409);

    let (_, source) = shipped()[0];
    assert!(source.contains("key = \"dms\""), "the first template is Ann’s agreement");
    let with_right = format!("{source}\n[escalation]\nby_customer = [\"manager\"]\n");
    let context = test.app.context();
    let contract = NewContract {
        source: with_right,
        files: BTreeMap::new(),
        effective_from: test.now(),
        is_default: true,
        by: None,
    };
    test.app.db.write(move |c| service::add_contract(c, &context, contract)).await.unwrap();
    test.at("2026-11-23T10:05:00Z").await;
    let number = report(&test, ANN, "Nobody can log in", ["everyone", "unusable", "none"]).await;
    let (page, escalate) =
        (format!("/portal/tickets/{number}"), format!("/portal/tickets/{number}/escalate"));
    assert_reads(&test.api(ANN).open(&page).await.text(), &["This can’t wait?"]);
    let empty = test.api(ANN).submit(&escalate, &[("reason", " ")]).await.expect(422);
    assert_reads(&empty.text(), &["why this can’t wait."]);
    test.mails();
    test.api(ANN).submit(&escalate, &[("reason", "A hearing begins at noon")]).await.expect(303);
    test.tick().await;
    let mails = test.mails();
    let told: Vec<&str> = mails
        .iter()
        .filter(|mail| mail.text.contains("A hearing begins at noon"))
        .map(|mail| mail.to.as_str())
        .collect();
    assert_eq!(told, ["manager@provider.example"], "whom the agreement names, and nobody else");
    assert_reads(&test.api(ANN).open(&page).await.text(), &["You have escalated this."]);
    let again = test.api(ANN).submit(&escalate, &[("reason", "Still")]).await.expect(409).text();
    assert_reads(&again, &["You have escalated this."]);
    test.api(Who::Agent).submit(&format!("/desk/tickets/{number}/acknowledge"), &[]).await.expect(303);
    test.api(ANN).submit(&escalate, &[("reason", "Still")]).await.expect(303);
}
