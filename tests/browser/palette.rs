//! The command palette in a real browser: it finds by what is typed, and is worked by keys alone.

use thirtyfour::Key;

use super::chromium::{Chromium, Scheme, Scripts, Width};
use crate::support::app::{TestApp, Who};

const CHOSEN: &str = "return document.querySelector('#palette [aria-selected=true]')?.textContent;";

/// Somebody of the desk, with two tickets.
async fn desk(test: &TestApp) -> Chromium {
    for subject in ["The export stops", "The invoice is wrong"] {
        let report = serde_json::json!({ "subject": subject, "text": "Since this morning." });
        test.api(Who::Customer("dms")).post("/api/v1/tickets", report).await.expect(201);
    }
    let browser = Chromium::start(test, Scripts::On).await;
    browser.sign_in(test, &test.person(Who::Agent)).await;
    browser.open("/desk").await;
    browser
}

/// Opens the palette, types, and waits for what is told of it.
async fn type_into_it(browser: &Chromium, typed: &str, told: &str) {
    browser.press_with_control("k").await;
    browser.find("#palette").await;
    browser.press(typed).await;
    browser.read(told).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn typing_finds_tickets_and_customers_and_keys_go_there() {
    let test = TestApp::sqlite();
    let browser = desk(&test).await;
    for (typed, told, downs, chosen, place) in [
        ("invoi", "1 found", 0, "#2 The invoice is wrong", "/desk/tickets/2"),
        ("1", "1 found", 0, "#1 The export stops", "/desk/tickets/1"),
        ("on dms", "1 found", 0, "Customer on dms", "/desk?view=all&customer="),
        ("contact@dms", "1 found", 0, "customer of dms.example", "/desk?view=all&q=from"),
        ("export", "1 found", 1, "Search for “export”", "/desk?view=all&q=export"),
        ("go to snoozed", "No ticket, customer or person fits.", 0, "Go to Snoozed", "/desk?view=snoozed"),
    ] {
        browser.open("/desk").await;
        type_into_it(&browser, typed, told).await;
        for _ in 0..downs {
            browser.press(Key::Down).await;
        }
        let marked = browser.run(CHOSEN).await;
        assert!(marked.as_str().is_some_and(|text| text.contains(chosen)), "{typed}: {marked}");
        browser.press(Key::Enter).await;
        browser.arrive(place).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_palette_keeps_nobody_out_and_says_when_the_server_is_gone() {
    let test = TestApp::sqlite();
    let browser = desk(&test).await;
    type_into_it(&browser, "the", "2 found").await;
    for width in Width::ALL {
        for scheme in Scheme::ALL {
            browser.look(width, scheme).await;
            assert_eq!(
                browser.violations().await,
                Vec::<String>::new(),
                "{} {}",
                width.word(),
                scheme.word()
            );
        }
    }
    browser.run("window.fetch = async () => new Response('', { status: 503 });").await;
    browser.press(" invoice").await;
    browser.read("The search does not answer.").await;
    let marked = browser.run(CHOSEN).await;
    assert_eq!(
        marked.as_str(),
        Some("#2 The invoice is wrongCustomer on dms · OpenTicket"),
        "what fits still stands"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_that_choose_letters_of_a_word_do_nothing_else() {
    let test = TestApp::sqlite();
    let browser = desk(&test).await;
    type_into_it(&browser, "invoi", "1 found").await;
    let marked = browser.run(CHOSEN).await;
    for key in ["ArrowDown", "Enter"] {
        let pressed = format!("{{ key: '{key}', isComposing: true, bubbles: true, cancelable: true }}");
        browser
            .run(&format!(
                "document.querySelector('#palette input').dispatchEvent(new KeyboardEvent('keydown', {pressed}));"
            ))
            .await;
        assert_eq!(browser.run(CHOSEN).await, marked, "{key}");
        assert_eq!(browser.run("return document.querySelector('#palette').open;").await, true, "{key}");
    }
    browser.press(Key::Enter).await;
    browser.arrive("/desk/tickets/2").await;
}
