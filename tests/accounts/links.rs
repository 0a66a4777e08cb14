//! Links by mail: a new password, a sign-in without one, an invitation.

use chrono::TimeDelta;

use crate::support::app::{PASSWORD, TestApp, Who, on_both_apps};
use crate::support::browser::Browser;
use crate::support::caller::Answer;
use crate::support::mailed_link::token_in;

on_both_apps!(
    a_forgotten_password_is_replaced_by_a_link_that_is_good_once,
    asking_for_a_link_tells_nobody_which_accounts_exist,
    a_form_mails_nobody_more_than_a_few_links,
    a_customer_signs_in_by_a_link_and_staff_do_not,
    a_link_to_sign_in_is_for_the_browser_that_asked_or_who_reads_its_number,
    an_invitation_runs_out_and_can_be_taken_back_or_sent_again,
    nobody_reads_the_token_of_a_link_in_the_outbox,
);

const EMAIL: &str = "contact@dms.example";
const NEW: &str = "brick harbour velvet noon";

/// The token of the link in the one mail that left.
async fn mailed_link(test: &TestApp) -> String {
    test.tick().await;
    let mails = test.mails();
    assert_eq!(mails.len(), 1, "{mails:?}");
    token_in(&mails[0].text, "/link")
}

/// Opens a link, as its page does by a script.
async fn open(browser: &mut Browser<'_>, token: &str) -> Answer {
    browser.get("/link").await.expect(200);
    browser.post("/link", &[("link", token)]).await
}

/// Sends the form that a link leads to.
async fn confirm(browser: &mut Browser<'_>, token: &str, field: (&str, &str)) -> Answer {
    browser.post("/link/confirm", &[("link", token), field]).await
}

async fn a_forgotten_password_is_replaced_by_a_link_that_is_good_once(test: TestApp) {
    let mut signed_in = Browser::new(&test);
    signed_in.sign_in(EMAIL, PASSWORD).await.expect(303);
    let mut browser = Browser::new(&test);
    browser.post("/signin/forgotten", &[("email", EMAIL)]).await.expect(200);
    let link = mailed_link(&test).await;
    let page = open(&mut browser, &link).await.expect(200);
    assert!(page.text().contains("autocomplete=\"new-password\""), "password managers know the field");
    open(&mut browser, &link).await.expect(200);
    for weak in ["short", "password1234", "contact@dms.example"] {
        let again = confirm(&mut browser, &link, ("password", weak)).await.expect(422);
        assert!(again.text().contains(&link), "the link is still at hand");
    }
    signed_in.get("/portal").await.expect(200);
    let done = confirm(&mut browser, &link, ("password", NEW)).await.expect(303);
    assert_eq!(done.header("location"), "/signin?done=password_chosen");
    signed_in.get("/portal").await.expect(303);
    browser.sign_in(EMAIL, PASSWORD).await.expect(422);
    browser.sign_in(EMAIL, NEW).await.expect(303);
    open(&mut browser, &link).await.expect(404);
    confirm(&mut browser, &link, ("password", PASSWORD)).await.expect(404);
    test.tick().await;
    let told = test.mails();
    assert_eq!((told.len(), told[0].subject.as_str()), (1, "Your password was changed"));

    browser.post("/signin/forgotten", &[("email", EMAIL)]).await.expect(200);
    let first = mailed_link(&test).await;
    browser.post("/signin/forgotten", &[("email", EMAIL)]).await.expect(200);
    let second = mailed_link(&test).await;
    open(&mut browser, &first).await.expect(404);
    test.app.clock.advance(TimeDelta::hours(1));
    open(&mut browser, &second).await.expect(404);
    confirm(&mut browser, &second, ("password", PASSWORD)).await.expect(404);
}

async fn asking_for_a_link_tells_nobody_which_accounts_exist(test: TestApp) {
    for form in ["/signin/forgotten", "/signin/link"] {
        let known = Browser::new(&test).post(form, &[("email", EMAIL)]).await.expect(200).text();
        let unknown = Browser::new(&test).post(form, &[("email", "nobody@dms.example")]).await;
        // The countdowns' clock stands still in tests, so that pages are compared byte for byte.
        assert_eq!(without_number(&known), without_number(&unknown.expect(200).text()), "{form}");
    }
    test.tick().await;
    let mails = test.mails();
    assert_eq!(mails.len(), 2);
    assert!(mails.iter().all(|mail| mail.to == EMAIL), "{mails:?}");
}

/// A page without the digits of the number that each browser gets.
fn without_number(page: &str) -> String {
    let Some((before, number)) = page.split_once("this number: ") else { return page.to_owned() };
    format!("{before}{}", &number["123 456".len()..])
}

async fn a_form_mails_nobody_more_than_a_few_links(test: TestApp) {
    let mut browser = Browser::new(&test);
    for _ in 0..6 {
        let fields = [("email", EMAIL), ("name", "Buy at evil.example"), ("text", "Buy at evil.example")];
        browser.post("/signin/forgotten", &fields).await.expect(200);
    }
    test.tick().await;
    let mails = test.mails();
    assert_eq!(mails.len(), 3, "three an hour for one account");
    assert!(mails.iter().all(|mail| !mail.text.contains("evil")), "what was typed is in no mail");
    let mut status = 0;
    for number in 0..20 {
        let email = format!("person{number}@dms.example");
        status = browser.post("/signin/forgotten", &[("email", &email)]).await.status;
    }
    assert_eq!(status, 429, "one address floods nobody");
}

