//! Holidays that are proclaimed in the browser: what they move, and what they leave as it was.

use punctual::domain::AuditAction;
use punctual::store;
use serde_json::{Value, json};

use super::{ANN, STRANGER, anns_ticket, assert_reads, report, words};
use crate::support::app::{TestApp, Who, on_both_apps};

on_both_apps!(
    a_proclaimed_day_moves_running_clocks_and_withdrawing_it_brings_them_back,
    what_was_recorded_stays_and_other_agreements_are_untouched,
    a_clock_that_stands_still_shows_its_new_due_when_it_goes_on,
    another_process_counts_by_the_new_calendar_at_once,
    what_cannot_be_proclaimed_is_refused_and_kept_as_typed,
    a_holiday_stands_among_those_to_come_until_its_day_is_over,
);

const PAGE: &str = "/admin/contracts/dms/holidays";
/// A Tuesday, the day after every test begins.
const TOMORROW: [(&str, &str); 2] = [("date", "2026-11-24"), ("name", "Day of thanks")];

async fn proclaim(test: &TestApp) {
    test.api(Who::Admin).submit(PAGE, &TOMORROW).await.expect(303);
}

async fn ticket(test: &TestApp, number: i64) -> Value {
    test.api(Who::Agent).get(&format!("/api/v1/tickets/{number}")).await.expect(200).json()
}

async fn due(test: &TestApp, number: i64, clock: &str) -> String {
    let ticket = ticket(test, number).await;
    ticket["clocks"][clock]["due_at"].as_str().unwrap_or("none").to_owned()
}

async fn a_proclaimed_day_moves_running_clocks_and_withdrawing_it_brings_them_back(test: TestApp) {
    let number = anns_ticket(&test).await;
    assert_eq!(due(&test, number, "respond").await, "2026-11-24T10:00:00Z", "one business day");
    let admin = test.api(Who::Admin);
    let agreement = admin.open("/admin/contracts/dms").await.expect(200).text();
    assert!(agreement.contains(&format!("href=\"{PAGE}\"")), "the agreement’s page leads there");

    let preview = admin.submit(&format!("{PAGE}/preview"), &TOMORROW).await.expect(200).text();
    let moved = format!("#{number} The export is slow First response");
    assert_reads(&preview, &["What Tue 24 Nov 2026 would move", &moved, "Nothing is changed yet"]);
    assert_eq!(due(&test, number, "respond").await, "2026-11-24T10:00:00Z", "a preview changes nothing");

    let done = admin.submit(PAGE, &TOMORROW).await.expect(303);
    let page = admin.open(&done.header("location")).await.expect(200).text();
    assert_reads(
        &page,
        &["The day is a holiday. Running clocks follow it.", "Tue 24 Nov 2026 Day of thanks"],
    );
    assert_eq!(due(&test, number, "respond").await, "2026-11-25T10:00:00Z");
    let explained = ticket(&test, number).await["clocks"]["respond"]["explanation"].to_string();
    assert!(explained.contains("Day of thanks"), "{explained}");
    let history = test.api(ANN).get(&format!("/api/v1/tickets/{number}/history")).await.expect(200).text();
    assert!(history.contains("holiday_proclaimed") && history.contains("due_changed"), "{history}");
    let desk = test.api(Who::Agent).open(&format!("/desk/tickets/{number}")).await.expect(200).text();
    assert_reads(&desk, &["proclaimed Tue 24 Nov 2026, a holiday: Day of thanks"]);
    assert_reads(&test.api(ANN).open("/portal/agreement").await.text(), &["closed: Day of thanks"]);

    let withdrawal = format!("{PAGE}/2026-11-24");
    assert!(page.contains(&format!("href=\"{withdrawal}\"")));
    assert_reads(&admin.open(&withdrawal).await.expect(200).text(), &["Withdraw “Day of thanks”", &moved]);
    admin.submit(&format!("{withdrawal}/withdraw"), &[]).await.expect(303);
    assert_eq!(due(&test, number, "respond").await, "2026-11-24T10:00:00Z");
    assert_reads(&admin.open(PAGE).await.text(), &["Withdrawn, or gone by", "withdrawn by"]);
    admin.submit(&format!("{withdrawal}/withdraw"), &[]).await.expect(404);
    let log = test.read(|c| store::audit::after(c, 0, 1000));
    let acts: Vec<_> = log.iter().rev().take(2).map(|one| one.entry.action).collect();
    assert_eq!(acts, [AuditAction::HolidayWithdrawn, AuditAction::HolidayProclaimed]);

    proclaim(&test).await;
    test.mails();
    test.at("2026-11-24T10:00:01Z").await;
    assert!(test.mails().iter().all(|mail| !mail.subject.contains("We missed")), "the day did not count");
    let late = admin.submit(&format!("{withdrawal}/withdraw"), &[]).await.expect(422).text();
    assert_reads(&late, &["This day has begun, so it stays a holiday"]);
    test.at("2026-11-25T10:00:01Z").await;
    assert!(test.mails().iter().any(|mail| mail.subject.contains("We missed")));
    let breaches = test.api(Who::Manager).get("/api/v1/breaches").await.expect(200).text();
    assert!(breaches.contains("2026-11-25T10:00:00Z"), "{breaches}");
}

