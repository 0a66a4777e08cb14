//! Passwords that were stolen elsewhere can be chosen nowhere.

use serde_json::json;
use sha1::{Digest, Sha1};

use crate::support::app::{PASSWORD, TestApp, Who, on_both_apps};
use crate::support::browser::Browser;
use crate::support::mailed_link::token_in;

on_both_apps!(
    a_stolen_password_is_refused_wherever_one_is_chosen,
    a_list_that_cannot_be_read_keeps_nobody_out_and_is_seen,
);

const STOLEN: &str = "brick harbour velvet noon";
const OTHER: &str = "copper lantern meadow frost";

/// A list with [`STOLEN`] among many, in the order of their hashes.
fn list() -> String {
    let passwords = (0..3000).map(|number| format!("stolen {number}")).chain([STOLEN.to_owned()]);
    let hash = |password: String| {
        Sha1::digest(password.as_bytes()).iter().map(|byte| format!("{byte:02X}")).collect()
    };
    let mut lines: Vec<String> = passwords.map(hash).collect();
    lines.sort();
    lines.iter().map(|line| format!("{line}:17\r\n")).collect()
}

async fn a_stolen_password_is_refused_wherever_one_is_chosen(test: TestApp) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("stolen.txt");
    std::fs::write(&path, list()).unwrap();
    let settings = format!("[auth]\ntotp_required = ['none']\nbreached_passwords = '{}'", path.display());
    let test = test.restart_with(&settings);
    let (ann, admin) = (test.api(Who::Customer("dms")), test.api(Who::Admin));
    let own = |new| [("present_password", PASSWORD), ("new_password", new)];
    let page = ann.submit("/account/password", &own(STOLEN)).await.expect(422).text();
    assert!(page.contains("This password was stolen somewhere else"), "{page}");
    ann.submit("/account/password", &own(OTHER)).await.expect(303);

    let place = format!("/admin/people/{}/reset", test.person(Who::Agent).id);
    admin.submit(&place, &[("password", STOLEN)]).await.expect(422);
    let organization = test.person(Who::Customer("dms")).organization_id;
    let person = json!({ "name": "Zoe", "email": "zoe@dms.example", "role": "customer",
        "organization_id": organization, "time_zone": "Europe/London", "password": STOLEN });
    assert_eq!(admin.post("/api/v1/people", person).await.expect(422).faulty_fields(), ["password"]);

    let mut browser = Browser::new(&test);
    browser.post("/signin/forgotten", &[("email", "contact@dms.example")]).await.expect(200);
    test.tick().await;
    let mail = test.mails().into_iter().find(|mail| mail.text.contains("/link#")).unwrap();
    let link = token_in(&mail.text, "/link");
    let chosen = |password| [("link", link.as_str()), ("password", password)];
    browser.post("/link/confirm", &chosen(STOLEN)).await.expect(422);
    browser.post("/link/confirm", &chosen("sandal orbit timber quill")).await.expect(303);
}

async fn a_list_that_cannot_be_read_keeps_nobody_out_and_is_seen(test: TestApp) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("stolen.txt");
    std::fs::write(&path, format!("{}:1\n0123 cut\n{}:1\n", "0".repeat(40), "F".repeat(40))).unwrap();
    let settings = format!("[auth]\ntotp_required = ['none']\nbreached_passwords = '{}'", path.display());
    let test = test.restart_with(&settings);
    test.api(Who::Anonymous).get("/healthz").await.expect(200);
    let own = [("present_password", PASSWORD), ("new_password", OTHER)];
    test.api(Who::Customer("dms")).submit("/account/password", &own).await.expect(303);
    test.app.clock.advance(chrono::TimeDelta::seconds(10));
    test.api(Who::Anonymous).get("/healthz").await.expect(503);
    let health = test.api(Who::Admin).open("/admin").await.expect(200).text();
    assert!(health.contains("stolen.txt: a line is cut off"), "{health}");
}
