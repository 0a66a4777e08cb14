//! No page keeps anybody out: axe-core finds nothing on any of them, wide and narrow, light and dark, and nothing moves
//! while a page loads.

use punctual::domain::PersonId;
use punctual::web::routes;

use super::chromium::{Chromium, Scheme, Scripts, Width};
use super::pages::{self, Page};
use crate::support::app::{TestApp, Who};
use crate::support::clamd::{Clamd, MALWARE};

/// What no link leads to: it leads on by itself, or machines ask for it, or only some tickets have it.
const UNLINKED: [&str; 15] = [
    "/signin/code",
    "/signin/enrol",
    "/",
    "/outbox",
    "/healthz",
    "/livez",
    "/readyz",
    "/attachments/{id}",
    "/desk/events",
    "/desk/counts",
    "/desk/find",
    "/portal/events",
    "/desk/bulk/{id}",
    "/messages/{id}/html",
    "/static/{name:.*}",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn axe_finds_nothing_on_any_page_and_nothing_moves_while_it_loads() {
    let test = TestApp::demonstration();
    let browser = Chromium::start(&test, Scripts::On).await;
    let mut reader: Option<Option<PersonId>> = None;
    let mut faults = Vec::new();
    for page in pages::all(&test).await {
        let next = page.reader.as_ref().map(|person| person.id);
        if reader != Some(next) {
            browser.sign_out().await;
            if let Some(person) = &page.reader {
                browser.sign_in(&test, person).await;
            }
            reader = Some(next);
        }
        look_at(&browser, &page, &mut faults).await;
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_that_are_not_given_out_are_told_of_without_keeping_anybody_out() {
    let clamd = Clamd::start();
    let test = TestApp::sqlite().restart_with(&clamd.settings());
    let customer = Who::Customer("dms");
    let report = [("subject", "With files"), ("text", "See them.")];
    let file = |name, bytes: &str| [(name, "application/octet-stream", bytes.as_bytes().to_vec())];
    let answers = [("affected", "one"), ("impact", "minor"), ("workaround", "easy")];
    let fields = [&report[..], &answers[..]].concat();
    test.api(customer).upload("/portal/report", &fields, &file("bad.exe", MALWARE)).await.expect(303);
    test.tick().await;
    let fields = [("text", "And another.")];
    test.api(customer).upload("/portal/tickets/1/reply", &fields, &file("new.log", "fine")).await.expect(303);
    let browser = Chromium::start(&test, Scripts::On).await;
    let mut faults = Vec::new();
    for (who, path) in [(customer, "/portal/tickets/1"), (Who::Agent, "/desk/tickets/1")] {
        let shown = test.api(who).open(path).await.expect(200).text();
        assert!(shown.contains("found in it") && shown.contains("being checked for malware"), "{shown}");
        let reader = test.person(who);
        browser.sign_in(&test, &reader).await;
        let page = Page { pattern: path, path: path.to_owned(), reader: Some(reader), is_ours: true };
        look_at(&browser, &page, &mut faults).await;
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

async fn look_at(browser: &Chromium, page: &Page, faults: &mut Vec<String>) {
    for width in Width::ALL {
        browser.look(width, Scheme::Light).await;
        browser.open(&page.path).await;
        let place = format!("{} ({})", page.path, width.word());
        let moved = browser.run(LAYOUT_SHIFT).await.as_f64().unwrap();
        if moved >= 0.05 {
            faults.push(format!("{place}: the layout shifts by {moved}"));
        }
        let overflow = browser.run(OVERFLOW).await;
        if let Some(overflow) = overflow.as_str() {
            faults.push(format!("{place}: {overflow}"));
        }
        for scheme in Scheme::ALL {
            browser.look(width, scheme).await;
            let found = browser.violations().await;
            faults.extend(found.into_iter().map(|one| format!("{place}, {}: {one}", scheme.word())));
        }
    }
}

/// How much of the page has moved since it began to load, as browsers count it.
const LAYOUT_SHIFT: &str = "
    const seen = new PerformanceObserver(() => {});
    seen.observe({ type: 'layout-shift', buffered: true });
    return seen.takeRecords().filter((one) => !one.hadRecentInput).reduce((sum, one) => sum + one.value, 0);";

/// Whether the page is wider than its window, so that one has to scroll sideways to read it.
const OVERFLOW: &str = "
    const page = document.documentElement;
    if (page.scrollWidth <= window.innerWidth + 1) return null;
    const wide = [...document.querySelectorAll('main *')].filter((one) => one.getBoundingClientRect().right > window.innerWidth + 1);
    return `wider than its window (${page.scrollWidth} px): ` + wide.slice(0, 3).map((one) => one.outerHTML.slice(0, 90)).join(' | ');";

/// A page without a link to it is one that nobody finds.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn links_lead_to_every_page() {
    let test = TestApp::demonstration();
    let mut found: Vec<&str> = pages::reached(&test).await.iter().map(|page| page.pattern).collect();
    found.extend(UNLINKED);
    let entries = routes::entries();
    let pages = entries.iter().filter(|entry| entry.method == "GET" && !entry.path.starts_with("/api/"));
    let lost: Vec<&str> = pages.map(|entry| entry.path).filter(|path| !found.contains(path)).collect();
    assert!(lost.is_empty(), "no link leads to {lost:?}");
}
