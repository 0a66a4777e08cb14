//! The counts beside the views in a real browser: they come after the page, move nothing, and follow what changes.

use super::chromium::{Chromium, Scheme, Scripts, Width};
use crate::support::app::{TestApp, Who};

/// What stands beside a view.
async fn beside(browser: &Chromium, href: &str, wanted: &str) {
    let script = format!(
        "const done = arguments[0], place = () => document.querySelector({:?})?.textContent.trim();
         const look = () => place() === {wanted:?} ? done(place()) : setTimeout(look, 20);
         setTimeout(() => done(place()), 15000); look();",
        format!("a[href='{href}'] .count")
    );
    assert_eq!(browser.run_until_called(&script).await.as_str(), Some(wanted), "beside {href}");
}

async fn report(test: &TestApp) {
    let report = serde_json::json!({ "subject": "The export stops", "text": "Since this morning." });
    test.api(Who::Customer("dms")).post("/api/v1/tickets", report).await.expect(201);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn views_show_their_counts_and_follow_what_changes() {
    let test = TestApp::sqlite();
    report(&test).await;
    let saved = [("name", "Exports"), ("shared", "yes")];
    test.api(Who::Agent).submit("/desk/views?q=export", &saved).await.expect(303);
    let browser = Chromium::start(&test, Scripts::On).await;
    browser.sign_in(&test, &test.person(Who::Agent)).await;
    browser.open("/desk").await;
    for (view, count) in
        [("/desk", "1 ticket"), ("/desk?view=mine", "0 tickets"), ("/desk?q=export", "1 ticket")]
    {
        beside(&browser, view, count).await;
    }
    for width in Width::ALL {
        browser.look(width, Scheme::Dark).await;
        assert_eq!(browser.violations().await, Vec::<String>::new(), "{}", width.word());
    }
    test.app.clock.advance(chrono::TimeDelta::seconds(1));
    report(&test).await;
    for view in ["/desk", "/desk?view=unassigned", "/desk?q=export"] {
        beside(&browser, view, "2 tickets").await;
    }
}
