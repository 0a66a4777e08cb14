//! The account page: what people see and change about themselves.

use crate::support::app::{PASSWORD, TestApp, Who, on_both_apps};
use crate::support::browser::Browser;

on_both_apps!(
    everybody_has_an_account_page,
    a_new_password_needs_the_present_one_and_ends_other_sessions,
    sessions_are_ended_from_the_page,
    ending_sessions_takes_the_password_unless_one_has_just_signed_in,
    the_enter_key_alone_ends_no_session,
);

const EMAIL: &str = "contact@dms.example";
const NEW: &str = "brick harbour velvet noon";

async fn everybody_has_an_account_page(test: TestApp) {
    for who in [Who::Customer("dms"), Who::Agent, Who::Manager, Who::Admin] {
        let page = test.api(who).open("/account").await.expect(200).text();
        assert!(page.contains(&test.person(who).email.to_string()), "{who:?}");
        assert!(page.contains("/account/second-step/begin"), "{who:?}");
    }
    let customer = test.api(Who::Customer("dms"));
    let change = [("name", "  Ann   Lee "), ("time_zone", "Asia/Kolkata")];
    customer.submit("/account/profile", &change).await.expect(303);
    let ann = test.person(Who::Customer("dms"));
    assert_eq!((ann.name.as_str(), ann.time_zone), ("Ann Lee", chrono_tz::Asia::Kolkata));
    for wrong in [[("name", ""), ("time_zone", "UTC")], [("name", "Ann"), ("time_zone", "Mars")]] {
        customer.submit("/account/profile", &wrong).await.expect(422);
    }
    let page = customer.open("/account").await.expect(200).text();
    assert!(page.contains("<option value=\"America/New_York\">"), "every zone is on the list");
    let new_york = [("name", "Ann"), ("time_zone", "america/new york")];
    customer.submit("/account/profile", &new_york).await.expect(303);
    assert_eq!(test.person(Who::Customer("dms")).time_zone, chrono_tz::America::New_York);
    let city = [("name", "Ann"), ("time_zone", "kolkata")];
    let page = customer.submit("/account/profile", &city).await.expect(422).text();
    assert!(page.contains("Did you mean Asia/Kolkata?") && page.contains("value=\"kolkata\""), "{page}");
}

async fn a_new_password_needs_the_present_one_and_ends_other_sessions(test: TestApp) {
    let (mut laptop, mut phone) = (Browser::new(&test), Browser::new(&test));
    laptop.sign_in(EMAIL, PASSWORD).await.expect(303);
    phone.sign_in(EMAIL, PASSWORD).await.expect(303);
    laptop.get("/account").await.expect(200);
    for (present, new) in [("wrong", NEW), (PASSWORD, "short"), (PASSWORD, "password1234"), ("", NEW)] {
        let fields = [("present_password", present), ("new_password", new)];
        laptop.post("/account/password", &fields).await.expect(422);
    }
    phone.get("/portal").await.expect(200);
    let fields = [("present_password", PASSWORD), ("new_password", NEW)];
    laptop.post("/account/password", &fields).await.expect(303);
    laptop.get("/portal").await.expect(200);
    phone.get("/portal").await.expect(303);
    phone.sign_in(EMAIL, PASSWORD).await.expect(422);
    phone.sign_in(EMAIL, NEW).await.expect(303);
}

async fn sessions_are_ended_from_the_page(test: TestApp) {
    let (mut laptop, mut phone, mut tablet) = (Browser::new(&test), Browser::new(&test), Browser::new(&test));
    for browser in [&mut laptop, &mut phone, &mut tablet] {
        browser.sign_in(EMAIL, PASSWORD).await.expect(303);
    }
    let page = laptop.get("/account").await.expect(200).text();
    let ends: Vec<&str> = page
        .split("action=\"/account/sessions/")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|end| end.ends_with("/end"))
        .collect();
    assert_eq!(ends.len(), 2, "this one is not offered: {page}");
    laptop.post(&format!("/account/sessions/{}", ends[0]), &[]).await.expect(303);
    let open = [phone.get("/portal").await.status, tablet.get("/portal").await.status];
    assert_eq!(open.iter().filter(|status| **status == 200).count(), 1, "{open:?}");
    laptop.post("/account/sessions/end-others", &[]).await.expect(303);
    phone.get("/portal").await.expect(303);
    tablet.get("/portal").await.expect(303);
    laptop.get("/portal").await.expect(200);
    test.api(Who::Admin).submit(&format!("/account/sessions/{}", ends[1]), &[]).await.expect(404);
}

async fn ending_sessions_takes_the_password_unless_one_has_just_signed_in(test: TestApp) {
    let (mut laptop, mut phone) = (Browser::new(&test), Browser::new(&test));
    laptop.sign_in(EMAIL, PASSWORD).await.expect(303);
    phone.sign_in(EMAIL, PASSWORD).await.expect(303);
    test.app.clock.advance(chrono::TimeDelta::minutes(11));
    let page = laptop.get("/account").await.expect(200).text();
    let end = page.split("formaction=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    let bearer = |browser: &Browser| format!("Bearer {}", browser.cookie("punctual").unwrap());
    for path in [end.as_str(), "/account/sessions/end-others"] {
        for typed in ["", "wrong password"] {
            let page = laptop.post(path, &[("present_password", typed)]).await.expect(422).text();
            assert!(page.contains("This is not your present password."), "{path}");
        }
    }
    let one = end.trim_start_matches("/account").trim_end_matches("/end");
    for path in ["/api/v1/sessions".to_owned(), format!("/api/v1{one}")] {
        let program = test.api(Who::Anonymous).with("authorization", bearer(&laptop));
        let problem = program.delete(&path).await.expect(403).json();
        assert_eq!(problem["title"], "Sign in again", "{path}");
        assert!(problem["detail"].as_str().unwrap().ends_with("Sign in again, then repeat this."), "{path}");
    }
    phone.get("/portal").await.expect(200);
    laptop.post(&end, &[("present_password", PASSWORD)]).await.expect(303);
    phone.get("/portal").await.expect(303);

    phone.sign_in(EMAIL, PASSWORD).await.expect(303);
    let fresh = test.api(Who::Anonymous).with("authorization", bearer(&phone));
    fresh.delete("/api/v1/sessions").await.expect(204);
    laptop.get("/portal").await.expect(303);
}

/// A browser answers the Enter key in a field by the first button of its form, and by nothing where that one is
/// disabled.
async fn the_enter_key_alone_ends_no_session(test: TestApp) {
    let mut laptop = Browser::new(&test);
    laptop.sign_in(EMAIL, PASSWORD).await.expect(303);
    test.app.clock.advance(chrono::TimeDelta::minutes(11));
    let page = laptop.get("/account").await.expect(200).text();
    let form = page.split("action=\"/account/sessions/end-others\"").nth(1).unwrap();
    let form = form.split("</form>").next().unwrap();
    assert!(form.contains("type=\"password\""), "{form}");
    let first = form.split("<button").nth(1).and_then(|rest| rest.split('>').next());
    assert_eq!(first, Some(" disabled hidden"), "{form}");
}
