//! Between a desk and a phone: nothing of a page is cut off by what is around it.

use super::chromium::{Chromium, Scheme, Scripts, Width};
use super::pages;
use crate::support::app::TestApp;

/// What reaches beyond an element around it that hides what overflows, and so can't be seen or scrolled to.
const CUT_OFF: &str = "
    const hides = (one) => ['hidden', 'clip'].includes(getComputedStyle(one).overflowX);
    const around = (one) => { for (let box = one.parentElement; box; box = box.parentElement) {
      if (['auto', 'scroll'].includes(getComputedStyle(box).overflowX)) return null;
      if (hides(box)) return box;
    } return null; };
    const parts = [...document.querySelectorAll('main :is(td, th, button, a.button, input, select)')];
    const seen = parts.filter((one) => one.checkVisibility() && !one.closest('.unseen, .clip'));
    const cut = seen.filter((one) => {
      const box = around(one);
      return box && one.getBoundingClientRect().right > box.getBoundingClientRect().right + 1;
    });
    return cut.slice(0, 3).map((one) => one.outerHTML.slice(0, 120));";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_cut_off_on_a_tablet() {
    let test = TestApp::demonstration();
    let browser = Chromium::start(&test, Scripts::On).await;
    let mut faults = Vec::new();
    for page in pages::all(&test).await {
        browser.sign_out().await;
        if let Some(person) = &page.reader {
            browser.sign_in(&test, person).await;
        }
        for width in [Width::Across, Width::Upright] {
            browser.look(width, Scheme::Light).await;
            browser.open(&page.path).await;
            let cut = browser.run(CUT_OFF).await;
            if cut.as_array().is_some_and(|cut| !cut.is_empty()) {
                faults.push(format!("{} ({}): {cut}", page.path, width.word()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
