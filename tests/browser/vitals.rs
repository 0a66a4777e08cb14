//! How fast pages show themselves, stand still and answer, with 50,000 tickets in the database: `tests/vitals` prints
//! it.

use thirtyfour::Key;

use super::chromium::{Chromium, Scheme, Scripts, Width};
use super::scripts;
use crate::support::app::{TestApp, Who};
use crate::support::big;

const TICKETS: u64 = 50_000;

/// Milliseconds until the largest part of a page is shown.
const LARGEST_PAINT: f64 = 1000.0;
/// How much of a page may move.
const LAYOUT_SHIFT: f64 = 0.05;
/// Milliseconds from a press to the next picture.
const NEXT_PAINT: f64 = 100.0;

/// Keeps the last value of each figure.
const LISTEN: &str = "
    window.vitals = {};
    webVitals.onLCP((one) => { window.vitals.LCP = one.value; }, { reportAllChanges: true });
    webVitals.onCLS((one) => { window.vitals.CLS = one.value; }, { reportAllChanges: true });
    webVitals.onINP((one) => { window.vitals.INP = one.value; }, { reportAllChanges: true, durationThreshold: 16 });";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "measures for minutes; tests/vitals runs it"]
async fn vitals() {
    let test = TestApp::sqlite();
    big::fill(&test, TICKETS);
    let browser = Chromium::start(&test, Scripts::On).await;
    browser.inject(&format!("{}\n{LISTEN}", scripts::web_vitals())).await;
    let mut is_slow = false;
    println!("{TICKETS} tickets\n{:<28}{:>12}{:>8}{:>12}", "page", "LCP ms", "CLS", "INP ms");
    for (who, path) in [
        (Who::Customer("dms"), "/portal"),
        (Who::Customer("dms"), "/portal/report"),
        (Who::Customer("dms"), "/portal/tickets/1"),
        (Who::Customer("dms"), "/portal/agreement"),
        (Who::Agent, "/desk"),
        (Who::Agent, "/desk/tickets/1"),
        (Who::Manager, "/manager"),
        (Who::Manager, "/manager/promises"),
        (Who::Admin, "/admin/contracts"),
        (Who::Manager, "/manager/load"),
        (Who::Admin, "/admin/audit"),
        (Who::Admin, "/admin/outbox"),
        (Who::Admin, "/admin/people"),
        (Who::Agent, "/desk?view=all"),
        (Who::Agent, "/desk?q=export"),
        (Who::Admin, "/admin/contracts/new?key=dms"),
    ] {
        browser.sign_in(&test, &test.person(who)).await;
        browser.look(Width::Wide, Scheme::Light).await;
        browser.open(path).await;
        // What is painted after the first press is not counted any more.
        browser.settle().await;
        use_the_page(&browser).await;
        let figure = async |name: &str| {
            let found = browser.run(&format!("return vitals.{name}")).await.as_f64();
            found.unwrap_or_else(|| panic!("{path}: no {name} was measured"))
        };
        let [paint, shift, answer] = [figure("LCP").await, figure("CLS").await, figure("INP").await];
        println!("{path:<28}{paint:>12.0}{shift:>8.3}{answer:>12.0}");
        is_slow |= paint >= LARGEST_PAINT || shift >= LAYOUT_SHIFT || answer >= NEXT_PAINT;
    }
    assert!(!is_slow, "a figure is over {LARGEST_PAINT} ms, {LAYOUT_SHIFT} or {NEXT_PAINT} ms");
}

/// What people do on any page: tab through it, type where they can, open the menu.
async fn use_the_page(browser: &Chromium) {
    for key in [Key::Tab, Key::Tab, Key::Tab, Key::Down, Key::Escape] {
        browser.press(key).await;
    }
    browser.press("jk?").await;
    browser.press(Key::Escape).await;
    let menu = browser.find("details.menu > summary").await;
    menu.click().await.unwrap();
    menu.click().await.unwrap();
    browser.settle().await;
}
