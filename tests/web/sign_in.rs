//! Signing in and out.

use chrono::TimeDelta;
use punctual::store;

use super::ANN;
use crate::support::app::{PASSWORD, TestApp, Who, on_both_apps};
use crate::support::caller::Answer;

on_both_apps!(
    the_right_password_opens_a_session,
    unknown_accounts_and_wrong_passwords_answer_alike,
    signing_out_ends_this_session_and_no_other,
);

async fn sign_in(test: &TestApp, email: &str, password: &str, next: &str) -> Answer {
    test.api(Who::Anonymous)
        .submit("/signin", &[("email", email), ("password", password), ("next", next)])
        .await
}

/// The value of a cookie that an answer sets.
fn cookie(answer: &Answer, name: &str) -> Option<String> {
    let set = answer.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
    let found = set.filter_map(|cookie| cookie.split(';').next()?.strip_prefix(&format!("{name}=")));
    found.map(str::to_owned).next()
}

async fn the_right_password_opens_a_session(test: TestApp) {
    let answer = sign_in(&test, "Contact@DMS.example", PASSWORD, "/portal/report").await.expect(303);
    assert_eq!(answer.header("location"), "/portal/report");
    let set = answer.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap());
    let session = set.into_iter().find(|cookie| cookie.starts_with("punctual=")).unwrap();
    assert!(session.contains("HttpOnly") && session.contains("SameSite=Lax"), "{session}");
    let token = cookie(&answer, "punctual").unwrap();
    let page = test.api(Who::Anonymous).with("cookie", format!("punctual={token}")).get("/portal").await;
    super::assert_reads(&page.expect(200).text(), &["Tickets of Customer on dms", "Sign out"]);
}

async fn unknown_accounts_and_wrong_passwords_answer_alike(test: TestApp) {
    let wrong = sign_in(&test, "contact@dms.example", "not the password", "/").await.expect(422);
    let unknown = sign_in(&test, "nobody@dms.example", "not the password", "/").await.expect(422);
    let no_address = sign_in(&test, "no address", "not the password", "/").await.expect(422);
    let page = |answer: &Answer, email: &str| answer.text().replace(email, "");
    assert_eq!(page(&wrong, "contact@dms.example"), page(&unknown, "nobody@dms.example"));
    assert_eq!(page(&wrong, "contact@dms.example"), page(&no_address, "no address"));
    for answer in [wrong, unknown, no_address] {
        assert!(answer.headers.get("set-cookie").is_none());
    }
}

async fn signing_out_ends_this_session_and_no_other(test: TestApp) {
    let token = |answer: &Answer| format!("punctual={}", cookie(answer, "punctual").unwrap());
    let laptop = token(&sign_in(&test, "contact@dms.example", PASSWORD, "/").await.expect(303));
    test.api(ANN).submit("/signout", &[]).await.expect(303);
    test.api(Who::Anonymous).with("cookie", laptop.clone()).get("/portal").await.expect(200);
    let form = test.api(Who::Anonymous).with("cookie", laptop.clone()).get("/portal").await.text();
    let form_token = form.split("name=\"form_token\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let out = test.api(Who::Anonymous).with("cookie", laptop.clone());
    let gone = out.submit("/signout", &[("form_token", form_token)]).await.expect(303);
    assert_eq!(gone.header("clear-site-data"), "\"cache\"");
    let answer = test.api(Who::Anonymous).with("cookie", laptop).get("/portal").await.expect(303);
    assert_eq!(answer.header("location"), "/signin?next=%2Fportal");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_sent_to_another_site_after_signing_in() {
    let test = TestApp::sqlite();
    for (next, place) in
        [("//evil.example/x", "/"), ("https://evil.example", "/"), ("/desk?view=mine", "/desk?view=mine")]
    {
        let answer = sign_in(&test, "agent@provider.example", PASSWORD, next).await.expect(303);
        assert_eq!(answer.header("location"), place, "{next}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn guessing_is_slowed_down_and_the_owner_still_gets_in_by_a_known_browser() {
    let test = TestApp::sqlite();
    let known = sign_in(&test, "contact@dms.example", PASSWORD, "/").await.expect(303);
    let device = cookie(&known, "punctual-device").unwrap();
    for _ in 0..10 {
        sign_in(&test, "contact@dms.example", "guess", "/").await.expect(422);
    }
    let refused = sign_in(&test, "contact@dms.example", PASSWORD, "/").await.expect(429);
    assert!(refused.header("retry-after").parse::<i64>().unwrap() > 0);
    super::assert_reads(&refused.text(), &["Too many tries. Wait 16 minutes"]);
    let owner = test.api(Who::Anonymous).with("cookie", format!("punctual-device={device}"));
    let fields = [("email", "contact@dms.example"), ("password", PASSWORD), ("next", "/")];
    owner.submit("/signin", &fields).await.expect(303);
    test.app.clock.advance(TimeDelta::minutes(15));
    sign_in(&test, "contact@dms.example", PASSWORD, "/").await.expect(303);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_ends_with_its_account() {
    let test = TestApp::sqlite();
    test.api(Who::Agent).open("/desk").await.expect(200);
    let mut agent = test.person(Who::Agent);
    agent.is_active = false;
    test.app.db.write(move |c| store::person::update(c, &agent)).await.unwrap();
    let answer = test.api(Who::Agent).open("/desk").await.expect(303);
    assert_eq!(answer.header("location"), "/signin?next=%2Fdesk");
    sign_in(&test, "agent@provider.example", PASSWORD, "/").await.expect(422);
}
