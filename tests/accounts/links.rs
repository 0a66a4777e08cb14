//! Links by mail: a new password, a sign-in without one, an invitation.

use chrono::TimeDelta;

use crate::support::app::{PASSWORD, TestApp, Who, on_both_apps};
use crate::support::browser::Browser;

on_both_apps!(
    a_forgotten_password_is_replaced_by_a_link_that_is_good_once,
    asking_for_a_link_tells_nobody_which_accounts_exist,
    a_form_mails_nobody_more_than_a_few_links,
    a_customer_signs_in_by_a_link_and_staff_do_not,
    an_invitation_runs_out_and_can_be_taken_back_or_sent_again,
    nobody_reads_the_token_of_a_link_in_the_outbox,
);

const EMAIL: &str = "contact@dms.example";
const NEW: &str = "brick harbour velvet noon";

/// The path of the link in the one mail that left.
async fn mailed_link(test: &TestApp) -> String {
    test.tick().await;
    let mails = test.mails();
    assert_eq!(mails.len(), 1, "{mails:?}");
    let text = &mails[0].text;
    let at = text.find("/link/").unwrap_or_else(|| panic!("no link in {text}"));
    text[at..].split_whitespace().next().unwrap().to_owned()
}

async fn a_forgotten_password_is_replaced_by_a_link_that_is_good_once(test: TestApp) {
    let mut signed_in = Browser::new(&test);
    signed_in.sign_in(EMAIL, PASSWORD).await.expect(303);
    let mut browser = Browser::new(&test);
    browser.post("/signin/forgotten", &[("email", EMAIL)]).await.expect(200);
    let link = mailed_link(&test).await;
    let page = browser.get(&link).await.expect(200);
    assert!(page.text().contains("autocomplete=\"new-password\""), "password managers know the field");
    browser.get(&link).await.expect(200);
    for weak in ["short", "password1234", "contact@dms.example"] {
        browser.post(&link, &[("password", weak)]).await.expect(422);
    }
    signed_in.get("/portal").await.expect(200);
    let done = browser.post(&link, &[("password", NEW)]).await.expect(303);
    assert_eq!(done.header("location"), "/signin?done=password_chosen");
    signed_in.get("/portal").await.expect(303);
    browser.sign_in(EMAIL, PASSWORD).await.expect(422);
    browser.sign_in(EMAIL, NEW).await.expect(303);
    browser.get(&link).await.expect(404);
    browser.post(&link, &[("password", PASSWORD)]).await.expect(404);
    test.tick().await;
    let told = test.mails();
    assert_eq!((told.len(), told[0].subject.as_str()), (1, "Your password was changed"));

    browser.post("/signin/forgotten", &[("email", EMAIL)]).await.expect(200);
    let first = mailed_link(&test).await;
    browser.post("/signin/forgotten", &[("email", EMAIL)]).await.expect(200);
    let second = mailed_link(&test).await;
    browser.get(&first).await.expect(404);
    test.app.clock.advance(TimeDelta::hours(1));
    browser.get(&second).await.expect(404);
    browser.post(&second, &[("password", PASSWORD)]).await.expect(404);
}

async fn asking_for_a_link_tells_nobody_which_accounts_exist(test: TestApp) {
    for form in ["/signin/forgotten", "/signin/link"] {
        let known = Browser::new(&test).post(form, &[("email", EMAIL)]).await.expect(200).text();
        let unknown = Browser::new(&test).post(form, &[("email", "nobody@dms.example")]).await;
        // The countdowns' clock stands still in tests, so that pages are compared byte for byte.
        assert_eq!(known, unknown.expect(200).text(), "{form}");
    }
    test.tick().await;
    let mails = test.mails();
    assert_eq!(mails.len(), 2);
    assert!(mails.iter().all(|mail| mail.to == EMAIL), "{mails:?}");
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
    browser.get(&link).await.expect(200);
    browser.get("/portal").await.expect(303);
    let done = browser.post(&link, &[]).await.expect(303);
    assert_eq!(done.header("location"), "/");
    browser.get("/portal").await.expect(200);
    let mut other = Browser::new(&test);
    other.post(&link, &[]).await.expect(404);
    other.get("/portal").await.expect(303);

    let without = test.another_node_with("[auth]\nsign_in_links = false\ntotp_required = ['none']");
    Browser::new(&without).get("/signin/link").await.expect(404);
    let page = Browser::new(&without).get("/signin").await.expect(200).text();
    assert!(!page.contains("/signin/link"));
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
    zoe.get(&first).await.expect(200);
    admin.submit(&format!("{place}/uninvite"), &[]).await.expect(303);
    zoe.get(&first).await.expect(404);
    admin.submit(&format!("{place}/uninvite"), &[]).await.expect(404);
    test.api(Who::Manager).submit(&invite, &[]).await.expect(403);

    admin.submit(&invite, &[]).await.expect(303);
    let second = mailed_link(&test).await;
    test.app.clock.advance(TimeDelta::days(7));
    zoe.post(&second, &[("password", NEW)]).await.expect(404);
    test.api(Who::Admin).submit(&invite, &[]).await.expect(303);
    let third = mailed_link(&test).await;
    test.app.clock.advance(TimeDelta::days(6));
    zoe.post(&third, &[("password", NEW)]).await.expect(303);
    zoe.sign_in("zoe@dms.example", NEW).await.expect(303);
    zoe.get("/portal").await.expect(200);
}

async fn nobody_reads_the_token_of_a_link_in_the_outbox(test: TestApp) {
    Browser::new(&test).post("/signin/forgotten", &[("email", "admin@provider.example")]).await.expect(200);
    let link = mailed_link(&test).await;
    let token = link.strip_prefix("/link/").unwrap();
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
