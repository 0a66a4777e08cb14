//! Setting up the second step in a real browser: picture, key and the field for the code are seen together.

use punctual::domain::Role;

use super::chromium::{Chromium, Scheme, Scripts, Width};
use crate::support::app::{PASSWORD, TestApp, Who};

const REQUIRED: &str = "[auth]\ntotp_required = ['manager', 'admin']";

/// How far the lower edge of the code's field is below the upper edge of the picture.
const DISTANCE: &str = "
    const edge = (css) => document.querySelector(css).getBoundingClientRect();
    return edge('[name=code]').bottom - edge('.qr').top;";

/// What is copied when the key is touched, and its groups.
const KEY: &str = "
    const key = document.querySelector('.secret-key');
    getSelection().selectAllChildren(key);
    return [getSelection().toString(), [...key.children].map((group) => group.textContent)];";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn picture_key_and_code_are_seen_together() {
    let test = TestApp::sqlite().restart_with(REQUIRED);
    let browser = Chromium::start(&test, Scripts::On).await;
    for width in Width::ALL {
        browser.sign_out().await;
        browser.look(width, Scheme::Light).await;
        browser.open("/signin").await;
        let manager = test.person(Who::Manager);
        assert_eq!(manager.role, Role::Manager);
        browser.find("[name=email]").await.send_keys(manager.email.as_str()).await.unwrap();
        browser.find("[name=password]").await.send_keys(PASSWORD).await.unwrap();
        browser.find("form .primary").await.click().await.unwrap();
        browser.arrive("/signin/enrol").await;
        looks_right(&browser, width).await;

        browser.sign_in(&test, &test.person(Who::Agent)).await;
        browser.open("/account").await;
        browser.find("#field-begin-present").await.send_keys(PASSWORD).await.unwrap();
        browser.run("document.querySelector('[action$=begin]').requestSubmit();").await;
        browser.read("Set up the second step").await;
        looks_right(&browser, width).await;
    }
}

async fn looks_right(browser: &Chromium, width: Width) {
    browser.find(".qr").await;
    let distance = browser.run(DISTANCE).await.as_f64().unwrap();
    assert!(distance < 420.0, "{}: the field is {distance} px below the picture", width.word());
    let copied = browser.run(KEY).await;
    let groups: Vec<&str> = copied[1].as_array().unwrap().iter().filter_map(|one| one.as_str()).collect();
    assert!(groups.len() >= 4 && groups.iter().rev().skip(1).all(|group| group.len() == 4), "{groups:?}");
    assert_eq!(copied[0].as_str().unwrap(), groups.concat(), "it is copied without spaces");
    let app = browser.run("return document.querySelector('.enrolment a').href").await;
    assert!(app.as_str().unwrap().starts_with("otpauth://totp/"), "{app}");
    for scheme in Scheme::ALL {
        browser.look(width, scheme).await;
        let found = browser.violations().await;
        assert!(found.is_empty(), "{}: {found:?}", width.word());
    }
}
