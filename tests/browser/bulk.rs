//! Choosing tickets of the queue by keys, and what is shown of an action on them, in a real browser.

use super::chromium::{Chromium, Scheme, Scripts, Width};
use crate::support::app::{TestApp, Who};

const CHOSEN: &str = "return document.querySelectorAll('.pick :checked').length;";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_choose_tickets_and_nobody_is_kept_out_of_what_follows() {
    let test = TestApp::sqlite();
    for subject in ["One", "Two", "Three", "Four"] {
        let report = serde_json::json!({ "subject": subject, "text": "Since this morning." });
        test.api(Who::Customer("dms")).post("/api/v1/tickets", report).await.expect(201);
    }
    let browser = Chromium::start(&test, Scripts::On).await;
    browser.sign_in(&test, &test.person(Who::Agent)).await;
    browser.open("/desk").await;
    for (keys, chosen) in [("x", 1), ("x", 0), ("jxjjX", 3), ("jX", 4)] {
        for key in keys.chars() {
            browser.press(&key.to_string()[..]).await;
        }
        assert_eq!(browser.run(CHOSEN).await.as_i64(), Some(chosen), "{keys}");
    }
    for (page, go_on) in [
        ("the queue", "document.querySelector('.bulk-bar').requestSubmit();"),
        ("the preview", "document.querySelector('form[action^=\"/desk/bulk\"] .primary').click();"),
        ("what was done", ""),
    ] {
        for width in Width::ALL {
            for scheme in Scheme::ALL {
                browser.look(width, scheme).await;
                let found = browser.violations().await;
                assert!(found.is_empty(), "{page}, {}, {}: {found:?}", width.word(), scheme.word());
            }
            let overflow = "return document.documentElement.scrollWidth - window.innerWidth;";
            assert!(browser.run(overflow).await.as_i64() <= Some(1), "{page} is wider than its window");
        }
        if page == "the queue" {
            let select =
                "const bar = document.querySelector('.bulk-bar'); bar.elements.do.value = 'status:resolved';";
            browser.run(select).await;
        }
        browser.run(go_on).await;
        match page {
            "the queue" => browser.read("4 of 4 tickets will change").await,
            _ => browser.read("4 done, 0 left alone").await,
        }
    }
}
