//! Every main path once by mouse, once by keyboard alone, once without scripts: a customer signs in by a mail and
//! reports a fault; an agent triages, changes a severity, answers one ticket and goes to the next, resolves it; the
//! customer reads it and replies; a manager goes from the board to the list behind a figure, and excuses a breach; an
//! administrator adds a version of an agreement.

use thirtyfour::Key;

use super::chromium::{Chromium, Scripts};
use super::hand::Hand;
use crate::journey::receive;
use crate::support::app::{TestApp, Who};
use crate::support::mailed_link::token_in;

const ANN: Who = Who::Customer("dms");

const MAIL: &str = "From: Ann <contact@dms.example>
To: support@provider.example
Message-ID: <paths-1@dms.example>
Subject: The platform is down

Complete outage: the platform is down for everybody.
";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_main_path_goes_by_mouse() {
    walk(Hand::Mouse, Scripts::On).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_main_path_goes_by_keyboard_alone() {
    walk(Hand::Keyboard, Scripts::On).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_main_path_goes_without_scripts() {
    walk(Hand::Mouse, Scripts::Off).await;
}

async fn walk(hand: Hand, scripts: Scripts) {
    let test = TestApp::sqlite();
    let browser = Chromium::start(&test, scripts).await;

    sign_in_by_mail(&test, &browser, hand, scripts).await;
    browser.open("/portal/report").await;
    assert_eq!(browser.runs_scripts().await, scripts == Scripts::On);
    report(&browser, hand).await;

    test.at("2026-11-23T10:10:00Z").await;
    receive(&test, MAIL).await;
    browser.sign_in(&test, &test.person(Who::Agent)).await;
    triage(&browser, hand).await;
    change_severity(&browser, hand).await;
    tag_two_at_once(&browser, hand).await;
    answer_and_go_on(&browser, hand).await;
    reply_and_resolve(&browser, hand).await;
    test.at("2026-11-23T10:30:00Z").await;

    browser.sign_in(&test, &test.person(ANN)).await;
    read_and_reopen(&browser, hand).await;

    browser.sign_in(&test, &test.person(Who::Manager)).await;
    read_the_board(&browser, hand).await;
    test.at("2026-11-23T13:00:00Z").await;
    browser.sign_in(&test, &test.person(Who::Manager)).await;
    excuse_a_breach(&browser, hand).await;

    browser.sign_in(&test, &test.person(Who::Admin)).await;
    add_a_version(&browser, hand).await;
}

async fn sign_in_by_mail(test: &TestApp, browser: &Chromium, hand: Hand, scripts: Scripts) {
    browser.open("/signin").await;
    hand.press(browser, "a[href='/signin/link']").await;
    browser.arrive("/signin/link").await;
    hand.write(browser, "[name=email]", "contact@dms.example").await;
    hand.press(browser, "main button").await;
    browser.read("Look into your mail").await;
    test.tick().await;
    let link = format!("/link#{}", token_in(&test.mails()[0].text, "/link"));
    browser.open(&link).await;
    if scripts == Scripts::Off {
        hand.write(browser, "[name=link]", &format!("{}{link}", test.address)).await;
        hand.press(browser, "main button").await;
    }
    browser.read("For contact@dms.example.").await;
    assert!(!browser.place().await.contains('#'), "the token has left the address");
    hand.press(browser, "form[action='/link/confirm'] button").await;
    browser.arrive("/portal").await;
}

async fn report(browser: &Chromium, hand: Hand) {
    browser.open("/portal").await;
    hand.press(browser, "main a[href='/portal/report']").await;
    browser.arrive("/portal/report").await;
    hand.write(browser, "[name=subject]", "The export stops").await;
    hand.choose(browser, "[name=affected][value=one]").await;
    hand.choose(browser, "[name=impact][value=minor]").await;
    hand.choose(browser, "[name=workaround][value=easy]").await;
    hand.write(browser, "[name=text]", "After a hundred lines it stops.").await;
    hand.press(browser, ".send .primary").await;
    browser.arrive("/portal/tickets/1").await;
    browser.read("We owe you an answer by").await;
}

async fn triage(browser: &Chromium, hand: Hand) {
    browser.open("/desk").await;
    hand.press(browser, "a[href^='/desk/tickets/2']").await;
    browser.arrive("/desk/tickets/2").await;
    browser.read("Reads like Critical").await;
    hand.press(browser, "form[action$='/severity'] .primary").await;
    browser.read("Critical").await;
    browser.read("The severity is").await;
}

async fn change_severity(browser: &Chromium, hand: Hand) {
    browser.open("/desk/tickets/1").await;
    hand.press(browser, "details:has(form[action$='/severity']) > summary").await;
    hand.select(browser, "form[action$='/severity'] [name=severity]", "Medium").await;
    hand.write(browser, "form[action$='/severity'] [name=reason]", "Two teams wait for it").await;
    hand.press(browser, "form[action$='/severity']:has(select) button").await;
    browser.read("Two teams wait for it").await;
}

async fn tag_two_at_once(browser: &Chromium, hand: Hand) {
    browser.open("/desk").await;
    for ticket in ["[name='t-1']", "[name='t-2']"] {
        hand.choose(browser, ticket).await;
    }
    hand.select(browser, ".bulk-bar [name=do]", "Tags: Add this tag").await;
    hand.write(browser, ".bulk-bar [name=detail]", "export").await;
    hand.press(browser, ".bulk-bar button").await;
    browser.read("2 of 2 tickets will change").await;
    hand.press(browser, "form[action^='/desk/bulk'] .primary").await;
    browser.read("2 done, 0 left alone").await;
    hand.press(browser, "form[action*='/undo'] button").await;
    browser.read("2 taken back").await;
}

/// Acknowledged, but not solved: its next promise stays open.
async fn answer_and_go_on(browser: &Chromium, hand: Hand) {
    browser.open("/desk").await;
    hand.press(browser, "a[href^='/desk/tickets/2']").await;
    browser.arrive("/desk/tickets/2").await;
    hand.write(browser, "form[action*='/message'] textarea", "We look into it.").await;
    hand.press(browser, ".split-button details > summary").await;
    hand.press(browser, "[name=go][value=next]").await;
    browser.arrive("/desk/tickets/1").await;
}

async fn reply_and_resolve(browser: &Chromium, hand: Hand) {
    browser.open("/desk/tickets/1").await;
    hand.write(browser, "form[action$='/message'] textarea", "The limit is gone: please try again.").await;
    hand.select(browser, "[name=then]", "and resolve").await;
    hand.press(browser, "form[action$='/message'] .primary").await;
    browser.read("The limit is gone").await;
    hand.press(browser, "[formaction='/desk/tickets/1/undo']").await;
    browser.find("[name=then] option[value=resolved]:checked").await;
    hand.press(browser, "form[action$='/message'] .primary").await;
    browser.find("[formaction='/desk/tickets/1/undo']").await;
}

async fn read_and_reopen(browser: &Chromium, hand: Hand) {
    browser.open("/portal?show=done").await;
    hand.press(browser, "a[href^='/portal/tickets/1']").await;
    browser.arrive("/portal/tickets/1").await;
    browser.read("The limit is gone").await;
    hand.write(browser, "form[action$='/reply'] textarea", "It stops again.").await;
    hand.press(browser, "form[action$='/reply'] .primary").await;
    browser.read("Your reply is sent").await;
}

async fn read_the_board(browser: &Chromium, hand: Hand) {
    browser.open("/manager").await;
    browser.read("100 %").await;
    hand.press(browser, "main a.figure[href*='show=kept']").await;
    browser.arrive("/manager/promises").await;
    browser.read("The export stops").await;
}

async fn excuse_a_breach(browser: &Chromium, hand: Hand) {
    browser.open("/manager/promises?show=broken").await;
    hand.press(browser, "a[href^='/manager/breaches/']").await;
    browser.arrive("/manager/breaches/").await;
    hand.write(browser, "[name=cause]", "The customer's network was down").await;
    hand.write(browser, "[name=evidence]", "Their notice of the same morning").await;
    hand.press(browser, "#excuse .primary").await;
    browser.read("Take the excuse back").await;
    browser.read("Their notice of the same morning").await;
}

async fn add_a_version(browser: &Chromium, hand: Hand) {
    browser.open("/admin/contracts").await;
    hand.press(browser, "a[href='/admin/contracts/dms']").await;
    browser.arrive("/admin/contracts/dms").await;
    hand.press(browser, "a[href^='/admin/contracts/new?key=dms']").await;
    browser.arrive("/admin/contracts/new").await;
    let end_of_line = char::from(Key::End);
    hand.write(browser, "[name=source]", &format!("{end_of_line}\n# Agreed again.\n")).await;
    hand.press(browser, "form[enctype] .primary").await;
    browser.read("The file has no faults").await;
    hand.press(browser, "form[enctype] .primary + button").await;
    browser.arrive("/admin/contracts/dms").await;
    browser.read("Version 2").await;
}
