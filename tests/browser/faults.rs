//! Mending a contract file in a real browser: a fault's link leads to its line.

use punctual::sla::shipped;

use super::chromium::{Chromium, Scheme, Scripts, Width};
use crate::support::app::{TestApp, Who};

/// What is selected in the text area, and whether that is in sight within it.
const SELECTED: &str = "
    const text = document.querySelector('[name=source]');
    const row = text.value.slice(0, text.selectionStart).split('\\n').length - 1;
    const top = row * parseFloat(getComputedStyle(text).lineHeight);
    const isInSight = top >= text.scrollTop && top < text.scrollTop + text.clientHeight;
    const isFocused = document.activeElement === text;
    return [text.value.slice(text.selectionStart, text.selectionEnd), isInSight && isFocused];";

/// The line of the listing that the address leads to, and where its upper edge is.
const TARGET: &str = "
    const line = document.querySelector(':target');
    return [line.querySelector('code').textContent, line.getBoundingClientRect().top < window.innerHeight];";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_fault_leads_to_its_line_with_scripts_and_without() {
    let test = TestApp::sqlite();
    let (_, source) = shipped().iter().find(|(key, _)| *key == "dms").unwrap();
    let faulty = format!("{source}\nwhatever = 1\n");
    for (scripts, script, expected) in [
        (Scripts::On, SELECTED, serde_json::json!(["whatever = 1", true])),
        (Scripts::Off, TARGET, serde_json::json!(["whatever = 1", true])),
    ] {
        let browser = Chromium::start(&test, scripts).await;
        browser.sign_in(&test, &test.person(Who::Admin)).await;
        browser.look(Width::Narrow, Scheme::Light).await;
        browser.open("/admin/contracts/new?key=dms").await;
        let text = serde_json::to_string(&faulty).unwrap();
        browser.run(&format!("document.querySelector('[name=source]').value = {text};")).await;
        browser.run("document.querySelector('[formaction$=preview]').click();").await;
        browser.read("One fault").await;
        if scripts == Scripts::On {
            let found = browser.violations().await;
            assert!(found.is_empty(), "{found:?}");
        }
        browser.find(".fault-list a").await.click().await.unwrap();
        assert_eq!(browser.run(script).await, expected, "{scripts:?}");
    }
}
