//! The second step: required of those who run things, good once, recoverable.

use chrono::TimeDelta;
use punctual::domain::SecondStep;
use punctual::store;
use serde_json::json;

use crate::support::app::{PASSWORD, TestApp, Who, on_both_apps};
use crate::support::browser::Browser;
use crate::support::mailed_link::token_in;

on_both_apps!(
    a_manager_can_not_sign_in_without_setting_it_up_and_an_agent_may,
    a_code_is_good_once_and_wrong_ones_run_dry,
    recovery_codes_are_good_once_and_renewed_with_the_password_alone,
    an_administrator_takes_it_away_from_who_has_lost_it,
    a_program_sends_the_code_with_the_password,
    the_role_that_needs_it_can_not_turn_it_off,
    a_customer_may_use_one_and_the_operator_may_require_it,
    the_operator_demands_a_second_step_of_everybody,
);

const REQUIRED: &str = "[auth]\ntotp_required = ['manager', 'admin']";
const MANAGER: &str = "manager@provider.example";

/// What the app of this person shows now.
pub fn shown(test: &TestApp, who: Who) -> String {
    let person = test.person(who);
    let id = person.id;
    let steps: Vec<SecondStep> = test.read(move |c| store::second_step::of_person(c, id));
    steps[0].codes(&test.app.identity.signer, &person.email).unwrap().at(test.now())
}

/// Sets the step up while signing in, and gives the recovery codes.
async fn enrol(test: &TestApp, browser: &mut Browser<'_>, who: Who, email: &str) -> Vec<String> {
    let asked = browser.sign_in(email, PASSWORD).await.expect(303);
    assert_eq!(asked.header("location"), "/signin/enrol?next=%2F");
    let page = browser.get("/signin/enrol?next=%2F").await.expect(200).text();
    assert!(page.contains("<svg class=\"qr\""), "the picture is in the page");
    assert!(!page.contains("style="), "and needs no inline style");
    browser.post("/signin/enrol", &[("code", "000000"), ("next", "/")]).await.expect(422);
    let code = shown(test, who);
    let done = browser.post("/signin/enrol", &[("code", &code), ("next", "/")]).await.expect(200).text();
    let codes = done.split("<li><code>").skip(1).filter_map(|rest| rest.split('<').next());
    codes.map(str::to_owned).collect()
}

async fn a_manager_can_not_sign_in_without_setting_it_up_and_an_agent_may(test: TestApp) {
    let node = test.another_node_with(REQUIRED);
    let mut agent = Browser::new(&node);
    let done = agent.sign_in("agent@provider.example", PASSWORD).await.expect(303);
    assert_eq!(done.header("location"), "/");
    let mut manager = Browser::new(&node);
    manager.sign_in(MANAGER, PASSWORD).await.expect(303);
    manager.get("/manager").await.expect(303);
    assert!(manager.cookie("punctual").is_none(), "the password alone opens no session");
    assert_eq!(enrol(&node, &mut manager, Who::Manager, MANAGER).await.len(), 10);
    manager.get("/manager").await.expect(200);
    assert_eq!(Browser::new(&node).get("/signin/code").await.expect(303).header("location"), "/signin");
    // By default it is required of managers and administrators.
    let default = test.another_node_with("[auth]");
    let mut admin = Browser::new(&default);
    let asked = admin.sign_in("admin@provider.example", PASSWORD).await.expect(303);
    assert_eq!(asked.header("location"), "/signin/enrol?next=%2F");
    // The mark of the right password is worth nothing after ten minutes.
    test.app.clock.advance(TimeDelta::minutes(10));
    assert_eq!(admin.get("/signin/enrol").await.expect(303).header("location"), "/signin");
}

async fn a_code_is_good_once_and_wrong_ones_run_dry(test: TestApp) {
    let node = test.another_node_with(REQUIRED);
    enrol(&node, &mut Browser::new(&node), Who::Manager, MANAGER).await;
    let mut browser = Browser::new(&node);
    let code = shown(&node, Who::Manager);
    let asked = browser.sign_in(MANAGER, PASSWORD).await.expect(303);
    assert_eq!(asked.header("location"), "/signin/code?next=%2F");
    let send = |code: &str| [("code", code.to_owned()), ("next", "/".to_owned())];
    let fields = |code: &str| send(code).to_vec();
    let used = fields(&code);
    let used: Vec<(&str, &str)> = used.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.post("/signin/code", &used).await.expect(422);
    test.app.clock.advance(TimeDelta::seconds(60));
    let code = shown(&node, Who::Manager);
    browser.post("/signin/code", &[("code", &code), ("next", "/")]).await.expect(303);
    browser.get("/manager").await.expect(200);
    let mut thief = Browser::new(&node);
    thief.sign_in(MANAGER, PASSWORD).await.expect(303);
    thief.post("/signin/code", &[("code", &code), ("next", "/")]).await.expect(422);
    let mut last = 0;
    for _ in 0..5 {
        last = thief.post("/signin/code", &[("code", "000000"), ("next", "/")]).await.status;
    }
    assert_eq!(last, 429);
    test.app.clock.advance(TimeDelta::seconds(60));
    let code = shown(&node, Who::Manager);
    thief.post("/signin/code", &[("code", &code), ("next", "/")]).await.expect(429);
}