async fn what_was_recorded_stays_and_other_agreements_are_untouched(test: TestApp) {
    let missed = report(&test, ANN, "Nobody can work", ["everyone", "unusable", "none"]).await;
    let other = report(&test, STRANGER, "The export is slow", ["one", "minor", "easy"]).await;
    let others_due = due(&test, other, "respond").await;
    test.at("2026-11-23T17:15:00Z").await;
    let before = ticket(&test, missed).await;
    assert_eq!(before["clocks"]["respond"]["breached_at"], "2026-11-23T11:00:00Z");
    assert_eq!(before["clocks"]["update"]["due_at"], "2026-11-23T17:30:00Z");

    proclaim(&test).await;
    assert_eq!(ticket(&test, missed).await["clocks"], before["clocks"], "nothing of today moves");
    assert_eq!(due(&test, other, "respond").await, others_due);
    test.at("2026-11-24T12:00:00Z").await;
    let on_the_day = ticket(&test, missed).await;
    assert_eq!(on_the_day["clocks"]["update"]["breached_at"], "2026-11-23T17:30:00Z");
    assert_eq!(on_the_day["clocks"]["update"]["due_at"], "2026-11-25T09:30:00Z", "the day is skipped");
}

async fn a_clock_that_stands_still_shows_its_new_due_when_it_goes_on(test: TestApp) {
    let new = json!({ "subject": "It does not work", "text": "Since today.", "severity": "Medium" });
    let opened = test.api(ANN).post("/api/v1/tickets", new).await.expect(201);
    let (path, number) = (opened.header("location"), opened.json()["number"].as_i64().unwrap());
    let desk = test.api(Who::Agent);
    let asked = json!({ "text": "Which version is it?", "status": "waiting_on_customer" });
    desk.post(&format!("{path}/replies"), asked).await.expect(201);
    assert_eq!(ticket(&test, number).await["clocks"]["update"]["state"], "paused");
    let preview = test.api(Who::Admin).submit(&format!("{PAGE}/preview"), &TOMORROW).await.expect(200);
    assert!(!words(&preview.text()).contains("It does not work"), "what stands still is due at no time");
    proclaim(&test).await;
    test.at("2026-11-23T12:00:00Z").await;
    desk.put(&format!("{path}/status"), json!({ "status": "open" })).await.expect(200);
    assert_eq!(
        due(&test, number, "update").await,
        "2026-11-25T12:00:00Z",
        "a business day, without the holiday"
    );
}

async fn another_process_counts_by_the_new_calendar_at_once(test: TestApp) {
    let other = test.another_node();
    let agreement = other.api(ANN).open("/portal/agreement").await.expect(200).text();
    assert!(!agreement.contains("Day of thanks"));
    proclaim(&test).await;
    let number = anns_ticket(&other).await;
    assert_eq!(due(&other, number, "respond").await, "2026-11-25T10:00:00Z");
}

async fn what_cannot_be_proclaimed_is_refused_and_kept_as_typed(test: TestApp) {
    let admin = test.api(Who::Admin);
    for (date, name, why) in [
        ("2026-11-23", "Today", "Choose a day after today"),
        ("2020-01-02", "Long ago", "Choose a day after today"),
        ("2026-12-25", "Feast", "This day is a holiday already: Christmas Day."),
        ("soon", "Feast", "Write a date such as"),
        ("9999-01-01", "Feast", "Choose a day before 2"),
        ("2026-11-24", " ", "Write what the day is called."),
    ] {
        for path in [PAGE.to_owned(), format!("{PAGE}/preview")] {
            let page = admin.submit(&path, &[("date", date), ("name", name)]).await.expect(422).text();
            assert_reads(&page, &[why]);
            assert!(page.contains(&format!("value=\"{date}\"")), "{date} is kept as typed");
        }
    }
    admin.submit("/admin/contracts/none/holidays", &TOMORROW).await.expect(404);
    admin.open("/admin/contracts/none/holidays").await.expect(404);
    admin.open(&format!("{PAGE}/2026-11-24")).await.expect(404);
    test.api(Who::Manager).submit(PAGE, &TOMORROW).await.expect(403);
    assert!(test.read(|c| store::holiday::list(c, "dms")).is_empty());
}

async fn a_holiday_stands_among_those_to_come_until_its_day_is_over(test: TestApp) {
    proclaim(&test).await;
    for (at, day, is_ahead) in [
        ("2026-11-24T10:00:00Z", "Tue 24 Nov 2026 Day of thanks proclaimed by", true),
        ("2026-11-25T10:00:00Z", "Tue 24 Nov 2026 Day of thanks proclaimed by", false),
        ("2026-12-25T10:00:00Z", "Fri 25 Dec 2026 Christmas Day the agreement", true),
        ("2026-12-26T10:00:00Z", "Fri 25 Dec 2026 Christmas Day the agreement", false),
    ] {
        test.at(at).await;
        let page = words(&test.api(Who::Admin).open(PAGE).await.expect(200).text());
        let ahead = page.split("Today and the next twelve months").nth(1).unwrap();
        let ahead = ahead.split("Withdrawn, or gone by").next().unwrap();
        assert_eq!(ahead.contains(day), is_ahead, "at {at}: {page}");
    }
}
