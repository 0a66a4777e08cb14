//! A severity reads alike wherever it stands.

use serde_json::json;

use super::words;
use crate::support::app::{TestApp, Who, on_both_apps};

on_both_apps!(a_severity_has_one_name_on_every_page_in_every_file_and_mail,);

const WHO: Who = Who::Customer("software-support");

async fn a_severity_has_one_name_on_every_page_in_every_file_and_mail(test: TestApp) {
    let report = json!({ "subject": "All stands still", "text": "x", "severity": "S1" });
    test.api(WHO).post("/api/v1/tickets", report).await.expect(201);
    test.at("2026-11-24T16:00:00Z").await;
    for (who, page) in [
        (WHO, "/portal"),
        (WHO, "/portal/tickets/1"),
        (WHO, "/portal/report"),
        (WHO, "/portal/agreement"),
        (Who::Agent, "/desk"),
        (Who::Agent, "/desk/tickets/1"),
        (Who::Manager, "/manager"),
        (Who::Manager, "/manager/promises?show=broken"),
        (Who::Manager, "/manager/promises.csv?show=broken"),
        (Who::Manager, "/manager/figures.csv?by=by-severity"),
        (Who::Admin, "/admin/contracts/software-support"),
    ] {
        let html = test.api(who).open(page).await.expect(200).text();
        // An agreement's page ends with its file, which writes code and name apart.
        let text = words(html.split("id=\"file\"").next().unwrap());
        assert!(text.contains("S1 · System failed"), "{page}:\n{text}");
        let shown = text.matches("System failed").count();
        assert_eq!(
            shown,
            text.matches("S1 · System failed").count(),
            "{page} has it by half its name:\n{text}"
        );
    }
    let mails = test.mails();
    let told: Vec<_> = mails.iter().filter(|mail| mail.text.contains("System failed")).collect();
    assert!(!told.is_empty(), "no mail names the severity");
    for mail in told {
        let text = words(&mail.text);
        let shown = text.matches("System failed").count();
        assert_eq!(shown, text.matches("S1 · System failed").count(), "{text}");
    }
    let plain = test.api(Who::Customer("dms")).open("/portal/report").await.expect(200).text();
    assert!(!words(&plain).contains("Critical · Critical"), "one name is not said twice");
}
