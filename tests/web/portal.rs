//! What customers see and do.

use super::{ANN, STRANGER, anns_ticket, assert_reads, report, words};
use crate::support::app::{TestApp, Who};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_form_shows_what_each_severity_promises_at_this_hour() {
    let test = TestApp::sqlite();
    let page = test.api(ANN).open("/portal/report").await.expect(200).text();
    assert_reads(
        &page,
        &[
            "Critical",
            "Platform is down or a core feature is unusable for all users",
            "Answer by 11:00 today",
            "Then an update every 30 minutes",
            "Answer by 10:00 tomorrow",
            "Times are London time",
        ],
    );
    test.at("2026-11-28T12:00:00Z").await;
    let page = test.api(ANN).open("/portal/report").await.expect(200).text();
    assert_reads(&page, &["Answer by Mon 10:00 The clock starts Mon 09:00"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_choose_an_offer_as_they_are_given() {
    let test = TestApp::sqlite();
    let before = test.api(ANN).open("/portal/report").await.expect(200).text();
    assert!(!before.contains("offer chosen"));
    let given = [("affected", "everyone"), ("impact", "unusable"), ("workaround", "none")];
    let part =
        test.api(ANN).with("x-fragment", "offers").submit("/portal/report/preview", &given).await.expect(200);
    assert!(!part.text().contains("<html"), "a part, not a page");
    let chosen = part.text().split("offer chosen").nth(1).map(words).unwrap();
    assert!(chosen.contains("Critical Yours Answer by 11:00 today"), "{chosen}");
    let whole = test.api(ANN).submit("/portal/report/preview", &given).await.expect(200).text();
    assert!(
        whole.contains("value=\"everyone\" required checked"),
        "the page without script keeps what was chosen"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_report_keeps_what_was_typed_and_opens_nothing() {
    let test = TestApp::sqlite();
    let fields =
        [("subject", ""), ("text", "All of it is gone"), ("affected", "several"), ("impact", "nonsense")];
    let page = test.api(ANN).submit("/portal/report", &fields).await.expect(422).text();
    assert_reads(
        &page,
        &["Say what doesn’t work.", "Say whether there is a way round.", "All of it is gone"],
    );
    assert!(page.contains("value=\"several\" required checked"));
    let fields = [fields[1], ("affected", "one"), ("impact", "minor"), ("workaround", "easy")];
    let page = test.api(ANN).submit("/portal/report", &fields).await.expect(422).text();
    assert_reads(&page, &["Say in a few words what is wrong."]);
    let list = test.api(ANN).open("/portal").await.expect(200).text();
    assert_reads(&list, &["Nothing is open"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_tells_what_is_owed_from_report_to_missed_promise() {
    let test = TestApp::sqlite();
    let number = report(&test, ANN, "Nobody can work", ["everyone", "unusable", "none"]).await;
    let path = format!("/portal/tickets/{number}");
    let page = test.api(ANN).open(&path).await.expect(200).text();
    assert_reads(
        &page,
        &["Nobody can work", "We are on it", "We owe you an answer by 11:00 today.", "Nothing helps."],
    );
    // The page is right a minute after the due instant, though no worker has run yet.
    test.app.clock.set("2026-11-23T11:01:00Z".parse().unwrap());
    let page = test.api(ANN).open(&path).await.expect(200).text();
    assert_reads(&page, &["We promised you an answer by 11:00 today, and missed it. We are sorry."]);
    assert!(page.contains("<details class=\"remedies\" open>"), "what follows is said at once");
    assert_reads(
        &page,
        &["5% of the fee for an availability from 99% to below 99.9%", "within 30 days of the end"],
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_sides_read_what_follows_a_missed_promise() {
    let test = TestApp::sqlite();
    let number = report(&test, STRANGER, "Nobody can work", ["everyone", "unusable", "none"]).await;
    for (who, room) in [(STRANGER, "portal"), (Who::Agent, "desk")] {
        let page = test.api(who).open(&format!("/{room}/tickets/{number}")).await.expect(200).text();
        assert_reads(
            &page,
            &[
                "What follows a missed promise",
                "10% of the month's fee for each breach",
                "within 3 months of the breach",
                "after 4 breaches within 6 months",
            ],
        );
        assert!(page.contains("<details class=\"remedies\">"), "folded while all is well");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_customer_neither_sees_notes_nor_other_customers_tickets() {
    let test = TestApp::sqlite();
    let number = anns_ticket(&test).await;
    let note = [("kind", "note"), ("text", "They always say so")];
    test.api(Who::Agent).submit(&format!("/desk/tickets/{number}/message"), &note).await.expect(303);
    let page = test.api(ANN).open(&format!("/portal/tickets/{number}")).await.expect(200).text();
    assert!(!page.contains("They always say so"));

    let id = |text: &str, id: &str| text.replace(id, "");
    for (foreign, missing) in [
        (format!("/portal/tickets/{number}"), "/portal/tickets/4711"),
        (format!("/portal/tickets/{number}"), "/portal/tickets/x"),
    ] {
        let one = test.api(STRANGER).open(&foreign).await.expect(404);
        let other = test.api(STRANGER).open(missing).await.expect(404);
        assert_eq!(
            id(&one.text(), &one.header("x-request-id")),
            id(&other.text(), &other.header("x-request-id")),
        );
    }
    let path = format!("/portal/tickets/{number}/reply");
    test.api(STRANGER).submit(&path, &[("text", "Let me in")]).await.expect(404);
    let list = test.api(STRANGER).open("/portal?q=export").await.expect(200).text();
    assert!(!list.contains("The export is slow"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reply_reopens_a_resolved_ticket_and_an_empty_one_is_refused() {
    let test = TestApp::sqlite();
    let number = anns_ticket(&test).await;
    let resolve = [("kind", "public"), ("text", "Done."), ("then", "resolved")];
    test.api(Who::Agent).submit(&format!("/desk/tickets/{number}/message"), &resolve).await.expect(303);
    super::held::later(&test, 10).await;
    let path = format!("/portal/tickets/{number}");
    assert_reads(&test.api(ANN).open(&path).await.text(), &["Resolved", "Reply and reopen"]);
    assert_reads(&test.api(ANN).open("/portal?show=done").await.text(), &["The export is slow"]);
    let reply = format!("{path}/reply");
    let refused = test.api(ANN).submit(&reply, &[("text", "   ")]).await.expect(422);
    assert_reads(&refused.text(), &["Write something first."]);
    let sent = test.api(ANN).submit(&reply, &[("text", "Still slow.")]).await.expect(303);
    let page = test.api(ANN).open(&sent.header("location")).await.expect(200).text();
    assert_reads(&page, &["Your reply is sent.", "We are on it", "Still slow."]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_agreement_reads_as_tables() {
    let test = TestApp::sqlite();
    let page = test.api(ANN).open("/portal/agreement").await.expect(200).text();
    assert_reads(
        &page,
        &[
            "DMS Service Level Agreement",
            "Right now it is office hours",
            "within 1 hour",
            "every 30 minutes",
            "within 2 business days",
            "Mon 23 Nov today 09:00–17:30",
            "Sat 28 Nov closed",
        ],
    );
    test.at("2026-12-25T12:00:00Z").await;
    let page = test.api(ANN).open("/portal/agreement").await.expect(200).text();
    assert_reads(
        &page,
        &["our office is closed (bank holidays). It opens Tue 09:00", "closed: Christmas Day"],
    );
}
