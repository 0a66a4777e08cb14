//! A customer's pages while they are looked at: they show what happens, and take away nothing that was begun.

use super::chromium::{Chromium, Scripts};
use crate::support::app::{TestApp, Who};

const ANN: Who = Who::Customer("dms");

/// Nobody points at anything.
const POINT_NOWHERE: &str = "document.activeElement.blur();";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_customers_ticket_shows_replies_and_keeps_what_is_being_written() {
    let test = TestApp::sqlite();
    let report = serde_json::json!({ "subject": "The export stops", "text": "Since this morning." });
    test.api(ANN).post("/api/v1/tickets", report).await.expect(201);
    let browser = Chromium::start(&test, Scripts::On).await;
    browser.sign_in(&test, &test.person(ANN)).await;
    browser.open("/portal/tickets/1").await;
    browser.run(POINT_NOWHERE).await;
    reply(&test, "Which version do you have?").await;
    browser.read("Which version do you have?").await;

    let text = browser.find("[name=text]").await;
    text.send_keys("Half a sente").await.unwrap();
    reply(&test, "We have found it ourselves.").await;
    let show = browser.find(".announce button").await;
    let shown = browser.run("return document.querySelector('main').innerText;").await;
    assert!(!shown.as_str().unwrap().contains("found it ourselves"), "nothing moves under who writes");
    show.click().await.unwrap();
    browser.read("We have found it ourselves.").await;
    let kept = browser.run("return document.querySelector('[name=text]').value;").await;
    assert_eq!(kept.as_str(), Some("Half a sente"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_customers_list_shows_a_colleagues_report() {
    let test = TestApp::sqlite();
    let browser = Chromium::start(&test, Scripts::On).await;
    browser.sign_in(&test, &test.person(ANN)).await;
    browser.open("/portal").await;
    browser.read("Nothing is open").await;
    test.app.clock.advance(chrono::TimeDelta::seconds(1));
    let report = serde_json::json!({ "subject": "Printing fails", "text": "Since this morning." });
    test.api(ANN).post("/api/v1/tickets", report).await.expect(201);
    browser.read("Printing fails").await;
}

/// An agent replies, a second later.
async fn reply(test: &TestApp, text: &str) {
    test.app.clock.advance(chrono::TimeDelta::seconds(1));
    let reply = serde_json::json!({ "text": text });
    test.api(Who::Agent).post("/api/v1/tickets/1/replies", reply).await.expect(201);
}