async fn a_customer_signs_in_by_a_link_and_staff_do_not(test: TestApp) {
    let mut browser = Browser::new(&test);
    browser.post("/signin/link", &[("email", "agent@provider.example")]).await.expect(200);
    browser.post("/signin/link", &[("email", EMAIL)]).await.expect(200);
    let link = mailed_link(&test).await;
    let page = open(&mut browser, &link).await.expect(200).text();
    assert!(!page.contains("name=\"number\""), "it is the browser that asked");
    browser.get("/portal").await.expect(303);
    let done = browser.post("/link/confirm", &[("link", &link)]).await.expect(303);
    assert_eq!(done.header("location"), "/");
    browser.get("/portal").await.expect(200);
    let mut other = Browser::new(&test);
    other.post("/link/confirm", &[("link", &link)]).await.expect(404);
    other.get("/portal").await.expect(303);

    let without = test.another_node_with("[auth]\nsign_in_links = false\ntotp_required = ['none']");
    Browser::new(&without).get("/signin/link").await.expect(404);
    let page = Browser::new(&without).get("/signin").await.expect(200).text();
    assert!(!page.contains("/signin/link"));
}

async fn a_link_to_sign_in_is_for_the_browser_that_asked_or_who_reads_its_number(test: TestApp) {
    let mut asking = Browser::new(&test);
    let sent = asking.post("/signin/link", &[("email", EMAIL)]).await.expect(200).text();
    let number = sent.split("this number: ").nth(1).unwrap()[.."123 456".len()].to_owned();
    let link = mailed_link(&test).await;

    let mut phone = Browser::new(&test);
    let page = open(&mut phone, &link).await.expect(200).text();
    assert!(page.contains("name=\"number\""), "another browser is asked for the number:\n{page}");
    for wrong in ["", "12345", "000 000"].into_iter().filter(|wrong| *wrong != number) {
        confirm(&mut phone, &link, ("number", wrong)).await.expect(422);
        phone.get("/portal").await.expect(303);
    }
    // Somebody asks for a link of their own: their browser does not open this one either.
    let mut thief = Browser::new(&test);
    thief.post("/signin/link", &[("email", "nobody@dms.example")]).await.expect(200);
    confirm(&mut thief, &link, ("number", "")).await.expect(422);
    confirm(&mut phone, &link, ("number", &number)).await.expect(303);
    phone.get("/portal").await.expect(200);

    asking.post("/signin/link", &[("email", EMAIL)]).await.expect(200);
    let guessed = mailed_link(&test).await;
    for guess in 0..5 {
        confirm(&mut thief, &guessed, ("number", &guess.to_string())).await.expect(422);
    }
    confirm(&mut thief, &guessed, ("number", &number)).await.expect(422);
    asking.post("/link/confirm", &[("link", &guessed)]).await.expect(404);
}

async fn an_invitation_runs_out_and_can_be_taken_back_or_sent_again(test: TestApp) {
    let admin = test.api(Who::Admin);
    let fields = [
        ("email", "zoe@dms.example"),
        ("name", "Zoe"),
        ("role", "customer"),
        ("organization", "Customer on dms"),
    ];
    let added = admin.submit("/admin/people/new", &fields).await.expect(303).header("location");
    let place = added.split('?').next().unwrap().to_owned();
    let invite = format!("{place}/invite");
    admin.submit(&invite, &[]).await.expect(303);
    let first = mailed_link(&test).await;
    let mut zoe = Browser::new(&test);
    open(&mut zoe, &first).await.expect(200);
    admin.submit(&format!("{place}/uninvite"), &[]).await.expect(303);
    open(&mut zoe, &first).await.expect(404);
    admin.submit(&format!("{place}/uninvite"), &[]).await.expect(404);
    test.api(Who::Manager).submit(&invite, &[]).await.expect(403);

    admin.submit(&invite, &[]).await.expect(303);
    let second = mailed_link(&test).await;
    test.app.clock.advance(TimeDelta::days(7));
    confirm(&mut zoe, &second, ("password", NEW)).await.expect(404);
    test.api(Who::Admin).submit(&invite, &[]).await.expect(303);
    let third = mailed_link(&test).await;
    test.app.clock.advance(TimeDelta::days(6));
    confirm(&mut zoe, &third, ("password", NEW)).await.expect(303);
    zoe.sign_in("zoe@dms.example", NEW).await.expect(303);
    zoe.get("/portal").await.expect(200);
}

async fn nobody_reads_the_token_of_a_link_in_the_outbox(test: TestApp) {
    Browser::new(&test).post("/signin/forgotten", &[("email", "admin@provider.example")]).await.expect(200);
    let token = mailed_link(&test).await;
    let (_, signature) = token.split_once('.').unwrap();
    let manager = test.api(Who::Manager);
    let list = manager.open("/admin/outbox").await.expect(200).text();
    let place = list.split("href=\"/admin/outbox/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    for end in ["", "/html"] {
        let page = manager.open(&format!("/admin/outbox/{place}{end}")).await.expect(200).text();
        assert!(!page.contains(signature), "the outbox shows a link that signs in as an administrator");
    }
    let api = test.api(Who::Admin).get("/api/v1/outbox").await.expect(200).text();
    assert!(!api.contains(signature));
}
