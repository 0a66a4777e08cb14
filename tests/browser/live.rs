//! A customer's pages while they are looked at: they show what happens, and take away nothing that was begun.

use super::chromium::{Chromium, Scripts};
use crate::support::app::{TestApp, Who};

const ANN: Who = Who::Customer("dms");

/// Nobody points at anything.
const POINT_NOWHERE: &str = "document.activeElement.blur();";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_customers_ticket_shows_replies_and_keeps_what_is_being_written() {
    let test = TestApp::sqlite();
    let browser = anns_ticket(&test).await;
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
async fn a_page_that_comes_late_takes_no_field_away_from_its_writer() {
    let test = TestApp::sqlite();
    let browser = anns_ticket(&test).await;
    // Nobody pointed at anything when the page was asked for; when it comes, the reader is in the field.
    let script = "window.rightFetch = fetch; document.querySelector('[name=text]').dataset.mine = 'yes';
        window.fetch = async (...all) => {
            const answer = await rightFetch(...all);
            document.querySelector('[name=text]').focus();
            return answer;
        };";
    browser.run(script).await;
    reply(&test, "Which version do you have?").await;
    browser.find(".announce button").await;
    assert!(browser.is_focused("[name=text][data-mine=yes]").await, "the field is the one they went to");
}

/// Ann's ticket in a browser; she points at nothing.
async fn anns_ticket(test: &TestApp) -> Chromium {
    let report = serde_json::json!({ "subject": "The export stops", "text": "Since this morning." });
    test.api(ANN).post("/api/v1/tickets", report).await.expect(201);
    let browser = Chromium::start(test, Scripts::On).await;
    browser.sign_in(test, &test.person(ANN)).await;
    browser.open("/portal/tickets/1").await;
    browser.run(POINT_NOWHERE).await;
    browser
}

/// The same with a reply half written, and an agent's reply waiting to be shown.
async fn half_a_reply(test: &TestApp) -> Chromium {
    let browser = anns_ticket(test).await;
    browser.find("[name=text]").await.send_keys("Half a sente").await.unwrap();
    reply(test, "Which version do you have?").await;
    browser.find(".announce button").await;
    browser
}

async fn expect_half_a_reply(browser: &Chromium) {
    let kept = browser.run("return document.querySelector('[name=text]').value;").await;
    assert_eq!((kept.as_str(), browser.place().await.as_str()), (Some("Half a sente"), "/portal/tickets/1"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_half_written_reply_outlives_the_session() {
    let test = TestApp::sqlite();
    let browser = half_a_reply(&test).await;
    let id = test.person(ANN).id;
    test.api(Who::Admin).submit(&format!("/admin/people/{id}/disable"), &[]).await.expect(303);
    browser.read("Your session is over. Copy what you wrote, then sign in again.").await;
    expect_half_a_reply(&browser).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_half_written_reply_outlives_a_failing_server() {
    let test = TestApp::sqlite();
    let browser = half_a_reply(&test).await;
    browser.run("window.rightFetch = fetch; window.fetch = async () => { window.asked = true; return new Response('', { status: 503 }); };").await;
    browser.find(".announce button").await.click().await.unwrap();
    let asked = browser.run("return window.asked;").await;
    assert_eq!(asked.as_bool(), Some(true));
    expect_half_a_reply(&browser).await;
    browser.run("window.fetch = window.rightFetch;").await;
    browser.find(".announce button").await.click().await.unwrap();
    browser.read("Which version do you have?").await;
    expect_half_a_reply(&browser).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stream_that_was_lost_goes_on_after_what_was_told() {
    let test = TestApp::sqlite();
    let browser = half_a_reply(&test).await;
    let asked = "return Number(new URL(stream.url).searchParams.get('since'));";
    let before = browser.run(asked).await.as_f64().unwrap();
    let after = "const done = arguments[0], lost = stream; lost.dispatchEvent(new Event('error')); \
        setInterval(() => { if (stream && stream !== lost) done(Number(new URL(stream.url).searchParams.get('since'))); }, 20);";
    let after = browser.run_until_called(after).await.as_f64().unwrap();
    assert!(after > before, "{after} is not later than {before}");
    reply(&test, "Never mind.").await;
    browser.find(".announce button").await.click().await.unwrap();
    browser.read("Never mind.").await;
    expect_half_a_reply(&browser).await;
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

/// When the page asked for itself anew, in milliseconds since it was opened.
const LOOKS: &str = "return performance.getEntriesByType('resource')
    .filter((one) => one.initiatorType === 'fetch' && one.name === location.href).map((one) => one.startTime);";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_does_not_ask_for_itself_at_each_of_many_changes() {
    let test = TestApp::sqlite();
    let browser = anns_ticket(&test).await;
    for text in ["Which version do you have?", "We have found it ourselves.", "It is mended."] {
        reply(&test, text).await;
        browser.read(text).await;
    }
    let looks: Vec<f64> = serde_json::from_value(browser.run(LOOKS).await).unwrap();
    assert!(looks.len() >= 3, "{looks:?}");
    assert!(looks.windows(2).all(|pair| pair[1] - pair[0] >= 2000.0), "{looks:?}");
}

/// An agent replies, a second later.
async fn reply(test: &TestApp, text: &str) {
    test.app.clock.advance(chrono::TimeDelta::seconds(1));
    let reply = serde_json::json!({ "text": text });
    test.api(Who::Agent).post("/api/v1/tickets/1/replies", reply).await.expect(201);
}