async fn recovery_codes_are_good_once_and_renewed_with_the_password_alone(test: TestApp) {
    let node = test.another_node_with(REQUIRED);
    let codes = enrol(&node, &mut Browser::new(&node), Who::Manager, MANAGER).await;
    for (code, status) in [(&codes[0], 303), (&codes[0], 422), (&codes[1].to_uppercase(), 303)] {
        let mut browser = Browser::new(&node);
        browser.sign_in(MANAGER, PASSWORD).await.expect(303);
        browser.post("/signin/code", &[("code", code), ("next", "/")]).await.expect(status);
    }
    let mut browser = Browser::new(&node);
    browser.begin(Who::Manager);
    let page = browser.get("/account").await.expect(200).text();
    assert!(page.contains("You have 8 left"), "{page}");
    browser.post("/account/second-step/codes", &[("present_password", "wrong")]).await.expect(422);
    let page =
        browser.post("/account/second-step/codes", &[("present_password", PASSWORD)]).await.expect(200);
    assert!(!page.text().contains(&codes[2]), "the old ones are gone");
    let mut old = Browser::new(&node);
    old.sign_in(MANAGER, PASSWORD).await.expect(303);
    old.post("/signin/code", &[("code", &codes[2]), ("next", "/")]).await.expect(422);
}

async fn an_administrator_takes_it_away_from_who_has_lost_it(test: TestApp) {
    let node = test.another_node_with(REQUIRED);
    let mut manager = Browser::new(&node);
    enrol(&node, &mut manager, Who::Manager, MANAGER).await;
    let reset = format!("/admin/people/{}/second-step", test.person(Who::Manager).id);
    let proof = [("identity", "called_back")];
    test.api(Who::Manager).submit(&reset, &proof).await.expect(403);
    for unproven in [&[][..], &[("identity", "")], &[("identity", "they said so")]] {
        let page = test.api(Who::Admin).submit(&reset, unproven).await.expect(422).text();
        assert!(page.contains("Say how they proved who they are."), "{unproven:?}");
    }
    manager.get("/manager").await.expect(200);
    test.api(Who::Admin).submit(&reset, &proof).await.expect(303);
    manager.get("/manager").await.expect(303);
    let log = test.api(Who::Admin).open("/admin/audit?action=second_step_removed").await.expect(200).text();
    assert!(log.contains("identity: Called back on a number that we knew before"), "{log}");
    test.api(Who::Admin).submit(&reset, &proof).await.expect(404);
    enrol(&node, &mut manager, Who::Manager, MANAGER).await;
    test.tick().await;
    let subjects: Vec<String> = test.mails().into_iter().map(|mail| mail.subject).collect();
    assert_eq!(subjects, ["How you sign in was changed"; 3]);
}

async fn a_program_sends_the_code_with_the_password(test: TestApp) {
    let node = test.another_node_with(REQUIRED);
    let nobody = node.api(Who::Anonymous);
    let mut credentials = json!({ "email": MANAGER, "password": PASSWORD });
    let refused = nobody.post("/api/v1/sessions", credentials.clone()).await.expect(422);
    assert_eq!(refused.faulty_fields(), ["code"]);
    enrol(&node, &mut Browser::new(&node), Who::Manager, MANAGER).await;
    let refused = nobody.post("/api/v1/sessions", credentials.clone()).await.expect(422);
    assert_eq!(refused.faulty_fields(), ["code"]);
    test.app.clock.advance(TimeDelta::seconds(30));
    credentials["code"] = json!(shown(&node, Who::Manager));
    nobody.post("/api/v1/sessions", credentials.clone()).await.expect(201);
    nobody.post("/api/v1/sessions", credentials).await.expect(422);
}

