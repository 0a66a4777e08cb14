//! Mentioning a colleague by keys in a real browser.

use thirtyfour::Key;

use super::chromium::{Chromium, Scheme, Scripts, Width};
use crate::support::app::{TestApp, Who};

const TEXT: &str = "return document.querySelector('[data-composer] textarea').value;";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_note_offers_colleagues_after_an_at_sign_and_a_reply_does_not() {
    let test = TestApp::sqlite();
    let report = serde_json::json!({ "subject": "One", "text": "Since this morning." });
    test.api(Who::Customer("dms")).post("/api/v1/tickets", report).await.expect(201);
    let browser = Chromium::start(&test, Scripts::On).await;
    browser.sign_in(&test, &test.person(Who::Agent)).await;
    browser.look(Width::Narrow, Scheme::Dark).await;
    for (key, text) in [("r", "Ask @back"), ("n", "Ask @backup@provider.example ")] {
        browser.open("/desk/tickets/1").await;
        browser.press(key).await;
        browser.press("Ask @back").await;
        if key == "n" {
            browser.read("backup@provider.example)").await;
            assert_eq!(browser.violations().await, Vec::<String>::new());
        }
        browser.press(Key::Tab).await;
        assert_eq!(browser.run(TEXT).await.as_str(), Some(text), "{key}");
    }
}