async fn the_role_that_needs_it_can_not_turn_it_off(test: TestApp) {
    let node = test.another_node_with(REQUIRED);
    let mut agent = Browser::new(&node);
    agent.begin(Who::Agent);
    agent.get("/account").await.expect(200);
    agent.post("/account/second-step/begin", &[("present_password", "wrong")]).await.expect(422);
    agent.post("/account/second-step/begin", &[("present_password", PASSWORD)]).await.expect(303);
    agent.get("/account").await.expect(200);
    let code = shown(&node, Who::Agent);
    agent.post("/account/second-step/confirm", &[("code", &code)]).await.expect(200);
    let mut other = Browser::new(&node);
    let asked = other.sign_in("agent@provider.example", PASSWORD).await.expect(303);
    assert_eq!(asked.header("location"), "/signin/code?next=%2F");
    let remove = [("present_password", PASSWORD)];
    agent.post("/account/second-step/remove", &remove).await.expect(303);
    other.sign_in("agent@provider.example", PASSWORD).await.expect(303);
    let mut manager = Browser::new(&node);
    enrol(&node, &mut manager, Who::Manager, MANAGER).await;
    manager.get("/account").await.expect(200);
    manager.post("/account/second-step/remove", &remove).await.expect(403);
}

async fn a_customer_may_use_one_and_the_operator_may_require_it(test: TestApp) {
    const ANN: Who = Who::Customer("dms");
    let email = ANN.email().unwrap();
    let mut laptop = Browser::new(&test);
    laptop.sign_in(&email, PASSWORD).await.expect(303);
    laptop.get("/account").await.expect(200);
    laptop.post("/account/second-step/begin", &[("present_password", PASSWORD)]).await.expect(303);
    laptop.get("/account").await.expect(200);
    let code = shown(&test, ANN);
    let page = laptop.post("/account/second-step/confirm", &[("code", &code)]).await.expect(200).text();
    assert!(page.contains("Keep these recovery codes."));
    let mut phone = Browser::new(&test);
    phone.sign_in(&email, PASSWORD).await.expect(303);
    phone.get("/portal").await.expect(303);
    test.app.clock.advance(TimeDelta::seconds(30));
    phone.get("/signin/code").await.expect(200);
    phone.post("/signin/code", &[("code", &shown(&test, ANN)), ("next", "/")]).await.expect(303);
    phone.get("/portal").await.expect(200);

    let node = test.another_node_with("[auth]\ntotp_required = ['customer']");
    let mut other = Browser::new(&node);
    let stranger = Who::Customer("teamplify").email().unwrap();
    let asked = other.sign_in(&stranger, PASSWORD).await.expect(303);
    assert_eq!(asked.header("location"), "/signin/enrol?next=%2F");
    other.get("/portal").await.expect(303);
}

async fn the_operator_demands_a_second_step_of_everybody(test: TestApp) {
    const ANN: Who = Who::Customer("dms");
    let node = test.another_node_with("[auth]\ntotp_required = ['customer', 'agent', 'manager', 'admin']");
    // A mailed link stands in for the password alone.
    let mut by_link = Browser::new(&node);
    by_link.post("/signin/link", &[("email", &ANN.email().unwrap())]).await.expect(200);
    node.tick().await;
    let mail = test.mails().into_iter().find(|mail| mail.text.contains("/link#")).unwrap();
    let link = token_in(&mail.text, "/link");
    let asked = by_link.post("/link/confirm", &[("link", &link)]).await.expect(303);
    assert_eq!(asked.header("location"), "/signin/enrol?next=%2F");
    by_link.get("/portal").await.expect(303);
    for who in [ANN, Who::Agent, Who::Manager, Who::Admin] {
        let email = who.email().unwrap();
        let mut browser = Browser::new(&node);
        browser.sign_in(&email, PASSWORD).await.expect(303);
        for page in ["/portal", "/desk", "/account"] {
            assert_eq!(
                browser.get(page).await.expect(303).header("location").split('?').next(),
                Some("/signin")
            );
        }
        let mut credentials = json!({ "email": email, "password": PASSWORD });
        let nobody = node.api(Who::Anonymous);
        let refused = nobody.post("/api/v1/sessions", credentials.clone()).await.expect(422);
        assert_eq!(refused.faulty_fields(), ["code"], "{who:?}");
        enrol(&node, &mut browser, who, &email).await;
        browser.get("/account").await.expect(200);
        browser.post("/account/second-step/remove", &[("present_password", PASSWORD)]).await.expect(403);
        test.app.clock.advance(TimeDelta::seconds(30));
        credentials["code"] = json!(shown(&node, who));
        nobody.post("/api/v1/sessions", credentials).await.expect(201);
    }
}
